#include "core/decoder/PackedMatrix.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::decoder;

namespace {

std::vector<float> randomValues(std::size_t count, Random& random, double deviation = 1.0) {
    std::vector<float> values;
    for (std::size_t index = 0; index < count; ++index)
        values.push_back(static_cast<float>(deviation * random.normal()));
    return values;
}

} // namespace

class TestPackedMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void productIsTheTextbooks_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const int rows : {1, 27, 64, 65, 200})
            for (const int columns : {1, 3, 256})
                QTest::addRow("%d x %d", rows, columns) << rows << columns;
    }
    void productIsTheTextbooks() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        const auto height = static_cast<std::size_t>(rows);
        const auto width = static_cast<std::size_t>(columns);
        Random random(80);
        const auto values = randomValues(height * width, random);
        const auto x = randomValues(width, random);
        const auto matrix = PackedMatrix::ofRows(values, height, width);
        QCOMPARE(matrix.blocks(), (height + 63) / 64);
        std::vector<float> out(PackedMatrix::paddedRows(height));
        out[0] = 2.0F; // added to, not overwritten
        addProduct(matrix, x, out);
        for (std::size_t row = 0; row < out.size(); ++row) {
            double expected = row == 0 ? 2.0 : 0.0;
            for (std::size_t column = 0; row < height && column < width; ++column)
                expected += static_cast<double>(values[row * width + column]) * static_cast<double>(x[column]);
            // Rounding of at most 256 terms of order 1.
            QVERIFY(std::abs(static_cast<double>(out[row]) - expected) < 1e-4);
        }
    }

    // Columns 1 and 2 of a matrix of three, beside column 0 of another one.
    void partsStandSideBySide() {
        const std::vector<float> left{1, 2, 3, 4, 5, 6};
        const std::vector<float> right{7, 8};
        const auto matrix =
            PackedMatrix::ofRows(std::array{MatrixColumns{left, 3, 1, 2}, MatrixColumns{right, 1, 0, 1}}, 2);
        QCOMPARE(matrix.columns(), std::size_t{3});
        std::vector<float> out(64);
        addProduct(matrix, std::vector<float>{1, 10, 100}, out);
        QCOMPARE(out[0], 2.0F + 30.0F + 700.0F);
        QCOMPARE(out[1], 5.0F + 60.0F + 800.0F);
        QCOMPARE(out[2], 0.0F);
    }

    // 20 units take two blocks; each block holds 16 units' input gates, then their forget gates, and so on.
    void gatesOfAUnitShareABlock() {
        constexpr std::size_t kUnits = 20;
        std::vector<float> bias;
        for (std::size_t row = 0; row < 4 * kUnits; ++row)
            bias.push_back(static_cast<float>(row + 1));
        const auto packed = packedGateBias(bias);
        QCOMPARE(packed.size(), PackedMatrix::paddedGates(kUnits));
        for (std::size_t gate = 0; gate < 4; ++gate)
            for (std::size_t unit = 0; unit < 32; ++unit)
                QCOMPARE(packed[unit / 16 * 64 + gate * 16 + unit % 16],
                         unit < kUnits ? bias[gate * kUnits + unit] : 0.0F);
    }

    void sparseProductIsTheDenseOne() {
        Random random(83);
        const auto matrix = PackedMatrix::ofRows(randomValues(std::size_t{70} * 6, random), 70, 6);
        std::vector<float> sparse(128, 0.5F);
        std::vector<float> dense = sparse;
        addProduct(matrix, std::vector<SparseInput>{{1, 0.5F}, {4, -2.0F}}, sparse);
        addProduct(matrix, std::vector<float>{0.0F, 0.5F, 0.0F, 0.0F, -2.0F, 0.0F}, dense);
        QCOMPARE(sparse, dense);
    }

    void matrixWithoutColumnsAddsNothing() {
        std::vector<float> out(64, 0.5F);
        addProduct(PackedMatrix(), std::vector<float>{}, out);
        addProduct(PackedMatrix(), std::vector<SparseInput>{}, out);
        QCOMPARE(out, std::vector<float>(64, 0.5F));
    }

    // The gates' functions over their whole range, through a layer whose only input is its bias.
    void gatesSaturateWithoutOverflow() {
        const auto nothing = PackedMatrix::ofGates({}, 1, 0);
        for (const float bias :
             {-1e30F, -1000.0F, -88.0F, -20.0F, -1.0F, -1e-4F, 0.0F, 1e-4F, 1.0F, 20.0F, 88.0F, 1e30F}) {
            const auto base = packedGateBias(std::vector<float>{bias, bias, bias, bias});
            std::vector<float> cell(16, 0.5F);
            std::vector<float> output(16);
            stepLstm({}, {}, nothing, {}, base, cell, output);
            const double gate = 1.0 / (1.0 + std::exp(-static_cast<double>(bias)));
            const double state = gate * 0.5 + gate * std::tanh(static_cast<double>(bias));
            QVERIFY(std::abs(static_cast<double>(cell[0]) - state) < 5e-7);
            QVERIFY(std::abs(static_cast<double>(output[0]) - gate * std::tanh(state)) < 5e-7);
        }
    }

    void sparseInputsAreColumnsOfTheMatrix() {
        Random random(82);
        const auto weights = PackedMatrix::ofGates(randomValues(std::size_t{4} * 16 * 6, random), 16, 6);
        const auto nothing = PackedMatrix::ofGates({}, 16, 0);
        const std::vector<float> base(64);
        const std::vector<SparseInput> sparse{{1, 0.5F}, {4, -2.0F}};
        const std::vector<float> dense{0.0F, 0.5F, 0.0F, 0.0F, -2.0F, 0.0F};
        std::vector<float> sparseCell(16, 0.1F);
        std::vector<float> denseCell = sparseCell;
        std::vector<float> sparseOutput(16);
        std::vector<float> denseOutput(16);
        const std::vector<float> none;
        stepLstm(weights, sparse, nothing, none, base, sparseCell, sparseOutput);
        stepLstm({}, {}, weights, dense, base, denseCell, denseOutput);
        QCOMPARE(sparseOutput, denseOutput);
        QCOMPARE(sparseCell, denseCell);
    }

    // Rows 0 and 2 of three: each as it would be alone, and row 1 is left as it was.
    void activeRowsOfABatchAreSteppedEachForItself() {
        constexpr std::size_t kUnits = 20;
        constexpr std::size_t kInputs = 7;
        Random random(84);
        const auto sparseWeights = PackedMatrix::ofGates(randomValues(4 * kUnits * 6, random), kUnits, 6);
        const auto denseWeights = PackedMatrix::ofGates(randomValues(4 * kUnits * kInputs, random), kUnits, kInputs);
        const std::vector<SparseInput> sparse{{1, 0.5F}, {4, -2.0F}};
        const std::array<std::span<const SparseInput>, 3> sparseRows{sparse, sparse, std::span(sparse).first(1)};
        const auto randomRows = [&random](std::size_t width) {
            Rows rows(3, width);
            for (std::size_t row = 0; row < 3; ++row)
                std::ranges::copy(randomValues(width, random), rows[row].begin());
            return rows;
        };
        const Rows dense = randomRows(kInputs);
        const Rows base = randomRows(PackedMatrix::paddedGates(kUnits));
        const Rows before = randomRows(base.width() / 4);
        Rows cell = before;
        Rows output(3, cell.width());
        Rows product = base;
        Team team;
        const std::array<std::size_t, 2> active{0, 2};
        stepLstm(sparseWeights, sparseRows, denseWeights, dense, base, cell, output, active, team);
        addProduct(sparseWeights, sparseRows, product, active, team);
        addProduct(denseWeights, dense, product, active, team);
        for (const std::size_t row : active) {
            std::vector<float> alone(before[row].begin(), before[row].end());
            std::vector<float> said(alone.size());
            stepLstm(sparseWeights, sparseRows[row], denseWeights, dense[row], base[row], alone, said);
            QVERIFY(std::ranges::equal(cell[row], alone));
            QVERIFY(std::ranges::equal(output[row], said));
            std::vector<float> sum(base[row].begin(), base[row].end());
            addProduct(sparseWeights, sparseRows[row], sum);
            addProduct(denseWeights, dense[row], sum);
            QVERIFY(std::ranges::equal(product[row], sum));
        }
        QVERIFY(std::ranges::equal(cell[1], before[1]));
        QVERIFY(std::ranges::equal(product[1], base[1]));
    }
};

QTEST_APPLESS_MAIN(TestPackedMatrix)
#include "tst_PackedMatrix.moc"

#include "core/decoder/PackedMatrix.h"

#include "core/base/Random.h"
#include "core/decoder/BFloat16.h"
#include "core/decoder/Kernels.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace segue;
using namespace segue::decoder;

Q_DECLARE_METATYPE(Packing)

namespace {

/// Every way in which this processor can read weights.
std::vector<Packing> packings() {
    std::vector<Packing> all;
    for (const InstructionSet instructions : instructionSets())
        for (const Precision precision : {Precision::Float32, Precision::BFloat16})
            all.push_back({precision, instructions});
    return all;
}

QByteArray nameOf(const Packing& packing) {
    const std::string_view instructions = decoder::nameOf(packing.instructions);
    QByteArray name(instructions.data(), static_cast<qsizetype>(instructions.size()));
    name += packing.precision == Precision::BFloat16 ? " bfloat16" : " float32";
    return name;
}

void addPackings() {
    QTest::addColumn<Packing>("packing");
    for (const Packing& packing : packings())
        QTest::newRow(nameOf(packing).constData()) << packing;
}

std::vector<float> randomValues(std::size_t count, Random& random, double deviation = 1.0) {
    std::vector<float> values;
    for (std::size_t index = 0; index < count; ++index)
        values.push_back(static_cast<float>(deviation * random.normal()));
    return values;
}

Rows randomRows(std::size_t rows, std::size_t width, Random& random) {
    Rows result(rows, width);
    for (std::size_t row = 0; row < rows; ++row)
        std::ranges::copy(randomValues(width, random), result[row].begin());
    return result;
}

/// Every third column or so.
std::vector<SparseInput> randomInputs(std::size_t columns, Random& random) {
    std::vector<SparseInput> inputs;
    for (std::size_t column = 0; column < columns; ++column)
        if (random.uniform() < 0.3)
            inputs.push_back({column, static_cast<float>(random.normal())});
    return inputs;
}

/// A weight as it is kept.
double kept(float weight, const Packing& packing) {
    return static_cast<double>(packing.precision == Precision::BFloat16 ? floatOf(bfloat16Of(weight)) : weight);
}

/// Row `row` of a row-major matrix times x.
double textbookProduct(std::span<const float> matrix, std::size_t row, std::span<const float> x,
                       const Packing& packing) {
    double sum = 0.0;
    for (std::size_t column = 0; column < x.size(); ++column)
        sum += kept(matrix[row * x.size() + column], packing) * static_cast<double>(x[column]);
    return sum;
}

double textbookProduct(std::span<const float> matrix, std::size_t width, std::size_t row,
                       std::span<const SparseInput> x, const Packing& packing) {
    double sum = 0.0;
    for (const SparseInput& input : x)
        sum += kept(matrix[row * width + input.column], packing) * static_cast<double>(input.value);
    return sum;
}

double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

/// Where a gate of a unit lies in a packed bias.
std::size_t placeOf(std::size_t gate, std::size_t unit, const Packing& packing) {
    const std::size_t lanes = kernelsFor(packing).lanes;
    return (unit / lanes * 4 + gate) * lanes + unit % lanes;
}

Rows rowOf(std::span<const float> values) {
    Rows row(1, values.size());
    std::ranges::copy(values, row[0].begin());
    return row;
}

constexpr std::array<std::size_t, 1> kFirst{0};

/// out + matrix * x, of a single row.
std::vector<float> sumWith(const PackedMatrix& matrix, std::span<const float> x, std::span<const float> out) {
    Team team;
    Rows sum = rowOf(out);
    addProduct(matrix, rowOf(x), sum, kFirst, team);
    return {sum[0].begin(), sum[0].end()};
}

std::vector<float> sumWith(const PackedMatrix& matrix, const std::vector<SparseInput>& sparse,
                           std::span<const float> out) {
    Team team;
    Rows sum = rowOf(out);
    addProduct(matrix, std::array{std::span(sparse)}, sum, kFirst, team);
    return {sum[0].begin(), sum[0].end()};
}

struct CellAndOutput {
    std::vector<float> cell;
    std::vector<float> output;
};

/// A step of a single row.
CellAndOutput step(const PackedMatrix& sparseWeights, const std::vector<SparseInput>& sparse,
                   const PackedMatrix& denseWeights, std::span<const float> dense, std::span<const float> base,
                   std::span<const float> before) {
    Team team;
    Rows cell = rowOf(before);
    Rows output(1, cell.width());
    stepLstm(sparseWeights, std::array{std::span(sparse)}, denseWeights, rowOf(dense), rowOf(base), cell, output,
             kFirst, team);
    return {{cell[0].begin(), cell[0].end()}, {output[0].begin(), output[0].end()}};
}

bool isClose(float value, double expected, double tolerance) {
    return std::abs(static_cast<double>(value) - expected) < tolerance;
}

} // namespace

class TestPackedMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void productIsTheTextbooks_data() {
        QTest::addColumn<Packing>("packing");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const Packing& packing : packings())
            for (const int rows : {1, 15, 16, 17, 63, 64, 65, 200})
                for (const int columns : {1, 3, 256})
                    QTest::addRow("%s %d x %d", nameOf(packing).constData(), rows, columns)
                        << packing << rows << columns;
    }
    void productIsTheTextbooks() {
        QFETCH(Packing, packing);
        QFETCH(int, rows);
        QFETCH(int, columns);
        const auto height = static_cast<std::size_t>(rows);
        const auto width = static_cast<std::size_t>(columns);
        Random random(80);
        const auto values = randomValues(height * width, random);
        const auto x = randomValues(width, random);
        const auto matrix = PackedMatrix::ofRows(values, height, width, packing);
        QCOMPARE(matrix.blocks(), (height + 63) / 64);
        std::vector<float> before(PackedMatrix::paddedRows(height));
        before[0] = 2.0F; // added to, not overwritten
        const auto out = sumWith(matrix, x, before);
        for (std::size_t row = 0; row < out.size(); ++row) {
            const double product = row < height ? textbookProduct(values, row, x, packing) : 0.0;
            // Rounding of at most 256 terms of order 1.
            QVERIFY(isClose(out[row], product + (row == 0 ? 2.0 : 0.0), 1e-4));
        }
    }

    void stepIsTheTextbooks_data() {
        QTest::addColumn<Packing>("packing");
        QTest::addColumn<int>("units");
        QTest::addColumn<int>("inputs");
        for (const Packing& packing : packings())
            for (const int units : {1, 15, 16, 17, 63, 65})
                for (const int inputs : {0, 1, 90})
                    QTest::addRow("%s %d units %d inputs", nameOf(packing).constData(), units, inputs)
                        << packing << units << inputs;
    }
    void stepIsTheTextbooks() {
        QFETCH(Packing, packing);
        QFETCH(int, units);
        QFETCH(int, inputs);
        const auto size = static_cast<std::size_t>(units);
        const auto width = static_cast<std::size_t>(inputs);
        Random random(81);
        const auto dense = randomValues(width, random);
        const auto denseValues = randomValues(4 * size * width, random, 0.3);
        const auto sparse = randomInputs(width, random);
        const auto sparseValues = randomValues(4 * size * width, random, 0.3);
        const auto bias = randomValues(4 * size, random);
        std::vector<float> before(PackedMatrix::paddedGates(size) / 4);
        std::ranges::copy(randomValues(size, random), before.begin());
        const auto [cell, output] = step(PackedMatrix::ofGates(sparseValues, size, width, packing), sparse,
                                         PackedMatrix::ofGates(denseValues, size, width, packing), dense,
                                         packedGateBias(bias, packing), before);
        for (std::size_t unit = 0; unit < size; ++unit) {
            const auto gate = [&](std::size_t index) {
                const std::size_t row = index * size + unit;
                return static_cast<double>(bias[row]) + textbookProduct(denseValues, row, dense, packing) +
                       textbookProduct(sparseValues, width, row, sparse, packing);
            };
            const double state =
                logistic(gate(1)) * static_cast<double>(before[unit]) + logistic(gate(0)) * std::tanh(gate(2));
            QVERIFY(isClose(cell[unit], state, 2e-6)); // at most 120 terms of order 0.3
            QVERIFY(isClose(output[unit], logistic(gate(3)) * std::tanh(state), 2e-6));
        }
    }

    // Columns 1 and 2 of a matrix of three, beside column 0 of another one.
    void partsStandSideBySide_data() { addPackings(); }
    void partsStandSideBySide() {
        QFETCH(Packing, packing);
        const std::vector<float> left{1, 2, 3, 4, 5, 6};
        const std::vector<float> right{7, 8};
        const auto matrix =
            PackedMatrix::ofRows(std::array{MatrixColumns{left, 3, 1, 2}, MatrixColumns{right, 1, 0, 1}}, 2, packing);
        QCOMPARE(matrix.columns(), std::size_t{3});
        const auto out = sumWith(matrix, std::vector<float>{1, 10, 100}, std::vector<float>(64));
        QCOMPARE(out[0], 2.0F + 30.0F + 700.0F);
        QCOMPARE(out[1], 5.0F + 60.0F + 800.0F);
        QCOMPARE(out[2], 0.0F);
    }

    // 20 units take two blocks; each panel holds its units' input gates, then their forget gates, and so on.
    void gatesOfAUnitShareAPanel_data() { addPackings(); }
    void gatesOfAUnitShareAPanel() {
        QFETCH(Packing, packing);
        constexpr std::size_t kUnits = 20;
        std::vector<float> bias(4 * kUnits);
        std::iota(bias.begin(), bias.end(), 1.0F);
        const auto packed = packedGateBias(bias, packing);
        QCOMPARE(packed.size(), PackedMatrix::paddedGates(kUnits));
        for (std::size_t gate = 0; gate < 4; ++gate)
            for (std::size_t unit = 0; unit < 32; ++unit)
                QCOMPARE(packed[placeOf(gate, unit, packing)], unit < kUnits ? bias[gate * kUnits + unit] : 0.0F);
    }

    void sparseProductIsTheDenseOne_data() { addPackings(); }
    void sparseProductIsTheDenseOne() {
        QFETCH(Packing, packing);
        Random random(83);
        const auto matrix = PackedMatrix::ofRows(randomValues(std::size_t{70} * 6, random), 70, 6, packing);
        const std::vector<float> before(128, 0.5F);
        const auto sparse = sumWith(matrix, std::vector<SparseInput>{{1, 0.5F}, {4, -2.0F}}, before);
        const auto dense = sumWith(matrix, std::vector<float>{0.0F, 0.5F, 0.0F, 0.0F, -2.0F, 0.0F}, before);
        QCOMPARE(sparse, dense);
    }

    void columnsAreThoseOfTheMatrix_data() { addPackings(); }
    void columnsAreThoseOfTheMatrix() {
        QFETCH(Packing, packing);
        constexpr std::size_t kRows = 150;
        Random random(85);
        const auto values = randomValues(kRows * 3, random);
        const auto matrix = PackedMatrix::ofRows(values, kRows, 3, packing);
        const auto x = randomValues(PackedMatrix::paddedRows(kRows), random); // what pads it does not count
        for (std::size_t column = 0; column < 3; ++column) {
            double expected = 0.0;
            for (std::size_t row = 0; row < kRows; ++row)
                expected += kept(values[row * 3 + column], packing) * static_cast<double>(x[row]);
            QVERIFY(isClose(columnProduct(matrix, column, x), expected, 1e-4));
            std::vector<float> added(x.size(), 1.0F);
            addColumn(matrix, column, added);
            for (std::size_t row = 0; row < kRows; ++row)
                QVERIFY(isClose(added[row], 1.0 + kept(values[row * 3 + column], packing), 1e-6));
        }
    }

    void functionsAreTheTextbooks_data() { addPackings(); }
    void functionsAreTheTextbooks() {
        QFETCH(Packing, packing);
        std::vector<float> x(192);
        for (std::size_t index = 0; index < x.size(); ++index)
            x[index] = 0.1F * static_cast<float>(index) - 9.6F;
        std::vector<float> sigmoids(x.size());
        kernelsFor(packing).sigmoid(x.data(), sigmoids.data(), x.size());
        std::vector<float> tangents = x; // in place
        kernelsFor(packing).hyperbolicTangent(tangents.data(), tangents.data(), x.size());
        for (std::size_t index = 0; index < x.size(); ++index) {
            const auto value = static_cast<double>(x[index]);
            QVERIFY(isClose(sigmoids[index], logistic(value), 2e-7));
            QVERIFY(isClose(tangents[index], std::tanh(value), 3e-7));
        }
    }

    void matrixWithoutColumnsAddsNothing() {
        const std::vector<float> before(64, 0.5F);
        QCOMPARE(sumWith(PackedMatrix(), std::vector<float>{}, before), before);
        QCOMPARE(sumWith(PackedMatrix(), std::vector<SparseInput>{}, before), before);
        QCOMPARE(sumWith(PackedMatrix::ofRows({}, 3, 0), std::vector<float>{}, before), before);
    }

    // The gates' functions over their whole range, through a layer whose only input is its bias.
    void gatesSaturateWithoutOverflow_data() { addPackings(); }
    void gatesSaturateWithoutOverflow() {
        QFETCH(Packing, packing);
        const auto nothing = PackedMatrix::ofGates({}, 1, 0, packing);
        for (const float bias :
             {-std::numeric_limits<float>::infinity(), -1e30F, -1000.0F, -88.0F, -20.0F, -1.0F, -1e-4F, 0.0F, 1e-4F,
              1.0F, 20.0F, 88.0F, 1e30F, std::numeric_limits<float>::infinity()}) {
            const auto base = packedGateBias(std::vector<float>{bias, bias, bias, bias}, packing);
            const auto [cell, output] = step({}, {}, nothing, {}, base, std::vector<float>(16, 0.5F));
            const double gate = logistic(static_cast<double>(bias));
            const double state = gate * 0.5 + gate * std::tanh(static_cast<double>(bias));
            QVERIFY(isClose(cell[0], state, 5e-7));
            QVERIFY(isClose(output[0], gate * std::tanh(state), 5e-7));
        }
    }

    void weightThatIsNoNumberSpoilsItsUnitOnly_data() { addPackings(); }
    void weightThatIsNoNumberSpoilsItsUnitOnly() {
        QFETCH(Packing, packing);
        constexpr std::size_t kUnits = 18;
        const std::vector<float> x{1.0F, -1.0F};
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
            for (std::size_t gate = 0; gate < 4; ++gate) {
                std::vector<float> values(4 * kUnits * x.size(), 0.25F);
                values[(gate * kUnits + 17) * x.size()] = bad;
                values[(gate * kUnits + 17) * x.size() + 1] = bad; // infinity - infinity
                const auto output = step({}, {}, PackedMatrix::ofGates(values, kUnits, x.size(), packing), x,
                                         std::vector<float>(128), std::vector<float>(32))
                                        .output;
                for (std::size_t unit = 0; unit < kUnits; ++unit)
                    QCOMPARE(std::isnan(output[unit]), unit == 17);
            }
    }

    // Batches of every size up to some tiles of every kernel, by one thread and more; one row of each rests.
    void batchHasTheBitsOfItsRowsAlone_data() { addPackings(); }
    void batchHasTheBitsOfItsRowsAlone() {
        QFETCH(Packing, packing);
        constexpr std::size_t kUnits = 37; // three blocks
        constexpr std::size_t kInputs = 19;
        Random random(84);
        const auto sparseWeights = PackedMatrix::ofGates(randomValues(4 * kUnits * 6, random), kUnits, 6, packing);
        const auto denseWeights =
            PackedMatrix::ofGates(randomValues(4 * kUnits * kInputs, random), kUnits, kInputs, packing);
        for (std::size_t rows = 1; rows <= 20; ++rows) {
            const std::size_t resting = rows / 2;
            std::vector<std::size_t> active;
            std::vector<std::vector<SparseInput>> inputs;
            for (std::size_t row = 0; row < rows; ++row) {
                inputs.push_back(randomInputs(6, random));
                if (row != resting)
                    active.push_back(row);
            }
            const std::vector<std::span<const SparseInput>> sparse(inputs.begin(), inputs.end());
            const Rows dense = randomRows(rows, kInputs, random);
            const Rows base = randomRows(rows, PackedMatrix::paddedGates(kUnits), random);
            const Rows before = randomRows(rows, base.width() / 4, random);
            Rows cell = before;
            Rows output(rows, cell.width());
            Rows product = base;
            Team team(1 + static_cast<int>(rows % 4));
            const Team::Shift shift(team);
            stepLstm(sparseWeights, sparse, denseWeights, dense, base, cell, output, active, team);
            addProduct(sparseWeights, sparse, product, active, team);
            addProduct(denseWeights, dense, product, active, team);
            for (const std::size_t row : active) {
                const auto alone = step(sparseWeights, inputs[row], denseWeights, dense[row], base[row], before[row]);
                QVERIFY(std::ranges::equal(cell[row], alone.cell));
                QVERIFY(std::ranges::equal(output[row], alone.output));
                const auto sum = sumWith(denseWeights, dense[row], sumWith(sparseWeights, inputs[row], base[row]));
                QVERIFY(std::ranges::equal(product[row], sum));
            }
            QVERIFY(std::ranges::equal(cell[resting], before[resting]));
            QVERIFY(std::ranges::all_of(output[resting], [](float value) { return value == 0.0F; }));
            QVERIFY(std::ranges::equal(product[resting], base[resting]));
        }
    }

    void sixteenBitsTakeHalfTheMemory() {
        const std::vector<float> values(std::size_t{64} * 10, 1.0F);
        const auto bytesOf = [&](Precision precision) {
            return PackedMatrix::ofRows(values, 64, 10, {precision, widestInstructionSet()}).bytes();
        };
        QCOMPARE(bytesOf(Precision::Float32), values.size() * 4);
        QCOMPARE(bytesOf(Precision::BFloat16), values.size() * 2);
    }
};

QTEST_APPLESS_MAIN(TestPackedMatrix)
#include "tst_PackedMatrix.moc"

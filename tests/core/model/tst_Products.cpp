#include "core/model/Products.h"

#include "core/base/Random.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace segue;
using namespace segue::model;

namespace {

/// A matrix with some room behind each row.
struct Matrix {
    std::int64_t rows;
    std::int64_t columns;
    std::vector<float> values;

    Matrix(std::int64_t rowCount, std::int64_t columnCount) : rows(rowCount), columns(columnCount) {
        values.resize(static_cast<std::size_t>(rows * stride()));
    }
    [[nodiscard]] std::int64_t stride() const { return columns + 3; }
    [[nodiscard]] float& at(std::int64_t row, std::int64_t column) {
        return values[static_cast<std::size_t>(row * stride() + column)];
    }
    [[nodiscard]] MatrixView view() const { return {values.data(), rows, columns, stride()}; }
};

Matrix draw(Random& random, std::int64_t rows, std::int64_t columns) {
    Matrix matrix(rows, columns);
    for (float& value : matrix.values)
        value = static_cast<float>(random.normal());
    return matrix;
}

Matrix turned(Matrix matrix) {
    Matrix result(matrix.columns, matrix.rows);
    for (std::int64_t row = 0; row < matrix.rows; ++row)
        for (std::int64_t column = 0; column < matrix.columns; ++column)
            result.at(column, row) = matrix.at(row, column);
    return result;
}

LeftFactor leftOf(Precision precision, const Matrix& matrix) {
    LeftFactor left(precision, matrix.rows, matrix.columns);
    left.setRows(0, matrix.view());
    return left;
}

Matrix product(const LeftFactor& left, const RightFactor& right, std::int64_t columns) {
    Matrix result(left.rows(), columns);
    right.addProduct(left, 0, left.rows(), result.values.data(), result.stride());
    return result;
}

} // namespace

class TestProducts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void equalsTheTextbook_data() {
        QTest::addColumn<bool>("isBFloat16");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("columns");
        for (const bool isBFloat16 : {false, true}) {
            const auto row = [&](const char* name, int rows, int depth, int columns) {
                QTest::addRow("%s, %s", isBFloat16 ? "bfloat16" : "float32", name)
                    << isBFloat16 << rows << depth << columns;
            };
            row("one number", 1, 1, 1);
            row("odd sizes", 37, 27, 45);
            row("whole panels", 24, 64, 128);
            row("more than a block and a sum at once", 200, 523, 33);
            row("one row", 1, 300, 70);
        }
    }
    void equalsTheTextbook() {
        QFETCH(bool, isBFloat16);
        QFETCH(int, rows);
        QFETCH(int, depth);
        QFETCH(int, columns);
        const Precision precision = isBFloat16 ? Precision::BFloat16 : Precision::Float32;
        Random random(5);
        Matrix a = draw(random, rows, depth);
        Matrix b = draw(random, depth, columns);
        Matrix result = product(leftOf(precision, a), RightFactor(precision, b.view()), columns);
        // Rounding a factor to 8 bits errs by at most 2^-9 of it, and both errors are independent from term to term.
        const double tolerance = (isBFloat16 ? 6.0 * std::pow(2.0, -9) : 4e-6) * std::sqrt(static_cast<double>(depth));
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < columns; ++column) {
                double sum = 0.0;
                for (std::int64_t k = 0; k < depth; ++k)
                    sum += static_cast<double>(a.at(row, k)) * static_cast<double>(b.at(k, column));
                QVERIFY(std::abs(sum - static_cast<double>(result.at(row, column))) < tolerance);
            }
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = columns; column < result.stride(); ++column)
                QCOMPARE(result.at(row, column), 0.0F); // nothing is written behind a row
        const LeftFactor ofTurned = LeftFactor::transposed(precision, turned(a).view());
        const RightFactor rightOfTurned = RightFactor::transposed(precision, turned(b).view());
        QVERIFY(product(ofTurned, rightOfTurned, columns).values == result.values);
    }

    void someRowsHaveTheBitsOfAll() {
        Random random(6);
        const Matrix a = draw(random, 40, 300);
        const Matrix b = draw(random, 300, 50);
        for (const Precision precision : {Precision::Float32, Precision::BFloat16}) {
            const LeftFactor left = leftOf(precision, a);
            const RightFactor right(precision, b.view());
            Matrix all = product(left, right, 50);
            Matrix some(7, 50);
            right.addProduct(left, 20, 7, some.values.data(), some.stride());
            for (std::int64_t row = 0; row < 7; ++row)
                for (std::int64_t column = 0; column < 50; ++column)
                    QCOMPARE(some.at(row, column), all.at(20 + row, column));
        }
    }

    void productIsAddedToWhatIsThere() {
        const float two = 2.0F;
        for (const Precision precision : {Precision::Float32, Precision::BFloat16}) {
            LeftFactor left(precision, 1, 1);
            left.setRows(0, {&two, 1, 1, 1});
            float result = 3.0F;
            RightFactor(precision, {&two, 1, 1, 1}).addProduct(left, 0, 1, &result, 1);
            QCOMPARE(result, 7.0F);
        }
    }

    void bfloat16RoundsToTheNearestEven() {
        const auto rounded = [](float value) {
            const float one = 1.0F;
            LeftFactor left(Precision::BFloat16, 1, 1);
            left.setRows(0, {&value, 1, 1, 1});
            float result = 0.0F;
            RightFactor(Precision::BFloat16, {&one, 1, 1, 1}).addProduct(left, 0, 1, &result, 1);
            return result;
        };
        QCOMPARE(rounded(1.0F + 0x1p-8F), 1.0F);
        QCOMPARE(rounded(1.0F + 3 * 0x1p-8F), 1.0F + 0x1p-6F);
        QCOMPARE(rounded(1.0F + 0x1.8p-8F), 1.0F + 0x1p-7F);
        QVERIFY(std::isinf(rounded(std::numeric_limits<float>::max())));
        QVERIFY(std::isnan(rounded(std::numeric_limits<float>::quiet_NaN())));
    }

    void precisionsComeBackFromTheirNames() {
        for (const Precision precision : {Precision::Float32, Precision::BFloat16})
            QVERIFY(precisionNamed(nameOf(precision)) == precision);
        QVERIFY(!precisionNamed("auto"));
        QVERIFY(hasUnitsFor(fasterPrecision()));
    }
};

QTEST_APPLESS_MAIN(TestProducts)
#include "tst_Products.moc"

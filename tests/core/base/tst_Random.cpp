#include "core/base/Random.h"

#include <QTest>

#include <cmath>

using namespace segue;

class TestRandom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void stateRestoresTheSequence() {
        Random random(7);
        (void)random.normal();
        const std::string state = random.state();
        const double expected = random.uniform();
        Random other(1);
        QVERIFY(other.setState(state));
        QCOMPARE(other.uniform(), expected);
    }

    void brokenStateIsRefused_data() {
        QTest::addColumn<QString>("state");
        for (const char* state : {"", "1 2 3", "1 2 3 x", "1 2 3 4 5", "0 0 0 0", "1  2 3 4"})
            QTest::newRow(state) << QString::fromLatin1(state);
    }
    void brokenStateIsRefused() {
        QFETCH(QString, state);
        Random random(7);
        const Random before = random;
        QVERIFY(!random.setState(state.toStdString()));
        QVERIFY(random == before);
    }

    void belowStaysInRangeAndReachesEnds() {
        Random random(3);
        std::array<int, 5> counts{};
        for (int i = 0; i < 5000; ++i)
            ++counts.at(random.below(5));
        for (const int count : counts)
            QVERIFY(count > 850 && count < 1150);
    }

    void normalHasUnitVariance() {
        Random random(11);
        double sum = 0;
        double squares = 0;
        constexpr int kDraws = 100000;
        for (int i = 0; i < kDraws; ++i) {
            const double x = random.normal();
            sum += x;
            squares += x * x;
        }
        QVERIFY(std::abs(sum / kDraws) < 0.02);
        QVERIFY(std::abs(squares / kDraws - 1.0) < 0.03);
    }

    void streamsDifferAndRepeat() {
        QVERIFY(Random::stream(1, 2) == Random::stream(1, 2));
        QVERIFY(!(Random::stream(1, 2) == Random::stream(1, 3)));
        QVERIFY(!(Random::stream(2, 2) == Random::stream(1, 2)));
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_Random.moc"

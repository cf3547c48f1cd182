#include "training/Divergence.h"

#include <QTest>

using namespace segue::training;

class TestDivergence : public QObject {
    Q_OBJECT

private:
    static void add(Divergence& divergence, int steps, double loss) {
        for (int i = 0; i < steps; ++i)
            divergence.add(loss);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void lossThatFallsIsNotSuspected() {
        Divergence divergence;
        for (int step = 0; step < 2000; ++step) {
            divergence.add(400.0 / (1 + step) + (step % 2 == 0 ? 5.0 : 20.0)); // as noisy as small batches make it
            QVERIFY(!divergence.isSuspected());
        }
    }

    void lossThatStaysFarOffIsCertainAfterAWhile() {
        Divergence divergence;
        add(divergence, 100, 400.0);
        add(divergence, 300, 60.0);
        add(divergence, 100, 5000.0);
        QVERIFY(divergence.isSuspected());
        QVERIFY(!divergence.isCertain());
        add(divergence, 200, 5000.0);
        QVERIFY(divergence.isCertain());
        QVERIFY(divergence.level() > 4000.0);
        QVERIFY(divergence.lowest() < 70.0);
    }

    void stumbleIsForgiven() {
        Divergence divergence;
        add(divergence, 300, 60.0);
        add(divergence, 150, 5000.0);
        add(divergence, 100, 60.0);
        QVERIFY(!divergence.isSuspected());
    }

    void lossBelowThatOfTheUntrainedModelIsNoDivergence() {
        Divergence divergence;
        add(divergence, 1, 400.0);
        add(divergence, 500, 10.0);
        add(divergence, 500, 100.0);
        QVERIFY(!divergence.isSuspected());
    }

    void comesBackToTheBit() {
        Divergence divergence;
        add(divergence, 7, 1.0 / 3.0);
        QVERIFY(Divergence::fromJson(nlohmann::json::parse(divergence.toJson().dump())) == divergence);
    }
};

QTEST_APPLESS_MAIN(TestDivergence)
#include "tst_Divergence.moc"

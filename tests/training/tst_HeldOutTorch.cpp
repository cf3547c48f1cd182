#include "training/HeldOutTorch.h"

#include "tests/training/SyntheticMusic.h"

#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::training;

class TestHeldOutTorch : public QObject {
    Q_OBJECT

private:
    const Dataset m_data = test::drawDataset(2, 4);
    TrainingPlan m_plan;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_plan.architecture = test::tinyArchitecture();
        m_plan.parameters = test::tinyParameters();
    }

    void measuresTheSameModelTheSameTwice() {
        const model::MusicVae model(m_plan.architecture, {});
        const HeldOut heldOut(m_plan, m_data);
        const auto report = heldOut.measure(model, 9);
        QCOMPARE(report.step, std::int64_t{9});
        QVERIFY(report.loss > 0.0);
        QVERIFY(report.hitF1 >= 0.0 && report.hitF1 <= 1.0);
        QVERIFY(report.timingErrorMs >= 0.0);
        QVERIFY(report.measures.contains("free_running_hit_f1"));
        QVERIFY(report.checkpoint.empty());
        QCOMPARE(runs::toJson(heldOut.measure(model, 9)).dump(), runs::toJson(report).dump());
    }

    void fewWindowsAreMeasuredWhereFewAreAskedFor() {
        const model::MusicVae model(m_plan.architecture, {});
        m_plan.evaluationWindows = 1;
        const auto one = HeldOut(m_plan, m_data).measure(model, 0);
        m_plan.evaluationWindows = 1000;
        const auto all = HeldOut(m_plan, m_data).measure(model, 0);
        QVERIFY(one.loss != all.loss);
    }
};

QTEST_APPLESS_MAIN(TestHeldOutTorch)
#include "tst_HeldOutTorch.moc"

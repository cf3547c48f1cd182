#include "training/Checkpoints.h"

#include "core/files/ModelFile.h"
#include "tests/support/RandomModel.h"
#include "tests/training/SyntheticMusic.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestCheckpoints : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    TrainingPlan m_plan;

    [[nodiscard]] TrainingState stateAt(std::int64_t step) const {
        TrainingState state;
        state.step = step;
        state.weights = test::randomModel(m_plan.architecture, static_cast<std::uint64_t>(step)).weights;
        for (const auto& [name, weight] : state.weights)
            state.moments[name] = {weight.values, weight.values};
        return state;
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_plan = {};
        m_plan.architecture = test::tinyArchitecture();
        m_plan.parameters = test::tinyParameters();
        m_plan.provenance = {{"data", {{"name", "my beats"}}}};
        m_plan.runFolder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
        std::filesystem::create_directory(m_plan.runFolder);
    }

    void stateAndLastModelBelongTogether() {
        const auto state = stateAt(7);
        QVERIFY(Checkpoints(m_plan).write(state, {}));
        QVERIFY(readTrainingState(m_plan.runFolder / runs::kStateName).value() == state);
        const auto model = files::readModelFile(m_plan.runFolder / runs::kLastModelName);
        QVERIFY(model);
        QVERIFY(model->weights == state.weights);
        QCOMPARE(model->provenance.at("/data/name"_json_pointer).get<std::string>(), std::string("my beats"));
        QCOMPARE(model->provenance.at("/training/steps"_json_pointer).get<int>(), 7);
        QVERIFY(!model->provenance.at("training").contains("validation"));
    }

    void bestModelSaysHowGoodItIs() {
        runs::EvaluationReport evaluation;
        evaluation.step = 7;
        evaluation.hitF1 = 0.75;
        QVERIFY(Checkpoints(m_plan).writeBest(stateAt(7), evaluation));
        const auto model = files::readModelFile(m_plan.runFolder / runs::kBestModelName);
        QVERIFY(model);
        QCOMPARE(model->provenance.at("/training/validation/hit_f1"_json_pointer).get<double>(), 0.75);
        QCOMPARE(model->provenance.at("/training/validation/score"_json_pointer).get<double>(), 0.75);
    }

    void onlyTheNewestAreKept() {
        m_plan.kept.newest = 2;
        const Checkpoints checkpoints(m_plan);
        for (const int step : {9, 100, 12'345'678})
            QVERIFY(checkpoints.keep(stateAt(step), {}));
        const auto folder = m_plan.runFolder / runs::kCheckpointsName;
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder), {}), 2);
        QVERIFY(files::readModelFile(folder / "step-0000100.safetensors"));
        QVERIFY(files::readModelFile(folder / "step-12345678.safetensors"));
    }

    void weightsThatAreNoNumbersAreNotWritten() {
        auto state = stateAt(7);
        state.weights.begin()->second.values.front() = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!Checkpoints(m_plan).writeBest(state, {}));
        QVERIFY(!std::filesystem::exists(m_plan.runFolder / runs::kBestModelName));
    }
};

QTEST_APPLESS_MAIN(TestCheckpoints)
#include "tst_Checkpoints.moc"

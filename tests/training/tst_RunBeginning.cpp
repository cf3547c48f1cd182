#include "training/RunBeginning.h"

#include "core/files/ModelFile.h"
#include "tests/support/RandomModel.h"
#include "tests/training/SyntheticMusic.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestRunBeginning : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;
    const RunConfig m_config{
        test::tinyArchitecture(), test::tinyParameters(), 100, 0.0, nlohmann::json::object(), 1, {}};

    static TrainingState stateAt(std::int64_t step, double bestScore) {
        TrainingState state;
        state.step = step;
        state.bestScore = bestScore;
        state.bestStep = step;
        return state;
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    }

    void emptyFolderBeginsAtTheStart() {
        const auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        const auto start = beginRun(*writer, m_config);
        QVERIFY(start);
        QVERIFY(start->state == TrainingState{});
        QVERIFY(start->history.evaluations.empty());
    }

    void stoppedRunGoesOnWithWhatItKnew() {
        auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writeRunConfig(writer->path(runs::kConfigName), m_config));
        QVERIFY(writeTrainingState(writer->path(runs::kStateName), stateAt(40, 0.5)));
        runs::EvaluationReport evaluation;
        evaluation.step = 30;
        evaluation.hitF1 = 0.5;
        QVERIFY(writer->append(runs::toJson(evaluation)));
        evaluation.step = 50; // was lost
        QVERIFY(writer->append(runs::toJson(evaluation)));
        for (const char* const samples : {"samples/30", "samples/50", "samples/mine"})
            std::filesystem::create_directories(m_folder / samples);
        const auto start = beginRun(*writer, m_config);
        QVERIFY(start);
        QCOMPARE(start->state.step, std::int64_t{40});
        QCOMPARE(start->history.evaluations.back().step, std::int64_t{30});
        QVERIFY(std::filesystem::exists(m_folder / "samples/30"));
        QVERIFY(!std::filesystem::exists(m_folder / "samples/50"));
        QVERIFY(std::filesystem::exists(m_folder / "samples/mine"));
    }

    void bestModelThatIsYoungerThanTheStateKeepsItsPlace() {
        const auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writeRunConfig(writer->path(runs::kConfigName), m_config));
        QVERIFY(writeTrainingState(writer->path(runs::kStateName), stateAt(40, 0.5)));
        auto best = test::randomModel(test::tinyArchitecture(), 1);
        best.provenance = {{"training", {{"validation", {{"hit_f1", 0.75}, {"step", 44}}}}}};
        QVERIFY(files::writeModelFile(writer->path(runs::kBestModelName), best));
        const auto start = beginRun(*writer, m_config);
        QVERIFY(start);
        QCOMPARE(start->state.bestScore, 0.75);
        QCOMPARE(start->state.bestStep, std::int64_t{44});
    }

    void bestModelIsJudgedByTheScoreItSays() {
        const auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writeRunConfig(writer->path(runs::kConfigName), m_config));
        QVERIFY(writeTrainingState(writer->path(runs::kStateName), stateAt(40, 0.5)));
        auto best = test::randomModel(test::tinyArchitecture(), 1);
        best.provenance = {{"training", {{"validation", {{"accuracy", 0.6}, {"score", 0.6}, {"step", 44}}}}}};
        QVERIFY(files::writeModelFile(writer->path(runs::kBestModelName), best));
        QCOMPARE(beginRun(*writer, m_config)->state.bestScore, 0.6);
    }

    void stoppedRunKeepsItsPrecision_data() {
        QTest::addColumn<bool>("isBFloat16");
        QTest::newRow("float32") << false;
        QTest::newRow("bfloat16") << true;
    }
    void stoppedRunKeepsItsPrecision() {
        QFETCH(bool, isBFloat16);
        const auto writer = RunWriter::open(m_folder / QTest::currentDataTag());
        QVERIFY(writer);
        auto before = m_config;
        before.parts = 3;
        before.precision = isBFloat16 ? model::Precision::BFloat16 : model::Precision::Float32;
        QVERIFY(beginRun(*writer, before)->precision == *before.precision);
        QVERIFY(writeRunConfig(writer->path(runs::kConfigName), before));
        QVERIFY(writeTrainingState(writer->path(runs::kStateName), stateAt(40, 0.5)));
        QVERIFY(beginRun(*writer, m_config)->precision == *before.precision);
        QCOMPARE(beginRun(*writer, m_config)->parts, 3);
    }

    void stateWithoutItsConfigurationIsAnError() {
        const auto writer = RunWriter::open(m_folder);
        QVERIFY(writer);
        QVERIFY(writeTrainingState(writer->path(runs::kStateName), stateAt(40, 0.5)));
        QVERIFY(beginRun(*writer, m_config).error().code() == ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestRunBeginning)
#include "tst_RunBeginning.moc"

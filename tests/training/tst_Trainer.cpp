#include "training/Trainer.h"

#include "core/base/Files.h"
#include "core/latent/MapFile.h"
#include "tests/support/FullDisk.h"
#include "tests/training/SyntheticMusic.h"
#include "training/Recipes.h"
#include "training/TrainingState.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <thread>

using namespace segue;
using namespace segue::training;
using runs::RunState;

class TestTrainer : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_folder;
    Dataset m_data = test::drawDataset(1, 12);
    Dataset m_heldOut = test::drawDataset(2, 4);

    /// Reports at every step, evaluates at every tenth.
    [[nodiscard]] TrainingPlan plan(const std::string& folder, std::int64_t steps) const {
        TrainingPlan plan;
        plan.architecture = test::tinyArchitecture();
        plan.parameters = test::tinyParameters();
        plan.totalSteps = steps;
        plan.runFolder = m_folder / folder;
        plan.reportSeconds = 1e-9;
        plan.evaluationSeconds = 0.0;
        plan.evaluationSteps = 10;
        plan.checkpointSeconds = 3600.0;
        return plan;
    }

    static runs::RunHistory historyOf(const TrainingPlan& plan) {
        runs::MetricsReader reader(plan.runFolder);
        const auto polled = reader.poll();
        return polled ? reader.history() : runs::RunHistory{};
    }

    /// Trains until it has reported `step`, then asks it to stop.
    Result<TrainingSummary> trainUntil(const TrainingPlan& plan, std::int64_t step) const {
        std::stop_source stop;
        TrainingListener listener;
        listener.onReport = [&](const runs::TrainingReport& report) {
            if (report.step >= step)
                stop.request_stop();
        };
        return train(plan, m_data, m_heldOut, stop.get_token(), listener);
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
    }

    void finishedRunLeavesItsFolderWhole() {
        const auto plan = this->plan("run", 25);
        const auto summary = train(plan, m_data, m_heldOut, {});
        QVERIFY(summary);
        QVERIFY(summary->state == RunState::Finished);
        QCOMPARE(summary->step, std::int64_t{25});
        const auto history = historyOf(plan);
        QVERIFY(history.state.state == RunState::Finished);
        QCOMPARE(history.training.size(), std::size_t{25});
        QCOMPARE(history.training.back().totalSteps, std::int64_t{25});
        QCOMPARE(history.evaluations.size(), std::size_t{3}); // at 10, 20 and the end
        QCOMPARE(history.evaluations.back().step, std::int64_t{25});
        for (const char* const name : {runs::kLastModelName, runs::kBestModelName}) {
            const auto model = files::readModelFile(plan.runFolder / name);
            QVERIFY(model);
            QVERIFY(model->provenance.at("training").contains("hyperparameters"));
        }
    }

    void resumedRunEqualsTheOneThatNeverStopped() {
        const auto whole = plan("whole", 24);
        QVERIFY(train(whole, m_data, m_heldOut, {}));
        const auto parted = plan("parted", 24);
        for (const int step : {5, 11}) {
            const auto summary = trainUntil(parted, step);
            QVERIFY(summary);
            QVERIFY(summary->state == RunState::Stopped);
            QCOMPARE(summary->step, std::int64_t{step});
            QVERIFY(historyOf(parted).state.state == RunState::Stopped);
        }
        QVERIFY(train(parted, m_data, m_heldOut, {}));

        const auto a = files::readModelFile(whole.runFolder / runs::kLastModelName);
        const auto b = files::readModelFile(parted.runFolder / runs::kLastModelName);
        QVERIFY(a && b);
        QVERIFY(a->weights == b->weights);
        const auto before = historyOf(whole);
        const auto after = historyOf(parted);
        QCOMPARE(after.training.size(), before.training.size());
        for (std::size_t i = 0; i < before.training.size(); ++i)
            QCOMPARE(after.training[i].loss, before.training[i].loss);
        QCOMPARE(after.evaluations.back().hitF1, before.evaluations.back().hitF1);
        QCOMPARE(after.evaluations.back().loss, before.evaluations.back().loss);
    }

    void resumedMelodiesEqualThoseThatNeverStopped() {
        const auto melodies = test::drawMelodies(1, 8);
        const auto heldOut = test::drawMelodies(2, 3);
        const auto melodyPlan = [&](const char* folder) {
            auto result = plan(folder, 14);
            result.architecture = test::tinyMelodyArchitecture();
            result.parameters =
                hyperparametersFor(result.architecture, Recipe::Magenta); // transposed, a few windows of each song
            result.parameters.batchSize = 4;
            result.parameters.dropoutKeep = 0.9;
            return result;
        };
        const auto whole = melodyPlan("whole");
        QVERIFY(train(whole, melodies, heldOut, {}));
        const auto parted = melodyPlan("parted");
        std::stop_source stop;
        TrainingListener listener;
        listener.onReport = [&](const runs::TrainingReport& report) {
            if (report.step >= 6)
                stop.request_stop();
        };
        QVERIFY(train(parted, melodies, heldOut, stop.get_token(), listener)->state == RunState::Stopped);
        QVERIFY(train(parted, melodies, heldOut, {}));

        const auto a = files::readModelFile(whole.runFolder / runs::kLastModelName);
        const auto b = files::readModelFile(parted.runFolder / runs::kLastModelName);
        QVERIFY(a && b);
        QVERIFY(a->weights == b->weights);
        const auto before = historyOf(whole).evaluations.back();
        const auto after = historyOf(parted).evaluations.back();
        QCOMPARE(after.loss, before.loss);
        QVERIFY(after.measures == before.measures);
        QVERIFY(std::isnan(after.hitF1));
        QCOMPARE(after.accuracy, after.measures.at("free_running_accuracy"));
        QCOMPARE(a->provenance.at("training").at("validation").at("accuracy").get<double>(), before.accuracy);
    }

    void otherParametersDoNotGoOnWithARun() {
        auto plan = this->plan("run", 30);
        QVERIFY(trainUntil(plan, 3));
        plan.parameters.batchSize = 4;
        const auto summary = train(plan, m_data, m_heldOut, {});
        QVERIFY(!summary);
        QVERIFY(summary.error().code() == ErrorCode::InvalidArgument);
        QVERIFY(summary.error().message().find("batch_size") != std::string::npos);
    }

    void bestModelChangesOnlyWhenBetter() {
        const auto plan = this->plan("run", 60);
        QVERIFY(train(plan, m_data, m_heldOut, {}));
        double best = -1.0;
        for (const auto& evaluation : historyOf(plan).evaluations) {
            QCOMPARE(!evaluation.checkpoint.empty(), evaluation.hitF1 > best);
            best = std::max(best, evaluation.hitF1);
        }
        const auto model = files::readModelFile(plan.runFolder / runs::kBestModelName);
        QVERIFY(model);
        QCOMPARE(model->provenance.at("training").at("validation").at("hit_f1").get<double>(), best);
    }

    void patienceEndsARunThatGetsNoBetter() {
        auto plan = this->plan("run", 1000);
        plan.parameters.learningRate = 1e-12;
        plan.parameters.minLearningRate = 0.0;
        plan.patience = 2;
        const auto summary = train(plan, m_data, m_heldOut, {});
        QVERIFY(summary);
        QVERIFY(summary->state == RunState::Finished);
        QCOMPARE(summary->step, std::int64_t{30});
        QVERIFY(historyOf(plan).state.message.find("step 10") != std::string::npos);
    }

    void pauseFileHoldsTheRunUntilItGoes() {
        const auto plan = this->plan("run", 20);
        std::filesystem::create_directories(plan.runFolder);
        std::ofstream(plan.runFolder / runs::kPauseName).put('\n');
        std::vector<RunState> states;
        TrainingListener listener;
        listener.onState = [&](const runs::StateReport& state) {
            states.push_back(state.state);
            if (state.state == RunState::Paused)
                std::filesystem::remove(plan.runFolder / runs::kPauseName);
        };
        QVERIFY(train(plan, m_data, m_heldOut, {}, listener));
        QVERIFY(states == (std::vector{RunState::Training, RunState::Paused, RunState::Training, RunState::Finished}));
    }

    void pausedRunCanBeStopped() {
        const auto plan = this->plan("run", 20);
        std::filesystem::create_directories(plan.runFolder);
        std::ofstream(plan.runFolder / runs::kPauseName).put('\n');
        std::stop_source stop;
        TrainingListener listener;
        listener.onState = [&](const runs::StateReport& state) {
            if (state.state == RunState::Paused)
                stop.request_stop();
        };
        const auto summary = train(plan, m_data, m_heldOut, stop.get_token(), listener);
        QVERIFY(summary);
        QVERIFY(summary->state == RunState::Stopped);
    }

    void brokenDownLearningKeepsTheLastGoodCheckpoint() {
        auto plan = this->plan("run", 40);
        QVERIFY(trainUntil(plan, 4));
        const auto before = readFile(plan.runFolder / runs::kStateName).value();
        // A fine-tune of a model with absurd weights has no finite loss.
        auto file = files::readModelFile(plan.runFolder / runs::kLastModelName).value();
        for (float& weight : file.weights.at("encoder.mean.weight").values)
            weight = 3e38F;
        auto broken = this->plan("broken", 40);
        broken.initial = file;
        const auto summary = train(broken, m_data, m_heldOut, {});
        QVERIFY(!summary);
        QVERIFY(summary.error().message().find("step 0") != std::string::npos);
        QVERIFY(summary.error().message().find("learning_rate") != std::string::npos);
        QVERIFY(historyOf(broken).state.state == RunState::Failed);
        QVERIFY(readFile(plan.runFolder / runs::kStateName).value() == before);
        QVERIFY(!std::filesystem::exists(broken.runFolder / runs::kLastModelName));
    }

    void fullDiskPausesTheRunUntilThereIsSpace() {
        auto plan = this->plan("run", 30);
        plan.checkpointSeconds = 1e-9; // after every step
        plan.retrySeconds = 0.01;
        std::optional<test::FullDisk> full;
        std::vector<std::string> reasons;
        TrainingListener listener;
        listener.onReport = [&](const runs::TrainingReport& report) {
            if (report.step == 5)
                full.emplace(1);
        };
        listener.onState = [&](const runs::StateReport& state) {
            if (state.state != RunState::Paused)
                return;
            reasons.push_back(state.message);
            QVERIFY(readTrainingState(plan.runFolder / runs::kStateName)->step == 4); // whole, and of before
            full.reset();
        };
        const auto summary = train(plan, m_data, m_heldOut, {}, listener);
        QVERIFY(summary);
        QVERIFY(summary->state == RunState::Finished);
        QCOMPARE(reasons.size(), std::size_t{1});
        QVERIFY(reasons.front().find(runs::kStateName) != std::string::npos);
        QCOMPARE(historyOf(plan).training.size(), std::size_t{30});
        QVERIFY(files::readModelFile(plan.runFolder / runs::kLastModelName));
    }

    void stopWhileTheDiskIsFullFailsWithTheReason() {
        auto plan = this->plan("run", 30);
        plan.checkpointSeconds = 1e-9;
        plan.retrySeconds = 0.01;
        std::optional<test::FullDisk> full;
        std::stop_source stop;
        TrainingListener listener;
        listener.onReport = [&](const runs::TrainingReport& report) {
            if (report.step == 5)
                full.emplace(1);
        };
        listener.onState = [&](const runs::StateReport& state) {
            if (state.state == RunState::Paused)
                stop.request_stop();
        };
        const auto summary = train(plan, m_data, m_heldOut, stop.get_token(), listener);
        full.reset();
        QVERIFY(!summary);
        QVERIFY(summary.error().code() == ErrorCode::Unreadable);
        QCOMPARE(readTrainingState(plan.runFolder / runs::kStateName)->step, std::int64_t{4});
    }

    void evaluationLeavesMusicAndAMap() {
        auto plan = this->plan("run", 20);
        plan.kept.everySteps = 8;
        QVERIFY(train(plan, m_data, m_heldOut, {}));
        for (const auto& evaluation : historyOf(plan).evaluations) {
            QCOMPARE(evaluation.samples, "samples/" + std::to_string(evaluation.step));
            QVERIFY(std::filesystem::exists(plan.runFolder / evaluation.samples / "reconstruction-1.mid"));
        }
        const auto map = latent::readMapFile(plan.runFolder / runs::kMapName);
        QVERIFY(map);
        QCOMPARE(map->examples.size(), static_cast<std::size_t>(m_heldOut.size()));
        QCOMPARE(map->modelChecksum,
                 files::weightsChecksum(files::readModelFile(plan.runFolder / runs::kLastModelName).value()));
        for (const char* const kept : {"step-0000008.safetensors", "step-0000016.safetensors"})
            QVERIFY(files::readModelFile(plan.runFolder / runs::kCheckpointsName / kept));
        QVERIFY(std::filesystem::exists(plan.runFolder / runs::kEnvironmentName));
    }

    void runawayLearningStopsAndKeepsWhatWasGood() {
        auto plan = this->plan("run", 20);
        QVERIFY(train(plan, m_data, m_heldOut, {}));
        auto wild = this->plan("wild", 5000);
        wild.initial = files::readModelFile(plan.runFolder / runs::kLastModelName).value();
        wild.parameters.learningRate = 1.0;
        wild.parameters.warmupSteps = 0;
        wild.parameters.gradClip = 1e9;
        wild.parameters.gradSkip = 1e30;
        wild.evaluationSteps = 100;
        wild.checkpointSeconds = 1e-9;
        const auto summary = train(wild, m_data, m_heldOut, {});
        QVERIFY(!summary);
        QVERIFY2(summary.error().message().find("best.safetensors, of step 0") != std::string::npos,
                 summary.error().message().c_str());
        QVERIFY(historyOf(wild).state.state == RunState::Failed);
        QVERIFY(historyOf(wild).state.state == RunState::Failed);
        // No checkpoint was made of what was learned while the loss ran away.
        QVERIFY(readTrainingState(wild.runFolder / runs::kStateName)->step < historyOf(wild).training.back().step);
        QVERIFY(files::readModelFile(wild.runFolder / runs::kBestModelName)->weights == wild.initial->weights);
    }

    void longGradientsAreSkippedAndCounted() {
        auto plan = this->plan("run", 10);
        plan.parameters.gradSkip = 1e-9;
        QVERIFY(train(plan, m_data, m_heldOut, {}));
        QCOMPARE(historyOf(plan).training.back().skippedSteps, std::int64_t{10});
    }

    void fineTuneStartsFromTheWeightsItIsGiven() {
        const auto first = plan("first", 10);
        QVERIFY(train(first, m_data, m_heldOut, {}));
        auto second = plan("second", 1);
        second.initial = files::readModelFile(first.runFolder / runs::kLastModelName).value();
        second.parameters.learningRate = 0.0;
        second.parameters.minLearningRate = 0.0;
        QVERIFY(train(second, m_data, m_heldOut, {}));
        const auto after = files::readModelFile(second.runFolder / runs::kLastModelName);
        QVERIFY(after);
        QVERIFY(after->weights == second.initial->weights);
        // What it started from has been measured, and is the best until something is better.
        QCOMPARE(historyOf(second).evaluations.front().step, std::int64_t{0});
        QCOMPARE(historyOf(second).evaluations.front().checkpoint, std::string(runs::kBestModelName));
    }

    void timeLimitEndsTheRun() {
        auto plan = this->plan("run", 0);
        plan.minutes = 0.002;
        const auto summary = train(plan, m_data, m_heldOut, {});
        QVERIFY(summary);
        QVERIFY(summary->state == RunState::Finished);
        QVERIFY(summary->step > 0);
        QVERIFY(summary->seconds >= 0.12);
    }

    void plansThatCannotBeMeantAreRefused() {
        const Dataset nothing(std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec));
        QVERIFY(train(plan("a", 10), nothing, m_heldOut, {}).error().code() == ErrorCode::NoMusic);
        auto deaf = plan("d", 10);
        deaf.architecture.encoder.present = false;
        QVERIFY(train(deaf, m_data, m_heldOut, {}).error().code() == ErrorCode::Unsupported);
        QVERIFY(train(plan("b", 0), m_data, m_heldOut, {}).error().code() == ErrorCode::InvalidArgument);
        auto nowhere = plan("c", 10);
        nowhere.runFolder = "/proc/segue-run";
        const auto summary = train(nowhere, m_data, m_heldOut, {});
        QVERIFY(!summary);
        QVERIFY(summary.error().message().find("/proc/segue-run") != std::string::npos);
    }

    void withoutHeldOutSongsItMeasuresItselfAndSaysSo() {
        std::string warning;
        TrainingListener listener;
        listener.onWarning = [&](const std::string& text) { warning += text; };
        QVERIFY(train(plan("run", 3), m_data,
                      Dataset(std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec)), {},
                      listener));
        QVERIFY(warning.find("held out") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_Trainer.moc"

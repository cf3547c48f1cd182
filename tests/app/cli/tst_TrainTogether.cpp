#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/runs/RunFolder.h"
#include "tests/training/FreePort.h"
#include "tests/training/SyntheticMusic.h"
#include "training/GlooExchange.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>

using namespace segue;

namespace {

QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

runs::RunHistory historyOf(const std::filesystem::path& run) {
    runs::MetricsReader reader(run);
    const auto polled = reader.poll();
    return polled ? reader.history() : runs::RunHistory{};
}

bool end(const QProcess& process, int number) {
    return ::kill(static_cast<pid_t>(process.processId()), number) == 0;
}

} // namespace

/// Two processes of `segue-cli train` that a launcher has started on this machine. They talk through loopback alone.
class TestTrainTogether : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_music;
    std::filesystem::path m_folder;

    /// A learning so small that a step takes a millisecond.
    [[nodiscard]] QStringList train(const char* run, int steps) const {
        return {QStringLiteral("train"),
                QStringLiteral("--run-dir"),
                text(m_folder / run),
                QStringLiteral("--examples"),
                text(m_music),
                QStringLiteral("--hparams=enc_rnn_size=12,dec_rnn_size=[10],z_size=4,batch_size=9"),
                QStringLiteral("--precision=float32"),
                QStringLiteral("--num-steps=%1").arg(steps)};
    }

    static void start(QProcess& process, const QStringList& arguments, int rank, std::uint16_t port) {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("RANK"), QString::number(rank));
        environment.insert(QStringLiteral("WORLD_SIZE"), QStringLiteral("2"));
        environment.insert(QStringLiteral("MASTER_ADDR"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("MASTER_PORT"), QString::number(port));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SEGUE_CLI), arguments);
    }

    /// Both ranks of a run.
    struct Pair {
        std::array<QProcess, 2> processes;
        std::array<QString, 2> errors;

        explicit Pair(const QStringList& arguments) {
            const std::uint16_t port = test::freePort();
            for (int rank = 0; rank < 2; ++rank)
                start(processes[static_cast<std::size_t>(rank)], arguments, rank, port);
        }
        /// False if one of them does not end within a minute.
        bool waitForEnd() {
            for (std::size_t rank = 0; rank < 2; ++rank) {
                if (!processes[rank].waitForFinished(60'000))
                    return false;
                errors[rank] = QString::fromUtf8(processes[rank].readAllStandardError());
            }
            return true;
        }
        /// What they said, for a test that fails.
        [[nodiscard]] QByteArray said() const { return (errors[0] + QStringLiteral(" | ") + errors[1]).toUtf8(); }
    };

private Q_SLOTS:
    void initTestCase() {
        if (!training::hasGloo())
            QSKIP("this build's LibTorch came without Gloo's headers");
        m_music = std::filesystem::path(m_temporary.path().toStdString()) / "music";
        std::filesystem::create_directory(m_music);
        Random random(1);
        auto codec = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        codec.bars = 6;
        for (int song = 0; song < 12; ++song) {
            const auto notes = codec::GrooveCodec(codec).toNotes(test::drawBeat(random, 6), Bpm(100.0));
            QVERIFY(files::writeMidiFile(m_music / ("song" + std::to_string(song) + ".mid"), notes));
        }
    }

    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
        if (const char* tag = QTest::currentDataTag())
            m_folder += tag;
        std::filesystem::create_directory(m_folder);
    }

    void twoLearnWhatOneWouldHave() {
        QProcess alone;
        alone.start(QStringLiteral(SEGUE_CLI), train("alone", 20));
        Pair pair(train("together", 20));
        QVERIFY(alone.waitForFinished(60'000));
        QVERIFY(pair.waitForEnd());
        QVERIFY2(alone.exitCode() == 0, alone.readAllStandardError().constData());
        for (const QProcess& process : pair.processes)
            QVERIFY2(process.exitCode() == 0, pair.said().constData());

        const auto one = historyOf(m_folder / "alone");
        const auto both = historyOf(m_folder / "together");
        QVERIFY(both.state.state == runs::RunState::Finished);
        QCOMPARE(both.training.back().step, std::int64_t{20});
        QCOMPARE(both.evaluations.size(), one.evaluations.size());
        QCOMPARE(both.evaluations.back().step, std::int64_t{20});
        // Sums of floats in another order, twenty times over.
        const double expected = one.evaluations.back().loss;
        QVERIFY2(std::abs(both.evaluations.back().loss - expected) < 1e-4 * expected,
                 qPrintable(QStringLiteral("%1, not %2").arg(both.evaluations.back().loss).arg(expected)));
        const auto ofOne = files::readModelFile(m_folder / "alone" / runs::kLastModelName);
        const auto ofBoth = files::readModelFile(m_folder / "together" / runs::kLastModelName);
        QVERIFY(ofOne && ofBoth);
        double differences = 0.0;
        double moved = 0.0; // how much they would differ if something else had been learned
        for (const auto& [name, tensor] : ofOne->weights)
            for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                differences += std::abs(tensor.values[i] - ofBoth->weights.at(name).values[i]);
                moved += std::abs(tensor.values[i]);
            }
        QVERIFY2(differences < 1e-3 * moved, qPrintable(QStringLiteral("%1 of %2").arg(differences).arg(moved)));
    }

    void whicheverIsToldToStopStopsBoth_data() {
        QTest::addColumn<int>("rank");
        QTest::newRow("rank 0") << 0;
        QTest::newRow("rank 1") << 1;
    }
    void whicheverIsToldToStopStopsBoth() {
        QFETCH(int, rank);
        const auto run = m_folder / "run";
        Pair pair(train("run", 1'000'000));
        QTRY_VERIFY_WITH_TIMEOUT(!historyOf(run).training.empty(), 60'000);
        QVERIFY(end(pair.processes[static_cast<std::size_t>(rank)], SIGTERM));
        QVERIFY(pair.waitForEnd());
        for (const QProcess& process : pair.processes) {
            QVERIFY(process.exitStatus() == QProcess::NormalExit);
            QVERIFY2(process.exitCode() == 1, pair.said().constData()); // it has not done all it was asked
        }
        QVERIFY(historyOf(run).state.state == runs::RunState::Stopped);
        QVERIFY(std::filesystem::exists(run / runs::kStateName));
    }

    void signalThatALauncherPassesOnStopsOnce() {
        const auto run = m_folder / "run";
        Pair pair(train("run", 1'000'000));
        QTRY_VERIFY_WITH_TIMEOUT(!historyOf(run).training.empty(), 60'000);
        for (const int number : {SIGINT, SIGTERM}) // from the terminal, and then from the launcher
            for (const QProcess& process : pair.processes)
                QVERIFY(end(process, number));
        QVERIFY(pair.waitForEnd());
        for (const QProcess& process : pair.processes)
            QVERIFY2(process.exitCode() == 1, pair.said().constData());
        QVERIFY(historyOf(run).state.state == runs::RunState::Stopped);
        QVERIFY(std::filesystem::exists(run / runs::kStateName));
    }

    void pausedRunGoesOn() {
        const auto run = m_folder / "run";
        Pair pair(train("run", 1'000'000));
        QTRY_VERIFY_WITH_TIMEOUT(!historyOf(run).training.empty(), 60'000);
        std::ofstream(run / runs::kPauseName).close();
        QTRY_VERIFY_WITH_TIMEOUT(historyOf(run).state.state == runs::RunState::Paused, 60'000);
        const auto paused = historyOf(run).training.size();
        std::filesystem::remove(run / runs::kPauseName);
        QTRY_VERIFY_WITH_TIMEOUT(historyOf(run).training.size() > paused, 60'000);
        QVERIFY(end(pair.processes[1], SIGTERM));
        QVERIFY(pair.waitForEnd());
        QVERIFY(historyOf(run).state.state == runs::RunState::Stopped);
    }

    void whenOneIsKilledTheOtherEndsAndBothGoOn_data() { whicheverIsToldToStopStopsBoth_data(); }
    void whenOneIsKilledTheOtherEndsAndBothGoOn() {
        QFETCH(int, rank);
        const auto run = m_folder / "run";
        Pair pair(train("run", 1'000'000) + QStringList{QStringLiteral("--checkpoint-seconds=0.1")});
        QTRY_VERIFY_WITH_TIMEOUT(
            std::filesystem::exists(run / runs::kLastModelName) && !historyOf(run).training.empty(), 60'000);
        const auto other = static_cast<std::size_t>(1 - rank);
        QVERIFY(end(pair.processes[static_cast<std::size_t>(rank)], SIGKILL));
        QVERIFY(pair.waitForEnd());
        QVERIFY(pair.processes[other].exitStatus() == QProcess::NormalExit);
        QCOMPARE(pair.processes[other].exitCode(), 1);
        for (const QString& part :
             {QStringLiteral("Rank %1 of 2 is gone").arg(rank), QStringLiteral("start the same command again")})
            QVERIFY2(pair.errors[other].contains(part), pair.said().constData());
        const auto history = historyOf(run);
        if (rank == 1) { // rank 0 has written what it could
            QVERIFY(history.state.state == runs::RunState::Failed);
            QVERIFY2(pair.errors[other].contains(QStringLiteral("the checkpoint of step ")), pair.said().constData());
        }

        Pair again(train("run", static_cast<int>(history.training.back().step) + 100));
        QVERIFY(again.waitForEnd());
        for (const QProcess& process : again.processes)
            QVERIFY2(process.exitCode() == 0, again.said().constData());
        QVERIFY(historyOf(run).state.state == runs::RunState::Finished);
    }

    void placeThatCannotBeIsRefused() {
        QProcess process;
        start(process, train("run", 1), 5, test::freePort());
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("RANK"));
    }
};

QTEST_GUILESS_MAIN(TestTrainTogether)
#include "tst_TrainTogether.moc"

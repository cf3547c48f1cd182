#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/decoder/LiveModel.h"
#include "core/files/MidiFile.h"
#include "core/runs/RunFolder.h"
#include "tests/support/RandomModel.h"
#include "tests/training/SyntheticMusic.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>

using namespace segue;

namespace {

/// So small that a step takes a millisecond.
const QString kTiny = QStringLiteral("--hparams=enc_rnn_size=12,dec_rnn_size=[10],z_size=4,batch_size=8");

QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

struct Outcome {
    int exitCode = -1;
    QString output;
    QString errors;
};

Outcome segueCli(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(SEGUE_CLI), arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

runs::RunHistory historyOf(const std::filesystem::path& run) {
    runs::MetricsReader reader(run);
    const auto polled = reader.poll();
    return polled ? reader.history() : runs::RunHistory{};
}

} // namespace

/// The whole command in processes of its own, as the window starts it.
class TestTrainCommand : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    std::filesystem::path m_music;
    std::filesystem::path m_folder;

    [[nodiscard]] QStringList train(const QStringList& more) const {
        return QStringList{QStringLiteral("train"), QStringLiteral("--run-dir"),
                           text(m_folder / "run"),  QStringLiteral("--examples"),
                           text(m_music),           kTiny} +
               more;
    }

private Q_SLOTS:
    void initTestCase() {
        m_music = std::filesystem::path(m_temporary.path().toStdString()) / "music";
        std::filesystem::create_directory(m_music);
        Random random(1);
        auto codec = std::get<architecture::GrooveCodecConfig>(test::tinyArchitecture().codec);
        codec.bars = 6;
        for (int song = 0; song < 20; ++song) {
            const auto notes = codec::GrooveCodec(codec).toNotes(test::drawBeat(random, 6), Bpm(100.0));
            QVERIFY(files::writeMidiFile(m_music / ("song" + std::to_string(song) + ".mid"), notes));
        }
    }

    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::filesystem::path(m_temporary.path().toStdString()) / QTest::currentTestFunction();
        std::filesystem::create_directory(m_folder);
    }

    void magentasCommandTrainsAModelThatPlays() {
        const auto run = m_folder / "run";
        const auto outcome =
            segueCli({QStringLiteral("music_vae_train"), QStringLiteral("--config=groovae_2bar"),
                      QStringLiteral("--run_dir=") + text(run), QStringLiteral("--mode=train"),
                      QStringLiteral("--examples_path=") + text(m_music), QStringLiteral("--num_steps=30"),
                      QStringLiteral("--hparams=batch_size=8,learning_rate=0.0005,enc_rnn_size=[12],z_size=4")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        QVERIFY(outcome.errors.contains(QStringLiteral("windows of")));
        QVERIFY(outcome.errors.contains(QStringLiteral("examples/s")));
        const auto history = historyOf(run);
        QVERIFY(history.state.state == runs::RunState::Finished);
        QCOMPARE(history.training.back().step, std::int64_t{30});
        const auto model = decoder::LiveModel::load(runs::newestModel(run).value());
        QVERIFY(model);
        QCOMPARE((*model)->architecture().latentSize, 4);
        QVERIFY((*model)->provenance().at("data").at("train").at("windows").get<int>() > 20);

        const auto again =
            segueCli({QStringLiteral("music_vae_train"), QStringLiteral("--mode=eval"),
                      QStringLiteral("--run_dir=") + text(run), QStringLiteral("--examples_path=") + text(m_music)});
        QVERIFY2(again.exitCode == 0, qPrintable(again.errors));
        QVERIFY(again.output.contains(QStringLiteral("hit F1")));
    }

    void killedRunGoesOnToTheBit() {
        const auto run = m_folder / "run";
        const auto arguments =
            train({QStringLiteral("--num-steps=3000"), QStringLiteral("--checkpoint-seconds=0.05"),
                   QStringLiteral("--evaluation-seconds=0.1"), QStringLiteral("--precision=float32")});
        for (int kill = 0; kill < 3; ++kill) {
            const auto before = std::filesystem::exists(run / runs::kStateName)
                                    ? std::filesystem::last_write_time(run / runs::kStateName)
                                    : std::filesystem::file_time_type::min();
            QProcess process;
            process.start(QStringLiteral(SEGUE_CLI), arguments);
            QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(run / runs::kStateName) &&
                                         std::filesystem::last_write_time(run / runs::kStateName) > before,
                                     60'000);
            QVERIFY(runs::isBeingWritten(run));
            process.kill(); // SIGKILL
            QVERIFY(process.waitForFinished());
            QVERIFY(!runs::isBeingWritten(run));
        }
        runs::MetricsReader reader(run);
        QVERIFY(reader.poll());
        QCOMPARE(reader.skippedLines(), 0);
        QVERIFY(reader.history().state.state == runs::RunState::Training); // nobody was told

        QStringList toTheEnd = train(
            {QStringLiteral("--num-steps=3000"), QStringLiteral("--json"), QStringLiteral("--precision=float32")});
        const auto outcome = segueCli(toTheEnd);
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        const auto report = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
        QCOMPARE(report.value(QStringLiteral("state")).toString(), QStringLiteral("finished"));
        QCOMPARE(report.value(QStringLiteral("step")).toInt(), 3000);
        QVERIFY(historyOf(run).training.size() > 1);

        toTheEnd.replace(2, text(m_folder / "whole")); // the run folder
        QCOMPARE(segueCli(toTheEnd).exitCode, 0);
        const auto resumed = files::readModelFile(run / runs::kLastModelName);
        const auto whole = files::readModelFile(m_folder / "whole" / runs::kLastModelName);
        QVERIFY(resumed && whole);
        QCOMPARE(files::weightsChecksum(*resumed), files::weightsChecksum(*whole));
    }

    void interruptEndsWithACheckpoint_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void interruptEndsWithACheckpoint() {
        QFETCH(int, number);
        m_folder /= QTest::currentDataTag();
        std::filesystem::create_directory(m_folder);
        const auto run = m_folder / "run";
        QProcess process;
        process.start(QStringLiteral(SEGUE_CLI), train({QStringLiteral("--num-steps=1000000")}));
        QTRY_VERIFY_WITH_TIMEOUT(!historyOf(run).training.empty(), 60'000);
        QVERIFY(!std::filesystem::exists(run / runs::kLastModelName));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), number), 0);
        QVERIFY(process.waitForFinished());
        QVERIFY(process.exitStatus() == QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1); // it has not done all it was asked
        QVERIFY(historyOf(run).state.state == runs::RunState::Stopped);
        QVERIFY(std::filesystem::exists(run / runs::kStateName));
        QVERIFY(decoder::LiveModel::load(run / runs::kLastModelName));
    }

    void readerThatGoesAwayDoesNotEndTheRun() {
        QProcess shell;
        shell.start(QStringLiteral("sh"),
                    QStringList{QStringLiteral("-c"), QStringLiteral("\"$0\" \"$@\" 2>&1 | head -n 1"),
                                QStringLiteral(SEGUE_CLI)} +
                        train({QStringLiteral("--num-steps=2500"), QStringLiteral("--evaluation-seconds=0.2")}));
        QVERIFY(shell.waitForFinished(120'000));
        QVERIFY(historyOf(m_folder / "run").state.state == runs::RunState::Finished);
    }

    void checkpointsAreKeptWhereAskedFor() {
        const auto outcome =
            segueCli(train({QStringLiteral("--num-steps=30"), QStringLiteral("--keep-checkpoint-every=10"),
                            QStringLiteral("--checkpoints-to-keep=2")}));
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        std::vector<std::string> kept;
        for (const auto& file : std::filesystem::directory_iterator(m_folder / "run" / runs::kCheckpointsName))
            kept.push_back(file.path().filename().string());
        std::ranges::sort(kept);
        QVERIFY(kept == (std::vector<std::string>{"step-0000020.safetensors", "step-0000030.safetensors"}));
    }

    void fineTuneStartsFromAModel() {
        QCOMPARE(segueCli(train({QStringLiteral("--num-steps=20")})).exitCode, 0);
        const auto model = text(m_folder / "run" / runs::kLastModelName);
        const QStringList fineTune{QStringLiteral("train"),
                                   QStringLiteral("--run-dir"),
                                   text(m_folder / "tuned"),
                                   QStringLiteral("--examples"),
                                   text(m_music),
                                   QStringLiteral("--init-from"),
                                   model,
                                   QStringLiteral("--num-steps=10")};
        const auto outcome = segueCli(fineTune);
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        const auto tuned = files::readModelFile(m_folder / "tuned" / runs::kLastModelName);
        QVERIFY(tuned);
        QCOMPARE(tuned->architecture.encoder.sizes, std::vector{12});
        QVERIFY(tuned->provenance.contains("started_from"));
        QCOMPARE(tuned->provenance.at("training").at("hyperparameters").at("learning_rate").get<double>(), 3e-4);
        QStringList humanize = fineTune + QStringList{QStringLiteral("--config=groovae_2bar_humanize")};
        humanize.replace(2, text(m_folder / "humanizer"));
        const auto humanizer = segueCli(humanize);
        QVERIFY2(humanizer.exitCode == 0, qPrintable(humanizer.errors));
        const auto humanized = files::readModelFile(m_folder / "humanizer" / runs::kLastModelName);
        QVERIFY(humanized);
        QCOMPARE(humanized->architecture.name, std::string("groovae_2bar_humanize"));
        QCOMPARE(humanized->architecture.encoder.sizes, std::vector{12});
        const auto melody = segueCli(fineTune + QStringList{QStringLiteral("--config=cat-mel_2bar_small")});
        QCOMPARE(melody.exitCode, 1);
        QVERIFY(melody.errors.contains(QStringLiteral("do not fit")));
        const auto other = segueCli(fineTune + QStringList{QStringLiteral("--hparams=z_size=5")});
        QCOMPARE(other.exitCode, 1);
        QVERIFY(other.errors.contains(QStringLiteral("cannot be changed")));
    }

    void melodiesOfAConfigurationOfOnesOwnAreLearnedAndMeasured() {
        const auto music = m_folder / "melodies";
        std::filesystem::create_directory(music);
        Random random(2);
        for (int song = 0; song < 12; ++song)
            QVERIFY(
                files::writeMidiFile(music / ("melody" + std::to_string(song) + ".mid"), test::drawMelody(random, 4)));
        const auto mine = text(m_folder / "mine.json");
        QCOMPARE(segueCli({QStringLiteral("configs"), QStringLiteral("--show"), QStringLiteral("cat-mel_2bar_small"),
                           QStringLiteral("--output"), mine})
                     .exitCode,
                 0);
        const auto outcome =
            segueCli({QStringLiteral("train"), QStringLiteral("--config"), mine, QStringLiteral("--run-dir"),
                      text(m_folder / "run"), QStringLiteral("--examples"), text(music), kTiny,
                      QStringLiteral("--num-steps=10"), QStringLiteral("--json")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        QVERIFY(outcome.errors.contains(QStringLiteral("accuracy")));
        const auto report = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
        QVERIFY(report.value(QStringLiteral("best_score")).toDouble() > 0.0);
        QVERIFY(!report.contains(QStringLiteral("best_hit_f1")));
        QVERIFY(std::isnan(historyOf(m_folder / "run").training.back().hitAccuracy));

        const auto measured = segueCli({QStringLiteral("evaluate"), QStringLiteral("--json"), QStringLiteral("--model"),
                                        text(m_folder / "run" / runs::kLastModelName), QStringLiteral("--examples"),
                                        text(music), QStringLiteral("--split"), QStringLiteral("train"),
                                        QStringLiteral("--baseline-examples"), text(music)});
        QVERIFY2(measured.exitCode == 0, qPrintable(measured.errors));
        const auto scores = QJsonDocument::fromJson(measured.output.toUtf8()).object();
        for (const auto& key : {QStringLiteral("scores"), QStringLiteral("nearest_training_window_in_z"),
                                QStringLiteral("nearest_training_window_by_notes")})
            QVERIFY(scores.value(key).toObject().value(QStringLiteral("accuracy")).toDouble(-1.0) >= 0.0);
    }

    void modelWithoutEncoderIsNoStart() {
        auto model = test::randomModel(test::tinyArchitecture(), 1);
        std::erase_if(model.weights, [](const auto& weight) { return weight.first.starts_with("encoder."); });
        model.architecture.encoder.present = false;
        QVERIFY(files::writeModelFile(m_folder / "deaf.safetensors", model));
        for (const auto& command : {QStringList{QStringLiteral("train"), QStringLiteral("--run-dir"),
                                                text(m_folder / "run"), QStringLiteral("--init-from")},
                                    QStringList{QStringLiteral("evaluate"), QStringLiteral("--model")}}) {
            const auto outcome = segueCli(command + QStringList{text(m_folder / "deaf.safetensors"),
                                                                QStringLiteral("--examples"), text(m_music)});
            QCOMPARE(outcome.exitCode, 1);
            QVERIFY2(outcome.errors.contains(QStringLiteral("no encoder")), qPrintable(outcome.errors));
            QVERIFY(outcome.errors.contains(QStringLiteral("deaf.safetensors")));
        }
    }

    void evaluateReportsForMachines() {
        QCOMPARE(segueCli(train({QStringLiteral("--num-steps=20")})).exitCode, 0);
        const auto outcome = segueCli({QStringLiteral("evaluate"), QStringLiteral("--json"), QStringLiteral("--model"),
                                       text(m_folder / "run" / runs::kLastModelName), QStringLiteral("--examples"),
                                       text(m_music), QStringLiteral("--split"), QStringLiteral("validation"),
                                       QStringLiteral("--baseline-examples"), text(m_music)});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        const auto report = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
        QVERIFY(report.value(QStringLiteral("ok")).toBool());
        for (const auto& key : {QStringLiteral("scores"), QStringLiteral("nearest_training_window_in_z"),
                                QStringLiteral("nearest_training_window_by_hits")}) {
            const double f1 = report.value(key).toObject().value(QStringLiteral("hit_f1")).toDouble(-1.0);
            QVERIFY(f1 >= 0.0 && f1 <= 1.0);
        }
    }

    void whatCannotBeDoneIsSaid_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reason");
        const auto row = [&](const char* name, const QStringList& more, const QString& reason) {
            QTest::newRow(name) << more << reason;
        };
        const QString run = QStringLiteral("--run-dir=RUN");
        const QString music = QStringLiteral("--examples=MUSIC");
        row("missing folder", {run, QStringLiteral("--examples=FOLDER/nowhere")}, QStringLiteral("nowhere"));
        row("folder without MIDI", {run, QStringLiteral("--examples=FOLDER/empty")}, QStringLiteral("MIDI"));
        row("MIDI without drums", {run, QStringLiteral("--examples=FOLDER/piano")}, QStringLiteral("drum"));
        row("unknown hyper-parameter", {run, music, QStringLiteral("--hparams=batch=3")}, QStringLiteral("batch_size"));
        row("unknown configuration", {run, music, QStringLiteral("--config=groovae_3bar")},
            QStringLiteral("groovae_4bar"));
        row("run folder that cannot be written to", {QStringLiteral("--run-dir=/proc/segue-run"), music},
            QStringLiteral("/proc/segue-run"));
        row("no model to start from", {run, music, QStringLiteral("--init-from=MUSIC/song1.mid")},
            QStringLiteral("song1.mid"));
    }
    void whatCannotBeDoneIsSaid() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, reason);
        std::filesystem::create_directories(m_folder / "empty");
        std::filesystem::create_directories(m_folder / "piano");
        music::NoteSequence piano;
        piano.notes.push_back(
            {.pitch = MidiPitch(100), .velocity = Velocity(80), .start = Seconds(0.0), .end = Seconds(1.0)});
        QVERIFY(files::writeMidiFile(m_folder / "piano" / "piano.mid", piano));
        arguments.prepend(QStringLiteral("train"));
        arguments << QStringLiteral("--num-steps=2");
        arguments.replaceInStrings(QStringLiteral("RUN"), text(m_folder / "run"));
        arguments.replaceInStrings(QStringLiteral("MUSIC"), text(m_music));
        arguments.replaceInStrings(QStringLiteral("FOLDER"), text(m_folder));
        const auto outcome = segueCli(arguments);
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.errors.contains(reason), qPrintable(outcome.errors));
    }
};

QTEST_GUILESS_MAIN(TestTrainCommand)
#include "tst_TrainCommand.moc"

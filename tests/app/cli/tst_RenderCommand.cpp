#include "app/cli/Cli.h"
#include "app/cli/RenderCommand.h"

#include "app/devices/SoundFont.h"
#include "core/files/MidiFile.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <sstream>

using namespace segue;

class TestRenderCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!devices::findSoundFont())
            QSKIP("no packaged SoundFont on this system");
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writesAWaveFileOfTheMusicsLength() {
        QTemporaryDir folder;
        const std::string midi = folder.filePath(QStringLiteral("beat.mid")).toStdString();
        const std::string wav = folder.filePath(QStringLiteral("beat.wav")).toStdString();
        music::NoteSequence beat;
        beat.notes = {{MidiPitch(36), Velocity(120), Seconds(0.5), Seconds(1.0), 0, 0, true}};
        QVERIFY(files::writeMidiFile(midi, beat));
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"render", "--input", midi, "--output", wav, "--tail", "1", "--json"}, out, errors), 0);
        const auto report = nlohmann::json::parse(out.str());
        QVERIFY(std::abs(report["seconds"].get<double>() - 2.0) < 0.01);
        QVERIFY(report["peak"].get<double>() > 0.05);
        QCOMPARE(QFileInfo(QString::fromStdString(wav)).size(),
                 44 + static_cast<qint64>(report["seconds"].get<double>() * 44100 + 0.5) * 4);
    }

    void scoreIsRenderedAndWhatWasMendedIsTold() {
        QTemporaryDir folder;
        const std::string wav = folder.filePath(QStringLiteral("score.wav")).toStdString();
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli(
                     {"render", "--input", SEGUE_TEST_DATA "/malformed/musicxml/measure-too-long.xml", "--output", wav},
                     out, errors),
                 0);
        QVERIFY2(errors.str().find("Measure 2: it is longer") != std::string::npos, errors.str().c_str());
    }

    void badInputIsRefusedAndNothingWritten() {
        QTemporaryDir folder;
        const std::string wav = folder.filePath(QStringLiteral("beat.wav")).toStdString();
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"render", "--input", "no/such.mid", "--output", wav}, out, errors), 1);
        QVERIFY(errors.str().find("no/such.mid") != std::string::npos);
        QVERIFY(!QFileInfo::exists(QString::fromStdString(wav)));
        QCOMPARE(cli::runCli({"render", "--output", wav}, out, errors), 2);
    }
};

QTEST_GUILESS_MAIN(TestRenderCommand)
#include "tst_RenderCommand.moc"

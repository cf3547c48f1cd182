#include "app/cli/DrumMapOption.h"

#include "core/files/DrumMapFile.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestDrumMapOption : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nothingAskedForIsTheModelsOwn() {
        const auto map = cli::readingMapFrom("");
        QVERIFY(map && *map == nullptr);
    }

    void presetOrFileIsFound() {
        QVERIFY(**cli::readingMapFrom("magenta-2018") == music::oldMagentaDrumMap());
        QVERIFY(files::writeDrumMapFile(m_folder.path("kit.json"), music::rolandDrumMap()));
        QVERIFY(**cli::readingMapFrom(m_folder.path("kit.json")) == music::rolandDrumMap());
    }

    void grooveNeedsNineRows() {
        QVERIFY(cli::readingMapFrom("full").error().code() == ErrorCode::InvalidArgument);
        QVERIFY(cli::drumMapFrom("full"));
        QVERIFY(cli::readingMapFrom("none.json").error().code() == ErrorCode::NotFound);
    }

    void filesOfAnotherKitAreReadWithItsMap() {
        // A kit whose kick is at 3, which neither the model's map nor General MIDI's knows.
        music::DrumMap kit = music::rolandDrumMap();
        kit.classes[0].pitches = {MidiPitch(3)};
        QVERIFY(files::writeDrumMapFile(m_folder.path("kit.json"), kit));
        architecture::GrooveCodecConfig config;
        config.drumMap = kit;
        music::DrumPattern pattern(32);
        for (int step = 0; step < 32; step += 4)
            pattern.at(step, 0) = {true, 1.0F, 0.8F, 0.0F};
        const auto midi = m_folder.path("kit.mid");
        QVERIFY(files::writeMidiFile(midi, codec::GrooveCodec(config).toNotes(pattern, Bpm(100))));
        QCOMPARE(runCli({"encode", "--model", m_folder.model(), "--input", midi}).exitCode, 1);
        const auto run =
            runCli({"encode", "--model", m_folder.model(), "--input", midi, "--drum-map", m_folder.path("kit.json")});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        const auto both = runCli({"interpolate", "--model", m_folder.model(), "--input-midi-1", midi, "--input-midi-2",
                                  midi, "--output-dir", m_folder.path("out"), "--drum-map", m_folder.path("kit.json")});
        QVERIFY2(both.exitCode == 0, both.errors.c_str());
    }
};

QTEST_APPLESS_MAIN(TestDrumMapOption)
#include "tst_DrumMapOption.moc"

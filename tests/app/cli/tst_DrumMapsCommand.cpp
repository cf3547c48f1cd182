#include "app/cli/DrumMapsCommand.h"

#include "core/files/DrumMapFile.h"
#include "core/files/MidiFile.h"
#include "tests/app/cli/RunCli.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using test::runCli;

class TestDrumMapsCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::string path(const char* name) const {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void presetsAreListed() {
        const auto run = runCli({"drum-maps", "--json"});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        const auto maps = run.json()["maps"];
        QCOMPARE(maps.size(), music::drumMapPresets().size());
        QVERIFY(maps[0]["name"] == "roland");
        QVERIFY(runCli({"drum-maps"}).out.find("Expanded Groove") != std::string::npos);
    }

    void printedMapCanBeReadBack() {
        const auto run = runCli({"drum-maps", "--print", "e-gmd", "--output", path("kit.json")});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        const auto map = files::readDrumMapFile(path("kit.json"));
        QVERIFY(map);
        QVERIFY(*map == music::expandedGrooveDrumMap());
        QCOMPARE(runCli({"drum-maps", "--print", path("kit.json")}).out, files::drumMapText(*map));
    }

    void unknownMapSaysWhichThereAre() {
        const auto run = runCli({"drum-maps", "--print", "toontrack"});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.find("toontrack") != std::string::npos && run.errors.find("roland") != std::string::npos);
    }

    void pitchesWithoutADrumAreCounted() {
        music::NoteSequence sequence;
        for (const int pitch : {36, 56, 56, 3})
            sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
                                      .velocity = Velocity(90),
                                      .start = Seconds(0.1 * static_cast<double>(sequence.notes.size())),
                                      .end = Seconds(0.1 * static_cast<double>(sequence.notes.size()) + 0.05),
                                      .isDrum = true});
        QVERIFY(files::writeMidiFile(path("beat.mid"), sequence));
        const auto roland = runCli({"drum-maps", "--input", path("beat.mid"), "--drum-map", "roland", "--json"}).json();
        QVERIFY((roland["unclaimed"] == nlohmann::json{{{"pitch", 3}, {"count", 1}}, {{"pitch", 56}, {"count", 2}}}));
        QVERIFY(roland["notes"] == 4);
        const auto general = runCli({"drum-maps", "--input", path("beat.mid"), "--json"}).json();
        QVERIFY((general["files"][0]["unclaimed"] == nlohmann::json{{{"pitch", 3}, {"count", 1}}}));
        QCOMPARE(runCli({"drum-maps", "--input", path("missing.mid")}).exitCode, 1);
    }
};

QTEST_APPLESS_MAIN(TestDrumMapsCommand)
#include "tst_DrumMapsCommand.moc"

#include "core/files/DrumMapFile.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;

class TestDrumMapFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<music::DrumMap> read(const std::string& text) {
        const auto path = m_folder.filePath(QStringLiteral("map.json")).toStdString();
        if (!writeFileAtomically(path, std::string_view(text)))
            return fail(ErrorCode::Unreadable, "the test could not write");
        return files::readDrumMapFile(path);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyPresetIsReadBack() {
        for (const auto& preset : music::drumMapPresets()) {
            const auto path = m_folder.filePath(QStringLiteral("preset.json")).toStdString();
            QVERIFY(files::writeDrumMapFile(path, *preset.map));
            const auto map = files::readDrumMapFile(path);
            QVERIFY(map);
            QVERIFY(*map == *preset.map);
        }
    }

    void fileIsLaidOutForEditing() {
        QVERIFY(files::drumMapText({"kit", {{"Kick", {MidiPitch(36), MidiPitch(35)}}, {"Snare", {MidiPitch(38)}}}}) ==
                "{\n  \"name\": \"kit\",\n  \"classes\": [\n"
                "    {\"name\": \"Kick\", \"pitches\": [36,35]},\n"
                "    {\"name\": \"Snare\", \"pitches\": [38]}\n  ]\n}\n");
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("empty") << QByteArray("") << QByteArray("map.json");
        QTest::newRow("list") << QByteArray("[]") << QByteArray("map.json");
        QTest::newRow("no name") << QByteArray("{\"classes\": []}") << QByteArray("name");
        QTest::newRow("no drums") << QByteArray("{\"name\": \"a\", \"classes\": []}") << QByteArray("drums");
        QTest::newRow("drum without a pitch")
            << QByteArray("{\"name\": \"a\", \"classes\": [{\"name\": \"Kick\", \"pitches\": []}]}")
            << QByteArray("Kick");
        QTest::newRow("pitch of two drums")
            << QByteArray("{\"name\": \"a\", \"classes\": [{\"name\": \"Kick\", \"pitches\": [36]}, "
                          "{\"name\": \"Boom\", \"pitches\": [36]}]}")
            << QByteArray("Boom");
        QTest::newRow("pitch beyond MIDI's")
            << QByteArray("{\"name\": \"a\", \"classes\": [{\"name\": \"Kick\", \"pitches\": [128]}]}")
            << QByteArray("pitches");
        QTest::newRow("cut off") << QByteArray("{\"name\": \"a\", \"classes\": [{") << QByteArray("map.json");
    }
    void mistakesAreNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, named);
        const auto map = read(text.toStdString());
        QVERIFY(!map);
        QVERIFY2(map.error().text().find(named.toStdString()) != std::string::npos, map.error().text().c_str());
        QVERIFY(map.error().text().find("map.json") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestDrumMapFile)
#include "tst_DrumMapFile.moc"

#include "core/music/DrumMap.h"

#include <QTest>

#include <map>
#include <optional>
#include <set>
#include <string>

using namespace segue;
using namespace segue::music;

Q_DECLARE_METATYPE(const segue::music::DrumMap*)

class TestDrumMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyPitchBelongsToOneDrum_data() {
        QTest::addColumn<const DrumMap*>("map");
        QTest::addColumn<int>("pitches");
        QTest::newRow("Roland") << &rolandDrumMap() << 22;
        QTest::newRow("General MIDI") << &generalMidiDrumMap() << 63;
        QTest::newRow("Expanded Groove") << &expandedGrooveDrumMap() << 27;
        QTest::newRow("Magenta before April 2019") << &oldMagentaDrumMap() << 61;
    }
    void everyPitchBelongsToOneDrum() {
        QFETCH(const DrumMap*, map);
        QFETCH(int, pitches);
        std::set<int> seen;
        for (int drum = 0; drum < kDrumClasses; ++drum)
            for (const MidiPitch pitch : map->classes.at(static_cast<std::size_t>(drum)).pitches) {
                QVERIFY2(seen.insert(pitch.value).second, qPrintable(QString::number(pitch.value)));
                QCOMPARE(map->classOf(pitch), std::optional(drum));
            }
        QCOMPARE(static_cast<int>(seen.size()), pitches);
        for (int pitch = 0; pitch < 128; ++pitch)
            QCOMPARE(map->classOf(MidiPitch(static_cast<std::uint8_t>(pitch))).has_value(), seen.contains(pitch));
    }

    void mapsDifferWhereMagentasDo() {
        // The same pitch is a mid tom here and a low tom there, a tom's rim here and a cymbal there.
        QCOMPARE(rolandDrumMap().classOf(MidiPitch(45)), std::optional(5));
        QCOMPARE(generalMidiDrumMap().classOf(MidiPitch(45)), std::optional(4));
        QCOMPARE(rolandDrumMap().classOf(MidiPitch(58)), std::optional(4));
        QCOMPARE(generalMidiDrumMap().classOf(MidiPitch(58)), std::optional(7));
        QVERIFY(!rolandDrumMap().classOf(MidiPitch(56)));
        QCOMPARE(generalMidiDrumMap().classOf(MidiPitch(56)), std::optional(1));
    }

    void oldMapHasFourPitchesElsewhere() {
        std::map<int, std::pair<std::optional<int>, std::optional<int>>> moved; // pitch -> old, new
        for (int pitch = 0; pitch < 128; ++pitch) {
            const MidiPitch asked(static_cast<std::uint8_t>(pitch));
            const auto before = oldMagentaDrumMap().classOf(asked);
            const auto now = generalMidiDrumMap().classOf(asked);
            if (before != now)
                moved[pitch] = {before, now};
        }
        const std::map<int, std::pair<std::optional<int>, std::optional<int>>> expected{
            {22, {std::nullopt, 2}}, {26, {std::nullopt, 3}}, {43, {6, 4}}, {52, {8, 7}}};
        QVERIFY(moved == expected);
    }

    void expandedGrooveKnowsAllThatGrooveDoes() {
        for (int pitch = 0; pitch < 128; ++pitch) {
            const MidiPitch asked(static_cast<std::uint8_t>(pitch));
            if (const auto drum = rolandDrumMap().classOf(asked))
                QCOMPARE(expandedGrooveDrumMap().classOf(asked), drum);
            else if (const auto other = expandedGrooveDrumMap().classOf(asked))
                QCOMPARE(other, generalMidiDrumMap().classOf(asked));
        }
    }

    void presetsHaveNamesOfTheirOwnAndMakeSense() {
        std::set<std::string> names;
        for (const DrumMapPreset& preset : drumMapPresets()) {
            QVERIFY(names.insert(preset.map->name).second);
            QVERIFY(drumMapNamed(preset.map->name) == preset.map);
            QVERIFY(validate(*preset.map, 9, 61));
        }
        QVERIFY(drumMapNamed("general-midi") == &generalMidiDrumMap()); // names in model files
        QVERIFY(drumMapNamed("toontrack") == nullptr);
    }

    void firstPitchIsPlayed() {
        const std::array expected{36, 38, 42, 46, 43, 47, 50, 49, 51};
        for (int drum = 0; drum < kDrumClasses; ++drum)
            QCOMPARE(static_cast<int>(rolandDrumMap().pitchOf(drum).value),
                     expected.at(static_cast<std::size_t>(drum)));
    }
};

QTEST_APPLESS_MAIN(TestDrumMap)
#include "tst_DrumMap.moc"

#include "core/music/DrumMap.h"

#include <QTest>

#include <set>

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

    void firstPitchIsPlayed() {
        const std::array expected{36, 38, 42, 46, 43, 47, 50, 49, 51};
        for (int drum = 0; drum < kDrumClasses; ++drum)
            QCOMPARE(static_cast<int>(rolandDrumMap().pitchOf(drum).value),
                     expected.at(static_cast<std::size_t>(drum)));
    }
};

QTEST_APPLESS_MAIN(TestDrumMap)
#include "tst_DrumMap.moc"

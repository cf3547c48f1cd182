#include "core/codec/DrumLine.h"

#include <QTest>

using namespace segue;
using namespace segue::codec;
using music::QuantizedNote;

namespace {

QuantizedNote hit(int pitch, int start, int velocity = 100) {
    return {.start = start,
            .end = start + 1,
            .pitch = MidiPitch(static_cast<std::uint8_t>(pitch)),
            .velocity = Velocity(static_cast<std::uint8_t>(velocity)),
            .isDrum = true};
}

} // namespace

class TestDrumLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void pitchesBelongToTheDrumsOfTheMap() {
        for (const music::DrumMap& map : {music::rolandDrumMap(), music::generalMidiDrumMap(), music::fullDrumMap()}) {
            const DrumsOfPitches drums(map);
            for (int pitch = 0; pitch < 256; ++pitch) {
                const MidiPitch asked(static_cast<std::uint8_t>(pitch));
                QVERIFY(drums[asked] == map.classOf(asked));
            }
        }
    }

    void unknownPitchesAreGeneralMidisUnlessAMapIsGiven() {
        const MidiPitch cowbell(56);
        QVERIFY(!DrumsOfPitches(music::rolandDrumMap())[cowbell]);
        QCOMPARE(DrumsOfPitches(music::rolandDrumMap(), {})[cowbell], std::optional(1));
        auto map = std::make_shared<music::DrumMap>(music::rolandDrumMap());
        map->classes[8].pitches = {MidiPitch(99)};
        const DrumsOfPitches drums(music::rolandDrumMap(), {.readingMap = map});
        QCOMPARE(drums[MidiPitch(99)], std::optional(8));
        QVERIFY(!drums[cowbell]);
        QVERIFY(!DrumsOfPitches(music::fullDrumMap(), {})[MidiPitch(22)]);
        QCOMPARE(DrumsOfPitches(music::fullDrumMap(), {.readingMap = map})[cowbell], std::optional(12));
    }

    void hitsOfAStepAreOneSet() {
        ExtractionReport report;
        const std::vector notes{hit(42, 8), hit(36, 0), hit(38, 8), hit(44, 8), hit(36, 9, 0), hit(1, 3)};
        const DrumLine line = drumLine(notes, DrumsOfPitches(music::generalMidiDrumMap()), report);
        QVERIFY((line == DrumLine{{0, 0b1}, {8, 0b110}}));
        QCOMPARE(report.notes, 3);
        QCOMPARE(report.shadowed, 1); // two closed hats
        QVERIFY((report.unmappedPitches == std::map<int, int>{{1, 1}}));
    }

    void windowsCutTheLine() {
        const DrumLine line{{1, 1}, {4, 2}, {7, 4}};
        QVERIFY((hitsBetween(line, 1, 7) == std::vector<std::uint64_t>{1, 0, 0, 2, 0, 0}));
        QVERIFY(firstFrom(line, 5)->step == 7);
        QVERIFY(firstFrom(line, 8) == line.end());
    }
};

QTEST_APPLESS_MAIN(TestDrumLine)
#include "tst_DrumLine.moc"

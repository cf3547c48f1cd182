#include "core/codec/MelodyLine.h"

#include "tests/core/codec/PitchedMusic.h"

#include <QTest>

#include <tuple>

using namespace segue;
using namespace segue::codec;
using namespace segue::test;
using music::QuantizedNote;

namespace {

QuantizedNote note(int pitch, int start, int end, int velocity = 100, bool isDrum = false) {
    return {start, end,   MidiPitch(static_cast<std::uint8_t>(pitch)), Velocity(static_cast<std::uint8_t>(velocity)), 0,
            0,     isDrum};
}

MelodyLine line(std::initializer_list<std::tuple<int, int, int>> notes) {
    MelodyLine result;
    for (const auto& [pitch, start, end] : notes)
        result.push_back({start, end, MidiPitch(static_cast<std::uint8_t>(pitch))});
    return result;
}

} // namespace

class TestMelodyLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesAreSortedByInstrumentStartAndFromTheTop() {
        std::vector<QuantizedNote> notes{note(60, 4, 5), note(64, 4, 6), note(64, 4, 7), note(50, 0, 1)};
        notes[3].instrument = 1;
        sortForMelodies(notes);
        QCOMPARE(notes[0].end, 6); // of equals the order stays
        QCOMPARE(notes[1].end, 7);
        QCOMPARE(notes[2].pitch.value, 60);
        const auto instruments = byInstrument(notes);
        QCOMPARE(instruments.size(), 2U);
        QCOMPARE(instruments[0].size(), 3U);
        QCOMPARE(instruments[1].front().pitch.value, 50);
        QVERIFY(byInstrument({}).empty());
    }

    void magentaKeepsTheHighestOfAStepAndCutsOffAtTheNextNote() {
        ExtractionReport report;
        const std::vector notes{note(67, 0, 8), note(60, 0, 8), note(60, 4, 6), note(62, 6, 9)};
        const auto tracks = magentaMelodies(notes, 16, 16, report);
        QCOMPARE(tracks.size(), 1U);
        QVERIFY(tracks[0].line == line({{67, 0, 4}, {60, 4, 6}, {62, 6, 9}}));
        QCOMPARE(tracks[0].steps, 16);
        QCOMPARE(report.shadowed, 1);
        QCOMPARE(report.notes, 3);
    }

    void barOfSilenceEndsAMelody_data() {
        QTest::addColumn<int>("second");
        QTest::addColumn<int>("melodies");
        QTest::newRow("a step less than a bar") << 4 + 15 << 1;
        QTest::newRow("a bar") << 4 + 16 << 2;
    }
    void barOfSilenceEndsAMelody() {
        QFETCH(int, second);
        QFETCH(int, melodies);
        ExtractionReport report;
        const std::vector notes{note(60, 0, 4), note(62, second, second + 1)};
        const auto tracks = magentaMelodies(notes, 16, 16, report);
        QCOMPARE(static_cast<int>(tracks.size()), melodies);
        QCOMPARE(magentaMelodies(notes, 16, {}, report).size(), 1U);
        if (melodies == 2) {
            QCOMPARE(tracks[0].steps, 16);
            QCOMPARE(tracks[1].start, 16);
        }
    }

    void melodyBeginsWithTheBarOfItsFirstNoteAlsoOfOneThatIsNotHeard() {
        ExtractionReport report;
        const auto tracks = magentaMelodies(std::vector{note(60, 35, 36)}, 16, 16, report);
        QCOMPARE(tracks[0].start, 32);
        const auto after = magentaMelodies(std::vector{note(60, 3, 4, 0), note(60, 35, 36)}, 16, 16, report);
        QCOMPARE(after[0].start, 0);
        QCOMPARE(after[0].steps, 48);
        // Between two melodies too: the search for the second goes on where the first has ended.
        const auto between = magentaMelodies(
            std::vector{note(60, 0, 4), note(60, 10, 11, 0), note(60, 20, 21, 90, true), note(62, 100, 101)}, 16, 16,
            report);
        QCOMPARE(between.size(), 2U);
        QCOMPARE(between[1].start, 16);
    }

    void whatIsNotHeardIsNoMelody() {
        ExtractionReport report;
        QVERIFY(magentaMelodies(std::vector{note(60, 0, 4, 0), note(60, 8, 9, 90, true)}, 16, 16, report).empty());
    }

    void innerVoicesAreLeftOutAndLegatoIsNot() {
        ExtractionReport report;
        // A held top with an accompaniment below it, then a descending line that overlaps.
        const std::vector notes{note(72, 0, 16),  note(60, 0, 16),  note(64, 4, 8),  note(60, 8, 16),
                                note(70, 16, 21), note(69, 20, 25), note(75, 22, 24)};
        QVERIFY(highestVoice(notes, report) == line({{72, 0, 16}, {70, 16, 20}, {69, 20, 22}, {75, 22, 24}}));
        QCOMPARE(report.shadowed, 3);
    }

    void windowsCutNotesByTheirRules_data() {
        QTest::addColumn<int>("heldOver");
        QTest::addColumn<QString>("expected");
        QTest::newRow("renewed") << static_cast<int>(HeldOver::Renewed) << "A.x.B..C";
        QTest::newRow("lost") << static_cast<int>(HeldOver::Lost) << "....B..C";
        QTest::newRow("ended") << static_cast<int>(HeldOver::Ended) << "..x.B..C";
    }
    void windowsCutNotesByTheirRules() {
        QFETCH(int, heldOver);
        QFETCH(QString, expected);
        const auto notes = line({{60, 2, 10}, {61, 12, 15}, {62, 15, 99}});
        const auto events = eventsBetween(notes, 8, 16, static_cast<HeldOver>(heldOver));
        QCOMPARE(QString::fromStdString(text(events)), expected);
    }

    void noteThatEndsWhereAWindowBeginsIsHeardOnlyOfATrio() {
        const auto notes = line({{60, 2, 8}});
        QCOMPARE(text(eventsBetween(notes, 8, 12, HeldOver::Renewed)), "....");
        QCOMPARE(text(eventsBetween(notes, 8, 12, HeldOver::Lost)), "....");
        QCOMPARE(text(eventsBetween(notes, 8, 12, HeldOver::Ended)), "x...");
    }

    void paddingEndsWhatSounds() {
        for (const auto& [end, expected] : {std::pair(8, "A...x..."), {4, "A...x..."}, {2, "A.x....."}}) {
            auto events = eventsBetween(line({{60, 0, end}}), 0, 4, HeldOver::Renewed);
            padWithSilence(events, 8);
            QCOMPARE(text(events), expected);
        }
        std::vector<music::MelodyEvent> silence;
        padWithSilence(silence, 2);
        QCOMPARE(text(silence), "..");
    }
};

QTEST_APPLESS_MAIN(TestMelodyLine)
#include "tst_MelodyLine.moc"

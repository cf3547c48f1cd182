#include "training/Transpose.h"

#include "core/codec/Codec.h"

#include <QTest>

using namespace segue;
using namespace segue::training;
using music::MelodyEvent;
using music::PerformanceEvent;

class TestTranspose : public QObject {
    Q_OBJECT

private:
    const architecture::CodecConfig m_codec = architecture::MelodyCodecConfig{.lowestPitch = 50, .highestPitch = 70};

    static MelodyEvent on(int pitch) { return MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch))); }
    [[nodiscard]] std::vector<MelodyEvent> moved(std::vector<MelodyEvent> events, int semitones) const {
        return std::get<music::MelodyPattern>(
                   transposed(music::MelodyPattern{4, std::move(events), {}, {}}, semitones, m_codec))
            .events;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void notesMoveAndTheirEndsStay() {
        const std::vector events{on(60), MelodyEvent(), MelodyEvent::off(), on(62)};
        QVERIFY(moved(events, 3) == (std::vector{on(63), MelodyEvent(), MelodyEvent::off(), on(65)}));
        QVERIFY(moved(moved(events, 3), -3) == events);
    }

    void notesOutOfRangeAreLeftOutWithTheirEnds() {
        const std::vector events{on(69), MelodyEvent::off(), on(60), on(69), MelodyEvent(), MelodyEvent::off(), on(60)};
        QVERIFY(moved(events, 2) == (std::vector{MelodyEvent(), MelodyEvent(), on(62), MelodyEvent::off(),
                                                 MelodyEvent(), MelodyEvent(), on(62)}));
    }

    void chordsAndKeysMoveWithTheMelody() {
        music::MelodyPattern melody{4, {on(60)}, {}, {}};
        melody.chords = {0, 1, 13}; // none, C, C minor
        melody.tonics = {0, 11};
        const auto result = std::get<music::MelodyPattern>(transposed(melody, -1, m_codec));
        QVERIFY(result.chords == (std::vector<std::uint8_t>{0, 12, 24}));
        QVERIFY(result.tonics == (std::vector<std::uint8_t>{11, 10}));
    }

    void drumsOfATrioStay() {
        music::TrioPattern trio;
        trio.melody.events = {on(60)};
        trio.bass.events = {on(40)};
        trio.drums.steps = {0b101};
        const auto result = std::get<music::TrioPattern>(transposed(trio, 5, architecture::TrioCodecConfig{}));
        QVERIFY(result.melody.events.front() == on(65));
        QVERIFY(result.bass.events.front() == on(45));
        QVERIFY(result.drums == trio.drums);
    }

    void performancesKeepTimeDrumsAndWhatLeavesMidiIsLeftOut() {
        using Type = PerformanceEvent::Type;
        const std::vector<PerformanceEvent> events{{Type::Velocity, 5}, {Type::NoteOn, 126},  {Type::NoteOn, 60},
                                                   {Type::Shift, 24},   {Type::NoteOff, 126}, {Type::NoteOff, 60}};
        const music::PerformancePattern pattern{
            {{3, false, events, {1, 1, 1, 1, 1, 1}}, {0, true, {{Type::NoteOn, 36}, {Type::Shift, 24}}, {}}}};
        const auto result =
            std::get<music::PerformancePattern>(transposed(pattern, 2, architecture::PerformanceCodecConfig{}));
        QVERIFY(result.tracks[0].events ==
                (std::vector<PerformanceEvent>{
                    {Type::Velocity, 5}, {Type::NoteOn, 62}, {Type::Shift, 24}, {Type::NoteOff, 62}}));
        QVERIFY(result.tracks[0].triads == (std::vector{3, 3, 3, 3}));
        QVERIFY(result.tracks[1] == pattern.tracks[1]);
    }

    void whatIsMovedStillFitsItsCodec() {
        const auto codec = codec::makeCodec(m_codec).value();
        auto melody = std::get<music::MelodyPattern>(codec->silence());
        for (std::size_t step = 0; step < melody.events.size(); ++step)
            melody.events[step] = on(50 + static_cast<int>(step) % 21);
        for (int semitones = -24; semitones <= 24; ++semitones)
            QVERIFY(codec->fits(transposed(melody, semitones, m_codec)));
    }
};

QTEST_APPLESS_MAIN(TestTranspose)
#include "tst_Transpose.moc"

#include "core/convert/WindowCount.h"

#include "core/architecture/Architecture.h"

#include <QTest>

#include <array>

using namespace segue;
using namespace segue::convert;

class TestWindowCount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void windowsAreThoseOfTheConfiguration() {
        music::NoteSequence sequence; // a hit on each beat of 5 bars, and one that is no drum
        for (int beat = 0; beat < 20; ++beat)
            sequence.notes.push_back(
                {MidiPitch(36), Velocity(100), Seconds(beat * 0.5), Seconds(beat * 0.5 + 0.1), 0, 0, true});
        sequence.notes.push_back({MidiPitch(3), Velocity(100), Seconds(9.5), Seconds(9.6), 0, 0, true});
        const auto twoBars = windowCounter("groovae_2bar_humanize", codec::Rules::Segue);
        QVERIFY(twoBars);
        const WindowCount count = (*twoBars)(sequence);
        QCOMPARE(count.windows, 4);
        QVERIFY(count.unmappedPitches == (std::map<int, int>{{3, 1}}));
        QVERIFY(count.why.empty());
        QCOMPARE((*windowCounter("groovae_4bar", codec::Rules::Segue))(sequence).windows, 2);
    }

    void everyConfigurationCountsByBothRules() {
        music::NoteSequence sequence; // 8 bars of eighths: melody, bass and drums
        for (int eighth = 0; eighth < 64; ++eighth)
            for (const auto& [pitch, program, instrument] : {std::array{60, 0, 0}, {36, 33, 1}, {42, 0, 9}})
                sequence.notes.push_back({MidiPitch(static_cast<std::uint8_t>(pitch + (eighth / 8) % 5)), Velocity(90),
                                          Seconds(eighth * 0.25), Seconds(eighth * 0.25 + 0.2), instrument, program,
                                          instrument == 9});
        for (const auto& [configuration, latentSize, encoder, decoder, codec] : architecture::namedConfigurations()) {
            const bool isLong = std::visit([](const auto& config) { return config.bars; }, codec) > 8;
            for (const auto rules : {codec::Rules::Segue, codec::Rules::Magenta}) {
                const auto counter = windowCounter(configuration, rules);
                QVERIFY(counter);
                const WindowCount count = (*counter)(sequence);
                const bool padded = rules == codec::Rules::Segue;
                QVERIFY2((count.windows > 0) == (padded || !isLong), configuration.c_str());
                QVERIFY2(count.windows > 0 || !count.why.empty() || !count.drops.empty(), configuration.c_str());
            }
        }
    }

    void aPieceWithoutWindowsSaysWhy() {
        const WindowCount count = (*windowCounter("groovae_2bar_humanize", codec::Rules::Segue))({});
        QCOMPARE(count.windows, 0);
        QVERIFY(!count.why.empty());
    }

    void anUnknownConfigurationIsAnError() {
        QVERIFY(windowCounter("groovae_3bar", codec::Rules::Segue).error().code() == ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestWindowCount)
#include "tst_WindowCount.moc"

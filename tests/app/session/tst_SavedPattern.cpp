#include "app/session/SavedPattern.h"

#include "tests/support/RandomModel.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace segue;
using music::MelodyEvent;
using music::Pattern;

namespace {

music::MelodyPattern someMelody() {
    music::MelodyPattern melody;
    melody.events = {MelodyEvent::on(MidiPitch(0)), {}, MelodyEvent::off(), MelodyEvent::on(MidiPitch(127))};
    return melody;
}

Pattern someTriplets() {
    music::DrumPattern drums(96, 12);
    drums.at(95, 2) = {true, 0.75F, 0.5F, 0.125F};
    return drums;
}

Pattern someKit() {
    music::DrumPattern drums(32, 4, 61);
    drums.at(31, 60) = {true, 1.0F, 0.5F, 0.0F};
    return drums;
}

Pattern someHarmony() {
    auto melody = someMelody();
    melody.stepsPerBeat = 12;
    melody.chords = {0, 1, 48, 48};
    melody.tonics = {11, 11, 11, 11};
    return melody;
}

Pattern someTrio() {
    return music::TrioPattern{someMelody(), someMelody(), {4, {0b1, 0, 0b100000000, 0b11}}};
}

Pattern somePerformance() {
    using Type = music::PerformanceEvent::Type;
    music::PerformancePattern performance;
    performance.tracks.push_back(
        {33, false, {{Type::Velocity, 8}, {Type::NoteOn, 40}, {Type::Shift, 96}, {Type::NoteOff, 40}}, {0, 1, 2, 48}});
    performance.tracks.push_back({0, true, {{Type::NoteOn, 36}}, {}});
    return performance;
}

} // namespace

class TestSavedPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyKindComesBackAsItWas() {
        for (const Pattern& pattern :
             {someTriplets(), someKit(), Pattern(someMelody()), someHarmony(), someTrio(), somePerformance()}) {
            const auto json = session::toJson(pattern);
            QVERIFY2(session::patternFromJson(json) == pattern, json.dump().c_str());
        }
    }

    void nothingStaysNothing() {
        QVERIFY(session::toJson(Pattern()).is_null());
        QVERIFY(music::isEmpty(session::patternFromJson(nullptr)));
        QVERIFY(music::isEmpty(session::patternFromJson(nlohmann::json::object())));
        QVERIFY(music::isEmpty(session::patternFromJson({{"kind", "opera"}})));
    }

    void whatEarlierVersionsWroteIsRead() {
        auto json = session::toJson(someTriplets());
        json.erase("drums");
        QVERIFY(session::patternFromJson(json) == someTriplets());
    }

    void whatIsOutOfRangeIsLeftOut() {
        auto json = session::toJson(someHarmony());
        json["events"][0] = 128;
        json["chords"][1] = 200;
        json["tonics"] = {1, 2};
        const auto melody = std::get<music::MelodyPattern>(session::patternFromJson(json));
        QVERIFY(melody.events[0] == MelodyEvent());
        QCOMPARE(int(melody.chords[1]), 48);
        QVERIFY(melody.tonics.empty());
    }

    void aTrioWhosePartsDifferInLengthIsNone() {
        auto json = session::toJson(someTrio());
        json["bass"]["events"].erase(0);
        QVERIFY(music::isEmpty(session::patternFromJson(json)));
    }

    void anyDamageGivesAPattern() {
        Random random(81);
        for (const Pattern& pattern : {someTriplets(), someHarmony(), someTrio(), somePerformance()}) {
            const std::string good = session::toJson(pattern).dump();
            for (int round = 0; round < 1000; ++round) {
                std::string text = good;
                for (int i = 0; i < 3; ++i)
                    text[random.below(text.size())] = static_cast<char>(32 + random.below(95));
                const auto json = nlohmann::json::parse(text, nullptr, false);
                if (!json.is_discarded()) {
                    const Pattern read = session::patternFromJson(json);
                    QVERIFY2(session::patternFromJson(session::toJson(read)) == read || music::isEmpty(read),
                             text.c_str());
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestSavedPattern)
#include "tst_SavedPattern.moc"

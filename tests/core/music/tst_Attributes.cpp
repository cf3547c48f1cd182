#include "core/music/Attributes.h"

#include <QTest>

#include <cmath>
#include <map>
#include <string>

using namespace segue;
using namespace segue::music;

namespace {

std::map<std::string, double> byName(const Pattern& pattern) {
    std::map<std::string, double> values;
    for (const Attribute& attribute : attributesOf(pattern))
        values[std::string(attribute.name)] = attribute.value;
    return values;
}

DrumPattern drums(std::initializer_list<std::pair<int, int>> hits) {
    DrumPattern pattern(32);
    for (const auto& [step, drum] : hits)
        pattern.at(step, drum) = {true, 1.0F, 0.5F, 0.0F};
    return pattern;
}

MelodyPattern melody(std::initializer_list<std::pair<int, int>> notes) {
    MelodyPattern pattern;
    pattern.events.resize(32);
    for (const auto& [step, pitch] : notes)
        pattern.events[static_cast<std::size_t>(step)] = MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch)));
    return pattern;
}

} // namespace

class TestAttributes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void densityIsOnsetsABar() {
        QCOMPARE(byName(drums({{0, 0}, {0, 2}, {8, 1}}))["density"], 1.5);
        QCOMPARE(byName(melody({{0, 60}, {4, 62}, {8, 64}}))["density"], 1.5);
        DrumPattern triplets(48, 12);
        triplets.at(4, 0).hit = true;
        QCOMPARE(byName(triplets)["density"], 1.0);
    }

    void onsetsOffTheBeatAreSyncopatedUnlessOneCameBefore() {
        // Off the beat at 2 alone, at 10 after 8; off the eighths at 5 alone, at 13 after 12.
        const auto values = byName(melody({{2, 60}, {5, 60}, {8, 60}, {10, 60}, {12, 60}, {13, 60}}));
        QCOMPARE(values.at("syncopation_8th"), 1.0 / 6);
        QCOMPARE(values.at("syncopation_16th"), 1.0 / 6);
    }

    void drumsAreSyncopatedEachByItself() {
        QCOMPARE(byName(drums({{0, 0}, {2, 1}}))["syncopation_8th"], 0.5);
        QCOMPARE(byName(drums({{0, 2}, {2, 2}, {4, 2}, {6, 2}}))["syncopation_8th"], 0.0);
    }

    void tripletsHaveTheirOwnGrid() {
        DrumPattern pattern(48, 12);
        pattern.at(6, 0).hit = true; // an eighth off the beat
        pattern.at(16, 0).hit = true; // a triplet, which is on neither grid
        QCOMPARE(byName(pattern)["syncopation_8th"], 0.5);
        QCOMPARE(byName(pattern)["syncopation_16th"], 0.0);
    }

    void velocityAndLatenessAreOfHitsAlone() {
        DrumPattern pattern(32);
        pattern.at(0, 0) = {true, 1.0F, 0.25F, 0.5F};
        pattern.at(1, 0) = {true, 1.0F, 0.75F, 0.0F};
        pattern.at(2, 0) = {false, 0.0F, 1.0F, 0.5F};
        const auto values = byName(pattern);
        QCOMPARE(values.at("velocity"), 0.5);
        QCOMPARE(values.at("velocity_spread"), 0.25);
        QCOMPARE(values.at("lateness"), 0.25);
    }

    void melodiesHaveIntervalsAndAKey() {
        const auto values = byName(melody({{0, 60}, {4, 61}, {8, 58}}));
        QCOMPARE(values.at("average_interval"), 2.0);
        QCOMPARE(values.at("on_c_major"), 1.0 / 3);
        QCOMPARE(values.at("average_pitch"), 179.0 / 3);
        QVERIFY(std::isnan(byName(melody({{0, 60}}))["average_interval"]));
    }

    void silenceHasNoOnsetsAndNothingElse() {
        for (const Pattern& pattern : {Pattern(DrumPattern(32)), Pattern(melody({}))})
            for (const Attribute& attribute : attributesOf(pattern))
                if (attribute.name == "density")
                    QCOMPARE(attribute.value, 0.0);
                else
                    QVERIFY(std::isnan(attribute.value));
    }

    void triosTellOfEachPart() {
        TrioPattern trio{melody({{0, 60}, {4, 62}}), melody({{0, 36}}), {}};
        trio.drums.steps.assign(32, 0);
        trio.drums.steps[0] = 0b101;
        const auto values = byName(trio);
        QCOMPARE(values.at("density"), 1.0);
        QCOMPARE(values.at("bass_density"), 0.5);
        QCOMPARE(values.at("drum_density"), 1.0);
        QCOMPARE(values.at("average_interval"), 2.0);
    }

    void partsCountTheirOnsets() {
        QVERIFY(onsetsByPart(drums({{0, 0}, {4, 0}, {8, 2}})) == (std::vector<int>{2, 0, 1, 0, 0, 0, 0, 0, 0}));
        QVERIFY(onsetsByPart(melody({{0, 60}, {4, 61}})) == std::vector<int>{2});
        TrioPattern trio{melody({{0, 60}}), melody({}), {4, {0b11}}};
        QVERIFY(onsetsByPart(trio) == (std::vector<int>{1, 0, 2}));
    }

    void performancesHaveDrumsWithoutPitch() {
        using Type = PerformanceEvent::Type;
        PerformancePattern performance;
        performance.tracks = {{0, false, {{Type::NoteOn, 60}, {Type::Shift, 4}, {Type::NoteOn, 61}}, {}},
                              {0, true, {{Type::NoteOn, 36}}, {}}};
        const auto values = byName(performance);
        QCOMPARE(values.at("density"), 3.0);
        QCOMPARE(values.at("average_pitch"), 60.5);
        QCOMPARE(values.at("on_c_major"), 0.5);
    }
};

QTEST_APPLESS_MAIN(TestAttributes)
#include "tst_Attributes.moc"

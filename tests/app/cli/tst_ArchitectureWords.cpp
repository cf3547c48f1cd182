#include "app/cli/ArchitectureWords.h"

#include <QTest>

#include <set>

using namespace segue;
using namespace segue::cli;

class TestArchitectureWords : public QObject {
    Q_OBJECT

    static architecture::Architecture named(const char* name) { return *architecture::namedConfiguration(name); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void differentArchitecturesReadDifferently() {
        std::set<std::string> texts;
        std::size_t expected = architecture::namedConfigurations().size();
        for (const auto& each : architecture::namedConfigurations())
            texts.insert(whatItMakes(each.codec) + whatItIsTold(each.codec) + whatItDoesNotHear(each.codec) +
                         encoderInWords(each.encoder) + decoderInWords(each.decoder) + outputsInWords(each.decoder));
        --expected; // what is left out of the input at random, for learning, is no part of the networks
        QCOMPARE(texts.size(), expected);
    }

    void whatItMakesIsInAMusiciansWords() {
        QCOMPARE(whatItMakes(named("cat-mel_2bar_small").codec),
                 std::string("melodies of 2 bars, 4 steps a beat, from A0 to C8"));
        QCOMPARE(whatItMakes(named("nade-drums_2bar_full").codec),
                 std::string("drums of 2 bars, 4 steps a beat, hits of 61 drums"));
        QCOMPARE(whatItMakes(named("hier-multiperf_vel_1bar_med").codec),
                 std::string("up to 8 instruments for 1 bar, 64 events each"));
    }

    void whatItIsToldAndDoesNotHear() {
        QCOMPARE(whatItIsTold(architecture::MelodyCodecConfig{.chords = true, .key = true}),
                 std::string("chords and the key"));
        QCOMPARE(whatItIsTold(named("groovae_2bar_hits_control_tfds").codec), std::string("hits"));
        QCOMPARE(whatItIsTold(named("groovae_2bar").codec), std::string());
        QCOMPARE(whatItDoesNotHear(named("groovae_2bar_humanize").codec), std::string("velocities and microtiming"));
        QCOMPARE(whatItDoesNotHear(named("groovae_2bar_tap_fixed_velocity").codec),
                 std::string("which drum is hit and velocities"));
    }

    void networksAreToldByLevels() {
        const auto hierarchical = named("hier-mel_16bar");
        QCOMPARE(encoderInWords(hierarchical.encoder),
                 std::string("bidirectional LSTM, 1024; segments of 16 steps, then 16 of those"));
        QCOMPARE(decoderInWords(hierarchical.decoder),
                 std::string("LSTM, 1024 and 1024; a conductor of 16 steps over segments of 16"));
        QCOMPARE(outputsInWords(named("hierdec-trio_16bar").decoder),
                 std::string("one of 90 classes; one of 90 classes; one of 512 classes"));
        QCOMPARE(encoderInWords({.present = false}), std::string("none: it plays points, but hears nothing"));
    }
};

QTEST_APPLESS_MAIN(TestArchitectureWords)
#include "tst_ArchitectureWords.moc"

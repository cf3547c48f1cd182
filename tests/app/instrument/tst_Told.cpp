#include "app/instrument/Told.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::instrument;
using architecture::GrooveCodecConfig;
using architecture::MelodyCodecConfig;
using architecture::PerformanceCodecConfig;

namespace {

std::unique_ptr<const codec::Codec> codecOf(const architecture::CodecConfig& config) {
    return codec::makeCodec(config).value();
}

std::unique_ptr<const codec::Codec> melodyWithHarmony() {
    MelodyCodecConfig config;
    config.chords = config.key = true;
    return codecOf(config);
}

} // namespace

class TestTold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aModelSaysWhatItIsTold() {
        QVERIFY(!tellable(GrooveCodecConfig{}).any());
        QVERIFY(tellable(GrooveCodecConfig{.hitsAsControls = true}).hits);
        QVERIFY((tellable(melodyWithHarmony()->configuration()) == Tellable{true, true, false}));
        QVERIFY(tellable(PerformanceCodecConfig{.chords = true}).chords);
        QVERIFY(!tellable(architecture::TrioCodecConfig{}).any());
    }

    void hitsBeginWithABackbeat() {
        const auto codec = codecOf(GrooveCodecConfig{.hitsAsControls = true});
        const auto told = std::get<music::DrumPattern>(usuallyTold(*codec));
        QVERIFY(codec->fits(told));
        for (const int step : {0, 8, 16, 24})
            QVERIFY(told.at(step, 0).hit && told.at(step + 4, 1).hit && told.at(step + 2, 2).hit);
        QCOMPARE(told.hits(), 8 + 16);
    }

    void whatIsUsuallyToldCanBeTold() {
        for (const architecture::CodecConfig& config : std::initializer_list<architecture::CodecConfig>{
                 GrooveCodecConfig{.hitsAsControls = true}, GrooveCodecConfig{}, MelodyCodecConfig{.chords = true},
                 architecture::DrumsCodecConfig{}, architecture::TrioCodecConfig{},
                 PerformanceCodecConfig{.chords = true}}) {
            const auto codec = codecOf(config);
            const auto shape = architecture::tensorShape(config);
            QCOMPARE(codec->controlOf(usuallyTold(*codec)).size(),
                     static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.control));
        }
    }

    void whatAnotherModelWasToldIsNot() {
        const auto codec = melodyWithHarmony();
        QVERIFY(toldOr(music::DrumPattern(32), *codec) == usuallyTold(*codec));
        QVERIFY(toldOr({}, *codec) == usuallyTold(*codec));
        const auto told = withTonic(usuallyTold(*codec), 7);
        QVERIFY(toldOr(told, *codec) == told);
    }

    void aChordHoldsOnItsSteps() {
        const auto codec = melodyWithHarmony();
        const auto told = withChord(usuallyTold(*codec), 16, 32, 5);
        const auto& chords = std::get<music::MelodyPattern>(told).chords;
        QCOMPARE(std::ranges::count(chords, 5), std::ptrdiff_t{16});
        QVERIFY(codec->controlOf(told) != codec->controlOf(usuallyTold(*codec)));
    }

    void aPerformanceHasOneChord() {
        const auto codec = codecOf(PerformanceCodecConfig{.chords = true});
        const auto told = withChord(usuallyTold(*codec), 0, 24, 12);
        QVERIFY(codec->controlOf(told) != codec->controlOf(usuallyTold(*codec)));
    }
};

QTEST_APPLESS_MAIN(TestTold)
#include "tst_Told.moc"

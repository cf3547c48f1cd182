#include "core/magenta/Recognition.h"

#include "tests/support/MagentaVariables.h"

#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

using namespace architecture;
using nlohmann::json;

/// Only shapes are looked at, so no values are there: the real sizes cost nothing.
Checkpoint checkpointOf(const Architecture& architecture, CheckpointFormat format, const std::string& source) {
    Checkpoint checkpoint;
    checkpoint.format = format;
    checkpoint.source = source;
    for (const VariableLink& link : variableLinks(architecture))
        checkpoint.variables[link.variable] = {link.shape, {}};
    return checkpoint;
}

Checkpoint named(const std::string& name, const std::string& source = "model.ckpt") {
    return checkpointOf(namedConfiguration(name).value(), CheckpointFormat::TensorFlow, source);
}

json melodyConfiguration(int steps, int segments = 0) {
    json arguments{{"minPitch", 21}, {"maxPitch", 108}, {"numSteps", steps}};
    if (segments > 0)
        arguments["numSegments"] = segments;
    return {{"type", "MusicVAE"}, {"dataConverter", {{"type", "MelodyConverter"}, {"args", arguments}}}};
}

} // namespace

class TestRecognition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void namedConfigurationsAreFoundByTheirShapes_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"cat-mel_2bar_small", "cat-mel_2bar_big", "cat-mel_2bar_med_chords", "cat-drums_2bar_big",
              "nade-drums_2bar_reduced", "nade-drums_2bar_full", "flat-trio_16bar", "hierdec-trio_16bar",
              "hier-trio_16bar", "flat-mel_16bar", "hierdec-mel_16bar", "hier-mel_16bar", "hier-multiperf_vel_1bar_med",
              "hier-multiperf_vel_1bar_big_chords", "hierdec-drums_4bar_large", "groovae_2bar_hits_control_tfds"})
            QTest::addRow("%s", name) << QString::fromUtf8(name);
    }
    void namedConfigurationsAreFoundByTheirShapes() {
        QFETCH(QString, name);
        const auto recognised = recognise(named(name.toStdString()), Part::Everything);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QCOMPARE(recognised->architecture.name, name.toStdString());
    }

    void severalThatFitAreListed() {
        const auto drums = recognise(named("cat-drums_2bar_small"), Part::Everything);
        QVERIFY(!drums);
        QCOMPARE(drums.error().code(), ErrorCode::InvalidArgument);
        for (const char* word : {"--config", "cat-drums_2bar_small", "flat-drums_4bar"})
            QVERIFY2(drums.error().message().find(word) != std::string::npos, drums.error().message().c_str());
        const auto groove = recognise(named("groovae_4bar"), Part::Everything);
        QVERIFY(!groove);
        for (const char* word : {"groovae_4bar", "groovae_2bar_humanize", "groovae_2bar_tap_fixed_velocity"})
            QVERIFY2(groove.error().message().find(word) != std::string::npos, groove.error().message().c_str());
    }

    void theNameOfTheFileDecidesAmongThoseThatFit() {
        const auto groove = recognise(named("groovae_4bar", "/tmp/groovae_4bar.tar/model.ckpt"), Part::Everything);
        QVERIFY2(groove, groove ? "" : groove.error().text().c_str());
        QCOMPARE(groove->architecture.name, std::string("groovae_4bar"));
        QVERIFY(groove->how.find("by its name") != std::string::npos);
        // A name that contains another one means the longer.
        const auto tap =
            recognise(named("groovae_2bar", "groovae_2bar_tap_fixed_velocity_note_dropout.tar"), Part::Everything);
        QCOMPARE(tap.value().architecture.name, std::string("groovae_2bar_tap_fixed_velocity_note_dropout"));
        // A name alone, of other networks, decides nothing.
        QCOMPARE(recognise(named("cat-mel_2bar_small", "groovae_4bar.tar"), Part::Everything).value().architecture.name,
                 std::string("cat-mel_2bar_small"));
    }

    void whatNoConfigurationHasIsUnsupported() {
        Architecture own = test::tiny("cat-mel_2bar_small");
        const auto recognised = recognise(checkpointOf(own, CheckpointFormat::TensorFlow, "own"), Part::Everything);
        QVERIFY(!recognised);
        QCOMPARE(recognised.error().code(), ErrorCode::Unsupported);
    }

    void theConfigurationBesideTheWeightsIsTaken() {
        Checkpoint checkpoint =
            checkpointOf(namedConfiguration("cat-mel_2bar_small").value(), CheckpointFormat::MagentaJs, "mel");
        checkpoint.configuration = melodyConfiguration(32);
        const auto small = recognise(checkpoint, Part::Everything);
        QVERIFY2(small, small ? "" : small.error().text().c_str());
        QCOMPARE(small->architecture.name, std::string("cat-mel_2bar_small"));
        QVERIFY(std::get<MelodyCodecConfig>(small->architecture.codec).melodyPrograms);
    }

    void networksWithoutANameAreMeasured() {
        // Four bars, a conductor of 4 steps and two levels in the encoder: published, but not named.
        Architecture architecture = test::tiny("hier-mel_16bar");
        architecture.codec = MelodyCodecConfig{.bars = 4};
        architecture.encoder.levelLengths = {16, 4};
        architecture.decoder.levelLengths = {4, 16};
        architecture.name = "mel_4bar_small";
        QVERIFY(validate(architecture));
        Checkpoint checkpoint = checkpointOf(architecture, CheckpointFormat::MagentaJs, "/tmp/mel_4bar_small/");
        checkpoint.configuration = melodyConfiguration(64, 4);
        const auto recognised = recognise(checkpoint, Part::Everything);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QVERIFY(recognised->architecture == architecture);
    }

    void aTrioIsMeasuredByItsParts() {
        Architecture architecture = test::tiny("hier-trio_16bar");
        std::get<TrioCodecConfig>(architecture.codec).drumMap = music::oldMagentaDrumMap();
        Checkpoint checkpoint = checkpointOf(architecture, CheckpointFormat::MagentaJs, "trio");
        const json range{{"minPitch", 21}, {"maxPitch", 108}};
        checkpoint.configuration = {{"type", "MusicVAE"},
                                    {"dataConverter",
                                     {{"type", "TrioConverter"},
                                      {"args",
                                       {{"melArgs", range},
                                        {"bassArgs", range},
                                        {"drumsArgs", json::object()},
                                        {"numSteps", 256},
                                        {"numSegments", 16}}}}}};
        const auto recognised = recognise(checkpoint, Part::Everything);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QVERIFY(recognised->architecture.decoder == architecture.decoder);
        QVERIFY(recognised->architecture.codec == architecture.codec);
        QVERIFY(checkVariables(checkpoint, recognised->architecture));
    }

    void aNadeAndControlsAreMeasured() {
        Architecture nade = test::tiny("nade-drums_2bar_reduced");
        Checkpoint checkpoint = checkpointOf(nade, CheckpointFormat::MagentaJs, "nade");
        checkpoint.configuration = {{"type", "MusicVAE"},
                                    {"dataConverter", {{"type", "DrumRollConverter"}, {"args", {{"numSteps", 32}}}}}};
        auto recognised = recognise(checkpoint, Part::Everything);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QVERIFY(recognised->architecture.decoder == nade.decoder);

        Architecture chords = test::tiny("cat-mel_2bar_med_chords");
        chords.decoder.controlSizes = {3};
        chords.encoder.residual = true;
        checkpoint = checkpointOf(chords, CheckpointFormat::MagentaJs, "chords");
        checkpoint.configuration = melodyConfiguration(32);
        checkpoint.configuration["chordEncoder"] = "TriadChordEncoder";
        recognised = recognise(checkpoint, Part::Everything);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QVERIFY(recognised->architecture.decoder == chords.decoder);
        QVERIFY(recognised->architecture.encoder == chords.encoder);
    }

    void drumMapsFollowTheOrigin() {
        const auto mapOf = [](const Architecture& architecture) {
            return std::get<DrumsCodecConfig>(architecture.codec).drumMap;
        };
        const auto drums = namedConfiguration("cat-drums_2bar_small").value();
        QVERIFY(mapOf(asImported(drums, CheckpointFormat::TensorFlow, Part::Everything)) ==
                music::generalMidiDrumMap());
        QVERIFY(mapOf(asImported(drums, CheckpointFormat::MagentaJs, Part::Everything)) == music::oldMagentaDrumMap());
        QVERIFY(mapOf(asImported(drums, CheckpointFormat::Legacy, Part::Everything)) == music::oldMagentaDrumMap());
        const auto full = namedConfiguration("nade-drums_2bar_full").value();
        QVERIFY(mapOf(asImported(full, CheckpointFormat::Legacy, Part::Everything)) == music::fullDrumMap());
    }

    void groovesAreToldOfSilentCells() {
        const auto groove = namedConfiguration("groovae_2bar").value();
        QVERIFY(asImported(groove, CheckpointFormat::TensorFlow, Part::Everything).decoder.feedsSilentCells);
        const auto melody = namedConfiguration("cat-mel_2bar_small").value();
        QVERIFY(!asImported(melody, CheckpointFormat::TensorFlow, Part::Everything).decoder.feedsSilentCells);
    }

    void decodersAloneAreRecognised() {
        Checkpoint checkpoint = named("hier-mel_16bar");
        std::erase_if(checkpoint.variables,
                      [](const auto& variable) { return variable.first.starts_with("encoder/"); });
        const auto recognised = recognise(checkpoint, Part::DecoderOnly);
        QVERIFY2(recognised, recognised ? "" : recognised.error().text().c_str());
        QVERIFY(!recognised->architecture.encoder.present);
        QVERIFY(checkVariables(checkpoint, recognised->architecture));
    }

    void whatDoesNotFitIsNamed() {
        const auto architecture = namedConfiguration("cat-mel_2bar_small").value();
        Checkpoint checkpoint = named("cat-mel_2bar_small");
        checkpoint.variables["decoder/output_projection/kernel"].shape = {256, 91};
        auto status = checkVariables(checkpoint, architecture);
        QCOMPARE(status.error().code(), ErrorCode::ShapeMismatch);
        QCOMPARE(status.error().message(), std::string("The variable decoder/output_projection/kernel is [256, 91]; "
                                                       "cat-mel_2bar_small makes it [256, 90]"));
        checkpoint = named("cat-mel_2bar_small");
        checkpoint.variables.erase("encoder/sigma/kernel");
        status = checkVariables(checkpoint, architecture);
        QVERIFY(status.error().message().find("lacks the variable encoder/sigma/kernel [1024, 256]") !=
                std::string::npos);
        QVERIFY(status.error().message().find("--decoder-only") != std::string::npos);
        checkpoint = named("cat-mel_2bar_small");
        checkpoint.variables["decoder/other"] = {{1}, {}};
        status = checkVariables(checkpoint, architecture);
        QVERIFY(status.error().message().find("decoder/other") != std::string::npos);
    }

    void aConfigurationOfOtherWeightsIsRefused() {
        Checkpoint checkpoint = named("hier-mel_16bar");
        checkpoint.configuration = melodyConfiguration(32);
        QCOMPARE(recognise(checkpoint, Part::Everything).error().code(), ErrorCode::ShapeMismatch);
        checkpoint.configuration = melodyConfiguration(256, 7);
        QCOMPARE(recognise(checkpoint, Part::Everything).error().code(), ErrorCode::ShapeMismatch);
        checkpoint.variables.clear();
        QCOMPARE(recognise(checkpoint, Part::Everything).error().code(), ErrorCode::ShapeMismatch);
    }
};

QTEST_APPLESS_MAIN(TestRecognition)
#include "tst_Recognition.moc"

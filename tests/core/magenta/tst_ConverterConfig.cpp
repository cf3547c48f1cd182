#include "core/magenta/ConverterConfig.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

using namespace architecture;
using nlohmann::json;

json modelOf(const char* type, json arguments, json more = json::object()) {
    json configuration{{"type", "MusicVAE"}, {"dataConverter", {{"type", type}, {"args", std::move(arguments)}}}};
    configuration.update(more);
    return configuration;
}

} // namespace

class TestConverterConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void melodiesAreRead() {
        const auto converter = converterConfigFrom(
            modelOf("MelodyConverter", {{"minPitch", 21}, {"maxPitch", 108}, {"numSteps", 64}, {"numSegments", 4}},
                    {{"chordEncoder", "TriadChordEncoder"}, {"conditionOnKey", true}}));
        QVERIFY2(converter, converter ? "" : converter.error().text().c_str());
        QVERIFY(converter->codec == CodecConfig(MelodyCodecConfig{.bars = 4, .chords = true, .key = true}));
        QCOMPARE(converter->segments, 4);
        // As converter.json has it.
        const auto bare = converterConfigFrom(
            {{"type", "MelodyConverter"}, {"args", {{"minPitch", 48}, {"maxPitch", 83}, {"numSteps", 32}}}});
        QVERIFY(bare.value().codec == CodecConfig(MelodyCodecConfig{.lowestPitch = 48, .highestPitch = 83}));
    }

    void drumsHaveTheOldMapOrTheirOwn() {
        const auto plain = converterConfigFrom(modelOf("DrumsConverter", {{"numSteps", 32}}));
        QVERIFY(plain.value().codec == CodecConfig(DrumsCodecConfig{.drumMap = music::oldMagentaDrumMap()}));
        const auto own =
            converterConfigFrom(modelOf("DrumRollConverter", {{"numSteps", 64}, {"pitchClasses", {{36, 35}, {38}}}}));
        QVERIFY2(own, own ? "" : own.error().text().c_str());
        const auto& codec = std::get<DrumsCodecConfig>(own->codec);
        QVERIFY(codec.output == DrumsCodecConfig::Output::Roll);
        QCOMPARE(codec.bars, 4);
        QCOMPARE(codec.drumMap.size(), 2);
        QCOMPARE(int{codec.drumMap.classes[0].pitches[1].value}, 35);
    }

    void triosGroovesAndPerformancesAreRead() {
        const json range{{"minPitch", 21}, {"maxPitch", 108}};
        const auto trio = converterConfigFrom(
            modelOf("TrioConverter",
                    {{"melArgs", range}, {"bassArgs", range}, {"drumsArgs", json::object()}, {"numSteps", 64}}));
        QVERIFY2(trio, trio ? "" : trio.error().text().c_str());
        QVERIFY(trio->codec == CodecConfig(TrioCodecConfig{.bars = 4, .drumMap = music::oldMagentaDrumMap()}));
        const auto groove = converterConfigFrom(modelOf("GrooveConverter", {{"numSteps", 48}, {"tapify", true}}));
        QVERIFY(groove.value().codec ==
                CodecConfig(GrooveCodecConfig{
                    .bars = 3, .drumMap = music::oldMagentaDrumMap(), .fixedVelocities = true, .tapify = true}));
        const auto performance = converterConfigFrom(modelOf("MultitrackConverter", {{"stepsPerQuarter", 24},
                                                                                     {"totalSteps", 96},
                                                                                     {"numVelocityBins", 8},
                                                                                     {"numSteps", 512},
                                                                                     {"numSegments", 8}}));
        QVERIFY2(performance, performance ? "" : performance.error().text().c_str());
        QVERIFY(performance->codec == CodecConfig(PerformanceCodecConfig{}));
    }

    void whatIsWrongIsNamed_data() {
        QTest::addColumn<QString>("configuration");
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("code");
        const auto add = [](const json& configuration, const char* word, ErrorCode code) {
            QTest::addRow("%s", configuration.dump().c_str())
                << QString::fromStdString(configuration.dump()) << QString::fromUtf8(word) << static_cast<int>(code);
        };
        const json range{{"minPitch", 21}, {"maxPitch", 108}, {"numSteps", 32}};
        add(json::array(), "object", ErrorCode::Malformed);
        add(json::object(), "converter", ErrorCode::Malformed);
        add({{"type", "MusicRNN"}, {"dataConverter", json::object()}}, "MusicVAE", ErrorCode::Unsupported);
        add(modelOf("ShapeConverter", range), "ShapeConverter", ErrorCode::Unsupported);
        add(modelOf("MelodyConverter", {{"minPitch", 21}, {"maxPitch", 108}}), "numSteps", ErrorCode::Malformed);
        add(modelOf("MelodyConverter", {{"minPitch", "low"}, {"maxPitch", 108}, {"numSteps", 32}}), "minPitch",
            ErrorCode::Malformed);
        add(modelOf("MelodyConverter", {{"minPitch", 21}, {"maxPitch", 108}, {"numSteps", 30}}), "whole bars",
            ErrorCode::Unsupported);
        add(modelOf("MelodyConverter", range, {{"chordEncoder", "PitchChordEncoder"}}), "triads",
            ErrorCode::Unsupported);
        add(modelOf("MelodyConverter", range, {{"extraControls", {{{"name", "x"}, {"depth", 3}}}}}), "extra controls",
            ErrorCode::Unsupported);
        add(modelOf("DrumsConverter", {{"numSteps", 32}}, {{"chordEncoder", "TriadChordEncoder"}}), "drums",
            ErrorCode::Unsupported);
        add(modelOf("DrumsConverter", {{"numSteps", 32}, {"pitchClasses", {{36}, {36}}}}), "pitchClasses",
            ErrorCode::Malformed);
        add(modelOf("GrooveConverter", {{"numSteps", 32}, {"stepsPerQuarter", 0}}), "steps",
            ErrorCode::InvalidArgument);
        add(modelOf("GrooveConverter", {{"numSteps", 32}, {"humanize", 1}}), "humanize", ErrorCode::Malformed);
        add(modelOf("TrioConverter", {{"numSteps", 32}}), "Args", ErrorCode::Malformed);
    }
    void whatIsWrongIsNamed() {
        QFETCH(QString, configuration);
        QFETCH(QString, word);
        QFETCH(int, code);
        const auto converter = converterConfigFrom(json::parse(configuration.toStdString()));
        QVERIFY(!converter);
        QVERIFY2(converter.error().text().find(word.toStdString()) != std::string::npos,
                 converter.error().text().c_str());
        QCOMPARE(converter.error().code(), static_cast<ErrorCode>(code));
    }

    void whatMagentaJsPlaysIsWrittenAndReadTheSame_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isPlayable");
        for (const Architecture& named : namedConfigurations()) {
            const auto& encoder = named.encoder;
            const auto* groove = std::get_if<GrooveCodecConfig>(&named.codec);
            const bool isPlayable = encoder.sizes.size() == 1 &&
                                    encoder.levelLengths.empty() == named.decoder.levelLengths.empty() &&
                                    (named.decoder.outputs.size() == 1 || named.decoder.splitOutputs) &&
                                    (groove == nullptr || (!groove->hitsAsControls && groove->addInstruments.empty()));
            QTest::addRow("%s", named.name.c_str()) << QString::fromStdString(named.name) << isPlayable;
        }
    }
    void whatMagentaJsPlaysIsWrittenAndReadTheSame() {
        QFETCH(QString, name);
        QFETCH(bool, isPlayable);
        const auto architecture = namedConfiguration(name.toStdString()).value();
        const auto configuration = configurationOf(architecture);
        QCOMPARE(configuration.has_value(), isPlayable);
        if (!isPlayable) {
            QCOMPARE(configuration.error().code(), ErrorCode::Unsupported);
            return;
        }
        const auto converter = converterConfigFrom(*configuration);
        QVERIFY2(converter, converter ? "" : converter.error().text().c_str());
        QCOMPARE(tensorShape(converter->codec), architecture.shape());
        QCOMPARE(converter->segments,
                 architecture.decoder.levelLengths.empty() ? 0 : architecture.decoder.levelLengths.front());
        if (const auto* drums = std::get_if<DrumsCodecConfig>(&architecture.codec)) {
            const auto& read = std::get<DrumsCodecConfig>(converter->codec).drumMap;
            QCOMPARE(read.size(), drums->drumMap.size());
            for (std::size_t drum = 0; drum < read.classes.size(); ++drum)
                QVERIFY(read.classes[drum].pitches == drums->drumMap.classes[drum].pitches);
        }
    }
};

QTEST_APPLESS_MAIN(TestConverterConfig)
#include "tst_ConverterConfig.moc"

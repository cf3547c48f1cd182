#include "core/architecture/Architecture.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace segue;
using namespace segue::architecture;

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void jsonRoundTrips() {
        for (const Architecture& configuration : namedConfigurations()) {
            const auto read = architectureFromJson(nlohmann::json::parse(toJson(configuration).dump()));
            QVERIFY(read);
            QVERIFY(*read == configuration);
        }
    }

    void earlierVersionsFilesAreRead() {
        auto json = toJson(*namedConfiguration("groovae_2bar"));
        json.erase("encoder");
        json.erase("decoder");
        json["encoder_sizes"] = {512};
        json["decoder_sizes"] = {256, 256};
        const auto read = architectureFromJson(json);
        QVERIFY(read);
        QVERIFY(*read == *namedConfiguration("groovae_2bar"));
    }

    void outputsAreTheCodecsIfNotNamed() {
        auto json = toJson(*namedConfiguration("flat-trio_16bar"));
        json["decoder"].erase("outputs");
        const auto read = architectureFromJson(json);
        QVERIFY(read);
        QVERIFY(*read == *namedConfiguration("flat-trio_16bar"));
    }

    void everyNamedConfigurationIsValid() {
        for (const Architecture& configuration : namedConfigurations()) {
            const auto status = validate(configuration);
            QVERIFY2(status, (configuration.name + (status ? "" : ": " + status.error().text())).c_str());
        }
    }

    void unknownNameListsTheKnownOnes() {
        const auto missing = namedConfiguration("groovy");
        QVERIFY(missing.error().code() == ErrorCode::NotFound);
        QVERIFY(missing.error().message().find("groovae_2bar") != std::string::npos);
    }

    void brokenJsonNamesTheField_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        QTest::newRow("text for a number") << "/latent_size"
                                           << "\"many\""
                                           << "latent_size";
        QTest::newRow("zero latent") << "/latent_size"
                                     << "0"
                                     << "latent_size";
        QTest::newRow("no layers") << "/encoder/sizes"
                                   << "[]"
                                   << "encoder.sizes";
        QTest::newRow("huge layer") << "/decoder/sizes"
                                    << "[1000000]"
                                    << "decoder.sizes";
        QTest::newRow("no decoder") << "/decoder"
                                    << "null"
                                    << "decoder";
        QTest::newRow("unknown output") << "/decoder/outputs/0/kind"
                                        << "\"loud\""
                                        << "decoder.outputs.kind";
        QTest::newRow("output of another codec") << "/decoder/outputs/0/kind"
                                                 << "\"categorical\""
                                                 << "decoder.outputs must be groove 27";
        QTest::newRow("too wide") << "/decoder/outputs/0/width"
                                  << "28"
                                  << "decoder.outputs";
        QTest::newRow("levels") << "/decoder/level_lengths"
                                << "[4, 16]"
                                << "decoder.level_lengths";
        QTest::newRow("one level") << "/encoder/level_lengths"
                                   << "[32]"
                                   << "encoder.level_lengths";
        QTest::newRow("endless levels") << "/encoder/level_lengths"
                                        << "[32, 32, 32, 32, 32, 32, 32, 32]"
                                        << "encoder.level_lengths";
        QTest::newRow("no conductor") << "/decoder/conductor_input"
                                      << "\"final-states\""
                                      << "decoder.conductor_input";
        QTest::newRow("no controls") << "/decoder/control_sizes"
                                     << "[16]"
                                     << "decoder.control_sizes";
        QTest::newRow("codec") << "/codec"
                               << "3"
                               << "codec";
        QTest::newRow("bars") << "/codec/bars"
                              << "-1"
                              << "bars";
        QTest::newRow("drum map") << "/codec/drum_map/classes"
                                  << "[]"
                                  << "drum_map";
        QTest::newRow("pitch twice") << "/codec/drum_map/classes/0/pitches"
                                     << "[38]"
                                     << "38";
        QTest::newRow("no pitch") << "/codec/drum_map/classes/0/pitches"
                                  << "[]"
                                  << "drum_map";
    }
    void brokenJsonNamesTheField() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        auto json = toJson(*namedConfiguration("groovae_2bar"));
        json[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
        const auto read = architectureFromJson(json);
        QVERIFY(!read);
        QVERIFY2(read.error().text().find(named.toStdString()) != std::string::npos, read.error().text().c_str());
    }

    void encodingsNeedAnOutputThatTheEncoderReads() {
        auto architecture = *namedConfiguration("cat-mel_2bar_small");
        architecture.encoder.levelLengths = {8, 4};
        architecture.decoder.levelLengths = {4, 8};
        architecture.decoder.conductorInput = ConductorInput::Encodings;
        QVERIFY(validate(architecture));
        architecture.codec = DrumsCodecConfig{};
        architecture.decoder.outputs = outputsFor(architecture.codec);
        const auto status = validate(architecture);
        QVERIFY(!status);
        QVERIFY(status.error().text().find("decoder.conductor_input") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestArchitecture)
#include "tst_Architecture.moc"

#include "core/magenta/JsFolder.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace segue;
using namespace segue::magenta;

namespace {

namespace fs = std::filesystem;

const test::Variables kVariables{{"decoder/a/kernel", {{2, 3}, {1, 2, 3, 4, 5, 6}}},
                                 {"decoder/a/bias", {{3}, {-1, -2, -3}}}};
const nlohmann::json kConfiguration{{"type", "MusicVAE"}};

} // namespace

class TestJsFolder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    Reading m_reading;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void weightsAcrossFilesAreRead() {
        QVERIFY(test::writeJsFolder(m_folder, kVariables, kConfiguration));
        const auto checkpoint = readJsFolder(m_folder, m_reading);
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        QCOMPARE(checkpoint->variables, kVariables);
        QVERIFY(checkpoint->configuration == kConfiguration);
        QVERIFY(checkpoint->format == CheckpointFormat::MagentaJs);
    }

    void quantisedWeightsAreScaled() {
        const nlohmann::json manifest{{{"paths", {"shard"}},
                                       {"weights",
                                        {{{"name", "eight"},
                                          {"shape", {2}},
                                          {"dtype", "float32"},
                                          {"quantization", {{"dtype", "uint8"}, {"scale", 0.5}, {"min", -1.0}}}},
                                         {{"name", "step"}, {"shape", nlohmann::json::array()}, {"dtype", "int32"}},
                                         {{"name", "sixteen"},
                                          {"shape", {1}},
                                          {"dtype", "float32"},
                                          {"quantization", {{"dtype", "uint16"}, {"scale", 0.25}, {"min", 2.0}}}}}}}};
        QVERIFY(test::write(m_folder / "weights_manifest.json", manifest.dump()));
        QVERIFY(test::write(m_folder / "shard", std::string("\x00\xff\x07\x00\x00\x00\x01\x01", 8)));
        const auto checkpoint = readJsFolder(m_folder, m_reading);
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        QCOMPARE(checkpoint->variables.at("eight").values, (std::vector<float>{-1, 126.5F}));
        QCOMPARE(checkpoint->variables.at("sixteen").values, std::vector<float>{66.25F});
        QCOMPARE(checkpoint->ignored, std::vector<std::string>{"step"});
        QVERIFY(checkpoint->configuration.is_null());
    }

    void missingAndMismatchedFilesAreNamed() {
        QVERIFY(test::writeJsFolder(m_folder, kVariables, kConfiguration));
        QVERIFY(test::write(m_folder / "group1-shard2of2", "short"));
        auto checkpoint = readJsFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("group1-shard2of2") != std::string::npos);
        QVERIFY(test::write(m_folder / "group1-shard2of2", std::string(100, 'x')));
        checkpoint = readJsFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("do not belong together") != std::string::npos);
        QVERIFY(fs::remove(m_folder / "group1-shard2of2"));
        checkpoint = readJsFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
    }

    void aConfigurationThatIsNoneIsRefused() {
        QVERIFY(test::writeJsFolder(m_folder, kVariables, nlohmann::json::array()));
        QCOMPARE(readJsFolder(m_folder, m_reading).error().code(), ErrorCode::Malformed);
    }

    void oneFileAVariableIsRead() {
        QVERIFY(test::writeLegacyFolder(m_folder, kVariables, {{"type", "MelodyConverter"}}));
        const auto checkpoint = readLegacyFolder(m_folder, m_reading);
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        QCOMPARE(checkpoint->variables, kVariables);
        QVERIFY(checkpoint->configuration["type"] == "MelodyConverter");
        QVERIFY(checkpoint->format == CheckpointFormat::Legacy);
    }

    void theConverterMayBeMissing() {
        QVERIFY(test::writeLegacyFolder(m_folder, kVariables, nullptr));
        QVERIFY(readLegacyFolder(m_folder, m_reading).value().configuration.is_null());
    }

    void filesOfAnotherSizeAreNamed() {
        QVERIFY(test::writeLegacyFolder(m_folder, kVariables, nullptr));
        for (const std::size_t size : {std::size_t{20}, std::size_t{28}}) {
            QVERIFY(test::write(m_folder / "decoder_a_kernel", std::string(size, '\0')));
            const auto checkpoint = readLegacyFolder(m_folder, m_reading);
            QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
            QVERIFY(checkpoint.error().message().find("decoder/a/kernel takes 24") != std::string::npos);
        }
        QVERIFY(fs::remove(m_folder / "decoder_a_kernel"));
        const auto checkpoint = readLegacyFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
        QVERIFY(checkpoint.error().text().find("decoder/a/kernel") != std::string::npos);
    }

    void aMissingEncoderIsNoReasonToGiveUp() {
        auto variables = kVariables;
        variables["encoder/mu/bias"] = {{2}, {1, 2}};
        QVERIFY(test::writeLegacyFolder(m_folder, variables, nullptr));
        QVERIFY(fs::remove(m_folder / "encoder_mu_bias"));
        const auto checkpoint = readLegacyFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::NotFound);
        QVERIFY(checkpoint.error().text().find("--decoder-only") != std::string::npos);
    }

    void valuesThatAreNotFiniteAreNamed() {
        auto variables = kVariables;
        variables["decoder/a/bias"].values[1] = std::numeric_limits<float>::infinity();
        QVERIFY(test::writeLegacyFolder(m_folder, variables, nullptr));
        const auto checkpoint = readLegacyFolder(m_folder, m_reading);
        QCOMPARE(checkpoint.error().code(), ErrorCode::Malformed);
        QVERIFY(checkpoint.error().message().find("decoder_a_bias") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestJsFolder)
#include "tst_JsFolder.moc"

#include "app/cli/TokensJson.h"

#include "core/architecture/Architecture.h"
#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "tests/support/RandomModel.h"

#include <QTest>

using namespace segue;
using namespace segue::cli;
using architecture::CodecConfig;

namespace {

CodecConfig configOf(const char* name) {
    return architecture::namedConfiguration(name)->codec;
}

/// One random class for each of the choices that make a row; rows after the end of an instrument are empty.
std::vector<float> randomOutput(const CodecConfig& config, Random& random) {
    const auto shape = architecture::tensorShape(config);
    const auto depth = static_cast<std::size_t>(shape.output);
    std::vector<float> output(static_cast<std::size_t>(shape.steps) * depth);
    if (const auto* groove = std::get_if<architecture::GrooveCodecConfig>(&config)) {
        codec::GrooveCodec(*groove).toTensor(test::randomPattern(groove->steps(), 0.3, random), output);
        return output;
    }
    std::vector<std::size_t> choices{depth};
    if (std::holds_alternative<architecture::TrioCodecConfig>(config))
        choices = {90, 90, 512};
    if (const auto* performance = std::get_if<architecture::PerformanceCodecConfig>(&config)) {
        const auto events = static_cast<std::size_t>(performance->eventsPerInstrument);
        for (std::size_t instrument = 0; instrument < static_cast<std::size_t>(performance->instruments);
             ++instrument) {
            const std::size_t length = 1 + random.below(events);
            for (std::size_t event = 0; event < length; ++event) {
                const bool isLast = event + 1 == length;
                output[(instrument * events + event) * depth + (isLast ? depth - 1 : random.below(depth - 1))] = 1;
            }
        }
        return output;
    }
    for (std::size_t at = 0; at < output.size();)
        for (const std::size_t classes : choices) {
            output[at + random.below(classes)] = 1;
            at += classes;
        }
    return output;
}

} // namespace

class TestTokensJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void outputsComeBack_data() {
        QTest::addColumn<QString>("name");
        for (const architecture::Architecture& configuration : architecture::namedConfigurations())
            QTest::newRow(configuration.name.c_str()) << QString::fromStdString(configuration.name);
    }
    void outputsComeBack() {
        QFETCH(QString, name);
        const CodecConfig config = configOf(name.toStdString().c_str());
        Random random(7);
        const std::vector<std::vector<float>> written{randomOutput(config, random), randomOutput(config, random)};
        const auto document = nlohmann::json::parse(outputsToJson(config, {written[0], written[1]}).dump());
        const auto outputs = outputsFromJson(document, config);
        QVERIFY2(outputs, outputs ? "" : outputs.error().message().c_str());
        QVERIFY(*outputs == written);
    }

    void classesAreWrittenAsNumbers() {
        const CodecConfig config = architecture::MelodyCodecConfig{.bars = 1};
        std::vector<float> output(16 * 90);
        for (std::size_t step = 0; step < 16; ++step)
            output[step * 90 + (step == 2 ? 41 : 0)] = 1;
        QVERIFY(outputsToJson(config, {output})["tokens"] ==
                nlohmann::json::parse("[[0,0,41,0,0,0,0,0,0,0,0,0,0,0,0,0]]"));
    }

    void aStepOfATrioHasThreeClasses() {
        const CodecConfig config = architecture::TrioCodecConfig{.bars = 2};
        const auto document = nlohmann::json::parse(R"({"tokens": [[[1, 2, 511], [89, 0, 0]]]})");
        const auto outputs = outputsFromJson(document, config);
        QVERIFY(outputs);
        QCOMPARE(outputs->front().size(), std::size_t{2 * 692});
        for (const std::size_t at : {std::size_t{1}, std::size_t{92}, std::size_t{691}, std::size_t{692 + 89}})
            QCOMPARE(outputs->front()[at], 1.0F);
    }

    void instrumentsThatAreMissingAreEnded() {
        const architecture::PerformanceCodecConfig config{.instruments = 2, .eventsPerInstrument = 4};
        const auto outputs = outputsFromJson(nlohmann::json::parse(R"({"tokens": [[[360, 60]]]})"), config);
        QVERIFY(outputs);
        for (const std::size_t row : {std::size_t{2}, std::size_t{4}})
            QCOMPARE(outputs->front()[row * 490 + 489], 1.0F);
    }

    void faultsAreNamed_data() {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* config, const char* content, const char* said) {
            QTest::newRow(name) << QString::fromUtf8(config) << QString::fromUtf8(content) << QString::fromUtf8(said);
        };
        row("no object", "cat-mel_2bar_small", "[]", "\"tokens\"");
        row("other kind", "nade-drums_2bar_reduced", R"({"tokens": [[1]]})", "\"rolls\"");
        row("no list", "cat-mel_2bar_small", R"({"tokens": [1]})", "tokens[0]");
        row("no class", "cat-mel_2bar_small", R"({"tokens": [[0], [0, 90]]})", "tokens[1][1]");
        row("negative", "cat-mel_2bar_small", R"({"tokens": [[-1]]})", "tokens[0][0]");
        row("a fraction", "cat-mel_2bar_small", R"({"tokens": [[0.5]]})", "tokens[0][0]");
        row("two of three", "flat-trio_16bar", R"({"tokens": [[[0, 1]]]})", "tokens[0][0] has 2");
        row("nine instruments", "hier-multiperf_vel_1bar_med", R"({"tokens": [[[],[],[],[],[],[],[],[],[]]]})",
            "tokens[0] has 9");
        row("no instrument", "hier-multiperf_vel_1bar_med", R"({"tokens": [[[], 5]]})", "tokens[0][1]");
        row("eight drums", "nade-drums_2bar_reduced", R"({"rolls": [[[0, 0, 0, 0, 0, 0, 0, 0]]]})",
            "rolls[0][0] has 8");
        row("text", "nade-drums_2bar_reduced", R"({"rolls": [[[0, 0, 0, 0, 0, 0, 0, 0, "x"]]]})", "rolls[0][0]");
        row("no velocities", "groovae_2bar", R"({"hits": []})", "velocities");
    }
    void faultsAreNamed() {
        QFETCH(QString, config);
        QFETCH(QString, content);
        QFETCH(QString, said);
        const auto outputs =
            outputsFromJson(nlohmann::json::parse(content.toStdString()), configOf(config.toStdString().c_str()));
        QVERIFY(!outputs);
        QVERIFY2(outputs.error().message().find(said.toStdString()) != std::string::npos,
                 outputs.error().message().c_str());
    }

    void tooManyStepsAreRefused() {
        const std::vector<int> steps(33);
        const auto outputs = outputsFromJson({{"tokens", {steps}}}, configOf("cat-mel_2bar_small"));
        QCOMPARE(outputs.error().code(), ErrorCode::ShapeMismatch);
    }

    void rowsKeepTheirNumbers() {
        const std::vector<float> tensor{1, 0.5F, 0, -0.25F};
        QCOMPARE(QString::fromStdString(rowsToJson(tensor, 2).dump()), QStringLiteral("[[1,0.5],[0,-0.25]]"));
    }
};

QTEST_APPLESS_MAIN(TestTokensJson)
#include "tst_TokensJson.moc"

#include "training/RunConfig.h"

#include "tests/training/SyntheticMusic.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sstream>

using namespace segue;
using namespace segue::training;

namespace {

RunConfig example() {
    return {test::tinyArchitecture(),  test::tinyParameters(), 500, 0.0, {{"name", "Grooves"}}, 2,
            model::Precision::BFloat16};
}

} // namespace

class TestRunConfig : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    [[nodiscard]] std::filesystem::path file() const {
        return std::filesystem::path(m_temporary.path().toStdString()) / "config.json";
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void comesBackWhole() {
        QVERIFY(writeRunConfig(file(), example()));
        const auto back = readRunConfig(file());
        QVERIFY(back);
        QVERIFY(*back == example());
    }

    void brokenFilesAreMalformedAndNewerOnesUnsupported_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("newer");
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("no JSON") << QByteArray("{") << false;
        QTest::newRow("a list") << QByteArray("[]") << false;
        QTest::newRow("no architecture") << QByteArray("{\"format_version\":1}") << false;
        QTest::newRow("another kind") << QByteArray("{\"format_version\":\"x\"}") << false;
        QTest::newRow("newer") << QByteArray("{\"format_version\":2}") << true;
    }
    void brokenFilesAreMalformedAndNewerOnesUnsupported() {
        QFETCH(QByteArray, text);
        QFETCH(bool, newer);
        std::ofstream(file()) << text.toStdString();
        const auto config = readRunConfig(file());
        QVERIFY(!config);
        QVERIFY(config.error().code() == (newer ? ErrorCode::Unsupported : ErrorCode::Malformed));
        QVERIFY(config.error().message().find("config.json") != std::string::npos);
    }

    void runOfBeforePrecisionsMultipliesIn32Bits() {
        QVERIFY(writeRunConfig(file(), example()));
        std::stringstream text;
        text << std::ifstream(file()).rdbuf();
        auto object = nlohmann::json::parse(text.str());
        QVERIFY(object.erase("precision") == 1);
        std::ofstream(file()) << object;
        QVERIFY(readRunConfig(file())->precision == model::Precision::Float32);
        for (const int parts : {0, -1, 1'000'000}) {
            object["parts"] = parts;
            std::ofstream(file()) << object;
            QVERIFY(readRunConfig(file()).error().code() == ErrorCode::Malformed);
        }
        object.erase("parts");
        object["precision"] = "float17";
        std::ofstream(file()) << object;
        QVERIFY(readRunConfig(file()).error().code() == ErrorCode::Malformed);
    }

    void precisionStaysWhatItWasUnlessNoneIsAsked() {
        auto now = example();
        now.precision.reset();
        QVERIFY(mayResume(example(), now));
        now.precision = model::Precision::Float32;
        QVERIFY(mayResume(example(), now).error().message().find("precision") != std::string::npos);
    }

    void runMayBeGivenMoreTimeButNothingElse() {
        auto now = example();
        now.totalSteps = 1000;
        QVERIFY(mayResume(example(), now));
        now.parameters.batchSize = 9;
        const auto status = mayResume(example(), now);
        QVERIFY(!status);
        QVERIFY(status.error().message().find("batch_size") != std::string::npos);
        now = example();
        now.architecture.latentSize = 5;
        QVERIFY(!mayResume(example(), now));
        now = example();
        now.minutes = 3.0;
        QVERIFY(!mayResume(example(), now));
    }
};

QTEST_APPLESS_MAIN(TestRunConfig)
#include "tst_RunConfig.moc"

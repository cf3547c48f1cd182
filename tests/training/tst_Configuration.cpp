#include "training/Configuration.h"

#include "tests/training/SyntheticMusic.h"
#include "training/RunConfig.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::training;
using nlohmann::json;

class TestConfiguration : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    [[nodiscard]] std::filesystem::path file() const {
        return m_folder.filePath(QStringLiteral("my.json")).toStdString();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyNamedOneComesBackFromItsFile() {
        for (const auto& architecture : architecture::namedConfigurations()) {
            const auto configuration = namedConfiguration(architecture.name).value();
            std::ofstream(file()) << toJson(configuration).dump(2);
            const auto back = readConfiguration(file());
            QVERIFY2(back, architecture.name.c_str());
            QVERIFY(back->architecture == withSizes(configuration.architecture, configuration.parameters));
            auto parameters = configuration.parameters;
            parameters.encoderSizes.clear(); // they are in the architecture
            QVERIFY(back->parameters == parameters);
        }
    }

    void unknownNameSaysWhichThereAre() {
        const auto configuration = namedConfiguration("cat-mel_3bar");
        QVERIFY(!configuration);
        QVERIFY(configuration.error().code() == ErrorCode::NotFound);
        QVERIFY(configuration.error().message().find("cat-mel_2bar_small") != std::string::npos);
    }

    void whatIsNotNamedIsAsUsual() {
        auto whole = toJson(namedConfiguration("cat-drums_2bar_big").value());
        whole["hyperparameters"] = {{"batch_size", 7}};
        const auto some = configurationFromJson(whole);
        QVERIFY(some);
        QCOMPARE(some->parameters.batchSize, 7);
        QCOMPARE(some->parameters.freeBits, 48.0);
        whole.erase("hyperparameters");
        QVERIFY(configurationFromJson(whole).value() == namedConfiguration("cat-drums_2bar_big").value());
    }

    void configOfARunIsOne() {
        const RunConfig run{test::tinyArchitecture(), test::tinyParameters(), 500, 0.0, {}, 1, {}};
        QVERIFY(writeRunConfig(file(), run));
        const auto configuration = readConfiguration(file());
        QVERIFY(configuration);
        QVERIFY(configuration->architecture == run.architecture);
        QVERIFY(configuration->parameters == run.parameters);
    }

    void faultsNameTheirField_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* pointer, const char* value, const char* named) {
            QTest::newRow(pointer) << QString::fromLatin1(pointer) << QString::fromLatin1(value)
                                   << QString::fromLatin1(named);
        };
        row("/hyperparameters/batch_size", "0", "batch_size");
        row("/hyperparameters/batch_sice", "3", "hyperparameters.batch_sice");
        row("/hyperparameters", "[]", "hyperparameters");
        row("/architecture/decoder/sizes", "\"many\"", "sizes");
        row("/architecture/decoder/sizez", "[3]", "architecture.decoder.sizez");
        row("/architecture/codec/bar", "3", "architecture.codec.bar");
        row("/architecture/latent_size", "0", "latent_size");
        row("/architecture", "null", "architecture");
    }
    void faultsNameTheirField() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, named);
        auto whole = toJson(namedConfiguration("hierdec-drums_4bar_small").value());
        whole[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
        std::ofstream(file()) << whole.dump();
        const auto configuration = readConfiguration(file());
        QVERIFY(!configuration);
        const auto text = configuration.error().text();
        QVERIFY2(text.find(named.toStdString()) != std::string::npos, text.c_str());
        QVERIFY(text.find("my.json") != std::string::npos);
    }

    void bytesThatAreNoConfigurationAreAnError_data() {
        QTest::addColumn<QByteArray>("bytes");
        for (const char* const bytes : {"", "{", "[]", "3", "{\"architecture\": 3}", "\xff\xfe"})
            QTest::newRow(bytes) << QByteArray(bytes);
    }
    void bytesThatAreNoConfigurationAreAnError() {
        QFETCH(QByteArray, bytes);
        std::ofstream(file()) << bytes.toStdString();
        QVERIFY(!readConfiguration(file()));
    }
};

QTEST_APPLESS_MAIN(TestConfiguration)
#include "tst_Configuration.moc"

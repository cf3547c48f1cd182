#include "core/magenta/Import.h"

#include "core/architecture/Blueprint.h"
#include "tests/support/MagentaVariables.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

namespace fs = std::filesystem;

Result<Imported> import(const fs::path& path, ImportOptions options = {}) {
    Reading reading(options.part);
    return importCheckpoint(path, options, reading);
}

} // namespace

class TestImport : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void everyConfigurationIsImportedFromEveryFormat_data() {
        QTest::addColumn<QString>("name");
        for (const auto& named : architecture::namedConfigurations())
            QTest::addRow("%s", named.name.c_str()) << QString::fromStdString(named.name);
    }
    void everyConfigurationIsImportedFromEveryFormat() {
        QFETCH(QString, name);
        const auto architecture = test::tiny(name.toStdString());
        const auto variables = test::randomVariables(architecture, 3);
        for (const char* folder : {"tensorflow", "js", "legacy"})
            QVERIFY(fs::create_directory(m_folder / folder));
        QVERIFY(test::writeBundle(m_folder / "tensorflow" / "model.ckpt", variables, 2));
        QVERIFY(test::write(m_folder / "model.tar", test::bundleTar(variables)));
        QVERIFY(test::writeJsFolder(m_folder / "js", variables, nlohmann::json::object()));
        QVERIFY(test::writeLegacyFolder(m_folder / "legacy", variables, nullptr));

        ImportOptions options;
        options.architecture = architecture;
        std::map<std::string, files::Tensor> weights;
        for (const char* source : {"tensorflow", "model.tar", "js", "legacy"}) {
            const auto imported = import(m_folder / source, options);
            QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
            QCOMPARE(imported->variables, variables.size());
            if (!weights.empty()) {
                QVERIFY(imported->model.weights == weights);
                continue;
            }
            weights = imported->model.weights;
            QVERIFY(writeModelFile(m_folder / "model.safetensors", imported->model));
            const auto read = files::readModelFile(m_folder / "model.safetensors");
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            QVERIFY(read->architecture == imported->model.architecture);
        }
    }

    void theReportSaysWhatBecameOfTheVariables() {
        const auto architecture = test::tiny("groovae_2bar");
        const auto variables = test::randomVariables(architecture, 3);
        QVERIFY(test::writeBundle(m_folder / "model.ckpt", variables));
        ImportOptions options;
        options.architecture = architecture;
        options.part = Part::DecoderOnly;
        options.licence = "Apache-2.0";
        const auto imported = import(m_folder, options);
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QVERIFY(!imported->model.architecture.encoder.present);
        QCOMPARE(imported->variables, std::size_t{8});
        QCOMPARE(imported->leftOut.size(), variables.size() - 8);
        QCOMPARE(imported->ignored.size(), 2 * variables.size() + 4);
        QVERIFY(imported->model.provenance["licence"] == "Apache-2.0");
        QVERIFY(imported->model.provenance["format"] == "TensorFlow");
        QVERIFY(imported->model.provenance["imported_from"] == "model.ckpt");
        QCOMPARE(imported->model.provenance["checksum_of_variables"].get<std::string>().size(), std::size_t{16});
    }

    void aMissingEncoderAsksForDecoderOnly() {
        const auto architecture = test::tiny("cat-mel_2bar_small");
        auto variables = test::randomVariables(architecture, 3);
        variables.erase("encoder/sigma/kernel");
        QVERIFY(test::writeBundle(m_folder / "some", variables));
        std::erase_if(variables, [](const auto& variable) { return variable.first.starts_with("encoder/"); });
        QVERIFY(test::writeBundle(m_folder / "none", variables));
        ImportOptions options;
        options.architecture = architecture;
        for (const char* prefix : {"some", "none"}) {
            options.part = Part::Everything;
            const auto whole = import(m_folder / prefix, options);
            QVERIFY(!whole);
            QCOMPARE(whole.error().code(), ErrorCode::ShapeMismatch);
            QVERIFY2(whole.error().text().find("--decoder-only") != std::string::npos, whole.error().text().c_str());
            options.part = Part::DecoderOnly;
            const auto decoder = import(m_folder / prefix, options);
            QVERIFY2(decoder, decoder ? "" : decoder.error().text().c_str());
        }
    }

    void aWrongConfigurationIsNamedWithTheVariable() {
        QVERIFY(test::writeBundle(m_folder / "a", test::randomVariables(test::tiny("cat-mel_2bar_small"), 3)));
        ImportOptions options;
        options.architecture = test::tiny("cat-drums_2bar_small");
        const auto imported = import(m_folder, options);
        QVERIFY(!imported);
        QCOMPARE(imported.error().code(), ErrorCode::ShapeMismatch);
        QVERIFY2(imported.error().message().find("lstm_cell/kernel is [93, 12]; cat-drums_2bar_small makes it") !=
                     std::string::npos,
                 imported.error().message().c_str());
    }

    void aDrumMapOfOnesOwnIsKept() {
        auto architecture = test::tiny("cat-drums_2bar_small");
        std::get<architecture::DrumsCodecConfig>(architecture.codec).drumMap = music::rolandDrumMap();
        QVERIFY(test::writeBundle(m_folder / "a", test::randomVariables(architecture, 3)));
        ImportOptions options;
        options.architecture = architecture;
        const auto mapOf = [](const Imported& imported) {
            return std::get<architecture::DrumsCodecConfig>(imported.model.architecture.codec).drumMap;
        };
        QVERIFY(mapOf(import(m_folder, options).value()) == music::generalMidiDrumMap());
        options.keepsDrumMap = true;
        QVERIFY(mapOf(import(m_folder, options).value()) == music::rolandDrumMap());
    }
};

QTEST_APPLESS_MAIN(TestImport)
#include "tst_Import.moc"

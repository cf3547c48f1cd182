#include "core/architecture/Blueprint.h"
#include "core/files/ModelFile.h"

#include "core/base/Files.h"
#include "core/base/Random.h"

#include <nlohmann/json.hpp>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <fstream>
#include <iterator>
#include <limits>

using namespace segue;
using namespace segue::files;

namespace {

ModelFile smallModel(std::uint64_t seed = 1) {
    Random random(seed);
    ModelFile model;
    model.architecture = *architecture::namedConfiguration("groovae_2bar");
    model.architecture.latentSize = 3;
    model.architecture.encoder.sizes = {4};
    model.architecture.decoder.sizes = {5, 6};
    model.provenance = {{"data", "made up"}, {"steps", 12}};
    for (const auto& [name, shape] : architecture::weightShapes(model.architecture)) {
        Tensor& weight = model.weights[name];
        weight.shape = shape;
        std::size_t count = 1;
        for (const std::int64_t size : shape)
            count *= static_cast<std::size_t>(size);
        for (std::size_t i = 0; i < count; ++i)
            weight.values.push_back(static_cast<float>(random.normal()));
    }
    return model;
}

/// What ModelFile.md says, and nothing of the code that it describes: names, shapes and values of 32-bit floats.
std::map<std::string, Tensor> readByTheDescription(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    std::size_t length = 0;
    for (int index = 7; index >= 0; --index)
        length = length * 256 + static_cast<unsigned char>(bytes.at(static_cast<std::size_t>(index)));
    const auto header = nlohmann::json::parse(bytes.substr(8, length));
    std::map<std::string, Tensor> tensors;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__")
            continue;
        Tensor& tensor = tensors[name];
        tensor.shape = entry.at("shape").get<std::vector<std::int64_t>>();
        const std::size_t end = entry.at("data_offsets").at(1);
        for (std::size_t at = entry.at("data_offsets").at(0); at < end; at += 4) {
            std::uint32_t bits = 0;
            for (std::size_t index = 4; index-- > 0;)
                bits = bits * 256 + static_cast<unsigned char>(bytes.at(8 + length + at + index));
            tensor.values.push_back(std::bit_cast<float>(bits));
        }
    }
    return tensors;
}

ModelFile modelWithFit() {
    ModelFile model = smallModel();
    model.fitted.tensors["density.weights"] = {{2}, {1, 0.5F}};
    model.fitted.tensors["attributes"] = {{1, 3}, {1, 2, 3}};
    model.fitted.facts = {{"attributes", {{{"name", "density"}}}}};
    return model;
}

} // namespace

class TestModelFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writtenModelsReadBack() {
        const ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        const auto read = readModelFile(path());
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->architecture == model.architecture);
        QVERIFY(read->provenance == model.provenance);
        QVERIFY(read->weights == model.weights);
        QCOMPARE(weightsChecksum(*read), weightsChecksum(model));
    }

    void weightsAreReadOneAtATime_data() {
        QTest::addColumn<bool>("halves");
        QTest::newRow("single precision") << false;
        QTest::newRow("half precision") << true;
    }
    void weightsAreReadOneAtATime() {
        QFETCH(bool, halves);
        QVERIFY(writeModelFile(path(), smallModel(), halves ? StoredType::Float16 : StoredType::Float32));
        const auto whole = readModelFile(path());
        const auto reader = ModelReader::open(path());
        QVERIFY(whole && reader);
        QVERIFY(reader->architecture() == whole->architecture);
        QVERIFY(reader->provenance() == whole->provenance);
        QCOMPARE(reader->checksum(), weightsChecksum(*whole));
        for (const auto& [name, weight] : whole->weights)
            QVERIFY(reader->read(name).value() == weight);
    }

    void whatWasFittedIsKeptBesideTheWeights() {
        const ModelFile model = modelWithFit();
        QVERIFY(writeModelFile(path(), model));
        const auto read = readModelFile(path());
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(read->fitted == model.fitted);
        QVERIFY(read->weights == model.weights);
        const auto reader = ModelReader::open(path());
        QVERIFY(reader);
        QVERIFY(reader->fitted() == model.fitted);
    }

    void whatWasFittedDoesNotMakeItAnotherModel() {
        QCOMPARE(weightsChecksum(modelWithFit()), weightsChecksum(smallModel()));
        QVERIFY(writeModelFile(path(), modelWithFit()));
        QCOMPARE(ModelReader::open(path())->checksum(), weightsChecksum(smallModel()));
    }

    void olderReadersAreToldOnlyOfFilesThatTheyCannotRead() {
        const auto version = [this] { return readSafetensorsMetadata(path())->at("segue.format_version"); };
        QVERIFY(writeModelFile(path(), smallModel()));
        QCOMPARE(version(), std::string("1"));
        QVERIFY(writeModelFile(path(), modelWithFit()));
        QCOMPARE(version(), std::string("2"));
    }

    void fitThatIsNotFiniteIsNeitherWrittenNorRead() {
        ModelFile model = modelWithFit();
        QVERIFY(writeModelFile(path(), model));
        auto file = *readSafetensorsFile(path());
        file.tensors["fitted.attributes"].values[0] = std::numeric_limits<float>::infinity();
        QVERIFY(writeFileAtomically(path(), writeSafetensors(file)));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::Malformed);
        QCOMPARE(ModelReader::open(path()).error().text(), readModelFile(path()).error().text());
        model.fitted.tensors["attributes"].values[0] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(writeModelFile(path(), model).error().code() == ErrorCode::InvalidArgument);
    }

    void fileThatBecomesShorterIsUnreadable() {
        QVERIFY(writeModelFile(path(), smallModel()));
        const auto reader = ModelReader::open(path());
        QVERIFY(reader);
        std::filesystem::resize_file(path(), 100);
        QVERIFY(reader->read("encoder.mean.bias").error().code() == ErrorCode::Unreadable);
    }

    void whoeverReadsItByItsDescriptionFindsTheSame() {
        const ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(readByTheDescription(path()) == model.weights);
    }

    void pythonFindsTheSame() {
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral("import numpy, safetensors")});
        if (!python.waitForFinished() || python.exitCode() != 0)
            QSKIP("python3 has no safetensors library");
        const ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        const QString script = QStringLiteral(SEGUE_TEST_DATA "/files/print_safetensors.py");
        python.start(QStringLiteral("python3"), {script, QString::fromStdString(path().string())});
        QVERIFY(python.waitForFinished());
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const auto read = nlohmann::json::parse(python.readAllStandardOutput().toStdString());
        QCOMPARE(read.size(), model.weights.size());
        for (const auto& [name, tensor] : model.weights) {
            QVERIFY2(read.contains(name), name.c_str());
            QCOMPARE(read[name]["shape"].get<std::vector<std::int64_t>>(), tensor.shape);
            QCOMPARE(read[name]["values"].get<std::vector<float>>(), tensor.values);
        }
    }

    void architectureIsReadWithoutTheWeights() {
        const ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(readArchitecture(path()).value() == model.architecture);
        std::filesystem::resize_file(path(), std::filesystem::file_size(path()) - 100); // weights are cut short
        QVERIFY(readArchitecture(path()).value() == model.architecture);
        std::filesystem::resize_file(path(), 100);
        QVERIFY(readArchitecture(path()).error().code() == ErrorCode::Malformed);
    }

    void sixteenBitsHalveTheFile() {
        const ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        const auto large = std::filesystem::file_size(path());
        QVERIFY(writeModelFile(path(), model, StoredType::Float16));
        QVERIFY(std::filesystem::file_size(path()) < large * 3 / 4);
        const auto once = readModelFile(path());
        QVERIFY(once);
        QVERIFY(writeModelFile(path(), *once, StoredType::Float16));
        QCOMPARE(weightsChecksum(*readModelFile(path())), weightsChecksum(*once));
    }

    void checksumIsTheDocumentedOne() {
        ModelFile model;
        QCOMPARE(weightsChecksum(model), std::string("cbf29ce484222325"));
        model.weights["a"] = {{1}, {1.0F}};
        // Worked out in Python from ModelFile.md.
        QCOMPARE(weightsChecksum(model), std::string("07271368b29fdc49"));
    }

    void checksumSeesNamesShapesAndValues() {
        const ModelFile model = smallModel();
        ModelFile other = model;
        other.weights.begin()->second.values.back() += 1e-6F;
        QVERIFY(weightsChecksum(other) != weightsChecksum(model));
        other = model;
        other.weights["encoder.mean.weights"] = other.weights.extract("encoder.mean.weight").mapped();
        QVERIFY(weightsChecksum(other) != weightsChecksum(model));
        other = model;
        std::swap(other.weights["encoder.mean.weight"].shape[0], other.weights["encoder.mean.weight"].shape[1]);
        QVERIFY(weightsChecksum(other) != weightsChecksum(model));
    }

    void strangeFilesAreRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* id, const char* key, const char* value, const char* code, const char* says) {
            QTest::newRow(id) << QString::fromLatin1(key) << QString::fromLatin1(value) << QString::fromLatin1(code)
                              << QString::fromLatin1(says);
        };
        row("other safetensors", "segue.format_version", nullptr, "unsupported", "no model");
        row("newer format", "segue.format_version", "3", "unsupported", "newer");
        row("version 0", "segue.format_version", "0", "malformed", "version");
        row("version in words", "segue.format_version", "one", "malformed", "version");
        row("no architecture", "segue.architecture", nullptr, "malformed", "segue.architecture");
        row("broken architecture", "segue.architecture", "{", "malformed", "segue.architecture");
        row("architecture is a list", "segue.architecture", "[]", "malformed", "segue.architecture");
        row("empty architecture", "segue.architecture", "{}", "malformed", "segue.architecture");
        row("broken provenance", "segue.provenance", "x", "malformed", "segue.provenance");
    }
    void strangeFilesAreRefused() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, code);
        QFETCH(QString, says);
        QVERIFY(writeModelFile(path(), smallModel()));
        auto file = readSafetensorsFile(path());
        QVERIFY(file);
        if (value.isNull())
            file->metadata.erase(key.toStdString());
        else
            file->metadata[key.toStdString()] = value.toStdString();
        QVERIFY(writeFileAtomically(path(), writeSafetensors(*file)));
        const auto model = readModelFile(path());
        QVERIFY(!model);
        QCOMPARE(QString::fromStdString(std::string(name(model.error().code()))), code);
        const QString text = QString::fromStdString(model.error().text());
        QVERIFY2(text.contains(says) && text.contains(QString::fromStdString(path().string())), qPrintable(text));
        QCOMPARE(ModelReader::open(path()).error().text(), model.error().text());
    }

    void weightsThatDoNotFitAreNamed() {
        ModelFile model = smallModel();
        model.weights["encoder.mean.bias"] = {{4}, {1, 2, 3, 4}};
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::ShapeMismatch);
        QVERIFY(readModelFile(path()).error().text().find("encoder.mean.bias is [4]; its architecture makes it [3]") !=
                std::string::npos);
        model.weights.erase("encoder.mean.bias");
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::ShapeMismatch);
        model = smallModel();
        model.weights["encoder.extra"] = {{1}, {1}};
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::ShapeMismatch);
        QCOMPARE(ModelReader::open(path()).error().text(), readModelFile(path()).error().text());
    }

    void valuesThatAreNotFiniteAreNeitherWrittenNorRead() {
        ModelFile model = smallModel();
        QVERIFY(writeModelFile(path(), model));
        model.weights["encoder.mean.bias"].values[1] = 70000;
        QVERIFY(writeModelFile(path(), model));
        QVERIFY(writeModelFile(path(), model, StoredType::Float16).error().code() == ErrorCode::InvalidArgument);
        model.weights["encoder.mean.bias"].values[1] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(writeModelFile(path(), model).error().code() == ErrorCode::InvalidArgument);

        auto file = *readSafetensorsFile(path());
        file.tensors["encoder.mean.bias"].values[1] = std::numeric_limits<float>::infinity();
        QVERIFY(writeFileAtomically(path(), writeSafetensors(file)));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::Malformed);
        QCOMPARE(ModelReader::open(path()).error().text(), readModelFile(path()).error().text());
    }

    void fileThatIsNoModelIsMalformed() {
        QVERIFY(writeFileAtomically(path(), std::string_view("MThd")));
        QVERIFY(readModelFile(path()).error().code() == ErrorCode::Malformed);
    }

private:
    [[nodiscard]] std::filesystem::path path() const {
        return m_folder.filePath(QStringLiteral("model.safetensors")).toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestModelFile)
#include "tst_ModelFile.moc"

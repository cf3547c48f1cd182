#include "core/files/Safetensors.h"

#include "core/base/Files.h"
#include "core/base/Float16.h"
#include "core/base/Random.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::files;

namespace {

Safetensors randomFile(Random& random) {
    Safetensors file;
    for (std::uint64_t i = random.below(3); i > 0; --i)
        file.metadata["schlüssel" + std::to_string(i)] = "\"" + std::to_string(random.next()) + "\n";
    for (std::uint64_t i = random.below(6); i > 0; --i) {
        Tensor tensor;
        std::size_t count = 1;
        for (std::uint64_t rank = random.below(4); rank > 0; --rank) {
            tensor.shape.push_back(static_cast<std::int64_t>(random.below(5)));
            count *= static_cast<std::size_t>(tensor.shape.back());
        }
        for (std::size_t k = 0; k < count; ++k)
            tensor.values.push_back(static_cast<float>(random.normal()));
        file.tensors["tensor." + std::to_string(random.below(100))] = std::move(tensor);
    }
    return file;
}

std::vector<std::byte> fileOf(const std::string& header, std::size_t dataSize) {
    std::string text(8, '\0');
    for (std::size_t i = 0; i < 8; ++i)
        text[i] = static_cast<char>(header.size() >> (8 * i) & 0xFF);
    text += header + std::string(dataSize, '\0');
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writtenFilesReadBack_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 50; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void writtenFilesReadBack() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        Safetensors file = randomFile(random);
        const auto exact = readSafetensors(writeSafetensors(file));
        QVERIFY2(exact, exact ? "" : exact.error().text().c_str());
        QVERIFY(*exact == file);
        const auto rounded = readSafetensors(writeSafetensors(file, StoredType::Float16));
        QVERIFY(rounded);
        for (auto& [name, tensor] : file.tensors)
            for (float& value : tensor.values)
                value = floatFromHalf(halfFromFloat(value));
        QVERIFY(*rounded == file);
    }

    void dataAreAligned() {
        Random random(3);
        for (int i = 0; i < 20; ++i) {
            const auto bytes = writeSafetensors(randomFile(random));
            QCOMPARE(std::to_integer<int>(bytes[0]) % 8, 0);
        }
    }

    void brainFloatsAreRead() {
        auto bytes = fileOf(R"({"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}})", 4);
        bytes[bytes.size() - 4] = std::byte{0x80}; // 0x3F80 is 1
        bytes[bytes.size() - 3] = std::byte{0x3F};
        const auto file = readSafetensors(bytes);
        QVERIFY(file);
        QVERIFY(file->tensors.at("a").values == (std::vector{1.0F, 0.0F}));
    }

    void brokenFilesAreRefused_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("dataSize");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* id, const char* header, int dataSize, const char* code = "malformed") {
            QTest::newRow(id) << QString::fromUtf8(header) << dataSize << QString::fromLatin1(code);
        };
        row("no JSON", "{", 0);
        row("no object", "[]", 0);
        row("empty header", "", 0);
        row("number as metadata", R"({"__metadata__":{"a":1}})", 0);
        row("list as metadata", R"({"__metadata__":[]})", 0);
        row("tensor is a number", R"({"a":1})", 0);
        row("no dtype", R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4);
        row("dtype is a number", R"({"a":{"dtype":3,"shape":[1],"data_offsets":[0,4]}})", 4);
        row("unknown dtype", R"({"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}})", 8, "unsupported");
        row("negative size", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4);
        row("fractional size", R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4);
        row("size beyond 63 bits", R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})", 4);
        row("sizes that overflow",
            R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967297],"data_offsets":[0,4]}})", 4);
        row("absurd size", R"({"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}})", 4);
        row("offsets too long", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4);
        row("offsets backwards", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4);
        row("shape does not fit", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
        row("beyond the end", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4);
        row("gap before", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8);
        row("bytes left over", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8);
        row("overlap",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
            R"("b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
            6);
        row("same bytes twice",
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
            R"("b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
            4);
        const QByteArray deep(100'000, '[');
        QTest::newRow("deep nesting") << QString::fromLatin1(deep) << 0 << QStringLiteral("malformed");
    }
    void brokenFilesAreRefused() {
        QFETCH(QString, header);
        QFETCH(int, dataSize);
        QFETCH(QString, code);
        const auto file = readSafetensors(fileOf(header.toStdString(), static_cast<std::size_t>(dataSize)));
        QVERIFY(!file);
        QCOMPARE(QString::fromStdString(std::string(name(file.error().code()))), code);
    }

    void absurdHeaderLengthIsRefused() {
        auto bytes = fileOf("{}", 0);
        QVERIFY(readSafetensors(bytes));
        bytes[7] = std::byte{0xFF};
        QVERIFY(readSafetensors(bytes).error().code() == ErrorCode::Malformed);
    }

    void everyCutIsMalformed() {
        Random random(6);
        Safetensors file = randomFile(random);
        file.tensors["z"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
        const auto whole = writeSafetensors(file);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = readSafetensors(std::span(whole).first(size));
            QVERIFY(!cut);
            QVERIFY(cut.error().code() == ErrorCode::Malformed);
        }
    }

    void everyFlippedBitGivesAValueOrAnError() {
        Random random(7);
        Safetensors file = randomFile(random);
        file.tensors["z"] = {{2, 3}, {1, 2, 3, 4, 5, 6}};
        auto bytes = writeSafetensors(file, StoredType::Float16);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            for (int bit = 0; bit < 8; ++bit) {
                bytes[i] ^= std::byte{1} << bit;
                if (const auto read = readSafetensors(bytes))
                    for (const auto& [name, tensor] : read->tensors) {
                        std::int64_t count = 1;
                        for (const std::int64_t size : tensor.shape)
                            count *= size;
                        QCOMPARE(static_cast<std::int64_t>(tensor.values.size()), count);
                    }
                bytes[i] ^= std::byte{1} << bit;
            }
    }

    void errorsOfFilesNameThem() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("a.safetensors")).toStdString();
        QVERIFY(readSafetensorsFile(path).error().code() == ErrorCode::NotFound);
        QVERIFY(writeFileAtomically(path, std::string_view("no tensors")));
        QVERIFY(readSafetensorsFile(path).error().text().find(path.string()) != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_Safetensors.moc"

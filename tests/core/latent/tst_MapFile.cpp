#include "core/latent/MapFile.h"

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/files/Safetensors.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace segue;
using namespace segue::latent;

namespace {

/// Every mean is a 16-bit float.
MapFile someMap() {
    MapFile map;
    map.latentSize = 3;
    map.means = {0.5F, -1.25F, 0.0F, 2.0F, 3.0F, -0.0625F, 7.0F, 8.0F, 9.0F, 1.0F, 1.0F, 1.0F};
    map.examples = {{"drummer1/a.mid", "rock", "drummer1", 120.5F, 0},
                    {"drummer1/a.mid", "rock", "drummer1", 120.5F, 1},
                    {"drummer2/b.mid", "jazz/swing", "drummer2", 94.3F, 7},
                    {"drummer1/a.mid", "", "", 0.0F, 70000}};
    map.title = "A few bars \"by hand\"";
    map.attribution = "Jos\xC3\xA9, CC BY 4.0";
    map.modelChecksum = "0123456789abcdef";
    return map;
}

} // namespace

class TestMapFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_path = std::filesystem::path(m_folder.path().toStdString()) / "a.segue-map";

    std::vector<std::byte> written(const MapFile& map) {
        const auto status = writeMapFile(m_path, map);
        return status ? readFile(m_path).value() : std::vector<std::byte>{};
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void readsWhatWasWritten() {
        QVERIFY(writeMapFile(m_path, someMap()));
        const auto read = readMapFile(m_path);
        QVERIFY(read);
        QVERIFY(*read == someMap());
    }

    void emptyMapIsAMap() {
        MapFile map;
        map.latentSize = 256;
        const auto read = readMap(written(map));
        QVERIFY(read);
        QVERIFY(*read == map);
    }

    void meansAreRoundedToHalves() {
        MapFile map = someMap();
        Random random(1);
        for (float& mean : map.means)
            mean = static_cast<float>(random.normal());
        const auto read = readMap(written(map));
        QVERIFY(read);
        for (std::size_t i = 0; i < map.means.size(); ++i)
            QVERIFY(std::abs(read->means[i] - map.means[i]) <= std::abs(map.means[i]) / 2048);
    }

    void whatCannotBeWrittenIsRefused() {
        MapFile map = someMap();
        map.means[2] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(writeMapFile(m_path, map).error().code() == ErrorCode::InvalidArgument);
        map.means[2] = 1e5F;
        QVERIFY(writeMapFile(m_path, map).error().code() == ErrorCode::InvalidArgument);
        map = someMap();
        map.examples.pop_back();
        QVERIFY(writeMapFile(m_path, map).error().code() == ErrorCode::InvalidArgument);
        map = someMap();
        map.latentSize = 0;
        QVERIFY(writeMapFile(m_path, map).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(writeMapFile("no/such/folder/a.segue-map", someMap()).error().code() == ErrorCode::NotFound);
    }

    void missingFileIsNotFound() {
        const auto read = readMapFile("no/such.segue-map");
        QVERIFY(read.error().code() == ErrorCode::NotFound);
        QVERIFY(read.error().text().find("no/such.segue-map") != std::string::npos);
    }

    void damagedContentIsRefused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* key, const char* value, ErrorCode code) {
            QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(value) << static_cast<int>(code);
        };
        row("other format", "format", "segue-model", ErrorCode::Unsupported);
        row("newer version", "version", "2", ErrorCode::Unsupported);
        row("no JSON", "examples", "[", ErrorCode::Malformed);
        row("no list", "examples", "{}", ErrorCode::Malformed);
        row("no runs", "examples", "[1]", ErrorCode::Malformed);
        row("too few", "examples", "[]", ErrorCode::Malformed);
        row("no style", "examples", R"([{"file":"a","drummer":"","bpm":1,"bars":[0,1,2,3]}])", ErrorCode::Malformed);
        row("no bars", "examples", R"([{"file":"a","style":"","drummer":"","bpm":1}])", ErrorCode::Malformed);
        row("bad bar", "examples", R"([{"file":"a","style":"","drummer":"","bpm":1,"bars":[0,1,2,-3]}])",
            ErrorCode::Malformed);
        row("huge bar", "examples", R"([{"file":"a","style":"","drummer":"","bpm":1,"bars":[0,1,2,3000000000]}])",
            ErrorCode::Malformed);
        row("bad tempo", "examples", R"([{"file":"a","style":"","drummer":"","bpm":-1,"bars":[0,1,2,3]}])",
            ErrorCode::Malformed);
    }
    void damagedContentIsRefused() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(int, code);
        auto file = files::readSafetensors(written(someMap()));
        QVERIFY(file);
        file->metadata[key.toStdString()] = value.toStdString();
        const auto read = readMap(files::writeSafetensors(*file));
        QVERIFY(!read);
        QCOMPARE(static_cast<int>(read.error().code()), code);
    }

    void meansOfAnotherShapeAreRefused() {
        const auto bytes = written(someMap());
        for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t>{12}, {6, 2}, {1, 3, 4}}) {
            auto file = files::readSafetensors(bytes);
            file->tensors["means"].shape = shape;
            QVERIFY(readMap(files::writeSafetensors(*file)).error().code() == ErrorCode::Malformed);
        }
        auto file = files::readSafetensors(bytes);
        file->tensors["means"].values[4] = std::numeric_limits<float>::infinity();
        QVERIFY(readMap(files::writeSafetensors(*file)).error().code() == ErrorCode::Malformed);
        file->tensors.clear();
        QVERIFY(readMap(files::writeSafetensors(*file)).error().code() == ErrorCode::Malformed);
    }

    void everyCutIsRefused() {
        const auto bytes = written(someMap());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!readMap(std::span(bytes).first(size)));
    }

    void everyFlippedByteGivesAMapOrAnError() {
        const auto bytes = written(someMap());
        Random random(2);
        int refused = 0;
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (int i = 0; i < 4; ++i) {
                auto flipped = bytes;
                flipped[at] ^= static_cast<std::byte>(1 + random.below(255));
                const auto read = readMap(flipped);
                if (!read) {
                    ++refused;
                    continue;
                }
                QCOMPARE(read->means.size(), read->examples.size() * static_cast<std::size_t>(read->latentSize));
                for (const float value : read->means)
                    QVERIFY(std::isfinite(value));
            }
        }
        QVERIFY(refused > static_cast<int>(bytes.size()));
    }
};

QTEST_APPLESS_MAIN(TestMapFile)
#include "tst_MapFile.moc"

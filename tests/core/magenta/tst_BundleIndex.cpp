#include "core/magenta/BundleIndex.h"

#include "tests/support/MagentaBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

Result<BundleIndex> indexOf(const std::map<std::string, std::string>& entries) {
    return readBundleIndex(test::asBytes(test::table(entries)));
}

test::BundleValue value(std::uint64_t offset, int dtype = 1, std::size_t size = 24) {
    return {dtype, {2, 3}, 0, offset, std::string(size, 'v')};
}

} // namespace

class TestBundleIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void variablesComeByTheirPlaces() {
        const auto index = indexOf({{"", test::bundleHeader(1)},
                                    {"a/kernel", test::bundleEntry(value(24))},
                                    {"b/kernel", test::bundleEntry(value(0))}});
        QVERIFY2(index, index ? "" : index.error().text().c_str());
        QCOMPARE(index->entries.size(), std::size_t{2});
        QCOMPARE(index->entries[0].name, std::string("b/kernel"));
        QCOMPARE(index->entries[1].offset, std::uint64_t{24});
        QCOMPARE(index->entries[1].shape, (std::vector<std::int64_t>{2, 3}));
        QCOMPARE(index->entries[1].checksum, maskedCrc32c(test::asBytes(std::string(24, 'v'))));
    }

    void typesOfFloatsAreKnownAndOthersIgnored_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<int>("size");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("float32") << 1 << 24 << true;
        QTest::newRow("float64") << 2 << 48 << true;
        QTest::newRow("bfloat16") << 14 << 12 << true;
        QTest::newRow("float16") << 19 << 12 << true;
        QTest::newRow("int64") << 9 << 48 << false;
        QTest::newRow("text") << 7 << 100 << false;
    }
    void typesOfFloatsAreKnownAndOthersIgnored() {
        QFETCH(int, dtype);
        QFETCH(int, size);
        QFETCH(bool, isKept);
        const auto index = indexOf(
            {{"", test::bundleHeader(1)}, {"v", test::bundleEntry(value(0, dtype, static_cast<std::size_t>(size)))}});
        QVERIFY2(index, index ? "" : index.error().text().c_str());
        QCOMPARE(index->entries.size(), std::size_t(isKept ? 1 : 0));
        QCOMPARE(index->ignored.size(), std::size_t(isKept ? 0 : 1));
    }

    void whatOnlyTrainingNeedsIsIgnored() {
        const auto files = test::bundleFiles(test::trainedValues({{"encoder/mu/bias", {{2}, {1, 2}}}}));
        const auto index = readBundleIndex(test::asBytes(files.at(".index")));
        QVERIFY(index);
        QCOMPARE(index->entries.size(), std::size_t{1});
        QCOMPARE(index->ignored.size(), std::size_t{6}); // two slots, two powers, opaque kernel, step
    }

    void wrongIndicesAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<int>("code");
        const auto add = [](const char* name, const std::string& header, const std::string& entry, ErrorCode code) {
            QTest::addRow("%s", name) << QByteArray::fromStdString(header) << QByteArray::fromStdString(entry)
                                      << static_cast<int>(code);
        };
        const std::string header = test::bundleHeader(1);
        auto bytes = value(0);
        add("no shards", test::bundleHeader(0), test::bundleEntry(bytes), ErrorCode::Malformed);
        add("big-endian", test::bundleHeader(1, 1), test::bundleEntry(bytes), ErrorCode::Unsupported);
        add("a header that is none", "\xff\xff", test::bundleEntry(bytes), ErrorCode::Malformed);
        add("an entry that is none", header, "\xff\xff\xff", ErrorCode::Malformed);
        add("a size that does not fit the shape", header, test::bundleEntry(value(0, 1, 20)), ErrorCode::Malformed);
        bytes.shard = 1;
        add("a shard that there is not", header, test::bundleEntry(bytes), ErrorCode::Malformed);
        bytes = value(0);
        bytes.shape = {-2, -12};
        add("a negative shape", header, test::bundleEntry(bytes), ErrorCode::Malformed);
        bytes.shape = {std::int64_t{1} << 40, std::int64_t{1} << 40};
        add("a shape beyond all numbers", header, test::bundleEntry(bytes), ErrorCode::Malformed);
        add("slices", header, test::bundleEntry(value(0)) + test::field(7, std::string()), ErrorCode::Unsupported);
        add("a negative offset", header, test::bundleEntry(value(~std::uint64_t{0})), ErrorCode::Malformed);
    }
    void wrongIndicesAreRefused() {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, entry);
        QFETCH(int, code);
        const auto index = indexOf({{"", header.toStdString()}, {"v", entry.toStdString()}});
        QVERIFY(!index);
        QCOMPARE(index.error().code(), static_cast<ErrorCode>(code));
    }

    void overlappingVariablesAreRefused() {
        const auto index = indexOf(
            {{"", test::bundleHeader(1)}, {"a", test::bundleEntry(value(0))}, {"b", test::bundleEntry(value(23))}});
        QVERIFY(!index);
        QVERIFY(index.error().message().find("overlap") != std::string::npos);
    }

    void indicesWithoutHeaderAreRefused() {
        QVERIFY(!indexOf({{"a", test::bundleEntry(value(0))}}));
        QVERIFY(!readBundleIndex(test::asBytes(test::tableOf({}))));
    }
};

QTEST_APPLESS_MAIN(TestBundleIndex)
#include "tst_BundleIndex.moc"

#include "core/magenta/SortedTable.h"

#include "tests/support/MagentaBytes.h"

#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

using Entries = std::map<std::string, std::string>;

Result<Entries> entriesOf(std::string_view bytes) {
    Entries entries;
    auto status = visitTable(test::asBytes(bytes), [&](std::string_view key, std::span<const std::byte> value) {
        entries[std::string(key)] = {reinterpret_cast<const char*>(value.data()), value.size()};
        return Status();
    });
    if (!status)
        return fail(status.error());
    return entries;
}

Entries someEntries() {
    Entries entries{{"", "header"}};
    for (int i = 0; i < 23; ++i)
        entries["decoder/cell_" + std::to_string(i) + "/kernel"] = std::string(static_cast<std::size_t>(i), 'x');
    return entries;
}

} // namespace

class TestSortedTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void entriesOfAllBlocksAreVisited_data() {
        QTest::addColumn<int>("perBlock");
        for (const int perBlock : {1, 2, 5, 7, 100})
            QTest::addRow("%d entries a block", perBlock) << perBlock;
    }
    void entriesOfAllBlocksAreVisited() {
        QFETCH(int, perBlock);
        const auto read = entriesOf(test::table(someEntries(), static_cast<std::size_t>(perBlock)));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(*read, someEntries());
    }

    void anyBitThatFlipsIsNoticed() {
        const std::string sound = test::table(someEntries());
        const std::size_t footer = sound.size() - 48;
        for (std::size_t byte = 0; byte < sound.size(); ++byte) {
            const std::size_t inFooter = byte < footer ? 0 : byte - footer;
            if (inFooter > 5 && inFooter < 40) // of the footer's handles and padding not every byte matters
                continue;
            std::string broken = sound;
            broken[byte] = static_cast<char>(broken[byte] ^ 0x10);
            const auto read = entriesOf(broken);
            QVERIFY2(!read || *read == someEntries(), qPrintable(QString::number(byte)));
            if (byte < footer)
                QVERIFY2(!read, qPrintable(QString::number(byte)));
        }
    }

    void anyCutIsNoticed() {
        const std::string sound = test::table(someEntries());
        for (std::size_t size = 0; size < sound.size(); ++size) {
            const auto read = entriesOf(std::string_view(sound).substr(0, size));
            QVERIFY(!read);
            QCOMPARE(read.error().code(), ErrorCode::Malformed);
        }
    }

    void compressedBlocksAreUnsupported() {
        std::string table = test::table({{"", "header"}}, 1);
        // The first block has its compression after its 9 + 8 bytes.
        const std::string block = test::tableBlock({{"", "header"}});
        table[block.size()] = 1;
        const std::uint32_t checksum = maskedCrc32c(test::asBytes(std::string_view(table).substr(0, block.size() + 1)));
        table.replace(block.size() + 1, 4, test::littleEndian(checksum, 4));
        const auto read = entriesOf(table);
        QVERIFY(!read);
        QCOMPARE(read.error().code(), ErrorCode::Unsupported);
    }

    void wrongEntriesAreRefused_data() {
        QTest::addColumn<QByteArray>("block");
        const auto add = [](const char* name, const std::string& entries) {
            const std::string block = entries + test::littleEndian(0, 4) + test::littleEndian(1, 4);
            QTest::addRow("%s", name) << QByteArray(block.data(), static_cast<int>(block.size()));
        };
        add("keys that fall", test::tableEntry(0, "b", "1") + test::tableEntry(0, "a", "2"));
        add("a key twice", test::tableEntry(0, "b", "1") + test::tableEntry(1, "", "2"));
        add("more shared than there is", test::tableEntry(0, "b", "1") + test::tableEntry(2, "c", "2"));
        add("a value beyond the block", test::varint(0) + test::varint(1) + test::varint(1000) + "b");
        add("a key beyond the block", test::varint(0) + test::varint(100) + test::varint(0) + "b");
        add("a key that is too long", test::tableEntry(0, std::string(1025, 'k'), ""));
        add("a number without end", std::string(12, '\xff'));
    }
    void wrongEntriesAreRefused() {
        QFETCH(QByteArray, block);
        const auto read = entriesOf(test::tableOf({{"z", block.toStdString()}}));
        QVERIFY(!read);
        QCOMPARE(read.error().code(), ErrorCode::Malformed);
    }

    void blocksThatAreReadTwiceAreRefused() {
        const std::string block = test::tableBlock({{"a", "1"}});
        std::string table = test::tableOf({{"a", block}, {"b", block}});
        QVERIFY(!entriesOf(table)); // the keys do not rise
        const std::string handle = test::varint(0) + test::varint(block.size());
        const std::string index = test::tableBlock({{"a", handle}, {"b", handle}});
        std::string stored = block + '\0';
        stored += test::littleEndian(maskedCrc32c(test::asBytes(stored)), 4);
        std::string footer = handle + test::varint(stored.size()) + test::varint(index.size());
        footer.resize(40, '\0');
        const std::string checked = index + '\0';
        const auto read = entriesOf(stored + checked + test::littleEndian(maskedCrc32c(test::asBytes(checked)), 4) +
                                    footer + test::littleEndian(0xdb4775248b80fb57, 8));
        QVERIFY(!read);
        QVERIFY2(read.error().message().find("not in order") != std::string::npos, read.error().message().c_str());
    }

    void whatTheVisitorSaysEndsIt() {
        int calls = 0;
        const std::string bytes = test::table(someEntries());
        const auto status = visitTable(test::asBytes(bytes), [&](std::string_view, std::span<const std::byte>) {
            ++calls;
            return Status(fail(ErrorCode::Cancelled, "enough"));
        });
        QVERIFY(!status);
        QCOMPARE(status.error().code(), ErrorCode::Cancelled);
        QCOMPARE(calls, 1);
    }
};

QTEST_APPLESS_MAIN(TestSortedTable)
#include "tst_SortedTable.moc"

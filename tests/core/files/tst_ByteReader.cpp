#include "core/files/ByteReader.h"

#include "tests/core/files/MidiBytes.h"

#include <QTest>

using namespace segue::files;
using namespace segue::test;

class TestByteReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void numbersHaveTheirByteOrder() {
        const Bytes data = bytes({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18});
        ByteReader reader(data);
        QCOMPARE(reader.bigEndian16(), std::uint16_t{0x0102});
        QCOMPARE(reader.bigEndian32(), std::uint32_t{0x03040506});
        QCOMPARE(reader.littleEndian32(), std::uint32_t{0x0A090807});
        QCOMPARE(reader.littleEndian64(), std::uint64_t{0x1211100F0E0D0C0B});
        QVERIFY(reader.atEnd() && !reader.hasFailed());
    }

    void readingPastTheEndFailsForGood() {
        const Bytes data = bytes({1, 2, 3});
        ByteReader reader(data);
        QCOMPARE(reader.bigEndian32(), std::uint32_t{0x01020300});
        QVERIFY(reader.hasFailed());
        QCOMPARE(reader.byte(), std::uint8_t{0});
        QCOMPARE(reader.peek(), std::uint8_t{0});
    }

    void takingTooMuchTakesNothing() {
        const Bytes data = bytes({1, 2, 3});
        ByteReader reader(data);
        QVERIFY(reader.take(4).empty());
        QVERIFY(reader.hasFailed());
        QCOMPARE(reader.remaining(), std::size_t{3});
        QVERIFY(reader.take(SIZE_MAX).empty());
    }

    void partsEndWhereTheyShouldAndKeepTheirOffset() {
        const Bytes data = bytes({1, 2, 3, 4, 5});
        ByteReader reader(data);
        (void)reader.byte();
        ByteReader part = reader.part(2);
        QCOMPARE(reader.peek(), std::uint8_t{4});
        QCOMPARE(part.offset(), std::size_t{1});
        QCOMPARE(part.bigEndian16(), std::uint16_t{0x0203});
        QVERIFY(part.atEnd());
        (void)part.byte();
        QVERIFY(part.hasFailed() && !reader.hasFailed());
        QVERIFY(reader.part(9).atEnd());
        QVERIFY(reader.hasFailed());
    }
};

QTEST_APPLESS_MAIN(TestByteReader)
#include "tst_ByteReader.moc"

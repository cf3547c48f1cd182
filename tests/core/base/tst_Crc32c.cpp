#include "core/base/Crc32c.h"

#include <QTest>

using namespace segue;

class TestCrc32c : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void agreesWithTheStandard_data() {
        // RFC 3720, appendix B.4, and the check value of the polynomial's catalogue entry.
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<quint32>("expected");
        QByteArray rising;
        for (char i = 0; i < 32; ++i)
            rising += i;
        QTest::newRow("nothing") << QByteArray() << 0U;
        QTest::newRow("zeros") << QByteArray(32, '\0') << 0x8A9136AAU;
        QTest::newRow("ones") << QByteArray(32, '\xFF') << 0x62A8AB43U;
        QTest::newRow("rising") << rising << 0x46DD794EU;
        QTest::newRow("digits") << QByteArray("123456789") << 0xE3069283U;
    }
    void agreesWithTheStandard() {
        QFETCH(QByteArray, data);
        QFETCH(quint32, expected);
        const auto bytes = std::as_bytes(std::span(data.constData(), static_cast<std::size_t>(data.size())));
        QCOMPARE(crc32c(bytes), expected);
        QCOMPARE(maskedCrc32c(bytes), (expected >> 15 | expected << 17) + 0xA282EAD8U);
    }
};

QTEST_APPLESS_MAIN(TestCrc32c)
#include "tst_Crc32c.moc"

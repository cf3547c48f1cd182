#include "core/base/Utf8.h"

#include <QTest>

using namespace segue;

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyCodePointIsKnown() {
        for (char32_t point = 0; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 61) {
            if (point >= 0xD800 && point <= 0xDFFF)
                continue;
            QVERIFY2(isUtf8(QString::fromUcs4(&point, 1).toStdString()), qPrintable(QString::number(point, 16)));
        }
    }

    void brokenTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lone continuation") << QByteArray("\x80");
        QTest::newRow("cut short") << QByteArray("\xE2\x82");
        QTest::newRow("overlong slash") << QByteArray("\xC0\xAF");
        QTest::newRow("overlong in three bytes") << QByteArray("\xE0\x9F\xBF");
        QTest::newRow("overlong in four bytes") << QByteArray("\xF0\x8F\xBF\xBF");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
        QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80");
        QTest::newRow("five bytes") << QByteArray("\xF8\x88\x80\x80\x80");
        QTest::newRow("letter in a character") << QByteArray("\xE2\x82"
                                                             "a");
    }
    void brokenTextIsRefused() {
        QFETCH(QByteArray, text);
        QVERIFY(!isUtf8(text.toStdString()));
    }

    void unknownTextBecomesUtf8() {
        QCOMPARE(utf8FromUnknown("caf\xE9"), std::string("café"));
        QCOMPARE(utf8FromUnknown("café"), std::string("café"));
        QCOMPARE(utf8FromUnknown(std::string_view("a\0b\0\0", 5)), std::string("a\0b", 3));
        std::string all;
        for (int byte = 1; byte < 256; ++byte)
            all += static_cast<char>(byte);
        QVERIFY(isUtf8(utf8FromUnknown(all)));
    }
};

QTEST_APPLESS_MAIN(TestUtf8)
#include "tst_Utf8.moc"

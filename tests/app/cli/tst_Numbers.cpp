#include "app/cli/Numbers.h"

#include <QTest>

#include <limits>

using namespace segue::cli;

class TestNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void digitsAreRounded() {
        QCOMPARE(withDigits(0.9312, 2), std::string("0.93"));
        QCOMPARE(withDigits(-1.25, 0), std::string("-1"));
        QCOMPARE(withDigits(11.96, 1), std::string("12.0"));
    }

    void thousandsStandApart() {
        QCOMPARE(grouped(0), std::string("0"));
        QCOMPARE(grouped(999), std::string("999"));
        QCOMPARE(grouped(1000), std::string("1,000"));
        QCOMPARE(grouped(123456789), std::string("123,456,789"));
    }

    void durationsReadAsTheyAreSaid() {
        QCOMPARE(asDuration(12.4), std::string("12 s"));
        QCOMPARE(asDuration(59.6), std::string("1 min 00 s"));
        QCOMPARE(asDuration(200.0), std::string("3 min 20 s"));
        QCOMPARE(asDuration(3725.0), std::string("1 h 02 min"));
        QCOMPARE(asDuration(std::numeric_limits<double>::infinity()), std::string("unknown"));
    }
};

QTEST_APPLESS_MAIN(TestNumbers)
#include "tst_Numbers.moc"

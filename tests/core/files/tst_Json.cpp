#include "core/files/Json.h"

#include <QTest>

using namespace segue;
using namespace segue::files;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void jsonIsRead() {
        const auto value = parseJson("{\"a\": [1, \"[[{\\\"\\\\\"]}", "the text");
        QVERIFY(value);
        QCOMPARE((*value)["a"][1].get<std::string>(), std::string("[[{\"\\"));
    }

    void objectsInObjectsMayHaveTheSameNames() {
        QVERIFY(parseJson("{\"a\": {\"a\": [{\"a\": 1}, {\"a\": 2}]}, \"b\": {\"a\": 3}}", "the text"));
    }

    void bracketsInTextsAreNoNesting() { QVERIFY(parseJson("\"" + std::string(1000, '[') + "\"", "the text")); }

    void nestingIsBounded() {
        const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
        QVERIFY(parseJson(nested(64), "the text"));
        QVERIFY(parseJson(nested(65), "the text").error().code() == ErrorCode::Malformed);
        QVERIFY(!parseJson(std::string(10'000'000, '{'), "the text"));
    }

    void otherTextIsMalformed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("words") << QByteArray("hello");
        QTest::newRow("unfinished") << QByteArray("{\"a\": 1");
        QTest::newRow("two values") << QByteArray("1 2");
        QTest::newRow("a name twice") << QByteArray("[{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 1}]");
        QTest::newRow("number out of range") << QByteArray("1e999");
        QTest::newRow("not UTF-8") << QByteArray("\"\xFF\"");
        QTest::newRow("unfinished escape") << QByteArray("\"\\");
    }
    void otherTextIsMalformed() {
        QFETCH(QByteArray, text);
        const auto value = parseJson(text.toStdString(), "the header");
        QVERIFY(!value);
        QVERIFY(value.error().code() == ErrorCode::Malformed);
        QVERIFY(value.error().text().starts_with("the header"));
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_Json.moc"

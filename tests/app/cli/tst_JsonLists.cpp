#include "app/cli/JsonLists.h"

#include <QTest>

using namespace segue;
using namespace segue::cli;
using nlohmann::json;

class TestJsonLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void listsAreFoundByName() {
        const json document{{"a", {1, 2}}, {"b", 3}};
        const auto list = listIn(document, "a");
        QVERIFY(list);
        QCOMPARE((*list)->size(), std::size_t{2});
        for (const char* name : {"b", "c"})
            QCOMPARE(listIn(document, name).error().code(), ErrorCode::Malformed);
        QCOMPARE(listIn(json(5), "a").error().code(), ErrorCode::Malformed);
    }

    void lengthsMustFit() {
        QVERIFY(checkLength({1, 2}, 2, "a[3]"));
        const auto wrong = checkLength({1, 2}, 3, "a[3]");
        QCOMPARE(wrong.error().code(), ErrorCode::ShapeMismatch);
        QVERIFY(wrong.error().message().find("a[3] has 2") != std::string::npos);
        QCOMPARE(checkLength("12", 2, "a").error().code(), ErrorCode::Malformed);
    }

    void numbersMustFitInAFloat() {
        QCOMPARE(*numberIn(0.5, "a"), 0.5);
        QCOMPARE(*numberIn(true, "a"), 1.0);
        for (const json& value : {json(1e39), json("1"), json(nullptr), json::array()})
            QCOMPARE(numberIn(value, "a").error().code(), ErrorCode::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestJsonLists)
#include "tst_JsonLists.moc"

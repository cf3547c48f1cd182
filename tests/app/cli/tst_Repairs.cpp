#include "app/cli/Repairs.h"

#include <QTest>

using namespace segue;
using namespace segue::cli;

class TestRepairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void oftenIsToldAndOnceIsNot() {
        QCOMPARE(describe(files::Repair{"The end is missing", 1}), std::string("The end is missing"));
        QCOMPARE(describe(files::Repair{"A note is odd", 3}), std::string("A note is odd (3 times)"));
    }

    void allAreListed() {
        QVERIFY(toJson(std::vector<files::Repair>{}) == nlohmann::json::array());
        QVERIFY(toJson(std::vector<files::Repair>{{"a", 1}, {"b", 2}}) ==
                (nlohmann::json{{{"what", "a"}, {"count", 1}}, {{"what", "b"}, {"count", 2}}}));
    }
};

QTEST_APPLESS_MAIN(TestRepairs)
#include "tst_Repairs.moc"

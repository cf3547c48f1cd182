#include "core/base/FunctionRef.h"

#include <QTest>

#include <functional>
#include <string>

using segue::FunctionRef;

class TestFunctionRef : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void callsWhatItRefersTo() {
        int calls = 0;
        const auto count = [&calls](int by) { return calls += by; };
        const FunctionRef<int(int)> function = count;
        QCOMPARE(function(2), 2);
        QCOMPARE(function(3), 5);
        QCOMPARE(calls, 5);
    }

    void functionKeepsItsState() {
        auto next = [n = 0]() mutable { return ++n; };
        const FunctionRef<int()> function = next;
        QCOMPARE(function(), 1);
        QCOMPARE(next(), 2);
    }

    void argumentsArePassedAsTheyAre() {
        std::string text = "a";
        const auto append = [](std::string& to) { to += "b"; };
        const FunctionRef<void(std::string&)> function = append;
        function(text);
        QCOMPARE(text, std::string("ab"));
    }

    void noneIsFalse() {
        const std::function<void()> some = [] {};
        QVERIFY(!FunctionRef<void()>());
        QVERIFY(FunctionRef<void()>(some));
    }
};

QTEST_APPLESS_MAIN(TestFunctionRef)
#include "tst_FunctionRef.moc"

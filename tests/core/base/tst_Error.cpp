#include "core/base/Error.h"

#include "core/base/Result.h"
#include "core/base/SystemError.h"

#include <QTest>

#include <cerrno>
#include <set>

using namespace segue;

class TestError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void contextIsToldInnermostFirst() {
        Error error(ErrorCode::Malformed, "The drum is broken");
        QCOMPARE(error.text(), std::string("The drum is broken"));
        error.addContext("while hitting it");
        error.addContext("in the second bar");
        QCOMPARE(error.text(), std::string("The drum is broken (while hitting it, in the second bar)"));
    }

    void failKeepsCodeAndAddsContext() {
        const Result<int> inner = fail(ErrorCode::NoMusic, "silence");
        const Result<int> outer = fail(inner.error(), "while listening");
        QVERIFY(outer.error().code() == ErrorCode::NoMusic);
        QCOMPARE(outer.error().text(), std::string("silence (while listening)"));
    }

    void everyCodeHasItsOwnName() {
        std::set<std::string_view> names;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
            names.insert(name(static_cast<ErrorCode>(code)));
        QCOMPARE(names.size(), static_cast<std::size_t>(ErrorCode::Internal) + 1);
    }

    void systemErrorsNamePathAndReason() {
        const Error missing = systemError("/a/b", "read", ENOENT);
        QVERIFY(missing.code() == ErrorCode::NotFound);
        QCOMPARE(missing.text(), std::string("Cannot read /a/b: No such file or directory"));
        const Error full = systemError("/a/b", "write", ENOSPC);
        QVERIFY(full.code() == ErrorCode::Unreadable);
        QCOMPARE(full.text(), std::string("Cannot write /a/b: No space left on device"));
    }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_Error.moc"

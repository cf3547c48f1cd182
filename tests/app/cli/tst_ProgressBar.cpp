#include "app/cli/ProgressBar.h"

#include <QTest>

#include <sstream>

using namespace segue::cli;

class TestProgressBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void textTellsRateAndTimeLeft() {
        QCOMPARE(progressText("files", 345, 1150, 345, 0.23, false), std::string("345 of 1,150 files"));
        QCOMPARE(progressText("files", 3000, 12000, 3000, 2.0, false),
                 std::string("3,000 of 12,000 files, 1,500 a second, 6 s left"));
        QCOMPARE(progressText("files", 50, 100, 5, 2.0, false),
                 std::string("50 of 100 files, 2.5 a second, 20 s left"));
        QCOMPARE(progressText("files", 100, 100, 100, 2.0, false), std::string("100 of 100 files, 50 a second"));
    }

    void barFillsUp() {
        QCOMPARE(progressText("files", 0, 10, 0, 0, true),
                 std::string("[------------------------------]   0 %  0 of 10 files"));
        QCOMPARE(progressText("files", 5, 10, 5, 0, true),
                 std::string("[###############---------------]  50 %  5 of 10 files"));
        QCOMPARE(progressText("files", 10, 10, 5, 0, true),
                 std::string("[##############################] 100 %  10 of 10 files"));
        QCOMPARE(progressText("files", 0, 0, 0, 0, true), std::string("0 of 0 files"));
    }

    void quickWorkIsSilent() {
        std::ostringstream out;
        std::ostringstream errors;
        Report report(out, errors);
        ProgressBar bar(report, "files", 0);
        for (std::uint64_t i = 0; i < 100; ++i)
            bar.show(i, 100);
        QVERIFY(errors.str().empty());
    }
};

QTEST_APPLESS_MAIN(TestProgressBar)
#include "tst_ProgressBar.moc"

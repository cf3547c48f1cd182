#include "tests/e2e/SegueProcess.h"

#include <QRegularExpression>
#include <QTest>

using segue::test::SegueProcess;

namespace {

constexpr int kSlow = 60000; // ms: everything takes longer on a machine that is busy with other tests

} // namespace

/// The program from its start to its first note. How long that takes is for benchmarks and --print-startup.
class TestStartup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_segue.start(QStringLiteral(SEGUE_WINDOW), {},
                              {QStringLiteral("--new-session"), QStringLiteral("--play"),
                               QStringLiteral("--print-startup"), QStringLiteral("--output"), QStringLiteral("none")}));
        QTRY_VERIFY_WITH_TIMEOUT(m_segue.said().contains(QStringLiteral("first note")), kSlow);
    }

    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyPartIsToldUntilTheFirstNote() {
        const QStringList lines = m_segue.said().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        const QRegularExpression line(QStringLiteral("^ *(\\d+) ms  (.+)$"));
        int before = 0;
        QStringList parts;
        for (const QString& text : lines) {
            const auto match = line.match(text);
            QVERIFY2(match.hasMatch(), qPrintable(text));
            QVERIFY2(match.captured(1).toInt() >= before, qPrintable(m_segue.said()));
            before = match.captured(1).toInt();
            parts.append(match.captured(2));
        }
        QCOMPARE(parts.front(), QStringLiteral("program loaded"));
        QCOMPARE(parts.back(), QStringLiteral("first note"));
        for (const char* part : {"window drawn", "model and map loaded", "first pattern given to the player"})
            QVERIFY2(parts.contains(QLatin1String(part)), part);
    }

    void whatPlaysHasNotLoadedLibTorch() {
        const QString files = m_segue.mappedFiles();
        if (files.isEmpty())
            QSKIP("this system does not tell what a process has loaded");
        QVERIFY(files.contains(QStringLiteral("libQt6Widgets")));
        for (const char* library : {"libtorch", "libc10"})
            QVERIFY2(!files.contains(QLatin1String(library)), library);
    }

private:
    SegueProcess m_segue;
};

QTEST_GUILESS_MAIN(TestStartup)
#include "tst_Startup.moc"

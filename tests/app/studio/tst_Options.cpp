#include "app/studio/Options.h"

#include <QTest>

using namespace segue::studio;

namespace {

ParsedOptions parse(const char* line) {
    return parseOptions(
        (QStringLiteral("segue ") + QString::fromUtf8(line)).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

} // namespace

class TestOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void nothingAskedIsAnOrdinaryStart() {
        const auto parsed = parse("");
        QVERIFY(!parsed.exitCode);
        QVERIFY(parsed.options.files.isEmpty());
        QVERIFY(!parsed.options.outputs);
        QVERIFY(parsed.options.trainingAtClose == AtClose::Ask);
    }

    void everyOptionIsUnderstood() {
        const auto parsed =
            parse("--tour t --screenshot s.png --output fluidsynth --output jack:virtual --print-layout "
                  "l.json --training-at-close stop --appearance dark --new-session --play --print-startup a.mid b.mid");
        QVERIFY(!parsed.exitCode);
        QCOMPARE(parsed.options.tourFolder, QStringLiteral("t"));
        QCOMPARE(parsed.options.screenshot, QStringLiteral("s.png"));
        QCOMPARE(parsed.options.layoutReport, QStringLiteral("l.json"));
        QCOMPARE(*parsed.options.outputs, (QStringList{QStringLiteral("fluidsynth"), QStringLiteral("jack:virtual")}));
        QVERIFY(parsed.options.trainingAtClose == AtClose::Stop);
        QVERIFY(parsed.options.newSession);
        QVERIFY(parsed.options.play);
        QVERIFY(parsed.options.startupReport);
        QVERIFY(parsed.options.appearance == segue::session::Appearance::Dark);
        QCOMPARE(parsed.options.files, (QStringList{QStringLiteral("a.mid"), QStringLiteral("b.mid")}));
    }

    void noneIsSilence() {
        const auto parsed = parse("--output none");
        QVERIFY(parsed.options.outputs);
        QVERIFY(parsed.options.outputs->isEmpty());
    }

    void helpAndVersionEndWithZero() {
        QCOMPARE(parse("--help").exitCode, std::optional<int>(0));
        QVERIFY(parse("--help").text.contains(QStringLiteral("--tour")));
        QVERIFY(!parse("--help").text.contains(QStringLiteral("--print-layout")));
        QCOMPARE(parse("--version").exitCode, std::optional<int>(0));
    }

    void whatCannotBeMeantEndsWithTwo() {
        QCOMPARE(parse("--no-such-option").exitCode, std::optional<int>(2));
        QCOMPARE(parse("--training-at-close maybe").exitCode, std::optional<int>(2));
        QCOMPARE(parse("--appearance pink").exitCode, std::optional<int>(2));
        QCOMPARE(parse("--tour").exitCode, std::optional<int>(2));
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_Options.moc"

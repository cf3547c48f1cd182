#include "app/tour/StartupReport.h"

#include "app/tour/Errands.h"
#include "tests/app/support/TestStudio.h"

#include <QRegularExpression>

using namespace segue;
using namespace std::chrono_literals;
using playback::Clock;
using test::TestStudio;

class TestStartupReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void partsComeInTheOrderOfTimeWithMillisecondsSinceTheProcessBegan() {
        tour::StartupTimes times;
        const auto now = Clock::now();
        times.add("later", now + 250ms);
        times.add("now", now);
        const QStringList lines = QString::fromStdString(times.text()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].endsWith(QStringLiteral("ms  now")));
        QVERIFY(lines[1].endsWith(QStringLiteral("ms  later")));
        const auto number = [](const QString& line) { return line.left(6).toInt(); };
        QCOMPARE(number(lines[1]) - number(lines[0]), 250);
        QVERIFY(number(lines[0]) >= 0);
        QVERIFY(number(lines[0]) < 3'600'000);
    }

    void playingAtOnceNeedsNoHand() {
        TestStudio segue;
        studio::Options options;
        options.play = true;
        const auto errands = tour::makeErrands(segue.studio(), options, {});
        QVERIFY(segue.start());
        QVERIFY(segue.eventually([&] { return segue.studio().player().status().noteOns > 0; }));
        QVERIFY(segue.studio().playback().isPlaying());
    }
};

QTEST_MAIN(TestStartupReport)
#include "tst_StartupReport.moc"

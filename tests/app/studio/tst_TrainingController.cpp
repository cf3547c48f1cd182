#include "tests/app/support/TestRun.h"
#include "tests/app/support/TestStudio.h"
#include "tests/app/support/TestTrainer.h"

#include "app/learning/RunProcess.h"
#include "widgets/NewRunForm.h"
#include "widgets/RunHead.h"
#include "widgets/RunList.h"

#include <QFile>
#include <QLabel>

using namespace segue;
using test::TestStudio;
using test::TestTrainer;

class TestTrainingController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aRunIsStartedWatchedPlayedAndStopped() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto model = segue.assets().folder() / "learned.safetensors";
        test::TestAssets::writeModelAndMap(model, 123);
        TestTrainer trainer(model, segue.assets().folder() / "examples");
        QVERIFY(train(segue, QStringLiteral("my breaks")));
        const auto run = runsOf(segue) / "my breaks";
        QVERIFY(segue.eventually([&] { return segue.studio().training().isLearning(); }));
        QVERIFY(segue.eventually([&] { return readAll(run / "arguments").contains("--minutes"); }));
        QVERIFY(readAll(run / "arguments").contains(music(segue).toUtf8()));
        QCOMPARE(segue.studio().document().session().watchedRun, run.string());

        const auto bundled = segue.studio().instruments().instrument();
        QVERIFY(segue.eventually([&] { return std::filesystem::exists(run / "last.safetensors"); }));
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        const auto played = [&] {
            auto* play = button(segue, "playThis");
            if (stage.isEmpty() && play->isEnabled())
                play->click();
            return !stage.isEmpty();
        };
        QVERIFY(QTest::qWaitFor(played, 15'000)); // it builds a map
        QVERIFY(segue.studio().instruments().instrument() != bundled);
        QCOMPARE(segue.studio().instruments().instrument()->title, std::string("my breaks"));
        QVERIFY(segue.studio().instruments().layout()->map->count() >= 6);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.eventually([&] { return segue.studio().instruments().instrument() == bundled; }));

        press(segue, "stop");
        QVERIFY(segue.eventually([&] { return !segue.studio().training().isLearning(); }));
        QVERIFY(segue.eventually([&] { return button(segue, "goOn")->isVisibleTo(&segue.window().training()); }));
        press(segue, "goOn");
        QVERIFY(segue.eventually([&] { return segue.studio().training().isLearning(); }));
        press(segue, "stop");
        QVERIFY(segue.eventually([&] { return !segue.studio().training().isLearning(); }));
    }

    void aRunThatFailsSaysWhy() {
        TestStudio segue;
        QVERIFY(segue.start());
        TestTrainer trainer({}, {}, TestTrainer::Character::FailsAtOnce);
        QVERIFY(train(segue, QStringLiteral("doomed")));
        auto* failure = segue.window().training().findChild<QLabel*>(QStringLiteral("failure"));
        QVERIFY(QTest::qWaitFor([&] { return failure->text().contains(QStringLiteral("no music here")); }, 15'000));
    }

    void aRunGoesOnWithoutTheWindowAndIsSeenAgain() {
        auto user = std::make_shared<QTemporaryDir>();
        auto first = std::make_unique<TestStudio>(user, studio::Options());
        QVERIFY(first->start());
        const auto model = first->assets().folder() / "models" / "groove-2bar.safetensors";
        TestTrainer trainer(model, first->assets().folder() / "examples");
        QVERIFY(train(*first, QStringLiteral("long")));
        const auto run = runsOf(*first) / "long";
        QVERIFY(first->eventually([&] { return learning::isAtWork(run); }));
        QVERIFY(first->studio().training().mayClose(studio::AtClose::LeaveRunning));
        first.reset();
        QVERIFY(learning::isAtWork(run));

        TestStudio second(user, {});
        QVERIFY(second.start());
        QVERIFY(second.studio().training().isLearning());
        QVERIFY(second.studio().training().mayClose(studio::AtClose::Stop));
        QVERIFY(second.eventually([&] { return !learning::isAtWork(run); }));
    }

    void pausingMakesTheFileThatTheTrainerLooksFor() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto run = runsOf(segue) / "watched";
        std::filesystem::create_directories(run);
        segue.studio().training().watch(run);
        Q_EMIT segue.window().training().head().pauseRequested();
        QVERIFY(std::filesystem::exists(run / "pause"));
        Q_EMIT segue.window().training().head().resumeRequested();
        QVERIFY(!std::filesystem::exists(run / "pause"));
    }

    void warningsOfARunAreSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        test::TestRun run(runsOf(segue) / "warned", segue.assets());
        run.append(toJson(std::vector{runs::Warning{runs::WarningKind::KlCollapsed, "KL has collapsed to 0"}}));
        segue.studio().training().watch(run.folder());
        auto* warnings = segue.window().training().findChild<QLabel*>(QStringLiteral("warnings"));
        QVERIFY(warnings->text().contains(QStringLiteral("KL has collapsed")));
    }

    void aWatchedRunThatIsRenamedIsWatchedOn() {
        TestStudio segue;
        QVERIFY(segue.start());
        const test::TestRun run(runsOf(segue) / "before", segue.assets());
        segue.studio().training().watch(run.folder());
        QVERIFY(segue.eventually([&] { return segue.studio().training().runs().runs().size() == 1; }));
        Q_EMIT segue.window().training().runs().renameRequested(QString::fromStdString(run.folder().string()),
                                                                QStringLiteral("after"));
        QCOMPARE(segue.studio().document().session().watchedRun, (runsOf(segue) / "after").string());
    }

private:
    static bool train(TestStudio& segue, const QString& name) {
        segue.studio().training().newRun().chooseMusic(music(segue));
        segue.window().training().newRun().setRunName(name);
        auto* train = button(segue, "train");
        if (!train->isEnabled())
            return false;
        QTest::mouseClick(train, Qt::LeftButton);
        return true;
    }
    static QPushButton* button(TestStudio& segue, const char* name) {
        return segue.window().training().findChild<QPushButton*>(QLatin1String(name));
    }
    static void press(TestStudio& segue, const char* name) { QTest::mouseClick(button(segue, name), Qt::LeftButton); }
    static QString music(TestStudio& segue) {
        return QString::fromStdString((segue.assets().folder() / "examples").string());
    }
    static std::filesystem::path runsOf(TestStudio& segue) {
        return std::filesystem::path(segue.user()->path().toStdString()) / "runs";
    }
    static QByteArray readAll(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(TestTrainingController)
#include "tst_TrainingController.moc"

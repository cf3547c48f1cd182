#include "tests/app/support/TestStudio.h"
#include "tests/app/support/TestTrainer.h"

#include "app/learning/RunProcess.h"

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
        Q_EMIT segue.window().training().trainRequested(music(segue), QStringLiteral("my breaks"));
        const auto run = runs(segue) / "my breaks";
        QVERIFY(segue.eventually([&] { return segue.studio().training().isLearning(); }));
        QVERIFY(segue.eventually([&] { return readAll(run / "arguments").contains("--init-from"); }));
        QVERIFY(readAll(run / "arguments").contains(music(segue).toUtf8()));
        QCOMPARE(segue.studio().document().session().watchedRun, run.string());

        const auto bundled = segue.studio().instruments().instrument();
        QVERIFY(segue.eventually([&] { return std::filesystem::exists(run / "last.safetensors"); }));
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        QVERIFY(segue.eventually([&] {
            if (stage.isEmpty() &&
                segue.window().training().findChild<QWidget*>(QStringLiteral("playThis"))->isEnabled())
                Q_EMIT segue.window().training().playThisRequested();
            return !stage.isEmpty();
        }));
        QVERIFY(segue.studio().instruments().instrument() != bundled);
        QVERIFY(segue.studio().instruments().layout()->map->count() >= 6);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.eventually([&] { return segue.studio().instruments().instrument() == bundled; }));

        Q_EMIT segue.window().training().stopRequested();
        QVERIFY(segue.eventually([&] { return !segue.studio().training().isLearning(); }));
    }

    void aRunThatFailsSaysWhy() {
        TestStudio segue;
        QVERIFY(segue.start());
        TestTrainer trainer({}, {}, TestTrainer::Character::FailsAtOnce);
        segue.studio().training().newRun().train(music(segue), QStringLiteral("doomed"));
        auto* failure = segue.window().training().findChild<QLabel*>(QStringLiteral("failure"));
        QVERIFY(QTest::qWaitFor([&] { return failure->text().contains(QStringLiteral("no music here")); }, 15'000));
    }

    void aRunGoesOnWithoutTheWindowAndIsSeenAgain() {
        auto user = std::make_shared<QTemporaryDir>();
        auto first = std::make_unique<TestStudio>(user, studio::Options());
        QVERIFY(first->start());
        const auto model = first->assets().folder() / "models" / "groove-2bar.safetensors";
        TestTrainer trainer(model, first->assets().folder() / "examples");
        first->studio().training().newRun().train(music(*first), QStringLiteral("long"));
        const auto run = runs(*first) / "long";
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
        const auto run = runs(segue) / "watched";
        std::filesystem::create_directories(run);
        segue.studio().training().watch(run);
        Q_EMIT segue.window().training().pauseRequested();
        QVERIFY(std::filesystem::exists(run / "pause"));
        Q_EMIT segue.window().training().resumeRequested();
        QVERIFY(!std::filesystem::exists(run / "pause"));
    }

private:
    static QString music(TestStudio& segue) {
        return QString::fromStdString((segue.assets().folder() / "examples").string());
    }
    static std::filesystem::path runs(TestStudio& segue) {
        return std::filesystem::path(segue.user()->path().toStdString()) / "runs";
    }
    static QByteArray readAll(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(TestTrainingController)
#include "tst_TrainingController.moc"

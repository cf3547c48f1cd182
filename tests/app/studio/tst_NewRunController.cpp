#include "app/studio/NewRunController.h"

#include "tests/app/support/TestStudio.h"
#include "tests/app/support/TestTrainer.h"

#include <QLabel>
#include <QSlider>

using namespace segue;
using test::TestStudio;
using test::TestTrainer;

class TestNewRunController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aFolderThatIsDroppedIsSurveyed() {
        TestStudio segue;
        TestTrainer trainer(model(segue), segue.assets().folder());
        QVERIFY(segue.start());
        Q_EMIT segue.window().training().musicDropped(music(segue));
        QCOMPARE(form(segue).run().music, music(segue));
        QCOMPARE(form(segue).run().name, QStringLiteral("examples"));
        QCOMPARE(segue.studio().document().session().folders.trainingMidi, music(segue).toStdString());
        QVERIFY(segue.eventually([&] { return says(segue, QStringLiteral("2 files")); }));
    }

    void littleMusicIsWarnedOfAndLearnedFromTheModelOnStage() {
        TestStudio segue;
        TestTrainer trainer(model(segue), segue.assets().folder());
        QVERIFY(segue.start());
        segue.studio().training().newRun().chooseMusic(music(segue));
        auto* warning = segue.window().training().findChild<QLabel*>(QStringLiteral("warning"));
        QVERIFY(segue.eventually([&] { return !warning->text().isEmpty(); }));
        QVERIFY(!form(segue).run().startFrom.isEmpty());
    }

    void whatIsChosenIsWhatTheTrainerIsTold() {
        TestStudio segue;
        TestTrainer trainer(model(segue), segue.assets().folder());
        QVERIFY(segue.start());
        segue.studio().training().newRun().chooseMusic(music(segue));
        QVERIFY(segue.eventually([&] { return !form(segue).run().startFrom.isEmpty(); }));
        form(segue).choose(QStringLiteral("cat-drums_2bar_small"));
        form(segue).setMinutes(120);
        QTest::keyClick(segue.window().training().findChild<QSlider*>(QStringLiteral("balance")), Qt::Key_Home);
        form(segue).setRunName(QStringLiteral("mine"));
        QSignalSpy started(&segue.studio().training().newRun(), &studio::NewRunController::started);
        QTest::mouseClick(segue.window().training().findChild<QPushButton*>(QStringLiteral("train")), Qt::LeftButton);
        QCOMPARE(started.size(), 1);
        const auto run = std::filesystem::path(segue.user()->path().toStdString()) / "runs" / "mine";
        QVERIFY(segue.eventually([&] { return std::filesystem::exists(run / "arguments"); }));
        const QByteArray told = readAll(run / "arguments");
        QVERIFY(told.contains("--examples " + music(segue).toUtf8()));
        QVERIFY(told.contains("--config cat-drums_2bar_small"));
        QVERIFY(told.contains("--minutes 120"));
        QVERIFY(told.contains("--workers ")); // not every core: one plays
        QVERIFY(told.contains("--hparams free_bits=48,max_beta=0.2"));
        QVERIFY(!told.contains("--init-from"));
        QVERIFY(segue.studio().training().mayClose(studio::AtClose::Stop));
        QVERIFY(segue.eventually([&] { return !segue.studio().training().isLearning(); }));
    }

    void whatFitsIntoTheTimeIsMeasuredAndToldBeforehand() {
        TestStudio segue;
        TestTrainer trainer(model(segue), segue.assets().folder());
        QVERIFY(segue.start());
        segue.studio().training().newRun().chooseMusic(music(segue));
        auto* action = segue.window().training().findChild<QPushButton*>(QStringLiteral("estimateAction"));
        QVERIFY(segue.eventually([&] { return action->text() == QStringLiteral("Measure"); }));
        action->click();
        auto* estimate = segue.window().training().findChild<QLabel*>(QStringLiteral("estimate"));
        QVERIFY(segue.eventually([&] { return estimate->text().startsWith(QStringLiteral("About ")); }));
        QVERIFY(estimate->text().contains(QStringLiteral("100 examples a second")));
    }

    void aFolderWithoutMusicIsSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        QTemporaryDir empty;
        segue.studio().training().newRun().chooseMusic(empty.path());
        auto* failure = segue.window().training().findChild<QLabel*>(QStringLiteral("failure"));
        QVERIFY(segue.eventually([&] { return failure->text().contains(empty.path()); }));
    }

private:
    static widgets::NewRunForm& form(TestStudio& segue) { return segue.window().training().newRun(); }
    static QString music(TestStudio& segue) {
        return QString::fromStdString((segue.assets().folder() / "examples").string());
    }
    static std::filesystem::path model(TestStudio& segue) {
        return segue.assets().folder() / "models" / "groove-2bar.safetensors";
    }
    static bool says(TestStudio& segue, const QString& text) {
        for (const auto* label : form(segue).findChildren<QLabel*>())
            if (label->text().contains(text))
                return true;
        return false;
    }
    static QByteArray readAll(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(TestNewRunController)
#include "tst_NewRunController.moc"

#include "app/studio/NewRunController.h"

#include "tests/app/support/TestStudio.h"
#include "tests/app/support/TestTrainer.h"

#include <QLabel>

using namespace segue;
using test::TestStudio;
using test::TestTrainer;

class TestNewRunController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aFolderIsSurveyedBeforeItIsLearned() {
        TestStudio segue;
        QVERIFY(segue.start());
        Q_EMIT segue.window().training().folderDropped(music(segue));
        QCOMPARE(segue.window().training().folder(), music(segue));
        QCOMPARE(segue.window().training().runName(), QStringLiteral("examples"));
        QCOMPARE(segue.studio().document().session().folders.trainingMidi, music(segue).toStdString());
    }

    void aFolderWithoutMusicIsSaid() {
        TestStudio segue;
        QVERIFY(segue.start());
        QTemporaryDir empty;
        segue.studio().training().newRun().chooseFolder(empty.path());
        auto* failure = segue.window().training().findChild<QLabel*>(QStringLiteral("failure"));
        QVERIFY(segue.eventually([&] { return failure->text().contains(empty.path()); }));
    }

private:
    static QString music(TestStudio& segue) {
        return QString::fromStdString((segue.assets().folder() / "examples").string());
    }
};

QTEST_MAIN(TestNewRunController)
#include "tst_NewRunController.moc"

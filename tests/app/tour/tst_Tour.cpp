#include "app/tour/Tour.h"

#include "tests/app/support/TestStudio.h"

#include <QFileInfo>
#include <QImage>

using namespace segue;
using test::TestStudio;

class TestTour : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void itLeavesAPictureTheMidiAndTheSound() {
        QTemporaryDir folder;
        TestStudio segue;
        tour::Tour tour(segue.studio(), folder.path());
        QSignalSpy finished(&tour, &tour::Tour::finished);
        segue.studio().start();
        QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, 60'000));
        const QString problem = finished.front().front().toString();
        if (problem.contains(QStringLiteral("SoundFont")))
            QSKIP("no SoundFont is installed");
        QCOMPARE(problem, QString());
        const QImage picture(folder.filePath(QStringLiteral("segue-tour.png")));
        QCOMPARE(picture.size(), segue.window().size());
        const auto notes = files::readMidiFile(folder.filePath(QStringLiteral("segue-tour.mid")).toStdString());
        QVERIFY(notes);
        QVERIFY(notes->notes.size() > 50);
        QVERIFY(notes->totalTime().value > 15 && notes->totalTime().value < 25);
        QVERIFY(QFileInfo(folder.filePath(QStringLiteral("segue-tour.wav"))).size() > 15 * 44100 * 4);
        QVERIFY(segue.scene().mode == session::Mode::Morph);
    }

    void withoutAModelItSaysSoAndEnds() {
        TestStudio segue;
        QVERIFY(std::filesystem::remove(segue.assets().folder() / "models" / "groove-2bar.safetensors"));
        tour::Tour tour(segue.studio(), segue.user()->path());
        QSignalSpy finished(&tour, &tour::Tour::finished);
        segue.studio().start();
        QVERIFY(QTest::qWaitFor([&] { return !finished.isEmpty(); }, 20'000));
        QVERIFY(!finished.front().front().toString().isEmpty());
    }
};

QTEST_MAIN(TestTour)
#include "tst_Tour.moc"

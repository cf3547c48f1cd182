#include "app/session/SessionDocument.h"

#include "core/base/Random.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::session;

namespace {

void movePuck(SessionDocument& document, float x) {
    document.change(Change::Puck, QStringLiteral("Move"), [x](Scene& scene) { scene.puck = {x, -x}; });
}

void setTempo(SessionDocument& document, double bpm) {
    document.change(Change::Tempo, QStringLiteral("Tempo"), [bpm](Scene& scene) { scene.tempo = bpm; });
}

} // namespace

class TestSessionDocument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void oneDragIsOneUndoStep() {
        SessionDocument document({});
        document.beginGesture();
        for (int i = 1; i <= 10; ++i)
            movePuck(document, 0.1F * static_cast<float>(i));
        QCOMPARE(document.undoStack().count(), 1);
        document.beginGesture();
        movePuck(document, 0.2F);
        QCOMPARE(document.undoStack().count(), 2);
        document.undoStack().undo();
        QCOMPARE(document.scene().puck.x, 1.0F);
        document.undoStack().undo();
        QVERIFY(document.scene() == Scene());
    }

    void differentKindsAreDifferentSteps() {
        SessionDocument document({});
        movePuck(document, 0.5F);
        setTempo(document, 140);
        document.undoStack().undo();
        QCOMPARE(document.scene().tempo, Scene().tempo);
        QCOMPARE(document.scene().puck.x, 0.5F);
    }

    void nothingChangedIsNoStep() {
        SessionDocument document({});
        QSignalSpy spy(&document, &SessionDocument::sceneChanged);
        setTempo(document, Scene().tempo);
        QCOMPARE(document.undoStack().count(), 0);
        QCOMPARE(spy.size(), 0);
    }

    void numbersStayInRange() {
        SessionDocument document({});
        setTempo(document, 1e9);
        QCOMPARE(document.scene().tempo, Scene::kFastest);
    }

    void changesAreTold() {
        SessionDocument document({});
        QSignalSpy spy(&document, &SessionDocument::sceneChanged);
        setTempo(document, 90);
        document.undoStack().undo();
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spy[0][0].value<Scene>().tempo, Scene().tempo);
        QCOMPARE(spy[0][1].value<Scene>().tempo, 90.0);
        QCOMPARE(spy[1][1].value<Scene>().tempo, Scene().tempo);
    }

    void undoingEverythingIsTheBeginningAndRedoingItTheEnd() {
        const std::uint64_t seed = 7;
        Random random(seed);
        SessionDocument document({});
        for (int i = 0; i < 200; ++i) {
            if (random.chance(0.3))
                document.beginGesture();
            if (random.chance(0.5))
                movePuck(document, static_cast<float>(random.uniform(-1, 1)));
            else
                setTempo(document, random.uniform(60, 180));
        }
        const Scene end = document.scene();
        while (document.undoStack().canUndo())
            document.undoStack().undo();
        QVERIFY(document.scene() == Scene());
        while (document.undoStack().canRedo())
            document.undoStack().redo();
        QVERIFY(document.scene() == end);
    }

    void everyChangeReachesTheFile() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "session.json";
        SessionDocument document({});
        document.saveTo(path);
        setTempo(document, 77);
        QTRY_VERIFY(std::filesystem::exists(path));
        QCOMPARE(readSession(path)->scene.tempo, 77.0);
    }

    void leavingSavesAtOnce() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "session.json";
        {
            SessionDocument document({});
            document.saveTo(path);
            document.remember([](Session& session) { session.morphSteps = 5; });
        }
        QCOMPARE(readSession(path)->morphSteps, 5);
    }

    void aSessionThatCannotBeSavedIsTold() {
        SessionDocument document({});
        QSignalSpy spy(&document, &SessionDocument::savingFailed);
        document.saveTo("/proc/no/session.json");
        setTempo(document, 77);
        document.saveNow();
        QCOMPARE(spy.size(), 1);
        QVERIFY(spy[0][0].toString().contains(QStringLiteral("/proc/no")));
    }
};

QTEST_GUILESS_MAIN(TestSessionDocument)
#include "tst_SessionDocument.moc"

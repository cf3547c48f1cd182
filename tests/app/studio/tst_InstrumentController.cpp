#include "tests/app/support/TestStudio.h"

using namespace segue;
using test::TestAssets;
using test::TestStudio;

class TestInstrumentController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void anotherPlaneKeepsWhatSounds() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto pattern = segue.pattern();
        const auto puck = segue.scene().puck;
        choosePlane(segue, {session::PlaneKind::PrincipalComponents, session::ColourBy::Style});
        QVERIFY(segue.scene().plane.kind == session::PlaneKind::PrincipalComponents);
        QVERIFY(segue.scene().puck != puck);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().transport().thresholdChangeRequested(0.49); }));
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().transport().thresholdChangeRequested(0.5); }));
        QVERIFY(segue.pattern() == pattern);
    }

    void undoBringsThePlaneAndThePuckBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto before = segue.scene();
        choosePlane(segue, {session::PlaneKind::Discriminant, session::ColourBy::Drummer});
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.scene() == before);
        QVERIFY(segue.eventually([&] { return !stage.isEmpty(); }));
        QVERIFY(segue.studio().instruments().layout()->plane == before.plane);
    }

    void anotherModelComesWithItsMapAndUndoGoesBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 77);
        const auto bundled = segue.studio().instruments().instrument();
        const auto pattern = segue.pattern();
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        segue.studio().instruments().open({path.string(), {}}, pattern);
        QVERIFY(segue.eventually([&] { return !stage.isEmpty(); }));
        QCOMPARE(segue.studio().instruments().instrument()->title, std::string("mine"));
        QVERIFY(segue.window().windowTitle().contains(QStringLiteral("mine")));
        const auto carried = segue.reconstruction(pattern); // the new model's idea of what sounded
        QVERIFY(segue.eventually([&] { return segue.pattern() == carried; }));

        stage.clear();
        segue.studio().document().undoStack().undo();
        QVERIFY(segue.eventually([&] { return !stage.isEmpty(); }));
        QVERIFY(segue.studio().instruments().instrument() == bundled);
        QVERIFY(segue.eventually([&] { return segue.pattern() == pattern; }));
    }

    void aModelThatCannotBeOpenedChangesNothing() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto before = segue.scene();
        QSignalSpy failures(&segue.studio().instruments(), &studio::InstrumentController::failed);
        segue.studio().instruments().open({segue.assets().example("first.mid").string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] { return !failures.isEmpty(); }));
        QVERIFY(segue.scene() == before);
        QVERIFY(segue.window().status().message().contains(QStringLiteral("first.mid")));
    }

    void aModelThatIsGoneAtTheNextStartGivesWayToTheBundledOne() {
        auto user = std::make_shared<QTemporaryDir>();
        session::Session last;
        last.scene.instrument = {"/no/such/model.safetensors", {}};
        QVERIFY(session::writeSession(std::filesystem::path(user->path().toStdString()) / "session.json", last));
        TestStudio segue(user, {});
        QVERIFY(segue.start());
        QVERIFY(segue.studio().instruments().instrument()->files.isBundled());
        QVERIFY(segue.scene().instrument.isBundled());
        QVERIFY(segue.window().messages().toPlainText().contains(QStringLiteral("/no/such/model.safetensors")));
    }

    void aModelWithoutMapStillPlays() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 77);
        QVERIFY(std::filesystem::remove(segue.assets().folder() / "mine.segue-map"));
        QVERIFY(segue.decodesAfter([&] { segue.studio().instruments().open({path.string(), {}}, segue.pattern()); }));
        QVERIFY(!segue.studio().instruments().layout());
        Q_EMIT segue.window().map().puckMoveRequested({0.5F, 0.5F}); // nowhere to go
        QVERIFY(!segue.scene().z.empty());
    }

private:
    static void choosePlane(TestStudio& segue, session::Plane plane) {
        QSignalSpy stage(&segue.studio().instruments(), &studio::InstrumentController::stageChanged);
        segue.studio().instruments().choosePlane(plane);
        QVERIFY(segue.eventually([&] { return !stage.isEmpty(); }));
    }
};

QTEST_MAIN(TestInstrumentController)
#include "tst_InstrumentController.moc"

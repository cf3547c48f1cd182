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

    void bundledModelsAreChosenByNameAndGiveWayToTheFirstWhenTheyAreGone() {
        auto user = std::make_shared<QTemporaryDir>();
        {
            TestStudio segue(user, {});
            TestAssets::writeModelAndMap(segue.assets().folder() / "models" / "other.safetensors", 77);
            QVERIFY(segue.start());
            QVERIFY(segue.decodesAfter([&] { segue.studio().instruments().open({{}, {}, "other"}, segue.pattern()); }));
            QCOMPARE(segue.studio().instruments().instrument()->title, std::string("other"));
            QVERIFY(!segue.studio().instruments().instrument()->drawsFromPrior);
            QVERIFY(!segue.scene().instrument.isFirst());
        }
        TestStudio segue(user, {}); // whose assets have no other
        QVERIFY(segue.start());
        QCOMPARE(segue.studio().instruments().instrument()->title, std::string("groove-2bar"));
        QVERIFY(segue.window().messages().toPlainText().contains(QStringLiteral("other")));
    }

    void aModelWithoutMapStillPlays() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 77);
        QVERIFY(std::filesystem::remove(segue.assets().folder() / "mine.segue-map"));
        QVERIFY(segue.decodesAfter([&] { segue.studio().instruments().open({path.string(), {}}, segue.pattern()); }));
        QVERIFY(segue.studio().instruments().instrument()->drawsFromPrior);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().map().puckMoveRequested(segue.placeOf(5)); }));
        QVERIFY(segue.scene().z.empty());
    }

    void aModelOfOtherMusicIsPlayedAndUndoGoesBack() {
        TestStudio segue;
        QVERIFY(segue.start());
        segue.studio().anchors().open(widgets::Anchor::A,
                                      QString::fromStdString(segue.assets().example("first.mid").string()));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().latentVector(widgets::Anchor::A) != nullptr; }));
        const auto before = segue.scene();
        const auto path = segue.assets().folder() / "melody.safetensors";
        TestAssets::writeModel(path, test::smallMelodyArchitecture());
        segue.studio().instruments().open({path.string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] { return std::holds_alternative<music::MelodyPattern>(segue.pattern()); }));
        QVERIFY(segue.window().pattern().pattern() == segue.pattern());
        QVERIFY(segue.scene().a == before.a); // for the model it was made with
        QVERIFY(segue.eventually([&] { return !segue.studio().anchors().isAwaited(); }));
        QVERIFY(!segue.studio().anchors().music(widgets::Anchor::A)); // there is no melody in it
        QVERIFY(segue.window().messages().toPlainText().contains(QStringLiteral("first")));

        segue.studio().document().undoStack().undo();
        QVERIFY(segue.eventually([&] { return std::holds_alternative<music::DrumPattern>(segue.pattern()); }));
        QVERIFY(segue.scene() == before);
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().music(widgets::Anchor::A).has_value(); }));
    }

    void aModelWithoutEncoderPlaysAndSaysWhatItCannot() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "decoder.safetensors";
        auto architecture = test::smallMelodyArchitecture();
        architecture.encoder.present = false;
        TestAssets::writeModel(path, architecture);
        segue.studio().instruments().open({path.string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] { return std::holds_alternative<music::MelodyPattern>(segue.pattern()); }));
        QSignalSpy failures(&segue.studio().anchors(), &studio::AnchorController::failed);
        segue.studio().anchors().open(widgets::Anchor::A,
                                      QString::fromStdString(segue.assets().example("first.mid").string()));
        QCOMPARE(failures.size(), 1);
        Q_EMIT segue.window().map().anchorRequested(widgets::Anchor::A, segue.placeOf(1));
        Q_EMIT segue.window().map().anchorRequested(widgets::Anchor::B, segue.placeOf(2));
        QVERIFY(segue.eventually([&] { return segue.studio().morphController().strip().size() == 8; }));
        QVERIFY(std::holds_alternative<music::MelodyPattern>(segue.studio().morphController().strip().front()));
    }

    void chordsThatAreToldAreKeptAndUndone() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto path = segue.assets().folder() / "chords.safetensors";
        auto architecture = test::smallMelodyArchitecture();
        std::get<architecture::MelodyCodecConfig>(architecture.codec).chords = true;
        std::get<architecture::MelodyCodecConfig>(architecture.codec).key = true;
        TestAssets::writeModel(path, architecture);
        segue.studio().instruments().open({path.string(), {}}, segue.pattern());
        QVERIFY(segue.eventually([&] { return std::holds_alternative<music::MelodyPattern>(segue.pattern()); }));
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().pattern().chordChangeRequested(16, 32, 5); }));
        const auto chords = [&] { return std::get<music::MelodyPattern>(segue.pattern()).chords; };
        QCOMPARE(int(chords()[16]), 5);
        QVERIFY(segue.decodesAfter([&] { Q_EMIT segue.window().pattern().tonicChangeRequested(7); }));
        QCOMPARE(int(std::get<music::MelodyPattern>(segue.pattern()).tonics.front()), 7);
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QVERIFY(segue.decodesAfter([&] { segue.studio().document().undoStack().undo(); }));
        QCOMPARE(int(chords()[16]), 0);
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

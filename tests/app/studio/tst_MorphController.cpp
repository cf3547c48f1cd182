#include "tests/app/support/TestStudio.h"

#include "widgets/AnchorCard.h"

using namespace segue;
using test::TestStudio;
using Which = widgets::Anchor;

class TestMorphController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void theStripRunsFromAToB() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(segue.studio().morphController().strip().empty());
        openBoth(segue);
        QVERIFY(segue.eventually([&] { return segue.studio().morphController().strip().size() == 8; }));
        const auto& strip = segue.studio().morphController().strip();
        QVERIFY(strip.front() == segue.reconstruction(segue.scene().a->pattern));
        QVERIFY(strip.back() == segue.reconstruction(segue.scene().b->pattern));
    }

    void theNumberOfStepsIsRemembered() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        Q_EMIT segue.window().morph().stepsChangeRequested(5);
        QVERIFY(segue.eventually([&] { return segue.studio().morphController().strip().size() == 5; }));
        QCOMPARE(segue.studio().document().session().morphSteps, 5);
        QCOMPARE(segue.window().morph().steps(), 5);
    }

    void theThresholdReachesTheStrip() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        QVERIFY(segue.eventually([&] { return !segue.studio().morphController().strip().empty(); }));
        const int hits = music::onsets(segue.studio().morphController().strip().front());
        Q_EMIT segue.window().transport().thresholdChangeRequested(0.9);
        QVERIFY(
            segue.eventually([&] { return music::onsets(segue.studio().morphController().strip().front()) < hits; }));
    }

    void clearingAnEndClearsTheStrip() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        QVERIFY(segue.eventually([&] { return !segue.studio().morphController().strip().empty(); }));
        Q_EMIT segue.window().morph().clearRequested(Which::B);
        QVERIFY(segue.eventually([&] { return segue.studio().morphController().strip().empty(); }));
        QVERIFY(segue.window().morph().card(Which::B).isEmpty());
        QVERIFY(!segue.window().morph().card(Which::A).isEmpty());
    }

    void examplesOfSegueAreOnTheMenu() {
        TestStudio segue;
        QVERIFY(segue.start());
        QCOMPARE(segue.studio().morphController().examples().size(), 2);
        Q_EMIT segue.window().morph().exampleChosen(Which::B, 1);
        QVERIFY(segue.eventually([&] { return segue.scene().b.has_value(); }));
        QCOMPARE(segue.scene().b->title, std::string("second"));
    }

    void listeningToAnEndPlaysIt() {
        TestStudio segue;
        QVERIFY(segue.start());
        openBoth(segue);
        Q_EMIT segue.window().morph().listenRequested(Which::A);
        QCOMPARE(segue.scene().morph, 0.0F);
        QCOMPARE(segue.window().morph().morph(), 0.0);
        const auto expected = segue.reconstruction(segue.scene().a->pattern);
        QVERIFY(segue.eventually([&] { return segue.pattern() == expected; }));
    }

    void twoFilesDroppedOnOneCardAreBothEnds() {
        TestStudio segue;
        QVERIFY(segue.start());
        Q_EMIT segue.window().morph().filesDropped(
            Which::B, {QString::fromStdString(segue.assets().example("first.mid").string()),
                       QString::fromStdString(segue.assets().example("second.mid").string())});
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().isComplete(); }));
        QCOMPARE(segue.scene().b->title, std::string("first"));
        QCOMPARE(segue.scene().a->title, std::string("second"));
    }

private:
    static void openBoth(TestStudio& segue) {
        segue.studio().anchors().open(Which::A, QString::fromStdString(segue.assets().example("first.mid").string()));
        segue.studio().anchors().open(Which::B, QString::fromStdString(segue.assets().example("second.mid").string()));
        QVERIFY(segue.eventually([&] { return segue.studio().anchors().isComplete(); }));
    }
};

QTEST_MAIN(TestMorphController)
#include "tst_MorphController.moc"

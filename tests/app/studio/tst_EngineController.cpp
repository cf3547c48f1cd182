#include "app/studio/EngineController.h"

#include "tests/app/support/TestStudio.h"

#include <QAction>

using namespace segue;
using decoder::Precision;
using studio::EngineController;
using test::TestStudio;

namespace {

QAction* halfPrecision(TestStudio& segue) {
    for (QAction* action : segue.window().findChildren<QAction*>())
        if (action->text() == QStringLiteral("&Half-precision weights"))
            return action;
    return nullptr;
}

Precision precision(TestStudio& segue) {
    return segue.studio().instruments().instrument()->precision;
}

} // namespace

class TestEngineController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void halfTheWeightsComeInPlaceAndTellHowWellTheyAgree() {
        TestStudio segue;
        QVERIFY(segue.start());
        QVERIFY(!halfPrecision(segue)->isChecked());
        const auto scene = segue.scene();
        QSignalSpy told(&segue.studio().engine(), &EngineController::compared);
        QVERIFY(segue.decodesAfter([&] {
            halfPrecision(segue)->trigger();
            QVERIFY(segue.eventually([&] { return precision(segue) == Precision::BFloat16; }));
        }));
        QVERIFY(segue.scene() == scene);
        QVERIFY(!segue.studio().document().undoStack().canUndo());
        QVERIFY(segue.eventually([&] { return !told.isEmpty(); }));
        const QString text = told.front().front().toString();
        const int cells = EngineController::kMostCompared * 32 * music::kDrumClasses;
        QVERIFY2(text.contains(QLocale().toString(cells)), qPrintable(text));
    }

    void theChoiceIsRememberedAndTakenBack() {
        TestStudio first;
        QVERIFY(first.start());
        halfPrecision(first)->trigger();
        QVERIFY(first.eventually([&] { return precision(first) == Precision::BFloat16; }));
        first.close();

        TestStudio second(first.user(), {});
        QVERIFY(second.start());
        QVERIFY(precision(second) == Precision::BFloat16);
        QVERIFY(halfPrecision(second)->isChecked());
        halfPrecision(second)->trigger();
        QVERIFY(second.eventually([&] { return precision(second) == Precision::Float32; }));
        QVERIFY(!halfPrecision(second)->isChecked());
    }

    void aCancelledComparisonTellsNothing() {
        TestStudio segue;
        QVERIFY(segue.start());
        QSignalSpy told(&segue.studio().engine(), &EngineController::compared);
        halfPrecision(segue)->trigger();
        segue.studio().engine().cancelComparing();
        QVERIFY(segue.eventually([&] { return precision(segue) == Precision::BFloat16; }));
        halfPrecision(segue)->trigger();
        QVERIFY(segue.eventually([&] { return precision(segue) == Precision::Float32; }));
        QVERIFY(told.isEmpty());
    }
};

QTEST_MAIN(TestEngineController)
#include "tst_EngineController.moc"

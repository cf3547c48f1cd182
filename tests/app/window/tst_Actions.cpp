#include "app/window/Actions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenuBar>
#include <QSet>
#include <QTest>

using namespace segue;

namespace {

void collect(const QList<QAction*>& actions, QList<QAction*>& all) {
    for (QAction* action : actions) {
        if (action->menu())
            collect(action->menu()->actions(), all);
        else if (!action->isSeparator())
            all.append(action);
    }
}

} // namespace

class TestActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void noTwoActionsShareAShortcut() {
        QMainWindow window;
        QAction undo(QStringLiteral("Undo"));
        QAction redo(QStringLiteral("Redo"));
        (void)window::makeMenus(window, &undo, &redo);
        QList<QAction*> all;
        collect(window.menuBar()->actions(), all);
        QVERIFY(all.size() > 20);
        QSet<QString> seen;
        for (const QAction* action : all)
            for (const QKeySequence& shortcut : action->shortcuts()) {
                QVERIFY2(!seen.contains(shortcut.toString()), qPrintable(action->text()));
                seen.insert(shortcut.toString());
            }
        QVERIFY(seen.contains(QStringLiteral("Space")));
        QVERIFY(seen.contains(QStringLiteral("Esc")));
        QVERIFY(seen.contains(QStringLiteral("Ctrl+Z")));
    }

    void everyActionIsThere() {
        QMainWindow window;
        QAction undo(QStringLiteral("Undo"));
        QAction redo(QStringLiteral("Redo"));
        const window::Actions actions = window::makeMenus(window, &undo, &redo);
        for (const QAction* action : {actions.openMusic,
                                      actions.openMusicFolder,
                                      actions.music,
                                      actions.openModel,
                                      actions.openA,
                                      actions.openB,
                                      actions.openRun,
                                      actions.exportPattern,
                                      actions.exportMorph,
                                      actions.quit,
                                      actions.play,
                                      actions.panic,
                                      actions.tap,
                                      actions.roll,
                                      actions.lookForOutputs,
                                      actions.fitMap,
                                      actions.dock,
                                      actions.fullScreen,
                                      actions.reducedMotion,
                                      actions.shortcuts,
                                      actions.about})
            QVERIFY(action && !action->text().isEmpty());
    }
};

QTEST_MAIN(TestActions)
#include "tst_Actions.moc"

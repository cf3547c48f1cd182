#include "app/window/Actions.h"

#include "app/assets/AssetFolder.h"
#include "app/session/Session.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace segue::window {
namespace {

QString translated(const char* text) {
    return QMainWindow::tr(text);
}

QAction* add(QMenu* menu, const char* text, const QKeySequence& shortcut = {}) {
    QAction* action = menu->addAction(translated(text));
    action->setShortcut(shortcut);
    return action;
}

template <class Enum>
void addChoice(QMenu* menu, QActionGroup* group, const char* text, Enum value) {
    QAction* action = add(menu, text);
    action->setCheckable(true);
    action->setData(static_cast<int>(value));
    group->addAction(action);
}

QAction* addSwitch(QMenu* menu, const char* text, const QKeySequence& shortcut = {}) {
    QAction* action = add(menu, text, shortcut);
    action->setCheckable(true);
    return action;
}

void fillFileMenu(QMenu* menu, Actions& actions) {
    actions.openMusic = add(menu, "Open m&usic…", QKeySequence::Open);
    actions.openMusicFolder = add(menu, "Open a &folder of music…", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    menu->addSeparator();
    actions.openModel = add(menu, "Open &model…", QKeySequence(Qt::CTRL | Qt::Key_M));
    actions.importCheckpoint = add(menu, "&Import Magenta checkpoint…", QKeySequence(Qt::CTRL | Qt::Key_I));
    actions.importFolder = add(menu, "Import a folder of Magenta's &weights…");
    menu->addSeparator();
    actions.openA = add(menu, "Open music as &A…", QKeySequence(Qt::CTRL | Qt::Key_1));
    actions.openB = add(menu, "Open music as &B…", QKeySequence(Qt::CTRL | Qt::Key_2));
    menu->addSeparator();
    actions.exportPattern = add(menu, "&Export the pattern…", QKeySequence(Qt::CTRL | Qt::Key_E));
    actions.exportMorph = add(menu, "Export A &to B…", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    menu->addSeparator();
    actions.openRun = add(menu, "Watch a training &run…");
    menu->addSeparator();
    actions.quit = add(menu, "&Quit", QKeySequence::Quit);
    actions.quit->setMenuRole(QAction::QuitRole);
}

void fillPlayMenu(QMenu* menu, Actions& actions) {
    actions.play = add(menu, "&Play or stop", QKeySequence(Qt::Key_Space));
    actions.panic = add(menu, "P&anic: silence everything", QKeySequence(Qt::Key_Escape));
    actions.tap = add(menu, "&Tap the tempo", QKeySequence(Qt::Key_T));
    actions.surprise = add(menu, "&Surprise me", QKeySequence(Qt::Key_S));
    actions.roll = add(menu, "&Roll the dice", QKeySequence(Qt::Key_R));
    menu->addSeparator();
    actions.lookForOutputs = add(menu, "&Look for outputs again");
}

void fillPatternMenu(QMenu* menu, Actions& actions) {
    actions.humanize = add(menu, "&Humanize", QKeySequence(Qt::CTRL | Qt::Key_H));
    actions.tapToDrums = add(menu, "&Tap to drums", QKeySequence(Qt::CTRL | Qt::Key_T));
    actions.addHiHat = add(menu, "&Add a hi-hat", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
}

/// What a model that comes with Segue is for.
QString bundledModelTitle(const std::string& name) {
    if (name == "groove-2bar")
        return translated("&Grooves: drums with dynamics and feel");
    if (name == "groove-2bar-humanize")
        return translated("&Humanize: gives stiff drums a feel");
    if (name == "groove-2bar-tap")
        return translated("&Tap: a tapped rhythm becomes drums");
    if (name == "drums-2bar")
        return translated("&Drums: which drums, and no more");
    if (name == "melody-2bar")
        return translated("&Melodies");
    return QString::fromStdString(name);
}

void fillModelMenu(QMainWindow& window, QMenu* menu, Actions& actions) {
    actions.bundledModels = new QActionGroup(&window);
    actions.bundledModels->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (const std::string& name : assets::bundledModels()) {
        QAction* action = menu->addAction(bundledModelTitle(name));
        action->setCheckable(true);
        action->setData(QString::fromStdString(name));
        actions.bundledModels->addAction(action);
    }
    menu->addSeparator();
    actions.halfPrecision = addSwitch(menu, "&Half-precision weights");
    actions.halfPrecision->setToolTip(translated("Half the memory, and nearly twice as fast where the model is large"));
    actions.secondCore = addSwitch(menu, "Decode on &two cores");
    actions.secondCore->setToolTip(translated("For models of many bars"));
}

void fillViewMenu(QMainWindow& window, QMenu* menu, Actions& actions) {
    using session::Appearance;
    using session::ColourBy;
    using session::PlaneKind;
    QMenu* colours = menu->addMenu(translated("&Colour by"));
    actions.colourBy = new QActionGroup(&window);
    addChoice(colours, actions.colourBy, "&Style", ColourBy::Style);
    addChoice(colours, actions.colourBy, "&Drummer", ColourBy::Drummer);
    addChoice(colours, actions.colourBy, "&Tempo", ColourBy::Tempo);
    QMenu* planes = menu->addMenu(translated("&Lay out by"));
    actions.plane = new QActionGroup(&window);
    addChoice(planes, actions.plane, "&Discriminant: tells the colours apart", PlaneKind::Discriminant);
    addChoice(planes, actions.plane, "&PCA: the two greatest variances", PlaneKind::PrincipalComponents);
    actions.fitMap = add(menu, "&Fit the map", QKeySequence(Qt::Key_F));
    menu->addSeparator();
    actions.heat = addSwitch(menu, "What else was &likely", QKeySequence(Qt::Key_L));
    actions.heat->setChecked(true);
    menu->addSeparator();
    actions.music = addSwitch(menu, "&Music", QKeySequence(Qt::Key_F8));
    actions.dock = addSwitch(menu, "&Training and messages", QKeySequence(Qt::Key_F9));
    actions.dock->setChecked(true);
    actions.fullScreen = addSwitch(menu, "F&ull screen", QKeySequence(Qt::Key_F11));
    QMenu* appearance = menu->addMenu(translated("&Appearance"));
    actions.appearance = new QActionGroup(&window);
    addChoice(appearance, actions.appearance, "As the &system", Appearance::System);
    addChoice(appearance, actions.appearance, "&Dark", Appearance::Dark);
    addChoice(appearance, actions.appearance, "&Light", Appearance::Light);
    actions.reducedMotion = addSwitch(menu, "&Reduced motion");
}

} // namespace

Actions makeMenus(QMainWindow& window, QAction* undo, QAction* redo) {
    Actions actions;
    fillFileMenu(window.menuBar()->addMenu(translated("&File")), actions);
    QMenu* edit = window.menuBar()->addMenu(translated("&Edit"));
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit->addActions({undo, redo});
    fillPlayMenu(window.menuBar()->addMenu(translated("&Play")), actions);
    fillPatternMenu(window.menuBar()->addMenu(translated("P&attern")), actions);
    fillModelMenu(window, window.menuBar()->addMenu(translated("&Model")), actions);
    fillViewMenu(window, window.menuBar()->addMenu(translated("&View")), actions);
    QMenu* help = window.menuBar()->addMenu(translated("&Help"));
    actions.shortcuts = add(help, "&Shortcuts", QKeySequence(Qt::Key_F1));
    actions.about = add(help, "&About Segue");
    actions.about->setMenuRole(QAction::AboutRole);
    for (QMenu* menu : window.menuBar()->findChildren<QMenu*>())
        menu->setToolTipsVisible(true);
    return actions;
}

} // namespace segue::window

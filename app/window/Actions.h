#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;

namespace segue::window {

/// Every action of the menus, with its shortcut. Made with the menus; owned by the window.
struct Actions {
    QAction* openMusic = nullptr;
    QAction* openMusicFolder = nullptr;
    QAction* openModel = nullptr;
    QActionGroup* bundledModels = nullptr; ///< data: the name, as assets::bundledModels() gives it
    QAction* importCheckpoint = nullptr;
    QAction* importFolder = nullptr;
    QAction* openA = nullptr;
    QAction* openB = nullptr;
    QAction* openRun = nullptr;
    QAction* exportPattern = nullptr;
    QAction* exportMorph = nullptr;
    QAction* quit = nullptr;
    QAction* play = nullptr;
    QAction* panic = nullptr;
    QAction* tap = nullptr;
    QAction* surprise = nullptr;
    QAction* roll = nullptr;
    QAction* lookForOutputs = nullptr;
    QAction* humanize = nullptr;
    QAction* tapToDrums = nullptr;
    QAction* addHiHat = nullptr;
    QAction* halfPrecision = nullptr;
    QAction* secondCore = nullptr;
    QActionGroup* colourBy = nullptr; ///< data: session::ColourBy as int
    QActionGroup* plane = nullptr; ///< data: session::PlaneKind as int
    QActionGroup* appearance = nullptr; ///< data: session::Appearance as int
    QAction* fitMap = nullptr;
    QAction* heat = nullptr;
    QAction* music = nullptr;
    QAction* dock = nullptr;
    QAction* fullScreen = nullptr;
    QAction* reducedMotion = nullptr;
    QAction* shortcuts = nullptr;
    QAction* about = nullptr;
};

/// Fills the window's menu bar; `undo` and `redo` come from the undo stack.
[[nodiscard]] Actions makeMenus(QMainWindow& window, QAction* undo, QAction* redo);

} // namespace segue::window

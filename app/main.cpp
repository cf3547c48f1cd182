#include "app/assets/AssetFolder.h"
#include "app/studio/Options.h"
#include "app/studio/Studio.h"
#include "app/tour/Errands.h"
#include "app/window/MainWindow.h"
#include "app/window/QuitOnSignal.h"
#include "widgets/Appearance.h"

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>

#include <cstdio>

int main(int argc, char** argv) {
    segue::tour::StartupTimes startup;
    startup.add("program loaded");
    QApplication application(argc, argv);
    startup.add("display connected");
    QApplication::setApplicationName(QStringLiteral("segue"));
    QApplication::setApplicationDisplayName(QStringLiteral("Segue"));
    QApplication::setApplicationVersion(QStringLiteral(SEGUE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("segue"));
    if (const auto icon = segue::assets::assetFile(segue::assets::kIconName))
        QApplication::setWindowIcon(QIcon(QString::fromStdString(icon->string())));

    const auto parsed = segue::studio::parseOptions(QApplication::arguments());
    if (parsed.exitCode) {
        std::fputs(qPrintable(parsed.text), *parsed.exitCode == 0 ? stdout : stderr);
        return *parsed.exitCode;
    }
    const segue::window::QuitOnSignal quitOnSignal;
    segue::widgets::Appearance appearance(application);
    segue::window::MainWindow window;
    segue::studio::Studio studio(window, parsed.options,
                                 {&appearance, segue::outputs::makeDeviceCatalog(),
                                  QStandardPaths::writableLocation(QStandardPaths::AppDataLocation).toStdString()});
    startup.add("window made");
    const auto errands = segue::tour::makeErrands(studio, parsed.options, startup);
    window.show();
    studio.start();
    return QApplication::exec();
}

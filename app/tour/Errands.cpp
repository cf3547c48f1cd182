#include "app/tour/Errands.h"

#include "app/studio/LayoutReport.h"
#include "app/studio/Studio.h"
#include "app/tour/Tour.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>

#include <chrono>
#include <cstdio>

namespace segue::tour {
namespace {

/// Long enough for the first pattern to arrive and for the dots to have come to rest.
constexpr std::chrono::milliseconds kSettle{1200};

void complain(const QString& problem) {
    std::fprintf(stderr, "segue: %s\n", qPrintable(problem));
}

void leave(const QString& problem) {
    if (!problem.isEmpty())
        complain(problem);
    QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
}

void takeScreenshot(studio::Studio& studio, const QString& path) {
    const bool saved = studio.window().grab().save(path);
    leave(saved ? QString() : QObject::tr("%1 cannot be written, or is of no known kind (.png, .jpg)").arg(path));
}

/// Waits for the outputs too: a loop whose first bar nobody hears has not begun.
void playWhenReady(studio::Studio& studio, QObject* errands) {
    auto& outputs = studio.outputsController();
    auto& patterns = studio.patterns();
    const auto once = static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection);
    QObject::connect(
        &outputs, &studio::OutputsController::settled, errands,
        [&studio, &patterns, errands, once] {
            if (patterns.current().id != 0)
                studio.playback().play();
            else
                QObject::connect(
                    &patterns, &studio::PatternController::patternChanged, errands,
                    [&studio] { studio.playback().play(); }, once);
        },
        once);
}

} // namespace

std::unique_ptr<QObject> makeErrands(studio::Studio& studio, const studio::Options& options,
                                     const StartupTimes& times) {
    auto errands = std::make_unique<QObject>();
    if (options.startupReport)
        new StartupReport(studio, times, errands.get());
    if (options.play)
        playWhenReady(studio, errands.get());
    if (!options.layoutReport.isEmpty())
        new studio::LayoutReporter(studio, options.layoutReport, errands.get());
    if (!options.screenshot.isEmpty())
        QObject::connect(&studio, &studio::Studio::ready, errands.get(), [&studio, path = options.screenshot] {
            QTimer::singleShot(kSettle, &studio, [&studio, path] { takeScreenshot(studio, path); });
        });
    if (!options.tourFolder.isEmpty()) {
        auto* tour = new Tour(studio, options.tourFolder, errands.get());
        QObject::connect(tour, &Tour::finished, errands.get(), &leave);
    }
    return errands;
}

} // namespace segue::tour

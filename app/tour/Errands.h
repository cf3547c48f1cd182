#pragma once

#include "app/studio/Options.h"
#include "app/tour/StartupReport.h"

#include <QObject>

#include <memory>

namespace segue::studio {
class Studio;
}

namespace segue::tour {

/// What Segue does by itself because its command line says so: the tour, a screenshot, the layout report, playing at
/// once, and telling what the start took. Make them before Studio::start(); they live as long as the returned object.
/// The first two end the program.
[[nodiscard]] std::unique_ptr<QObject> makeErrands(studio::Studio& studio, const studio::Options& options,
                                                   const StartupTimes& times);

} // namespace segue::tour

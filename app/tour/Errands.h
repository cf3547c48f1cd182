#pragma once

#include "app/studio/Options.h"

#include <QObject>

#include <memory>

namespace segue::studio {
class Studio;
}

namespace segue::tour {

/// What Segue does by itself because its command line says so: the tour, a screenshot, the layout report. Make them
/// before Studio::start(); they live as long as the returned object. The first two end the program.
[[nodiscard]] std::unique_ptr<QObject> makeErrands(studio::Studio& studio, const studio::Options& options);

} // namespace segue::tour

#pragma once

#include "core/architecture/Architecture.h"
#include "core/base/Result.h"
#include "core/magenta/Checkpoint.h"

#include <string>

namespace segue::magenta {

/// Which architecture a checkpoint has, and how that was found out: words for a report.
struct Recognised {
    architecture::Architecture architecture;
    std::string how; ///< "by the shapes of its variables", ...
};

/// A checkpoint holds no architecture, only variables. Where a config.json or converter.json stands beside them, it
/// says what the numbers mean, and the networks are measured. Otherwise the named configurations are tried: the one
/// that has exactly these variables; and among several such (grooves differ only in what they hear) the one whose name
/// stands in the name of the checkpoint's file or folder.
///
/// Drums have the map of the checkpoint's origin: what was trained in TensorFlow is read and played by the map that
/// Magenta's Python has today, also where a groove was trained by that of its drummers' kit, whose classes are the same
/// nine; magenta.js and what came before it have the map from before April 2019 (Variables.md).
/// Errors: Unsupported (nothing fits), InvalidArgument (several fit: lists them), converterConfigFrom's.
[[nodiscard]] Result<Recognised> recognise(const Checkpoint& checkpoint, Part part);

/// What a checkpoint of this origin makes of a configuration: its drum map, and grooves that are told velocities and
/// microtiming of silent cells; and no encoder if there is none.
[[nodiscard]] architecture::Architecture asImported(architecture::Architecture architecture, CheckpointFormat format,
                                                    Part part);

/// Errors: ShapeMismatch, naming the variable, its shape and what the architecture makes it; also for one that it lacks
/// or has too many. Requires: validate(architecture).
[[nodiscard]] Status checkVariables(const Checkpoint& checkpoint, const architecture::Architecture& architecture);

} // namespace segue::magenta

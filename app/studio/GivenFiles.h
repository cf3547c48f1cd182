#pragma once

#include <QStringList>

namespace segue::studio {

/// Files that were dropped or named on the command line, by what they are for.
struct GivenFiles {
    QStringList models; ///< .safetensors
    QStringList checkpoints; ///< Magenta's: archives, indices and folders
    QStringList music; ///< all others

    [[nodiscard]] bool areAllMusic() const { return models.isEmpty() && checkpoints.isEmpty(); }
};

[[nodiscard]] GivenFiles sortedOut(const QStringList& paths);

} // namespace segue::studio

#pragma once

#include "core/architecture/Architecture.h"

#include <QString>

#include <string>
#include <vector>

namespace segue::learning {

/// Something that can be learned, for a person.
struct Learnable {
    std::string configuration; ///< "groovae_2bar"
    QString words; ///< "Drum grooves with feel, 2 bars"
};

/// All named configurations; those that want a large machine come last.
[[nodiscard]] const std::vector<Learnable>& learnables();

/// "Drum grooves with feel, 2 bars".
[[nodiscard]] QString wordsFor(const architecture::Architecture& architecture);

} // namespace segue::learning

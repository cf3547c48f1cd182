#include "core/music/DrumPattern.h"

#include <algorithm>

namespace segue::music {

int DrumPattern::hits() const {
    return static_cast<int>(std::ranges::count_if(m_cells, &DrumCell::hit));
}

} // namespace segue::music

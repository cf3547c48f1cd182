#include "core/latent/PriorMap.h"

#include "core/base/Random.h"

#include <cassert>

namespace segue::latent {

MapFile priorMap(const decoder::LiveModel& model, const PriorMapOptions& options) {
    assert(options.draws >= 3);
    MapFile map;
    map.latentSize = model.architecture().latentSize;
    map.title = "Draws from the prior";
    map.modelChecksum = model.checksum();
    Random random(options.seed);
    for (int draw = 0; draw < options.draws; ++draw) {
        for (int i = 0; i < map.latentSize; ++i)
            map.means.push_back(static_cast<float>(random.normal()));
        map.examples.push_back({.file = "draw " + std::to_string(draw + 1), .style = {}, .drummer = {}});
    }
    return map;
}

} // namespace segue::latent

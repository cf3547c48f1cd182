#include "core/latent/PriorMap.h"

#include "core/latent/Prior.h"

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
        const std::vector<float> z = drawFromPrior(map.latentSize, random);
        map.means.insert(map.means.end(), z.begin(), z.end());
        map.examples.push_back({.file = "draw " + std::to_string(draw + 1), .style = {}, .drummer = {}});
    }
    return map;
}

} // namespace segue::latent

#include "core/latent/PriorMap.h"

#include "core/latent/Prior.h"
#include "core/latent/SecondStage.h"

#include <cassert>

namespace segue::latent {

MapFile priorMap(const decoder::LiveModel& model, const PriorMapOptions& options) {
    assert(options.draws >= 3);
    MapFile map;
    map.latentSize = model.architecture().latentSize;
    map.title = "Draws from the prior";
    map.modelChecksum = model.checksum();
    Random random(options.seed);
    const auto stage = secondStageOf(model.fitted(), map.latentSize);
    const LatentDensity* const density = stage && stage->density && !options.fromPrior ? &*stage->density : nullptr;
    if (density)
        map.title = "Draws from the model's density";
    for (int draw = 0; draw < options.draws; ++draw) {
        const std::vector<float> z = density ? density->draw(random) : drawFromPrior(map.latentSize, random);
        map.means.insert(map.means.end(), z.begin(), z.end());
        map.examples.push_back({.file = "draw " + std::to_string(draw + 1), .style = {}, .drummer = {}});
    }
    return map;
}

} // namespace segue::latent

#pragma once

#include "core/latent/MapFile.h"
#include "core/model/MusicVaeTorch.h"
#include "training/SamplesTorch.h"
#include "training/Trainer.h"

namespace segue::training {

/// The windows that a run is measured on now and then: some of the held-out ones, the same each time.
class HeldOut {
public:
    /// Requires: `plan` and `data` outlive this; the data's codec is the plan's.
    HeldOut(const TrainingPlan& plan, const Dataset& data);

    /// Of a model after `step` updates; no checkpoint is named.
    [[nodiscard]] runs::EvaluationReport measure(const model::MusicVae& model, std::int64_t step) const;
    /// Their posterior means, and from which pieces they are; no checksum is set.
    [[nodiscard]] latent::MapFile map(const model::MusicVae& model) const;
    /// A few of them, and draws.
    [[nodiscard]] Samples samples(const model::MusicVae& model) const;

private:
    const TrainingPlan& m_plan;
    const Dataset& m_data;
    int m_stride; ///< every so many windows one is measured
};

} // namespace segue::training

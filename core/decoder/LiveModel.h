#pragma once

#include "core/base/Random.h"
#include "core/base/Result.h"
#include "core/files/ModelFile.h"
#include "core/music/DrumPattern.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace segue::decoder {

/// q(z|x) of one pattern: independent normal distributions. Shape: both [Z].
struct Posterior {
    std::vector<float> mean;
    std::vector<float> sigma; ///< standard deviations, above 0
};

struct DecodeOptions {
    /// 0 takes every hit whose probability is above `threshold`; otherwise hits are drawn with the probability
    /// sigmoid((logit - logit(threshold)) / temperature), which tends to the former as the temperature falls to 0.
    float temperature = 0.0F;
    float threshold = 0.5F; ///< [0, 1]; 0 plays every drum on every step, 1 none
    std::uint64_t seed = 0;
};

/// A trained groove model as plain loops over packed weights: what the window explores with. Immutable once made; the
/// scratch memory of a call lives in a Workspace, so one LiveModel serves many threads, each with its own Workspace.
/// Equal to the LibTorch networks of core/model within rounding, and to itself on another processor within rounding: a
/// probability that lies on the threshold by a millionth may fall to either side.
/// Thread: any. Cost: streams every weight once a step; 1 to 2 ms a pattern at Magenta's sizes on one core.
class LiveModel {
public:
    /// Errors: ShapeMismatch.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> create(const files::ModelFile& file);
    /// readModelFile and create in one; errors name the path.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> load(const std::filesystem::path& path);

    LiveModel(const LiveModel&) = delete;
    LiveModel& operator=(const LiveModel&) = delete;
    ~LiveModel();

    /// Scratch memory of one thread.
    class Workspace;
    struct WorkspaceDeleter {
        void operator()(Workspace* workspace) const;
    };
    using WorkspacePointer = std::unique_ptr<Workspace, WorkspaceDeleter>;
    [[nodiscard]] WorkspacePointer makeWorkspace() const;

    [[nodiscard]] const architecture::Architecture& architecture() const;
    [[nodiscard]] const nlohmann::json& provenance() const;
    /// Of the weights: tells which maps belong to this model. See files::weightsChecksum.
    [[nodiscard]] const std::string& checksum() const;

    /// Requires: the pattern has architecture().shape().steps steps.
    [[nodiscard]] Posterior encode(const music::DrumPattern& pattern, Workspace& workspace) const;

    /// Cells carry the hit's probability as the model sees it (whatever temperature and threshold make of it), and
    /// velocity and microtiming also where there is no hit. What is fed back into the next step is the decision, 0 or
    /// 1, and velocity and offset where it is 1, as in the data that was learned. (Magenta's GrooveLstmDecoder feeds
    /// them back everywhere.) Requires: z has architecture().latentSize values.
    [[nodiscard]] music::DrumPattern decode(std::span<const float> z, const DecodeOptions& options,
                                            Workspace& workspace) const;

private:
    struct Weights;
    explicit LiveModel(std::unique_ptr<const Weights> weights);
    std::unique_ptr<const Weights> m_weights;
};

} // namespace segue::decoder

#pragma once

#include "core/base/Random.h"
#include "core/base/Result.h"
#include "core/files/ModelFile.h"
#include "core/music/DrumPattern.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace segue::decoder {

/// q(z|x) of one pattern: independent normal distributions. Shape: both [Z].
struct Posterior {
    std::vector<float> mean;
    std::vector<float> sigma; ///< standard deviations, above 0
};

struct DecodeOptions {
    /// 0 takes every hit whose probability is above `threshold`; otherwise hits are drawn from
    /// sigmoid(logit / temperature), and threshold is applied as a shift of the logit by -logit(threshold).
    float temperature = 0.0F;
    float threshold = 0.5F; ///< (0, 1)
    std::uint64_t seed = 0;
};

/// A trained groove model as plain loops over packed weights: what the window explores with. Immutable once made; the
/// scratch memory of a call lives in a Workspace, so one LiveModel serves many threads, each with its own Workspace.
/// Equal to the LibTorch networks of core/model within rounding.
class LiveModel {
public:
    /// Errors: ShapeMismatch.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> create(const files::ModelFile& file);
    /// readModelFile and create in one.
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

    /// Requires: the pattern has architecture().steps() steps.
    [[nodiscard]] Posterior encode(const music::DrumPattern& pattern, Workspace& workspace) const;

    /// Cells carry the hit's probability, and velocity and microtiming also where there is no hit.
    /// Requires: z has architecture().latentSize values.
    [[nodiscard]] music::DrumPattern decode(std::span<const float> z, const DecodeOptions& options,
                                            Workspace& workspace) const;

private:
    struct Weights;
    explicit LiveModel(std::unique_ptr<const Weights> weights);
    std::unique_ptr<const Weights> m_weights;
};

} // namespace segue::decoder

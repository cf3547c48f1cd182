#pragma once

#include "core/base/Result.h"
#include "core/codec/Codec.h"
#include "core/decoder/Decoding.h"
#include "core/decoder/Packing.h"
#include "core/files/ModelFile.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace segue::decoder {

/// A trained model as plain loops over packed weights: what the window explores with. Immutable once made; the
/// scratch memory of a call lives in a Workspace, so one LiveModel serves many threads, each with its own Workspace.
/// Equal to the LibTorch networks of core/model within rounding, and to itself on another processor within rounding: a
/// probability that lies on the threshold by a millionth may fall to either side.
/// Thread: any. Cost: streams every weight once a step. At Magenta's sizes on one core, two bars are decoded in 1 to 6
/// ms and sixteen in 0.5 to 1.5 s; sixteen are encoded in up to 5 s.
class LiveModel {
public:
    /// Takes the weights out of `file` one by one as it packs them. Errors: ShapeMismatch.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> create(files::ModelFile file,
                                                                         const Packing& packing = {});
    /// readModelFile and create in one; errors name the path.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> load(const std::filesystem::path& path,
                                                                       const Packing& packing = {});

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

    /// What makes patterns of tensors.
    [[nodiscard]] const codec::Codec& codec() const;
    /// Whether it can hear; a model without an encoder only plays.
    [[nodiscard]] bool hasEncoder() const { return architecture().encoder.present; }

    /// Requires: hasEncoder(), codec().fits(pattern).
    [[nodiscard]] Posterior encode(const music::Pattern& pattern, Workspace& workspace) const;
    /// Reads input, control and lengths of the example. Requires: hasEncoder(), shapes as architecture().shape().
    [[nodiscard]] Posterior encodeTensors(const codec::Example& example, Workspace& workspace) const;

    /// `control` is what the decoder is told at each step, codec().controlOf(a pattern); empty: that of silence.
    /// What a groove tells its next step is the decision, 0 or 1, and velocity and offset where it is 1, as in the data
    /// that was learned; all of them if the architecture says so.
    /// Requires: z has architecture().latentSize values. Shape: control [T, control D].
    [[nodiscard]] DecodedTensors decodeTensors(std::span<const float> z, std::span<const float> control,
                                               const DecodeOptions& options, Workspace& workspace) const;
    /// The same as a pattern. A groove's cells carry velocity and microtiming also where there is no hit.
    [[nodiscard]] DecodedPattern decode(std::span<const float> z, std::span<const float> control,
                                        const DecodeOptions& options, Workspace& workspace) const;

private:
    struct Weights;
    explicit LiveModel(std::unique_ptr<const Weights> weights);
    std::unique_ptr<const Weights> m_weights;
};

} // namespace segue::decoder

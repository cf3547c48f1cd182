#pragma once

#include "core/base/FunctionRef.h"
#include "core/base/Result.h"
#include "core/codec/Codec.h"
#include "core/decoder/Decoding.h"
#include "core/decoder/Packing.h"
#include "core/files/ModelFile.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace segue::decoder {

/// What a workspace has room for.
struct WorkspaceOptions {
    std::size_t rows = 1; ///< windows that are decoded or encoded together: each weight is read once for all of them
    int threads = 1; ///< that share the work of a step, the caller's among them
};

/// A trained model as plain loops over packed weights: what the window explores with. Immutable once made; the
/// scratch memory of a call lives in a Workspace, so one LiveModel serves many threads, each with its own Workspace.
/// Equal to the LibTorch networks of core/model within rounding, and to itself on another processor within rounding: a
/// probability that lies on the threshold by a millionth may fall to either side.
/// Thread: any. Cost: streams every weight once a step. On one core of an EPYC a 2-bar melody (cat-mel_2bar_small) is
/// decoded in 1 ms, or 0.25 ms as one of many; sixteen bars (hierdec-mel_16bar) in 0.3 s, the first of them in 18 ms,
/// and encoded in 1.7 s, or 0.44 s as one of many.
class LiveModel {
public:
    /// Takes the weights out of `file` one by one as it packs them. Errors: ShapeMismatch.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> create(files::ModelFile file,
                                                                         const Packing& packing = {});
    /// From a file, weight by weight: what is in memory at a time is what is packed, and one layer besides. Errors:
    /// readModelFile's; they name the path.
    [[nodiscard]] static Result<std::shared_ptr<const LiveModel>> load(const std::filesystem::path& path,
                                                                       const Packing& packing = {});

    LiveModel(const LiveModel&) = delete;
    LiveModel& operator=(const LiveModel&) = delete;
    ~LiveModel();

    /// Scratch memory and results of one thread.
    class Workspace;
    struct WorkspaceDeleter {
        void operator()(Workspace* workspace) const;
    };
    using WorkspacePointer = std::unique_ptr<Workspace, WorkspaceDeleter>;
    /// Requires: a row and a thread at least.
    [[nodiscard]] WorkspacePointer makeWorkspace(const WorkspaceOptions& options = {}) const;

    [[nodiscard]] const architecture::Architecture& architecture() const;
    [[nodiscard]] const nlohmann::json& provenance() const;
    /// What came with the weights; see core/latent/SecondStage.h.
    [[nodiscard]] const files::Fitted& fitted() const;
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

    /// Of window `index`, as encode() has it; false ends the work.
    using OnEncoded = FunctionRef<bool(std::size_t index, const Posterior& posterior)>;
    /// All of them in their order, as many at once as the workspace has rows. False if `onEncoded` ended it.
    /// Requires: hasEncoder(), all fit.
    bool encodeMany(std::span<const music::Pattern> patterns, Workspace& workspace, OnEncoded onEncoded) const;
    bool encodeMany(std::span<const codec::Example> examples, Workspace& workspace, OnEncoded onEncoded) const;

    /// `control` is what the decoder is told at each step, codec().controlOf(a pattern); empty: that of silence.
    /// What a groove tells its next step is the decision, 0 or 1, and velocity and offset where it is 1, as in the data
    /// that was learned; all of them if the architecture says so.
    ///
    /// `onSegment`, if any, hears of each segment of a hierarchical model, be it a bar or an instrument, and of every
    /// 16 steps of a flat one. The result lives in the workspace until its next call; it is not whole if onSegment
    /// cancelled it, and the workspace is ready for the next one all the same.
    /// Requires: z has architecture().latentSize values. Shape: control [T, control D]. Allocates nothing.
    const DecodedTensors& decodeTensors(std::span<const float> z, std::span<const float> control,
                                        const DecodeOptions& options, Workspace& workspace,
                                        OnSegment onSegment = {}) const;
    /// The same as patternOf() says it.
    [[nodiscard]] DecodedPattern decode(std::span<const float> z, std::span<const float> control,
                                        const DecodeOptions& options, Workspace& workspace,
                                        OnSegment onSegment = {}) const;

    /// Of window `index`, as decodeTensors() has it; false ends the work. What it gets lasts as long as the call.
    using OnDecoded = FunctionRef<bool(std::size_t index, const DecodedTensors& decoded)>;
    /// N points in their order, as many at once as the workspace has rows. Each is what decodeTensors() makes of it
    /// with the seed seedOf(options.seed, index), whoever it is decoded with. False if `onDecoded` ended it. Shape: z
    /// [N, Z]; control [T, control D] for all, or [N, T, control D], or empty. Allocates nothing.
    bool decodeMany(std::span<const float> z, std::span<const float> control, const DecodeOptions& options,
                    Workspace& workspace, OnDecoded onDecoded) const;

    /// How likely each answer was: DecodedPattern::probabilities. Shape: as decoded.logits.
    void probabilitiesOf(const DecodedTensors& decoded, std::span<float> probabilities) const;
    /// As music, also of a window that is not whole; it is made anew and so allocates. A groove's cells carry velocity
    /// and microtiming also where there is no hit.
    [[nodiscard]] DecodedPattern patternOf(const DecodedTensors& decoded) const;

private:
    struct Weights;
    explicit LiveModel(std::unique_ptr<const Weights> weights);
    /// at(index) is an example.
    template <class ExampleAt>
    bool encodeAll(std::size_t count, Workspace& workspace, OnEncoded onEncoded, const ExampleAt& at) const;

    std::unique_ptr<const Weights> m_weights;
};

} // namespace segue::decoder

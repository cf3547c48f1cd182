#pragma once

#include "core/decoder/LiveModel.h"

#include <memory>

namespace segue::model {

/// The same questions that decoder::LiveModel answers, answered by the networks that learned: what the live decoder is
/// checked against, and what `segue-cli decode --reference` uses. Plain types outside, LibTorch inside.
/// Thread: one at a time.
class ReferenceModel {
public:
    /// Errors: ShapeMismatch.
    [[nodiscard]] static Result<ReferenceModel> create(const files::ModelFile& file);
    /// files::readModelFile and create in one.
    [[nodiscard]] static Result<ReferenceModel> load(const std::filesystem::path& path);

    ReferenceModel(ReferenceModel&& other) noexcept;
    ReferenceModel& operator=(ReferenceModel&& other) noexcept;
    ~ReferenceModel();

    [[nodiscard]] const architecture::Architecture& architecture() const;

    // As LiveModel's, with the same draws for the same seed. Errors: Internal (LibTorch failed).

    /// Errors: Unsupported (the model has no encoder).
    [[nodiscard]] Result<decoder::Posterior> encode(const music::Pattern& pattern) const;
    [[nodiscard]] Result<decoder::DecodedTensors> decodeTensors(std::span<const float> z,
                                                                std::span<const float> control,
                                                                const decoder::DecodeOptions& options) const;
    [[nodiscard]] Result<decoder::DecodedPattern> decode(std::span<const float> z, std::span<const float> control,
                                                         const decoder::DecodeOptions& options) const;

private:
    struct Network;
    explicit ReferenceModel(std::unique_ptr<const Network> network);
    std::unique_ptr<const Network> m_network;
};

} // namespace segue::model

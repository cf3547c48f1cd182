#pragma once

#include "app/session/Session.h"
#include "core/base/Result.h"
#include "core/decoder/LiveModel.h"
#include "core/latent/LatentDensity.h"
#include "core/latent/LatentMap.h"
#include "core/latent/MapFile.h"

#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue::instrument {

/// A model, and the examples that its map shows. Immutable; shared with the workers.
struct Instrument {
    session::InstrumentFiles files; ///< as asked for: empty for the bundled one
    std::string title; ///< for a person: "groove-2bar"
    std::string checksum; ///< of the model's weights
    std::shared_ptr<const decoder::LiveModel> model;
    decoder::Precision precision = decoder::Precision::Float32; ///< of its weights as they are kept
    std::shared_ptr<const latent::MapFile> examples; ///< of its map file, or draws from its prior
    bool drawsFromPrior = false; ///< there was no map file
    std::optional<latent::LatentDensity> density{}; ///< that was fitted to the model; without one, N(0, I)
};

/// The examples laid on a plane, and how they are coloured. Immutable.
struct Layout {
    session::Plane plane;
    std::shared_ptr<const latent::LatentMap> map;
    std::vector<int> classes; ///< one an example: index into classNames, or -1 when it is not known
    std::vector<std::string> classNames;
};

/// Where the model lies. Errors: assets::bundledModel's.
[[nodiscard]] Result<std::filesystem::path> modelFile(const session::InstrumentFiles& files);

/// Reads the model and its map. Without a named map, `model` with the ending .segue-map is taken if it is there, else
/// the map shows draws from the prior.
/// Errors: those of the readers; OutOfMemory, before anything large is read; InvalidArgument (the map belongs to
/// another model).
[[nodiscard]] Result<Instrument> loadInstrument(const session::InstrumentFiles& files,
                                                const session::Engine& engine = {});

/// Whether a model's weights fit into `freeBytes`; unknown is enough. Reads no weight.
/// Errors: OutOfMemory, saying how much is needed and how much there is; readArchitecture's.
[[nodiscard]] Status hasRoomFor(const std::filesystem::path& model, std::optional<std::uint64_t> freeBytes,
                                const session::Engine& engine = {});

/// Shares the examples' means. With fewer than two classes a discriminant plane is one of principal components.
/// Errors: InvalidArgument (too few examples).
[[nodiscard]] Result<Layout> layOut(const std::shared_ptr<const latent::MapFile>& examples, session::Plane plane);

/// Why a model without an encoder does not take music, in a sentence for the user.
[[nodiscard]] QString whyItHearsNothing();

/// An example for a person: "funk · drummer1 · 105 bpm".
[[nodiscard]] std::string describe(const latent::ExampleInfo& example);

} // namespace segue::instrument

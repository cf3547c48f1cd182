#pragma once

#include "core/architecture/Architecture.h"
#include "core/files/Safetensors.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>

namespace segue::files {

/// What was fitted to a model's examples once its weights were learned, such as a density of z: tensors by name, and
/// what they mean. core/latent knows which there are; a model works without any.
struct Fitted {
    std::map<std::string, Tensor> tensors;
    nlohmann::json facts = nlohmann::json::object();

    friend bool operator==(const Fitted&, const Fitted&) = default;
};

/// A trained model as one .safetensors file (format in ModelFile.md): weights by the names of
/// architecture::weightShapes, what was fitted afterwards, and as metadata the architecture, where it came from, and
/// the format's version.
struct ModelFile {
    static constexpr int kVersion = 2;

    architecture::Architecture architecture;
    /// Free-form facts for people and reports: data, licence, split, steps, metrics, program version.
    nlohmann::json provenance = nlohmann::json::object();
    std::map<std::string, Tensor> weights;
    Fitted fitted{};
};

/// Total. Errors: readSafetensors'; Unsupported (no model of ours, or written by a newer Segue: says so);
/// ShapeMismatch (names the weight, its shape and what was expected); Malformed (a value that is not finite).
[[nodiscard]] Result<ModelFile> readModel(std::span<const std::byte> bytes);
/// readModel of a file; errors name the path. Errors: also readSafetensorsFile's.
[[nodiscard]] Result<ModelFile> readModelFile(const std::filesystem::path& path);

/// A model file whose weights are read one at a time, as often as they are wanted: no more than one need be in memory
/// besides what becomes of them. Thread: one at a time.
class ModelReader {
public:
    /// Reads the whole file once, weight by weight, and checks all that readModelFile does. Errors: readModelFile's.
    [[nodiscard]] static Result<ModelReader> open(const std::filesystem::path& path);

    [[nodiscard]] const architecture::Architecture& architecture() const { return m_architecture; }
    [[nodiscard]] const nlohmann::json& provenance() const { return m_provenance; }
    [[nodiscard]] const Fitted& fitted() const { return m_fitted; }
    /// weightsChecksum of the model.
    [[nodiscard]] const std::string& checksum() const { return m_checksum; }
    /// Requires: the architecture has it. Errors: FileBytes::read's.
    [[nodiscard]] Result<Tensor> read(const std::string& name) const { return m_file.read(name); }

private:
    ModelReader(SafetensorsReader file, architecture::Architecture architecture, nlohmann::json provenance)
        : m_file(std::move(file)), m_architecture(std::move(architecture)), m_provenance(std::move(provenance)) {}
    [[nodiscard]] Status checkWeights();
    [[nodiscard]] Status readFitted();

    SafetensorsReader m_file;
    architecture::Architecture m_architecture;
    nlohmann::json m_provenance;
    Fitted m_fitted;
    std::string m_checksum;
};

/// What a model is, without its weights. Errors: as readModelFile's, as far as they are about that.
[[nodiscard]] Result<architecture::Architecture> readArchitecture(const std::filesystem::path& path);

/// Atomic. Float16 halves the file for a bundled model.
/// Errors: writeFileAtomically's; InvalidArgument (a weight is not finite, or too large for Float16: names it).
[[nodiscard]] Status writeModelFile(const std::filesystem::path& path, const ModelFile& model,
                                    StoredType type = StoredType::Float32);

/// Tells models apart: 16 hexadecimal digits over names, shapes and values of the weights; what was fitted does not
/// change it, so that a map fits with it and without. Float16 rounds, so a model
/// has the checksum of its file only once it was read from it.
/// Source: FNV-1a, 64 bits, over what ModelFile.md lists.
[[nodiscard]] std::string weightsChecksum(const ModelFile& model);
[[nodiscard]] std::string weightsChecksum(const std::map<std::string, Tensor>& weights);

} // namespace segue::files

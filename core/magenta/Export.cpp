#include "core/magenta/Export.h"

#include "core/base/Files.h"
#include "core/base/SystemError.h"
#include "core/magenta/ConverterConfig.h"
#include "core/magenta/JsFolder.h"
#include "core/magenta/VariableLinks.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace segue::magenta {
namespace {

using nlohmann::json;

/// Evenly spaced steps from the least value to the greatest.
struct Grid {
    double minimum = 0;
    double scale = 1;
};

Grid gridOf(const std::vector<float>& values, int bytes) {
    const auto [least, greatest] = std::ranges::minmax(values);
    const double steps = bytes == 1 ? 255 : 65535;
    const double scale = (static_cast<double>(greatest) - static_cast<double>(least)) / steps;
    return {least, scale > 0 ? scale : 1};
}

void append(std::vector<std::byte>& bytes, const std::vector<float>& values, StoredBytes stored, const Grid& grid) {
    if (stored == StoredBytes::Four) {
        const auto raw = std::as_bytes(std::span(values));
        bytes.insert(bytes.end(), raw.begin(), raw.end());
        return;
    }
    for (const float value : values) {
        const auto step =
            static_cast<unsigned>(std::lround(std::max(0.0, (static_cast<double>(value) - grid.minimum) / grid.scale)));
        const unsigned limited = std::min(step, stored == StoredBytes::One ? 255U : 65535U);
        bytes.push_back(static_cast<std::byte>(limited & 0xFF));
        if (stored == StoredBytes::Two)
            bytes.push_back(static_cast<std::byte>(limited >> 8));
    }
}

/// Cuts what it gets into files of kShardBytes. How many there will be is known beforehand, as their names tell it.
class Shards {
public:
    Shards(std::filesystem::path folder, std::size_t bytes)
        : m_folder(std::move(folder)), m_count((bytes + kShardBytes - 1) / kShardBytes) {}

    Status add(const std::vector<float>& values, StoredBytes stored, const Grid& grid) {
        append(m_buffer, values, stored, grid);
        while (m_buffer.size() >= kShardBytes)
            if (auto status = writeOne(kShardBytes); !status)
                return status;
        return {};
    }
    Status finish() { return m_buffer.empty() ? Status() : writeOne(m_buffer.size()); }
    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }

private:
    Status writeOne(std::size_t size) {
        m_names.push_back("group1-shard" + std::to_string(m_names.size() + 1) + "of" + std::to_string(m_count));
        auto status = writeFileAtomically(m_folder / m_names.back(), std::span(m_buffer).first(size));
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(size));
        return status;
    }

    std::filesystem::path m_folder;
    std::size_t m_count;
    std::vector<std::byte> m_buffer;
    std::vector<std::string> m_names;
};

Status makeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(systemError(folder, "make", error.value()));
    if (std::filesystem::exists(folder / kJsManifestName, error))
        return fail(ErrorCode::InvalidArgument, folder.string() + " holds a checkpoint already; name a new folder");
    return {};
}

} // namespace

Status exportJsFolder(const files::ModelFile& model, const std::filesystem::path& folder, StoredBytes stored,
                      Reading& progress) {
    const auto configuration = configurationOf(model.architecture);
    if (!configuration)
        return fail(configuration.error());
    if (auto status = makeFolder(folder); !status)
        return status;
    const auto links = variableLinks(model.architecture);
    const auto width = static_cast<std::size_t>(stored);
    std::size_t bytes = 0;
    for (const VariableLink& link : links)
        bytes += static_cast<std::size_t>(*elementCount(link.shape)) * width;
    progress.expect(bytes);

    Shards shards(folder, bytes);
    json weights = json::array();
    for (const VariableLink& link : links) {
        const files::Tensor variable = variableFrom(link, model.weights);
        json weight{{"name", link.variable}, {"shape", link.shape}, {"dtype", "float32"}};
        Grid grid;
        if (stored != StoredBytes::Four) {
            grid = gridOf(variable.values, static_cast<int>(width));
            weight["quantization"] = {{"dtype", stored == StoredBytes::One ? "uint8" : "uint16"},
                                      {"scale", grid.scale},
                                      {"min", grid.minimum}};
        }
        weights.push_back(std::move(weight));
        if (auto status = shards.add(variable.values, stored, grid); !status)
            return status;
        if (auto status = progress.advance(variable.values.size() * width); !status)
            return status;
    }
    if (auto status = shards.finish(); !status)
        return status;
    if (auto status = writeFileAtomically(folder / kJsConfigurationName, configuration->dump(2) + "\n"); !status)
        return status;
    const json manifest{{{"paths", shards.names()}, {"weights", std::move(weights)}}};
    return writeFileAtomically(folder / kJsManifestName, manifest.dump() + "\n");
}

} // namespace segue::magenta

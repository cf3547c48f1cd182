#pragma once

#include "core/base/Crc32c.h"
#include "core/files/Safetensors.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Writers of Magenta's formats for tests, made from their descriptions and not from our readers: bytes are texts, and
/// everything can be made wrong on purpose.
namespace segue::test {

using Variables = std::map<std::string, files::Tensor>;

[[nodiscard]] inline std::span<const std::byte> asBytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

inline bool write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    return file.good();
}

[[nodiscard]] inline std::string littleEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}

[[nodiscard]] inline std::string varint(std::uint64_t value) {
    std::string text;
    for (; value >= 0x80; value >>= 7)
        text += static_cast<char>(value | 0x80);
    return text + static_cast<char>(value);
}

[[nodiscard]] inline std::string floats(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

// A sorted table.

[[nodiscard]] inline std::string tableEntry(std::size_t shared, std::string_view added, std::string_view value) {
    return varint(shared) + varint(added.size()) + varint(value.size()) + std::string(added) + std::string(value);
}

/// Entries with the restarts after them; keys share what they can with the one before, but every fourth is whole.
[[nodiscard]] inline std::string tableBlock(const std::vector<std::pair<std::string, std::string>>& entries) {
    std::string block;
    std::vector<std::size_t> restarts;
    std::string previous;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string& key = entries[i].first;
        std::size_t shared = 0;
        if (i % 4 == 0)
            restarts.push_back(block.size());
        else
            while (shared < std::min(key.size(), previous.size()) && key[shared] == previous[shared])
                ++shared;
        block += tableEntry(shared, std::string_view(key).substr(shared), entries[i].second);
        previous = key;
    }
    if (restarts.empty())
        restarts.push_back(0);
    for (const std::size_t restart : restarts)
        block += littleEndian(restart, 4);
    return block + littleEndian(restarts.size(), 4);
}

/// A table of the blocks given, each with its last key.
[[nodiscard]] inline std::string tableOf(const std::vector<std::pair<std::string, std::string>>& blocks) {
    std::string bytes;
    const auto append = [&bytes](const std::string& block) {
        const std::string handle = varint(bytes.size()) + varint(block.size());
        const std::string stored = block + '\0';
        bytes += stored + littleEndian(maskedCrc32c(asBytes(stored)), 4);
        return handle;
    };
    std::vector<std::pair<std::string, std::string>> handles;
    for (const auto& [lastKey, block] : blocks)
        handles.emplace_back(lastKey, append(block));
    std::string footer = append(tableBlock({}));
    footer += append(tableBlock(handles));
    footer.resize(40, '\0');
    return bytes + footer + littleEndian(0xdb4775248b80fb57, 8);
}

/// A sound table, `perBlock` entries a block.
[[nodiscard]] inline std::string table(const std::map<std::string, std::string>& entries, std::size_t perBlock = 5) {
    std::vector<std::pair<std::string, std::string>> blocks;
    std::vector<std::pair<std::string, std::string>> some;
    for (const auto& entry : entries) {
        some.push_back(entry);
        if (some.size() == perBlock || entry.first == entries.rbegin()->first) {
            blocks.emplace_back(entry.first, tableBlock(some));
            some.clear();
        }
    }
    return tableOf(blocks);
}

// TensorFlow's messages in it.

[[nodiscard]] inline std::string field(int number, std::uint64_t value) {
    return varint(static_cast<std::uint64_t>(number) << 3) + varint(value);
}

[[nodiscard]] inline std::string field(int number, const std::string& message) {
    return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(message.size()) + message;
}

[[nodiscard]] inline std::string bundleHeader(int shards = 1, int endianness = 0) {
    return field(1, static_cast<std::uint64_t>(shards)) + field(2, static_cast<std::uint64_t>(endianness)) +
           field(3, field(1, std::uint64_t{1}));
}

struct BundleValue {
    int dtype = 1;
    std::vector<std::int64_t> shape;
    int shard = 0;
    std::uint64_t offset = 0;
    std::string bytes; ///< what the data file has for it
};

[[nodiscard]] inline std::string bundleEntry(const BundleValue& value) {
    std::string shape;
    for (const std::int64_t size : value.shape)
        shape += field(2, field(1, static_cast<std::uint64_t>(size)));
    return field(1, static_cast<std::uint64_t>(value.dtype)) + field(2, shape) +
           field(3, static_cast<std::uint64_t>(value.shard)) + field(4, value.offset) + field(5, value.bytes.size()) +
           varint(6U << 3 | 5) + littleEndian(maskedCrc32c(asBytes(value.bytes)), 4);
}

/// The files of a TensorFlow checkpoint by their endings: ".index", ".data-00000-of-00001".
[[nodiscard]] inline std::map<std::string, std::string> bundleFiles(std::map<std::string, BundleValue> values,
                                                                    int shards = 1) {
    std::vector<std::string> data(static_cast<std::size_t>(shards));
    std::map<std::string, std::string> entries{{"", bundleHeader(shards)}};
    int next = 0;
    for (auto& [name, value] : values) {
        value.shard = next++ % shards;
        std::string& shard = data[static_cast<std::size_t>(value.shard)];
        value.offset = shard.size();
        shard += value.bytes;
        entries[name] = bundleEntry(value);
    }
    std::map<std::string, std::string> files{{".index", table(entries)}};
    for (int shard = 0; shard < shards; ++shard) {
        std::array<char, 32> ending{};
        (void)std::snprintf(ending.data(), ending.size(), ".data-%05d-of-%05d", shard, shards);
        files[ending.data()] = data[static_cast<std::size_t>(shard)];
    }
    return files;
}

[[nodiscard]] inline std::map<std::string, BundleValue> bundleValues(const Variables& variables) {
    std::map<std::string, BundleValue> values;
    for (const auto& [name, tensor] : variables)
        values[name] = {1, tensor.shape, 0, 0, floats(tensor.values)};
    return values;
}

/// As a trainer leaves them: with an optimiser's slots, a step counter and cuDNN's copy.
[[nodiscard]] inline std::map<std::string, BundleValue> trainedValues(const Variables& variables) {
    auto values = bundleValues(variables);
    for (const auto& [name, tensor] : variables) {
        values[name + "/Adam"] = {1, tensor.shape, 0, 0, floats(tensor.values)};
        values[name + "/Adam_1"] = {1, tensor.shape, 0, 0, floats(tensor.values)};
    }
    values["beta1_power"] = {1, {}, 0, 0, floats({0.9F})};
    values["beta2_power"] = {1, {}, 0, 0, floats({0.999F})};
    values["encoder/cudnn_lstm/opaque_kernel"] = {1, {3}, 0, 0, floats({1, 2, 3})};
    values["global_step"] = {9, {}, 0, 0, littleEndian(200000, 8)};
    return values;
}

inline bool writeBundle(const std::filesystem::path& prefix, const Variables& variables, int shards = 1) {
    bool written = true;
    for (const auto& [ending, bytes] : bundleFiles(trainedValues(variables), shards))
        written = write(prefix.string() + ending, bytes) && written;
    return written;
}

// Archives.

struct TarEntry {
    std::string name;
    std::string bytes;
    char type = '0';
};

/// One entry as ustar, without the end of the archive.
[[nodiscard]] inline std::string tarEntry(const TarEntry& entry) {
    std::string header(512, '\0');
    const auto put = [&header](std::size_t at, std::string_view text) { header.replace(at, text.size(), text); };
    const auto octal = [](std::uint64_t value, int digits) {
        std::array<char, 24> text{};
        (void)std::snprintf(text.data(), text.size(), "%0*llo", digits, static_cast<unsigned long long>(value));
        return std::string(text.data());
    };
    put(0, std::string_view(entry.name).substr(0, 100));
    put(100, "0000644");
    put(124, octal(entry.bytes.size(), 11));
    put(148, "        ");
    header[156] = entry.type;
    put(257, std::string_view("ustar\0"
                              "00",
                              8));
    std::uint64_t sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6) + '\0');
    std::string padded = entry.bytes;
    padded.resize((padded.size() + 511) / 512 * 512, '\0');
    return header + padded;
}

[[nodiscard]] inline std::string tar(const std::vector<TarEntry>& entries) {
    std::string bytes;
    for (const TarEntry& entry : entries)
        bytes += tarEntry(entry);
    return bytes + std::string(1024, '\0');
}

[[nodiscard]] inline std::string paxRecord(const std::string& key, const std::string& value) {
    const std::string rest = " " + key + "=" + value + "\n";
    std::size_t length = rest.size() + 1;
    while (std::to_string(length).size() + rest.size() != length)
        ++length;
    return std::to_string(length) + rest;
}

[[nodiscard]] inline std::string gzip(std::string_view text) {
    z_stream stream{};
    constexpr int kGzip = 15 + 16;
    (void)deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    std::string input(text);
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    (void)deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    (void)deflateEnd(&stream);
    return packed;
}

/// A checkpoint as Magenta's archives hold it.
[[nodiscard]] inline std::string bundleTar(const Variables& variables, int shards = 1,
                                           const std::string& prefix = "model.ckpt-7") {
    std::vector<TarEntry> entries;
    for (const auto& [ending, bytes] : bundleFiles(trainedValues(variables), shards))
        entries.push_back({prefix + ending, bytes});
    return tar(entries);
}

// Folders.

/// A folder of magenta.js, float32, in two files that meet within a weight.
inline bool writeJsFolder(const std::filesystem::path& folder, const Variables& variables,
                          const nlohmann::json& configuration) {
    nlohmann::json weights = nlohmann::json::array();
    std::string data;
    for (const auto& [name, tensor] : variables) {
        weights.push_back({{"name", name}, {"shape", tensor.shape}, {"dtype", "float32"}});
        data += floats(tensor.values);
    }
    const nlohmann::json manifest{{{"paths", {"group1-shard1of2", "group1-shard2of2"}}, {"weights", weights}}};
    const std::size_t half = data.size() / 2 + 1;
    return write(folder / "group1-shard1of2", data.substr(0, half)) &&
           write(folder / "group1-shard2of2", data.substr(half)) &&
           write(folder / "weights_manifest.json", manifest.dump()) &&
           write(folder / "config.json", configuration.dump());
}

/// A folder of one file a variable.
inline bool writeLegacyFolder(const std::filesystem::path& folder, const Variables& variables,
                              const nlohmann::json& converter) {
    nlohmann::json manifest = nlohmann::json::object();
    bool written = converter.is_null() || write(folder / "converter.json", converter.dump());
    for (const auto& [name, tensor] : variables) {
        std::string file = name;
        std::ranges::replace(file, '/', '_');
        manifest[name] = {{"filename", file}, {"shape", tensor.shape}};
        written = write(folder / file, floats(tensor.values)) && written;
    }
    return write(folder / "manifest.json", manifest.dump()) && written;
}

} // namespace segue::test

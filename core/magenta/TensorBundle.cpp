#include "core/magenta/TensorBundle.h"

#include "core/base/Crc32c.h"
#include "core/magenta/BundleIndex.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string_view>

namespace segue::magenta {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIndexEnding = ".index";
constexpr const char* kStateFile = "checkpoint"; ///< in which a trainer names its newest
constexpr std::uint64_t kLargestText = std::uint64_t{1} << 24; // real indices have some kilobytes

std::string shardName(const std::string& prefix, int shard, int shards) {
    std::array<char, 32> ending{};
    (void)std::snprintf(ending.data(), ending.size(), ".data-%05d-of-%05d", shard, shards);
    return prefix + ending.data();
}

/// A small file as a whole. Errors: NotFound.
Result<std::vector<std::byte>> readSmall(BundleFiles& files, const std::string& name) {
    Result<std::vector<std::byte>> bytes = fail(ErrorCode::NotFound, (files.path() / name).string() + " is missing");
    auto status = files.visit({name}, [&bytes](const std::string& file, ByteStream& stream) -> Status {
        if (stream.remaining() > kLargestText)
            return fail(ErrorCode::Unsupported, file + " is too large for what it should be");
        Reading unheeded;
        bytes = readBytes(stream, stream.remaining(), unheeded);
        return bytes ? Status() : fail(bytes.error());
    });
    if (!status)
        return fail(std::move(status).error());
    return bytes;
}

/// What the `checkpoint` file beside several checkpoints calls the newest: model_checkpoint_path: "model.ckpt-7".
/// Empty if there is none, or it is not among them. Requires: prefixes of one folder at least.
std::string newestByState(BundleFiles& files, const std::vector<std::string>& prefixes) {
    const fs::path folder = fs::path(prefixes.front()).parent_path();
    const auto bytes = readSmall(files, (folder / kStateFile).string());
    if (!bytes)
        return {};
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size()); // char may alias
    static constexpr std::string_view kKey = "model_checkpoint_path: \"";
    if (!text.starts_with(kKey)) // it is the first line; others begin with all_model_
        return {};
    const std::string_view value = text.substr(kKey.size(), text.find('"', kKey.size()) - kKey.size());
    const std::string name = (folder / fs::path(value).filename()).string(); // its folder may be another machine's
    return std::ranges::find(prefixes, name) == prefixes.end() ? std::string() : name;
}

Result<std::string> onlyPrefix(BundleFiles& files) {
    const auto names = files.names();
    if (!names)
        return fail(names.error());
    std::vector<std::string> prefixes;
    for (const std::string& name : *names)
        if (name.ends_with(kIndexEnding))
            prefixes.push_back(name.substr(0, name.size() - std::string_view(kIndexEnding).size()));
    std::ranges::sort(prefixes);
    if (prefixes.empty()) {
        const auto data =
            std::ranges::find_if(*names, [](const std::string& name) { return bundlePrefix(name).has_value(); });
        if (data != names->end())
            return fail(ErrorCode::NotFound,
                        (files.path() / (*bundlePrefix(*data) + kIndexEnding)).string() +
                            " is missing: a TensorFlow checkpoint needs it beside its .data files");
        return fail(ErrorCode::Unsupported,
                    files.path().string() + " holds no checkpoint of Magenta's: neither a TensorFlow one (.index and "
                                            ".data files), nor one of magenta.js (weights_manifest.json), nor "
                                            "one file per variable (manifest.json)");
    }
    if (prefixes.size() == 1)
        return prefixes.front();
    if (auto newest = newestByState(files, prefixes); !newest.empty())
        return newest;
    std::string list;
    for (const std::string& prefix : prefixes)
        list += (list.empty() ? "" : ", ") + prefix;
    return fail(ErrorCode::InvalidArgument,
                files.path().string() + " holds several checkpoints; name one of them: " + list);
}

Status readVariable(const BundleEntry& entry, const std::string& file, std::uint64_t& position, ByteStream& stream,
                    Checkpoint& checkpoint, Reading& reading) {
    if (auto status = skipBytes(stream, entry.offset - position, reading); !status)
        return status;
    const auto bytes = readBytes(stream, entry.size, reading);
    if (!bytes)
        return fail(bytes.error());
    position = entry.offset + entry.size;
    if (maskedCrc32c(*bytes) != entry.checksum)
        return fail(ErrorCode::Malformed, "The variable " + entry.name + " in " + file +
                                              " does not have the checksum that the index says: the file is damaged, "
                                              "or belongs to another checkpoint");
    return addVariable(checkpoint, entry.name, {entry.shape, valuesOf(entry.type, *bytes)}, file);
}

} // namespace

std::optional<std::string> bundlePrefix(const std::string& fileName) {
    static constexpr std::string_view kShardEnding = ".data-00000-of-00000"; // with any digits
    std::string_view prefix = fileName;
    if (prefix.ends_with(kIndexEnding))
        prefix.remove_suffix(std::string_view(kIndexEnding).size());
    else if (prefix.size() > kShardEnding.size()) {
        std::string ending(prefix.substr(prefix.size() - kShardEnding.size()));
        std::ranges::replace_if(
            ending, [](char c) { return c >= '0' && c <= '9'; }, '0');
        if (ending == kShardEnding)
            prefix.remove_suffix(kShardEnding.size());
    }
    if (prefix.empty() || prefix.size() == fileName.size())
        return std::nullopt;
    return std::string(prefix);
}

Result<Checkpoint> readTensorBundle(BundleFiles& files, std::string prefix, Reading& reading) {
    if (prefix.empty()) {
        auto only = onlyPrefix(files);
        if (!only)
            return fail(std::move(only).error());
        prefix = std::move(*only);
    }
    const std::string where = (files.path() / prefix).string();
    const auto indexBytes = readSmall(files, prefix + kIndexEnding);
    if (!indexBytes)
        return fail(indexBytes.error());
    auto index = readBundleIndex(*indexBytes);
    if (!index)
        return fail(std::move(index).error(), "while reading " + where + kIndexEnding);

    Checkpoint checkpoint;
    checkpoint.format = CheckpointFormat::TensorFlow;
    checkpoint.source = where;
    checkpoint.ignored = std::move(index->ignored);
    std::map<std::string, std::vector<const BundleEntry*>> entriesOf;
    std::set<std::string> names;
    for (const BundleEntry& entry : index->entries) {
        if (!reading.wants(entry.name)) {
            checkpoint.leftOut.push_back(entry.name);
            continue;
        }
        const std::string name = shardName(prefix, entry.shard, index->shards);
        entriesOf[name].push_back(&entry);
        names.insert(name);
        reading.expect(entry.size);
    }
    auto status = files.visit(names, [&](const std::string& name, ByteStream& stream) -> Status {
        std::uint64_t position = 0;
        for (const BundleEntry* entry : entriesOf[name])
            if (auto read = readVariable(*entry, (files.path() / name).string(), position, stream, checkpoint, reading);
                !read)
                return read;
        entriesOf.erase(name);
        return {};
    });
    if (!status)
        return fail(std::move(status).error(), "while reading " + where);
    if (!entriesOf.empty())
        return fail(ErrorCode::NotFound, (files.path() / entriesOf.begin()->first).string() +
                                             " is missing: the weights of the checkpoint are in it");
    return checkpoint;
}

} // namespace segue::magenta

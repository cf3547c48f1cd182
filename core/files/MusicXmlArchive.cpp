#include "core/files/MusicXmlArchive.h"

#include "core/files/MusicXml.h"
#include "core/files/MusicXmlDocument.h"
#include "core/files/MusicXmlNodes.h"

#include <zip.h>

#include <algorithm>
#include <memory>
#include <string>

namespace segue::files {
namespace {

constexpr zip_int64_t kMaximumEntries = 1000;
constexpr zip_uint64_t kAlwaysAllowed = 1U << 20;
constexpr zip_uint64_t kMaximumRatio = 300; // scores reach 60

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

tl::unexpected<Error> tooLarge() {
    return fail(ErrorCode::Unsupported, "The zipped score unpacks to more than any score needs");
}

Result<Archive> openArchive(std::span<const std::byte> bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    Archive archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive && source != nullptr)
        zip_source_free(source);
    std::string reason = archive ? "" : zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive)
        return fail(ErrorCode::Malformed, "The zip archive cannot be opened: " + reason);
    if (zip_get_num_entries(archive.get(), 0) > kMaximumEntries)
        return fail(ErrorCode::Unsupported, "The zip archive holds too many files to be a score");
    return archive;
}

/// A file of the archive, never more of it than the limits allow, whatever its header claims.
Result<std::vector<std::byte>> unpack(zip_t& archive, zip_uint64_t index, RepairLog& repairs) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    constexpr zip_uint64_t kNeeded =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(&archive, index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
        return fail(ErrorCode::Malformed, "The zip archive's directory is broken");
    if (stat.encryption_method != ZIP_EM_NONE)
        return fail(ErrorCode::Unsupported, "The zipped score is locked with a password");
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
        return fail(ErrorCode::Unsupported, "The zipped score is packed in a way that MusicXML does not use");
    const zip_uint64_t limit = std::min<zip_uint64_t>(
        kMaximumMusicXmlBytes,
        std::max(kAlwaysAllowed, std::min<zip_uint64_t>(stat.comp_size, kMaximumMusicXmlBytes) * kMaximumRatio));
    if (stat.size > limit)
        return tooLarge();
    const std::unique_ptr<zip_file_t, Close> file(zip_fopen_index(&archive, index, 0));
    if (!file)
        return fail(ErrorCode::Malformed,
                    std::string("The zipped score cannot be unpacked: ") += zip_strerror(&archive));
    std::vector<std::byte> bytes;
    while (true) {
        constexpr std::size_t kChunk = 1U << 16;
        const std::size_t before = bytes.size();
        bytes.resize(before + kChunk);
        const zip_int64_t read = zip_fread(file.get(), bytes.data() + before, kChunk);
        bytes.resize(before + static_cast<std::size_t>(std::max<zip_int64_t>(read, 0)));
        if (bytes.size() > limit)
            return tooLarge();
        if (read > 0)
            continue;
        if (read < 0)
            repairs.add("The zip archive", "what it packs is damaged, and what could be unpacked is read");
        return bytes;
    }
}

/// The path of the score by the container's list. Empty: it has none.
std::string rootFile(std::span<const std::byte> container) {
    pugi::xml_document document;
    RepairLog ignored;
    if (!parseXml(container, document, ignored))
        return {};
    for (const pugi::xml_node& node : document.child("container").child("rootfiles").children("rootfile")) {
        const std::string_view type = node.attribute("media-type").value();
        if (type.empty() || type.find("musicxml") != std::string_view::npos)
            return node.attribute("full-path").value();
    }
    return {};
}

bool looksLikeScore(std::string_view name) {
    return (name.ends_with(".xml") || name.ends_with(".musicxml")) && !name.starts_with("META-INF/") &&
           !name.starts_with("__MACOSX/");
}

zip_int64_t findScore(zip_t& archive, RepairLog& repairs) {
    if (const zip_int64_t container = zip_name_locate(&archive, "META-INF/container.xml", ZIP_FL_NOCASE);
        container >= 0)
        if (const auto bytes = unpack(archive, static_cast<zip_uint64_t>(container), repairs))
            if (const std::string path = rootFile(*bytes); !path.empty())
                if (const zip_int64_t score = zip_name_locate(&archive, path.c_str(), ZIP_FL_ENC_RAW); score >= 0)
                    return score;
    for (zip_int64_t i = 0; i < zip_get_num_entries(&archive, 0); ++i) {
        const char* const name = zip_get_name(&archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        if (name == nullptr || !looksLikeScore(name))
            continue;
        repairs.add("The zip archive",
                    "its container does not say which file is the score: the first that may be is read");
        return i;
    }
    return -1;
}

} // namespace

Result<std::vector<std::byte>> unpackMusicXml(std::span<const std::byte> bytes, RepairLog& repairs) {
    if (bytes.size() > kMaximumMusicXmlBytes)
        return tooLarge();
    const auto archive = openArchive(bytes);
    if (!archive)
        return fail(archive.error());
    const zip_int64_t score = findScore(**archive, repairs);
    if (score < 0)
        return fail(ErrorCode::NoMusic, "This is a zip archive without MusicXML in it");
    return unpack(**archive, static_cast<zip_uint64_t>(score), repairs);
}

} // namespace segue::files

#include "core/files/MusicXmlDocument.h"

#include "core/files/MusicXml.h"

#include <pugixml.hpp>

#include <algorithm>
#include <string>

namespace segue::files {
namespace {

constexpr std::ptrdiff_t kMaximumTags = 4'000'000;

} // namespace

Status parseXml(std::span<const std::byte> bytes, pugi::xml_document& into, RepairLog& repairs) {
    if (bytes.size() > kMaximumMusicXmlBytes)
        return fail(ErrorCode::Unsupported, "The XML is larger than any score: more than 64 MiB");
    if (std::ranges::count(bytes, std::byte{'<'}) > kMaximumTags)
        return fail(ErrorCode::Unsupported, "The XML has more tags than any score: more than four million");
    const auto parsed = into.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_embed_pcdata);
    if (parsed)
        return {};
    const std::string reason = std::string("The XML is broken near byte ")
                                   .append(std::to_string(parsed.offset))
                                   .append(" (")
                                   .append(parsed.description())
                                   .append(")");
    if (parsed.status == pugi::status_out_of_memory)
        return fail(ErrorCode::OutOfMemory, "There is not enough memory for the XML");
    if (!into.document_element())
        return fail(ErrorCode::Malformed, reason);
    repairs.add(reason, "what stands before that is read");
    return {};
}

} // namespace segue::files

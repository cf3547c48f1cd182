#pragma once

#include "core/base/Result.h"
#include "core/files/RepairLog.h"

#include <cstddef>
#include <span>

namespace pugi {
class xml_document;
}

namespace segue::files {

/// Parses XML in UTF-8, UTF-16, UTF-32 or, where it declares so, Latin-1. Of a document that breaks off, what stands
/// before the break is kept and reported. Bombs: entities that the document defines are not expanded, external ones
/// are not fetched (pugixml knows neither); nesting costs no stack, as nothing here descends by recursion.
/// Errors: Malformed (nothing stands before the break), Unsupported (more than kMaximumMusicXmlBytes, or four million
/// tags: a tag costs 64 bytes of memory).
[[nodiscard]] Status parseXml(std::span<const std::byte> bytes, pugi::xml_document& into, RepairLog& repairs);

} // namespace segue::files

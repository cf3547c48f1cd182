#pragma once

#include "core/base/Result.h"
#include "core/files/RepairLog.h"

#include <cstddef>
#include <span>
#include <vector>

namespace segue::files {

/// The score of a zipped MusicXML file: the first root file that its META-INF/container.xml names, or, without that,
/// the first .musicxml or .xml in it. Nothing is written to the disk.
/// Errors: Malformed; Unsupported (encrypted, an unusual compression, more than 1,000 files, one that unpacks to more
/// than kMaximumMusicXmlBytes or to more than 300 times its packed size beyond a mebibyte); NoMusic (no score in it).
[[nodiscard]] Result<std::vector<std::byte>> unpackMusicXml(std::span<const std::byte> archive, RepairLog& repairs);

} // namespace segue::files

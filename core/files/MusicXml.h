#pragma once

#include "core/base/Result.h"
#include "core/files/Repair.h"

#include <cstddef>
#include <span>

namespace segue::files {

/// What a score may unpack to: far above any real one.
inline constexpr std::size_t kMaximumMusicXmlBytes = std::size_t{64} << 20;

struct MusicXmlOptions {
    bool unfoldRepeats = false; ///< play repeats, endings, da capo and dal segno; else each measure once
};

/// Reads a MusicXML score, partwise or timewise, plain or zipped (.mxl); what of it, and how, MusicXml.md says. Total:
/// any bytes give a sequence or an Error, in time linear in what they unpack to and memory bounded by it; repeats are
/// not unfolded beyond a million notes. What is wrong with a score is mended and reported, with part and measure.
/// Errors: Malformed, Unsupported (larger than the limits, a program's own extensions), NoMusic (XML or zip, but no
/// score in it).
/// Thread: any.
[[nodiscard]] Result<ReadMusic> readMusicXml(std::span<const std::byte> bytes, const MusicXmlOptions& options = {});

/// Whether a file that begins so is XML with a score in it, in any encoding; the first few thousand bytes will do.
[[nodiscard]] bool beginsAsMusicXml(std::span<const std::byte> begin);
/// Whether it is XML at all.
[[nodiscard]] bool beginsAsXml(std::span<const std::byte> begin);
/// Whether it is a zip archive, as .mxl files are.
[[nodiscard]] bool beginsAsZip(std::span<const std::byte> begin);

} // namespace segue::files

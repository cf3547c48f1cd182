#pragma once

#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"

#include <string>
#include <vector>

namespace segue::training {

/// A piece on its grid, whole: windows are cut from it anew whenever they are drawn, so that they may start anywhere.
struct Song {
    std::string name;
    Bpm tempo{120.0};
    music::DrumPattern grid; ///< a whole number of bars, not fewer than a window has

    friend bool operator==(const Song&, const Song&) = default;
};

/// Where a window lies.
struct WindowPlace {
    int song = 0;
    int bar = 0;

    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

/// What is learned from, or measured on: every window of every song, hop one bar, with at least one hit.
class Dataset {
public:
    explicit Dataset(architecture::GrooveCodecConfig config) : m_codec(std::move(config)) {}

    /// Puts a song in. Errors: GrooveCodec::extract's.
    [[nodiscard]] Result<codec::ExtractionReport> add(const std::string& name, const music::NoteSequence& sequence);

    [[nodiscard]] const codec::GrooveCodec& codec() const { return m_codec; }
    [[nodiscard]] int steps() const { return m_codec.config().steps(); }
    [[nodiscard]] const std::vector<Song>& songs() const { return m_songs; }
    [[nodiscard]] const std::vector<WindowPlace>& windows() const { return m_windows; }
    [[nodiscard]] int size() const { return static_cast<int>(m_windows.size()); }
    [[nodiscard]] const Song& songOf(int window) const;
    /// The pattern of a window as it was played.
    [[nodiscard]] music::DrumPattern pattern(int window) const;

private:
    codec::GrooveCodec m_codec;
    std::vector<Song> m_songs;
    std::vector<WindowPlace> m_windows;
};

/// `steps` steps of `grid` from `start` on. Requires: they lie within it.
[[nodiscard]] music::DrumPattern cut(const music::DrumPattern& grid, int start, int steps);

} // namespace segue::training

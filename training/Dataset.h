#pragma once

#include "core/base/Random.h"
#include "core/codec/Codec.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue::training {

/// A piece as it is learned from. Drums are kept whole, so that windows may be cut from them anywhere; all else as
/// the windows that its codec makes of it, which are patterns still: tensors would take a hundred times their memory.
struct Song {
    std::string name;
    Bpm tempo{120.0};
    std::optional<music::DrumPattern> grid; ///< a whole number of bars, not fewer than a window has
    std::vector<music::Pattern> windows; ///< where there is no grid
    std::vector<int> bars; ///< the first one of each of these windows, from 0

    friend bool operator==(const Song&, const Song&) = default;
};

/// Where a window lies.
struct WindowPlace {
    int song = 0;
    int at = 0; ///< the bar of the song's grid; or which of its windows

    friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};

/// What is learned from, or measured on: every window of every song in which something sounds, those of a song one
/// after another. Copies share the codec.
class Dataset {
public:
    /// Under Magenta's rules drums are not kept whole either. Requires: architecture::validate(codec).
    explicit Dataset(const architecture::CodecConfig& codec, codec::Rules rules = codec::Rules::Segue);

    /// Puts a song in. Errors: Codec::patterns'; NoMusic (no window, under Magenta's rules), with the reasons.
    [[nodiscard]] Result<codec::ExtractionReport> add(const std::string& name, const music::NoteSequence& sequence);

    [[nodiscard]] const codec::Codec& codec() const { return *m_codec; }
    /// Of a window, as the model counts them.
    [[nodiscard]] architecture::TensorShape shape() const {
        return architecture::tensorShape(m_codec->configuration());
    }
    [[nodiscard]] const std::vector<Song>& songs() const { return m_songs; }
    [[nodiscard]] const std::vector<WindowPlace>& windows() const { return m_windows; }
    [[nodiscard]] int size() const { return static_cast<int>(m_windows.size()); }
    [[nodiscard]] const Song& songOf(int window) const;
    /// The bar of its song that a window begins with, from 0.
    [[nodiscard]] int barOf(int window) const;
    /// The pattern of a window as it was played.
    [[nodiscard]] music::Pattern pattern(int window) const;

private:
    void addWhole(Song& song, std::vector<codec::PatternWindow> windows);
    void addWindows(Song& song, std::vector<codec::PatternWindow> windows);

    std::shared_ptr<const codec::Codec> m_codec;
    codec::Rules m_rules;
    bool m_keepsWhole; // drums
    std::vector<Song> m_songs;
    std::vector<WindowPlace> m_windows;
};

/// `steps` steps of `grid` from `start` on. Requires: they lie within it.
[[nodiscard]] music::DrumPattern cut(const music::DrumPattern& grid, int start, int steps);

} // namespace segue::training

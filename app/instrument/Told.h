#pragma once

#include "core/codec/Codec.h"

namespace segue::instrument {

/// What a decoder may be told besides z. All of it is kept as a pattern: its chords, its key, or its hits.
struct Tellable {
    bool chords = false;
    bool key = false;
    bool hits = false; ///< a GrooVAE whose hits are given, and only their feel is made

    [[nodiscard]] bool any() const { return chords || key || hits; }
    friend bool operator==(const Tellable&, const Tellable&) = default;
};
[[nodiscard]] Tellable tellable(const architecture::CodecConfig& config);

/// What is told as long as nobody says otherwise: no chords, C, or the hits of a plain backbeat.
[[nodiscard]] music::Pattern usuallyTold(const codec::Codec& codec);
/// `asked` if the codec can be told it, else what usually is.
[[nodiscard]] music::Pattern toldOr(const music::Pattern& asked, const codec::Codec& codec);

// Both give `told` with another harmony. Requires: told is toldOr(…) of a codec with chords, or with a key.
/// `triadClass` on the steps [first, last); a performance has one chord for all of its bar.
[[nodiscard]] music::Pattern withChord(music::Pattern told, int first, int last, int triadClass);
/// Range: tonic in [0, 12).
[[nodiscard]] music::Pattern withTonic(music::Pattern told, int tonic);

} // namespace segue::instrument

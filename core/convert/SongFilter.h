#pragma once

#include "core/files/MusicCollection.h"

#include <optional>
#include <string>
#include <string_view>

namespace segue::convert {

struct Meter {
    int numerator = 4;
    int denominator = 4;

    friend bool operator==(const Meter&, const Meter&) = default;
};

/// "4/4", or "4-4" as the Groove MIDI Dataset writes it.
[[nodiscard]] std::optional<Meter> meterFrom(std::string_view text);

/// Which songs are wanted. What is not set lets every song pass.
struct SongFilter {
    std::string beatType; ///< "beat" or "fill"; empty: any
    std::optional<Meter> meter; ///< as the table or the name says, else the song's own from beginning to end
    std::optional<files::Split> split;

    /// What keeps a song out by what is known before it is read: "split", "beat type" or "time signature"; empty if
    /// nothing does.
    [[nodiscard]] std::string_view refusal(const files::SourceInfo& info) const;
    /// The same by all that is known once it was read.
    [[nodiscard]] std::string_view refusal(const files::CollectedSequence& song) const;
};

} // namespace segue::convert

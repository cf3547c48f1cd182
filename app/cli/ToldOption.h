#pragma once

#include "app/cli/DrumMapOption.h"
#include "app/cli/Report.h"
#include "core/base/Result.h"
#include "core/codec/Codec.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace segue::cli {

/// What some models are told besides a point: the harmony that they play over, or the hits that they give a feel.
struct ToldOption {
    std::string chords{}; ///< "C G Am F", shared equally over a window; empty: none are given
    std::string key{}; ///< "Eb"; empty: none is given
    std::filesystem::path hits{}; ///< MIDI file or score whose first hits they are; empty: none are given
};

/// --chords and --key.
void defineHarmonyOptions(CLI::App& command, ToldOption& told);
/// These, and --hits.
void defineToldOptions(CLI::App& command, ToldOption& told);

/// Chords and key as given in place of a pattern's own.
/// Errors: Malformed (a figure that cannot be read); InvalidArgument (the model is not told this; a chord that is no
/// triad; more chords than it can be told).
[[nodiscard]] Result<music::Pattern> withHarmony(const ToldOption& told, music::Pattern pattern,
                                                 const codec::Codec& codec);

/// With C for chords and key that a model is told and that are not given. Says in the report what they are.
[[nodiscard]] ToldOption withDefaults(ToldOption told, const codec::Codec& codec, Report& report);

/// A pattern of what the decoder is to be told where there is no file to say so: the hits, or a silence with what
/// withDefaults() says. Errors: also readPatterns'; InvalidArgument (the model is told hits, and none are given).
[[nodiscard]] Result<music::Pattern> toldPattern(const ToldOption& told, const codec::Codec& codec, Report& report);

} // namespace segue::cli

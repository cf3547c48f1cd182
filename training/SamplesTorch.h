#pragma once

#include "core/model/MusicVaeTorch.h"
#include "training/Dataset.h"

#include <filesystem>
#include <vector>

namespace segue::training {

/// What a model can play by now, as one can hear it. All of equal length.
struct Samples {
    std::vector<music::NoteSequence> originals; ///< windows of a data set as they were played
    std::vector<music::NoteSequence> reconstructions; ///< the same, played back from their posterior means
    std::vector<music::NoteSequence> draws; ///< of points from N(0, I), told what the windows are told
};

/// Of at most `count` windows, evenly chosen. Windows and points are the same each time, so that one hears what was
/// learned in between. Of all outputs the likeliest. Requires: model.hasEncoder(), and the data's codec is the model's.
[[nodiscard]] Samples makeSamples(const model::MusicVae& model, const Dataset& data, int count);

/// original-1.mid, reconstruction-1.mid, draw-1.mid … in a folder that appears whole, in the place of one before.
/// Errors: writeMidiFile's.
[[nodiscard]] Status writeSamples(const std::filesystem::path& folder, const Samples& samples);

} // namespace segue::training

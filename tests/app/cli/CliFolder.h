#pragma once

#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"
#include "tests/app/cli/RunCli.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace segue::test {

/// A folder with what the commands need: a small random model and grooves as MIDI files.
class CliFolder {
public:
    CliFolder() {
        if (!files::writeModelFile(path("model.safetensors"), randomModel(smallArchitecture(), 90)))
            throw std::runtime_error("no model could be written");
    }

    [[nodiscard]] std::string path(const std::string& name) const {
        return (std::filesystem::path(m_folder.path().toStdString()) / name).string();
    }
    [[nodiscard]] std::string model() const { return path("model.safetensors"); }

    /// A random groove of `bars` bars, with a hit at the beginning of each. Returns its path.
    std::string writeGroove(const std::string& name, int bars, std::uint64_t seed, Bpm tempo = Bpm(120.0)) const {
        Random random(seed);
        music::DrumPattern pattern = randomPattern(16 * bars, 0.1, random);
        for (int bar = 0; bar < bars; ++bar)
            pattern.at(16 * bar, 0) = {true, 1.0F, 0.8F, 0.0F};
        architecture::GrooveCodecConfig config;
        config.bars = bars;
        if (!files::writeMidiFile(path(name), codec::GrooveCodec(config).toNotes(pattern, tempo)))
            throw std::runtime_error("no MIDI file could be written");
        return path(name);
    }

    std::string writeText(const std::string& name, const std::string& text) const {
        std::ofstream(path(name)) << text;
        return path(name);
    }

    [[nodiscard]] nlohmann::json readJson(const std::string& name) const {
        std::ifstream file(path(name));
        return nlohmann::json::parse(file);
    }

    /// The first window of a MIDI file that a command wrote.
    [[nodiscard]] music::DrumPattern readPattern(const std::string& name) const {
        const auto sequence = files::readMidiFile(path(name));
        codec::ExtractionOptions options;
        options.minimumHits = 0;
        const auto extraction = codec::GrooveCodec(std::get<architecture::GrooveCodecConfig>(smallArchitecture().codec))
                                    .extract(sequence.value(), options);
        return extraction ? extraction->windows.front().pattern : music::DrumPattern(32);
    }

private:
    QTemporaryDir m_folder;
};

/// Which drums are hit when.
[[nodiscard]] inline std::vector<bool> hitsOf(const music::DrumPattern& pattern) {
    std::vector<bool> hits;
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            hits.push_back(pattern.at(step, drum).hit);
    return hits;
}

} // namespace segue::test

#include "app/cli/ArchitectureWords.h"

#include "core/music/Chord.h"

#include <vector>

namespace segue::cli {
namespace {

using architecture::ConductorInput;
using architecture::DrumsCodecConfig;
using architecture::GrooveCodecConfig;
using architecture::MelodyCodecConfig;
using architecture::OutputPart;
using architecture::PerformanceCodecConfig;
using architecture::TrioCodecConfig;

/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (at > 0)
            text += at + 1 == words.size() ? " and " : ", ";
        text += words[at];
    }
    return text;
}

std::string sizesText(const std::vector<int>& sizes) {
    std::vector<std::string> words;
    for (const int size : sizes)
        words.push_back(std::to_string(size));
    return joined(words);
}

std::string barsText(int bars) {
    return std::to_string(bars) + (bars == 1 ? " bar" : " bars");
}

std::string gridText(int bars, int stepsPerBeat) {
    return barsText(bars) + ", " + std::to_string(stepsPerBeat) + " steps a beat";
}

std::string pitchName(int pitch) {
    return std::string(music::pitchClassName(pitch % 12)) + std::to_string(pitch / 12 - 1);
}

struct Makes {
    std::string operator()(const MelodyCodecConfig& melody) const {
        return "melodies of " + gridText(melody.bars, melody.stepsPerBeat) + ", from " + pitchName(melody.lowestPitch) +
               " to " + pitchName(melody.highestPitch);
    }
    std::string operator()(const DrumsCodecConfig& drums) const {
        return "drums of " + gridText(drums.bars, drums.stepsPerBeat) + ", hits of " +
               std::to_string(drums.drumMap.size()) + " drums";
    }
    std::string operator()(const TrioCodecConfig& trio) const {
        return "melody, bass and drums of " + gridText(trio.bars, trio.stepsPerBeat);
    }
    std::string operator()(const GrooveCodecConfig& groove) const {
        return "grooves of " + gridText(groove.bars, groove.stepsPerBeat) + ": hits, velocities and microtiming of " +
               std::to_string(groove.drumMap.size()) + " drums";
    }
    std::string operator()(const PerformanceCodecConfig& performance) const {
        return "up to " + std::to_string(performance.instruments) + " instruments for " + barsText(performance.bars) +
               ", " + std::to_string(performance.eventsPerInstrument) + " events each";
    }
};

std::string partText(const OutputPart& part, int nadeHidden) {
    const std::string width = std::to_string(part.width);
    switch (part.kind) {
    case OutputPart::Kind::Categorical: return "one of " + width + " classes";
    case OutputPart::Kind::Boolean: return width + " times yes or no";
    case OutputPart::Kind::Nade:
        return width + " times yes or no, each told the ones before it (NADE, " + std::to_string(nadeHidden) + ")";
    case OutputPart::Kind::Groove: break;
    }
    const std::string drums = std::to_string(part.width / 3);
    return drums + " hits, " + drums + " velocities and " + drums + " offsets";
}

} // namespace

std::string whatItMakes(const architecture::CodecConfig& codec) {
    return std::visit(Makes(), codec);
}

std::string whatItIsTold(const architecture::CodecConfig& codec) {
    std::vector<std::string> told;
    if (const auto* melody = std::get_if<MelodyCodecConfig>(&codec)) {
        if (melody->chords)
            told.emplace_back("chords");
        if (melody->key)
            told.emplace_back("the key");
    } else if (const auto* groove = std::get_if<GrooveCodecConfig>(&codec)) {
        if (groove->hitsAsControls)
            told.emplace_back("hits");
    } else if (const auto* performance = std::get_if<PerformanceCodecConfig>(&codec)) {
        if (performance->chords)
            told.emplace_back("a chord");
    }
    return joined(told);
}

std::string whatItDoesNotHear(const architecture::CodecConfig& codec) {
    const auto* groove = std::get_if<GrooveCodecConfig>(&codec);
    if (groove == nullptr)
        return {};
    std::vector<std::string> unheard;
    if (groove->tapify)
        unheard.emplace_back("which drum is hit");
    if (groove->humanize || groove->fixedVelocities)
        unheard.emplace_back("velocities");
    if (groove->humanize)
        unheard.emplace_back("microtiming");
    for (const int drum : groove->addInstruments)
        if (drum >= 0 && drum < groove->drumMap.size())
            unheard.push_back(groove->drumMap.classes[static_cast<std::size_t>(drum)].name);
    return joined(unheard);
}

std::string encoderInWords(const architecture::EncoderConfig& encoder) {
    if (!encoder.present)
        return "none: it plays points, but hears nothing";
    std::string text = "bidirectional LSTM, " + sizesText(encoder.sizes);
    if (encoder.residual)
        text += ", residual";
    for (std::size_t level = 0; level < encoder.levelLengths.size(); ++level)
        text += (level == 0 ? "; segments of " : ", then ") + std::to_string(encoder.levelLengths[level]) +
                (level == 0 ? " steps" : " of those");
    return text;
}

std::string decoderInWords(const architecture::DecoderConfig& decoder) {
    std::string text = "LSTM, " + sizesText(decoder.sizes);
    if (decoder.residual)
        text += ", residual";
    if (decoder.splitOutputs)
        text += ", for each output its own";
    if (!decoder.controlSizes.empty())
        text += "; bidirectional LSTM over what it is told, " + sizesText(decoder.controlSizes);
    for (std::size_t level = 0; level < decoder.levelLengths.size(); ++level) {
        const bool isLowest = level + 1 == decoder.levelLengths.size();
        text += (level == 0 ? "; a conductor of "
                 : isLowest ? " over segments of "
                            : " over conductors of ") +
                std::to_string(decoder.levelLengths[level]) + (isLowest ? "" : " steps");
    }
    if (decoder.levelLengths.empty() || decoder.conductorInput == ConductorInput::Nothing)
        return text;
    return text + (decoder.conductorInput == ConductorInput::FinalStates ? ", told how the last segment ended"
                                                                         : ", told the last segment as the encoder "
                                                                           "hears it");
}

std::string outputsInWords(const architecture::DecoderConfig& decoder) {
    std::string text;
    for (const OutputPart& part : decoder.outputs)
        text += (text.empty() ? "" : "; ") + partText(part, decoder.nadeHidden);
    return text;
}

} // namespace segue::cli

#include "app/learning/Learnable.h"

#include "core/architecture/Blueprint.h"

#include <QCoreApplication>

#include <algorithm>
#include <variant>

namespace segue::learning {
namespace {

/// With more weights than this, an evening of a common computer teaches little.
constexpr std::int64_t kManyWeights = 15'000'000;

QString say(const char* text) {
    return QCoreApplication::translate("Learnable", text);
}

struct WordsOf {
    QString operator()(const architecture::GrooveCodecConfig& codec) const {
        if (codec.humanize)
            return say("A human feel for stiff drums");
        if (codec.tapify)
            return codec.noteDropout > 0 ? say("Drum grooves from loose taps") : say("Drum grooves from taps");
        if (!codec.addInstruments.empty())
            return say("A hi-hat for drums without one");
        return codec.hitsAsControls ? say("A feel for given hits") : say("Drum grooves with feel");
    }
    QString operator()(const architecture::DrumsCodecConfig& codec) const {
        return codec.output == architecture::DrumsCodecConfig::Output::Roll ? say("Drum patterns, drum by drum")
                                                                            : say("Drum patterns on the grid");
    }
    QString operator()(const architecture::MelodyCodecConfig& codec) const {
        return codec.chords ? say("Melodies over chords") : say("Melodies");
    }
    QString operator()(const architecture::TrioCodecConfig&) const { return say("Melody, bass and drums"); }
    QString operator()(const architecture::PerformanceCodecConfig& codec) const {
        return codec.chords ? say("Several instruments over chords") : say("Several instruments");
    }
};

bool isLarge(const architecture::Architecture& architecture) {
    return architecture::weightCount(architecture) > kManyWeights;
}

} // namespace

QString wordsFor(const architecture::Architecture& architecture) {
    const int bars = std::visit([](const auto& codec) { return codec.bars; }, architecture.codec);
    QString words = std::visit(WordsOf(), architecture.codec);
    words += bars == 1 ? say(", 1 bar") : say(", %1 bars").arg(bars);
    if (!architecture.decoder.levelLengths.empty())
        words += say(", bar by bar");
    if (isLarge(architecture))
        words += say(" (large: wants a GPU)");
    return words;
}

const std::vector<Learnable>& learnables() {
    static const std::vector<Learnable> all = [] {
        auto architectures = architecture::namedConfigurations();
        std::ranges::stable_partition(architectures, [](const auto& each) { return !isLarge(each); });
        std::vector<Learnable> made;
        for (const auto& architecture : architectures)
            made.push_back({architecture.name, wordsFor(architecture)});
        return made;
    }();
    return all;
}

} // namespace segue::learning

#include "app/instrument/Decoding.h"

#include "app/instrument/Told.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace segue::instrument {
namespace {

using decoder::DecodedPattern;
using decoder::DecodedTensors;
using decoder::DecodeOptions;
using decoder::LiveModel;
using music::MelodyPattern;
using music::PerformancePattern;
using music::PerformanceTrack;

/// The class of triad that a performance is told, 0 for none.
int chordOf(const PerformancePattern& told) {
    const auto harmonic =
        std::ranges::find_if(told.tracks, [](const PerformanceTrack& track) { return !track.triads.empty(); });
    return harmonic == told.tracks.end() ? 0 : harmonic->triads.front();
}

void addHarmony(music::Pattern& decoded, const music::Pattern& told) {
    if (auto* melody = std::get_if<MelodyPattern>(&decoded)) {
        melody->chords = std::get<MelodyPattern>(told).chords;
        melody->tonics = std::get<MelodyPattern>(told).tonics;
    } else if (auto* performance = std::get_if<PerformancePattern>(&decoded)) {
        for (PerformanceTrack& track : performance->tracks)
            track.triads.assign(track.events.size(), chordOf(std::get<PerformancePattern>(told)));
    }
}

/// What a model is told besides z: nothing, or as a pattern and as the decoder reads it.
struct Telling {
    Telling(const codec::Codec& codec, const music::Pattern& asked) {
        if (!tellable(codec.configuration()).any())
            return;
        told = toldOr(asked, codec);
        control = codec.controlOf(*told);
    }

    [[nodiscard]] DecodedPattern patternOf(const LiveModel& model, const DecodedTensors& decoded) const {
        DecodedPattern pattern = model.patternOf(decoded);
        if (told)
            addHarmony(pattern.pattern, *told);
        return pattern;
    }

    std::optional<music::Pattern> told;
    std::vector<float> control;
};

} // namespace

DecodedPattern decode(const LiveModel& model, std::span<const float> z, const music::Pattern& asked,
                      const DecodeOptions& options, LiveModel::Workspace& workspace, FunctionRef<bool()> isCancelled) {
    const Telling telling(model.codec(), asked);
    const auto goesOn = [&](const DecodedTensors&) { return !isCancelled || !isCancelled(); };
    return telling.patternOf(model, model.decodeTensors(z, telling.control, options, workspace, goesOn));
}

bool decodeMany(const LiveModel& model, std::span<const float> z, const music::Pattern& asked,
                const DecodeOptions& options, LiveModel::Workspace& workspace, OnPattern onPattern) {
    const Telling telling(model.codec(), asked);
    const auto onDecoded = [&](std::size_t index, const DecodedTensors& decoded) {
        return onPattern(index, telling.patternOf(model, decoded));
    };
    if (options.temperature <= 0)
        return model.decodeMany(z, telling.control, options, workspace, onDecoded);
    const auto size = static_cast<std::size_t>(model.architecture().latentSize);
    for (std::size_t index = 0; index * size < z.size(); ++index)
        if (!onDecoded(index, model.decodeTensors(z.subspan(index * size, size), telling.control, options, workspace)))
            return false;
    return true;
}

GrowingWindow::GrowingWindow(std::shared_ptr<const LiveModel> model, int threads, std::chrono::microseconds between)
    : m_model(std::move(model)),
      m_workspace(m_model->makeWorkspace({.threads = threads})),
      m_threads(threads),
      m_between(between) {}

void GrowingWindow::decode(std::span<const float> z, const music::Pattern& asked, const DecodeOptions& options,
                           FunctionRef<bool()> isOvertaken, Hear hear) {
    using Clock = std::chrono::steady_clock;
    const Telling telling(m_model->codec(), asked);
    const int steps = m_model->architecture().shape().steps;
    auto lastHeard = Clock::now();
    bool isHeard = false;
    const auto tell = [&](const DecodedTensors& soFar) {
        take(soFar);
        hear(telling.patternOf(*m_model, m_heard), static_cast<float>(soFar.steps) / static_cast<float>(steps));
        isHeard = true;
        lastHeard = Clock::now();
    };
    const DecodedTensors& decoded =
        m_model->decodeTensors(z, telling.control, options, *m_workspace, [&](const DecodedTensors& soFar) {
            if (Clock::now() - lastHeard >= m_between)
                tell(soFar);
            return !isHeard || !isOvertaken();
        });
    if (decoded.steps == steps)
        tell(decoded);
}

void GrowingWindow::take(const DecodedTensors& soFar) {
    if (m_heard.output.empty()) {
        m_heard = soFar;
        return;
    }
    const auto copyRows = [steps = m_model->architecture().shape().steps, &soFar](const std::vector<float>& from,
                                                                                  std::vector<float>& to) {
        const auto columns = from.size() / static_cast<std::size_t>(steps);
        std::copy_n(from.begin(), static_cast<std::ptrdiff_t>(columns) * soFar.steps, to.begin());
    };
    copyRows(soFar.output, m_heard.output);
    copyRows(soFar.logits, m_heard.logits);
    m_heard.steps = std::max(m_heard.steps, soFar.steps);
}

} // namespace segue::instrument

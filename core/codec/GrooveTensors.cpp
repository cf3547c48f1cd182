#include "core/codec/GrooveTensors.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace segue::codec {
namespace {

using architecture::GrooveCodecConfig;
using music::DrumCell;
using music::DrumPattern;
using music::kDrumClasses;

constexpr int kTappedDrum = 3; // open hat
constexpr double kLeastDropped = 0.2; // of the loudest notes

/// A range as classes: the values between two neighbours of `count` evenly spread ones.
struct Bins {
    double low;
    double high;
    int count;

    [[nodiscard]] double width() const {
        constexpr double kBeyond = 1e-4; // Magenta's, so that the highest value has a class
        return (high + kBeyond - low) / (count - 1);
    }
    [[nodiscard]] int of(double value) const {
        return std::clamp(static_cast<int>(std::ceil((value - low) / width())), 0, count - 1);
    }
    [[nodiscard]] double middle(int bin) const { return bin == 0 ? low : std::min(high, low + (bin - 0.5) * width()); }
};

/// As one number, or as classes of which one is 1.
void writeValue(float value, Bins bins, std::span<float> out) {
    if (bins.count == 0) {
        out.front() = value;
        return;
    }
    std::ranges::fill(out, 0.0F);
    out[static_cast<std::size_t>(bins.of(double{value}))] = 1.0F;
}

float readValue(Bins bins, std::span<const float> in) {
    if (bins.count == 0)
        return in.front();
    return static_cast<float>(bins.middle(static_cast<int>(std::ranges::max_element(in) - in.begin())));
}

constexpr Bins velocities(int count) {
    return {0.0, 1.0, count};
}
constexpr Bins offsets(int count) {
    return {-1.0, 1.0, count};
}

std::size_t size(int value) {
    return static_cast<std::size_t>(value);
}

void dropNotes(DrumPattern& pattern, float greatest, Random random) {
    const double probability = random.uniform(0.0, double{greatest});
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            DrumCell& cell = pattern.at(step, drum);
            if (cell.hit && random.chance(probability * std::max(kLeastDropped, 1.0 - double{cell.velocity})))
                cell = {};
        }
}

void tapOnly(DrumPattern& pattern) {
    for (int step = 0; step < pattern.steps(); ++step) {
        DrumCell loudest;
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            DrumCell& cell = pattern.at(step, drum);
            if (cell.hit && (!loudest.hit || cell.velocity > loudest.velocity))
                loudest = cell;
            cell = {};
        }
        pattern.at(step, kTappedDrum) = loudest;
    }
}

} // namespace

GrooveTensors::GrooveTensors(const GrooveCodecConfig& config)
    : m_stepsPerBeat(config.stepsPerBeat),
      m_velocityBins(config.velocityBins),
      m_offsetBins(config.offsetBins),
      m_hitsAsControls(config.hitsAsControls),
      m_drumsPerRow(config.splitInstruments ? 1 : kDrumClasses),
      m_rowsPerStep(config.splitInstruments ? kDrumClasses : 1),
      m_velocityWidth(std::max(1, config.velocityBins)),
      m_offsetWidth(std::max(1, config.offsetBins)),
      m_depth(m_drumsPerRow * (1 + m_velocityWidth + m_offsetWidth)),
      m_controlDepth((config.hitsAsControls ? m_drumsPerRow : 0) + (config.splitInstruments ? kDrumClasses : 0)) {}

GrooveTensors::Place GrooveTensors::place(int step, int drum) const {
    const bool split = m_rowsPerStep > 1;
    const int row = split ? step * kDrumClasses + drum : step;
    const int inRow = split ? 0 : drum;
    const std::size_t first = size(row) * size(m_depth);
    return {first + size(inRow), first + size(m_drumsPerRow + inRow * m_velocityWidth),
            first + size(m_drumsPerRow * (1 + m_velocityWidth) + inRow * m_offsetWidth)};
}

void GrooveTensors::write(const DrumPattern& pattern, std::span<float> out) const {
    assert(out.size() == size(pattern.steps()) * size(m_rowsPerStep * m_depth));
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const DrumCell cell = pattern.at(step, drum).hit ? pattern.at(step, drum) : DrumCell{};
            const Place at = place(step, drum);
            out[at.hit] = cell.hit ? 1.0F : 0.0F;
            writeValue(cell.velocity, velocities(m_velocityBins), out.subspan(at.velocity, size(m_velocityWidth)));
            writeValue(std::clamp(-2.0F * cell.microtiming, -1.0F, 1.0F), offsets(m_offsetBins),
                       out.subspan(at.offset, size(m_offsetWidth)));
        }
}

DrumPattern GrooveTensors::read(std::span<const float> tensor) const {
    const std::size_t perStep = size(m_rowsPerStep * m_depth);
    assert(tensor.size() % perStep == 0);
    DrumPattern pattern(static_cast<int>(tensor.size() / perStep), m_stepsPerBeat);
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const Place at = place(step, drum);
            const float hit = tensor[at.hit];
            const float velocity =
                readValue(velocities(m_velocityBins), tensor.subspan(at.velocity, size(m_velocityWidth)));
            const float offset = readValue(offsets(m_offsetBins), tensor.subspan(at.offset, size(m_offsetWidth)));
            pattern.at(step, drum) = {hit > 0.5F, std::clamp(hit, 0.0F, 1.0F), std::clamp(velocity, 0.0F, 1.0F),
                                      std::clamp(-0.5F * offset, -0.5F, 0.5F)};
        }
    return pattern;
}

void GrooveTensors::writeControl(const DrumPattern& pattern, std::span<float> out) const {
    assert(out.size() == size(pattern.steps()) * size(m_rowsPerStep * m_controlDepth));
    std::ranges::fill(out, 0.0F);
    const int hitColumns = m_hitsAsControls ? m_drumsPerRow : 0;
    for (int step = 0; step < pattern.steps(); ++step)
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            const bool split = m_rowsPerStep > 1;
            const auto row = out.subspan(size((split ? step * kDrumClasses + drum : step) * m_controlDepth));
            if (m_hitsAsControls)
                row[size(split ? 0 : drum)] = pattern.at(step, drum).hit ? 1.0F : 0.0F;
            if (split)
                row[size(hitColumns + drum)] = 1.0F;
        }
}

DrumPattern heardPattern(const DrumPattern& pattern, const GrooveCodecConfig& config,
                         std::optional<std::uint64_t> dropoutSeed) {
    DrumPattern heard = pattern;
    if (config.noteDropout > 0 && dropoutSeed)
        dropNotes(heard, config.noteDropout, Random(*dropoutSeed));
    if (config.tapify)
        tapOnly(heard);
    for (int step = 0; step < heard.steps(); ++step) {
        for (int drum = 0; drum < kDrumClasses; ++drum) {
            DrumCell& cell = heard.at(step, drum);
            if (config.humanize)
                cell.microtiming = 0.0F;
            if (config.humanize || config.fixedVelocities)
                cell.velocity = 0.0F;
        }
        for (const int drum : config.addInstruments)
            heard.at(step, drum) = {};
    }
    return heard;
}

} // namespace segue::codec

#include "training/Decisions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>

namespace segue::training {
namespace {

using architecture::OutputPart;

constexpr float kHalf = 0.5F;

} // namespace

std::vector<DecisionPart> decisionParts(const architecture::Architecture& architecture) {
    constexpr std::array kTrio{"melody", "bass", "drums"};
    const bool isTrio = std::holds_alternative<architecture::TrioCodecConfig>(architecture.codec);
    const bool isDrums = std::holds_alternative<architecture::DrumsCodecConfig>(architecture.codec) ||
                         std::holds_alternative<architecture::GrooveCodecConfig>(architecture.codec);
    const auto& outputs = architecture.decoder.outputs;
    std::vector<DecisionPart> parts;
    int column = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        std::string name;
        if (outputs.size() > 1)
            name = isTrio ? kTrio.at(i) : "part_" + std::to_string(i + 1);
        parts.push_back({outputs[i], column, std::move(name), isDrums || (isTrio && i == 2)});
        column += outputs[i].width;
    }
    return parts;
}

Decision decisionOf(const DecisionPart& part, std::span<const float> row, float threshold) {
    const bool isGroove = part.output.kind == OutputPart::Kind::Groove;
    const auto columns = row.subspan(static_cast<std::size_t>(part.firstColumn),
                                     static_cast<std::size_t>(isGroove ? part.output.width / 3 : part.output.width));
    if (part.output.kind == OutputPart::Kind::Categorical) {
        const auto greatest = std::ranges::max_element(columns);
        const bool isBlank = *greatest == 0.0F && *std::ranges::min_element(columns) == 0.0F;
        return isBlank ? kUndecided : static_cast<Decision>(greatest - columns.begin());
    }
    assert(columns.size() <= 64);
    Decision yeses = 0;
    for (std::size_t i = 0; i < columns.size(); ++i)
        yeses |= Decision{columns[i] > threshold} << i;
    return yeses;
}

std::vector<Decision> decisionsOf(std::span<const DecisionPart> parts, std::span<const float> output, int depth) {
    std::vector<Decision> decisions;
    for (; !output.empty(); output = output.subspan(static_cast<std::size_t>(depth)))
        for (const DecisionPart& part : parts)
            decisions.push_back(decisionOf(part, output.first(static_cast<std::size_t>(depth)), kHalf));
    return decisions;
}

int differences(std::span<const DecisionPart> parts, std::span<const Decision> a, std::span<const Decision> b) {
    assert(a.size() == b.size() && a.size() % parts.size() == 0);
    int count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        count += parts[i % parts.size()].areDrums ? std::popcount(a[i] ^ b[i]) : (a[i] != b[i] ? 1 : 0);
    return count;
}

} // namespace segue::training

#include "tests/core/model/slow/Comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace segue::slow {
namespace {

using architecture::OutputPart;

/// How much the answers of a step would have to change for another to be taken.
double margin(const std::vector<OutputPart>& parts, const Row& logits) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t first = 0;
    for (const OutputPart& part : parts) {
        const auto width = static_cast<std::size_t>(part.width);
        const auto begin = logits.begin() + static_cast<std::ptrdiff_t>(first);
        first += width;
        if (part.kind == OutputPart::Kind::Categorical) {
            Row sorted(begin, begin + part.width);
            std::ranges::sort(sorted, std::greater<>());
            if (sorted.size() > 1)
                least = std::min(least, sorted[0] - sorted[1]);
            continue;
        }
        const std::size_t answers = part.kind == OutputPart::Kind::Groove ? width / 3 : width;
        for (std::size_t column = 0; column < answers; ++column)
            least = std::min(least, std::abs(begin[static_cast<std::ptrdiff_t>(column)]));
    }
    return least;
}

} // namespace

double difference(const Row& actual, const Row& expected) {
    double scale = 1;
    double greatest = 0;
    if (actual.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    for (std::size_t index = 0; index < actual.size(); ++index) {
        const double each = std::abs(actual[index] - expected[index]);
        greatest = std::isnan(each) ? std::numeric_limits<double>::infinity() : std::max(greatest, each);
        scale = std::max(scale, std::abs(expected[index]));
    }
    return greatest / scale;
}

std::string firstDifference(const architecture::Architecture& architecture, const Writing& expected, const Rows& logits,
                            const Rows& tokens, double tolerance) {
    if (logits.size() != expected.logits.size() || tokens.size() != expected.tokens.size())
        return "another number of steps";
    const std::size_t ofSegment = expected.tokens.size() / expected.lengths.size();
    for (std::size_t step = 0; step < expected.tokens.size(); ++step) {
        const bool counts = static_cast<int>(step % ofSegment) < expected.lengths[step / ofSegment];
        if (counts && difference(logits[step], expected.logits[step]) >= tolerance)
            return "logits of step " + std::to_string(step);
        if (counts && margin(architecture.decoder.outputs, expected.logits[step]) < 10 * tolerance)
            return {};
        if (difference(tokens[step], expected.tokens[step]) >= tolerance)
            return "tokens of step " + std::to_string(step);
    }
    return {};
}

} // namespace segue::slow

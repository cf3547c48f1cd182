#include "tests/core/model/slow/Loss.h"

#include <algorithm>
#include <cmath>

namespace segue::slow {
namespace {

using architecture::OutputPart;

/// -log of the probability that an answer of 0 or 1 has, given that of 1, with what keeps the logarithm finite.
double surprise(double answer, double probability, double epsilon) {
    return -answer * std::log(probability + epsilon) - (1 - answer) * std::log(1 - probability + epsilon);
}

double squared(double x) {
    return x * x;
}

double categorical(const double* logits, const double* target, std::size_t width) {
    double sum = 0;
    for (std::size_t column = 0; column < width; ++column)
        sum += std::exp(logits[column]);
    double loss = 0;
    for (std::size_t column = 0; column < width; ++column)
        loss -= target[column] * (logits[column] - std::log(sum));
    return loss;
}

/// One step of one part, added to its terms.
void add(const OutputPart& part, const double* logits, const double* target, Row& terms) {
    const auto width = static_cast<std::size_t>(part.width);
    switch (part.kind) {
    case OutputPart::Kind::Categorical: terms[0] += categorical(logits, target, width); break;
    case OutputPart::Kind::Boolean:
        for (std::size_t column = 0; column < width; ++column)
            terms[0] += surprise(target[column], sigmoid(logits[column]), 0);
        break;
    case OutputPart::Kind::Nade:
        for (std::size_t column = 0; column < width; ++column)
            terms[0] += surprise(target[column], sigmoid(logits[column]), 1e-6);
        break;
    case OutputPart::Kind::Groove:
        for (std::size_t drum = 0; drum < width / 3; ++drum) {
            const std::size_t velocity = drum + width / 3;
            const std::size_t offset = velocity + width / 3;
            terms[0] += surprise(target[drum], sigmoid(logits[drum]), 1e-7);
            terms[1] += squared(target[velocity] - sigmoid(logits[velocity]));
            terms[2] += squared(target[offset] - std::tanh(logits[offset]));
        }
    }
}

} // namespace

std::vector<Row> reconstructionTerms(const architecture::DecoderConfig& config, const Writing& writing,
                                     const Example& example) {
    const std::size_t steps = example.target.size();
    const std::size_t ofSegment =
        config.levelLengths.empty() ? steps : static_cast<std::size_t>(config.levelLengths.back());
    const std::vector<int> lengths = lengthsOf(example.lengths, steps / ofSegment, static_cast<int>(ofSegment));
    std::vector<Row> terms;
    std::size_t first = 0;
    for (const OutputPart& part : config.outputs) {
        terms.emplace_back(part.kind == OutputPart::Kind::Groove ? 3 : 1);
        for (std::size_t step = 0; step < steps; ++step)
            if (static_cast<int>(step % ofSegment) < lengths[step / ofSegment])
                add(part, &writing.logits[step][first], &example.target[step][first], terms.back());
        first += static_cast<std::size_t>(part.width);
    }
    return terms;
}

double klDivergence(const Posterior& posterior) {
    double kl = 0;
    for (std::size_t dimension = 0; dimension < posterior.mean.size(); ++dimension)
        kl += 0.5 * (squared(posterior.sigma[dimension]) + squared(posterior.mean[dimension]) - 1 -
                     2 * std::log(posterior.sigma[dimension]));
    return kl;
}

double totalLoss(const Network& network, std::span<const Example> examples, const Rows& noise,
                 const LossWeights& weights) {
    double total = 0;
    for (std::size_t index = 0; index < examples.size(); ++index) {
        Row z = noise[index];
        if (network.architecture().encoder.present) {
            const Posterior posterior = network.encode(examples[index]);
            for (std::size_t dimension = 0; dimension < z.size(); ++dimension)
                z[dimension] = posterior.mean[dimension] + posterior.sigma[dimension] * noise[index][dimension];
            total += weights.beta * std::max(klDivergence(posterior) - weights.freeBits * std::log(2.0), 0.0);
        }
        const Writing writing = network.recite(z, examples[index]);
        for (const double term : joined(reconstructionTerms(network.architecture().decoder, writing, examples[index])))
            total += term;
    }
    return total / static_cast<double>(examples.size());
}

} // namespace segue::slow

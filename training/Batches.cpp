#include "training/Batches.h"

#include "training/Augment.h"

#include <algorithm>
#include <numeric>

namespace segue::training {
namespace {

constexpr std::size_t kDepth = architecture::GrooveCodecConfig::kDepth;

std::vector<int> shuffled(int count, Random random) {
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = order.size(); i > 1; --i) // Fisher and Yates; std::shuffle differs between libraries
        std::swap(order[i - 1], order[random.below(i)]);
    return order;
}

} // namespace

Random randomFor(std::int64_t seed, Purpose purpose, std::int64_t index) {
    Random ofPurpose = Random::stream(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(purpose));
    return Random::stream(ofPurpose.next(), static_cast<std::uint64_t>(index));
}

void writeRow(const codec::GrooveCodec& codec, const music::DrumPattern& pattern, std::vector<float>& batch, int row,
              int rows) {
    const auto steps = static_cast<std::size_t>(pattern.steps());
    std::vector<float> tensor(steps * kDepth); // [T, V]
    codec.toTensor(pattern, tensor);
    for (std::size_t step = 0; step < steps; ++step)
        std::copy_n(tensor.begin() + static_cast<std::ptrdiff_t>(step * kDepth), kDepth,
                    batch.begin() +
                        static_cast<std::ptrdiff_t>(
                            (step * static_cast<std::size_t>(rows) + static_cast<std::size_t>(row)) * kDepth));
}

std::int64_t Batches::stepsPerEpoch() const {
    return std::max<std::int64_t>(1, m_data.size() / m_parameters.batchSize);
}

int Batches::windowAt(std::int64_t step, int row) {
    const std::int64_t epoch = step / stepsPerEpoch();
    if (epoch != m_epoch) {
        m_order = shuffled(m_data.size(), randomFor(m_parameters.seed, Purpose::Order, epoch));
        m_epoch = epoch;
    }
    const std::int64_t at = (step % stepsPerEpoch()) * m_parameters.batchSize + row;
    return m_order[static_cast<std::size_t>(at) % m_order.size()]; // fewer windows than a batch: round again
}

Batch Batches::at(std::int64_t step) {
    const int rows = m_parameters.batchSize;
    const auto steps = static_cast<std::size_t>(m_data.steps());
    const std::size_t stepSize = static_cast<std::size_t>(rows) * kDepth;
    Batch batch{std::vector<float>(steps * stepSize), std::vector<float>(steps * stepSize)};
    for (int row = 0; row < rows; ++row) {
        Random random = randomFor(m_parameters.seed, Purpose::Example, step * rows + row);
        const auto pattern = augmentedPattern(m_data, windowAt(step, row), m_parameters.augmentation, random);
        writeRow(m_data.codec(), pattern, batch.targets, row, rows);
        for (std::size_t t = 1; t < steps; ++t) {
            if (random.chance(m_parameters.previousDropout))
                continue;
            const auto offset = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(row) * kDepth);
            std::copy_n(batch.targets.begin() + static_cast<std::ptrdiff_t>((t - 1) * stepSize) + offset, kDepth,
                        batch.previous.begin() + static_cast<std::ptrdiff_t>(t * stepSize) + offset);
        }
    }
    return batch;
}

} // namespace segue::training

#include "training/Batches.h"

#include "core/architecture/OutputDraws.h"
#include "training/Augment.h"
#include "training/Schedules.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

namespace segue::training {
namespace {

std::size_t size(std::int64_t count) {
    return static_cast<std::size_t>(count);
}

/// Puts `count` of the values, drawn at random, to the front. Fisher and Yates; std::shuffle differs between libraries.
void drawToFront(std::vector<int>& values, std::size_t count, Random& random) {
    for (std::size_t i = 0; i < count; ++i)
        std::swap(values[i], values[i + random.below(values.size() - i)]);
}

void shuffle(std::vector<int>& values, Random& random) {
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[random.below(i)]);
}

/// Calls visit(first, count) for the windows of each song.
template <class Visit>
void forEachSong(const std::vector<WindowPlace>& windows, Visit visit) {
    for (auto first = windows.begin(); first != windows.end();) {
        const auto next =
            std::find_if(first, windows.end(), [&](const auto& place) { return place.song != first->song; });
        visit(static_cast<int>(first - windows.begin()), static_cast<int>(next - first));
        first = next;
    }
}

/// All windows, or as many of each song as are wanted, in order.
std::vector<int> windowsOfEpoch(const std::vector<WindowPlace>& windows, int perSong, Random& random) {
    std::vector<int> chosen;
    forEachSong(windows, [&](int first, int count) {
        std::vector<int> ofSong(size(count));
        std::iota(ofSong.begin(), ofSong.end(), first);
        if (perSong > 0 && count > perSong) {
            drawToFront(ofSong, size(perSong), random);
            ofSong.resize(size(perSong));
        }
        chosen.insert(chosen.end(), ofSong.begin(), ofSong.end());
    });
    return chosen;
}

/// Whatever kinds of outputs write what a codec reads, these are as many.
int drawsOfStep(const architecture::CodecConfig& codec) {
    int draws = 0;
    for (const architecture::OutputPart& part : architecture::outputsFor(codec))
        draws += architecture::drawsOf(part);
    return draws;
}

/// Writes [steps, depth] into row `row` of [T, rows, depth], from step `firstStep` on.
void putRow(std::span<const float> from, std::vector<float>& to, int row, int rows, int depth, int firstStep = 0) {
    for (std::size_t at = size(firstStep) * size(rows) + size(row); !from.empty(); at += size(rows)) {
        std::copy_n(from.begin(), depth, to.begin() + static_cast<std::ptrdiff_t>(at * size(depth)));
        from = from.subspan(size(depth));
    }
}

} // namespace

Random randomFor(std::int64_t seed, Purpose purpose, std::int64_t index) {
    Random ofPurpose = Random::stream(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(purpose));
    return Random::stream(ofPurpose.next(), static_cast<std::uint64_t>(index));
}

Rows rowsOfPart(int part, int parts, int rows) {
    assert(0 <= part && part < parts && parts <= rows);
    const auto begin = [&](std::int64_t of) { return static_cast<int>(of * rows / parts); };
    return {begin(part), begin(part + 1) - begin(part)};
}

Batch::Batch(const architecture::TensorShape& tensorShape, int rowCount)
    : Batch(tensorShape, {0, rowCount}, rowCount) {}

Batch::Batch(const architecture::TensorShape& tensorShape, Rows part, int rowsOfWhole)
    : shape(tensorShape), rows(part.count), firstRow(part.first), wholeRows(rowsOfWhole) {
    const std::size_t cells = size(shape.steps) * size(rows);
    input.resize(cells * size(shape.input));
    control.resize(cells * size(shape.control));
    targets.resize(cells * size(shape.output));
    previous.resize(cells * size(shape.output));
}

void Batch::put(int row, const codec::Example& example) {
    putRow(example.input, input, row, rows, shape.input);
    putRow(example.control, control, row, rows, shape.control);
    putRow(example.output, targets, row, rows, shape.output);
    putRow(std::span(example.output).first(example.output.size() - size(shape.output)), previous, row, rows,
           shape.output, 1);

    const std::int64_t segments = std::ssize(example.lengths);
    const std::int64_t whole = shape.steps / segments;
    if (lengths.empty() && std::ranges::all_of(example.lengths, [&](int length) { return length == whole; }))
        return;
    lengths.resize(size(rows * segments), whole);
    std::ranges::copy(example.lengths, lengths.begin() + row * segments);
}

void Batch::withhold(int row, int step) {
    const auto first = (static_cast<std::ptrdiff_t>(step) * rows + row) * shape.output;
    std::fill_n(previous.begin() + first, shape.output, 0.0F);
    if (!hearsItself.empty())
        hearsItself[size(step) * size(rows) + size(row)] = 0;
}

void Batch::letHearItself(int row, double chance, int draws, Random& random) {
    const std::size_t cells = size(shape.steps) * size(rows);
    hearsItself.resize(cells);
    uniforms.resize(cells * size(draws));
    for (int step = 0; step < shape.steps; ++step) {
        const std::size_t cell = size(step) * size(rows) + size(row);
        hearsItself[cell] = step > 0 && random.chance(chance) ? 1 : 0;
        for (std::size_t i = cell * size(draws); i < (cell + 1) * size(draws); ++i)
            uniforms[i] = static_cast<float>(random.next() >> 40U) * 0x1p-24F; // below 1 also as a float
    }
}

Batches::Batches(const Dataset& data, const Hyperparameters& parameters) : m_data(data), m_parameters(parameters) {
    forEachSong(data.windows(), [&](int, int count) {
        m_epochWindows += parameters.windowsPerSong > 0 ? std::min(count, parameters.windowsPerSong) : count;
    });
}

std::int64_t Batches::stepsPerEpoch() const {
    return std::max<std::int64_t>(1, m_epochWindows / m_parameters.batchSize);
}

int Batches::windowAt(std::int64_t step, int row) {
    const std::int64_t epoch = step / stepsPerEpoch();
    if (epoch != m_epoch) {
        Random random = randomFor(m_parameters.seed, Purpose::Order, epoch);
        m_order = windowsOfEpoch(m_data.windows(), m_parameters.windowsPerSong, random);
        shuffle(m_order, random);
        m_epoch = epoch;
    }
    const std::int64_t at = (step % stepsPerEpoch()) * m_parameters.batchSize + row;
    return m_order[size(at) % m_order.size()]; // fewer windows than a batch: round again
}

Batch Batches::at(std::int64_t step) {
    return at(step, {0, m_parameters.batchSize});
}

Batch Batches::at(std::int64_t step, Rows part) {
    const int wholeRows = m_parameters.batchSize;
    const double sampling = samplingProbabilityAt(m_parameters, step);
    const int draws = drawsOfStep(m_data.codec().configuration());
    Batch batch(m_data.shape(), part, wholeRows);
    for (int row = 0; row < part.count; ++row) {
        const std::int64_t index = step * wholeRows + part.first + row;
        Random random = randomFor(m_parameters.seed, Purpose::Example, index);
        const int window = windowAt(step, part.first + row);
        const auto pattern = augmentedPattern(m_data, window, m_parameters.augmentation, random);
        const auto noteDropout = randomFor(m_parameters.seed, Purpose::NoteDropout, index).next();
        batch.put(row, m_data.codec().exampleOf(pattern, noteDropout));
        if (sampling > 0.0) {
            Random itself = randomFor(m_parameters.seed, Purpose::Itself, index);
            batch.letHearItself(row, sampling, draws, itself);
        }
        for (int t = 1; t < batch.shape.steps; ++t)
            if (random.chance(m_parameters.previousDropout))
                batch.withhold(row, t);
    }
    return batch;
}

std::vector<Batch> Batches::partsAt(std::int64_t step, Rows rows, int parts) {
    std::vector<Batch> result;
    for (int part = 0; part < parts; ++part) {
        Rows own = rowsOfPart(part, parts, rows.count);
        own.first += rows.first;
        result.push_back(at(step, own));
    }
    return result;
}

} // namespace segue::training

#include "core/decoder/Decoder.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace segue::decoder {
namespace {

using architecture::Architecture;
using architecture::ConductorInput;

constexpr std::size_t kFlatSegment = 16; // steps after which a flat decoder hands over: a bar of most codecs

/// The columns of what a conductor reads. Its embedding stays the same while it unrolls it.
InputLayout inputsOf(const architecture::Conductor& conductor, ConductorInput input) {
    if (input == ConductorInput::Nothing)
        return {{InputKind::Zero, conductor.layers.inputs}};
    return {{InputKind::Dense, conductor.layers.inputs - conductor.embedding}, {InputKind::Ahead, conductor.embedding}};
}

/// Instruments of a performance end with the last of their event types.
std::optional<std::size_t> endColumn(const Architecture& architecture) {
    if (!std::holds_alternative<architecture::PerformanceCodecConfig>(architecture.codec))
        return std::nullopt;
    return static_cast<std::size_t>(architecture.shape().output) - 1;
}

} // namespace

Decoder::Decoder(const Architecture& architecture, const architecture::Blueprint& plan, const Encoder* encoder,
                 WeightPacker& packer)
    : m_conductorInput(architecture.decoder.conductorInput),
      m_encoder(m_conductorInput == ConductorInput::Encodings ? encoder : nullptr),
      m_latentSize(static_cast<std::size_t>(architecture.latentSize)),
      m_segments(static_cast<std::size_t>(plan.segments)),
      m_steps(static_cast<std::size_t>(plan.cores.front().steps)),
      m_columns(static_cast<std::size_t>(architecture.shape().output)),
      m_controlColumns(static_cast<std::size_t>(architecture.shape().control)),
      m_endColumn(endColumn(architecture)) {
    if (plan.controls)
        m_controls.emplace(*plan.controls, InputKind::Sparse, packer);
    for (const architecture::Conductor& conductor : plan.conductors)
        m_conductors.push_back(
            {LstmStack(conductor.layers, inputsOf(conductor, m_conductorInput), conductor.embedding, packer),
             conductor.steps});
    for (const architecture::CoreDecoder& core : plan.cores)
        m_cores.emplace_back(core, architecture.decoder.feedsSilentCells, packer);
}

/// Windows while they are written.
class Decoder::Writing {
public:
    Writing(const Decoder& decoder, State& state, Team& team, OnSegment onSegment)
        : m_decoder(decoder), m_state(state), m_team(team), m_onSegment(onSegment) {}

    void write(std::size_t windows) {
        m_state.m_all.resize(windows);
        std::iota(m_state.m_all.begin(), m_state.m_all.end(), std::size_t{0});
        for (const std::size_t row : m_state.m_all) {
            DecodedTensors& decoded = m_state.m_windows[row].decoded;
            std::ranges::fill(decoded.output, 0.0F);
            std::ranges::fill(decoded.logits, 0.0F);
            decoded.steps = 0;
            for (CoreDecoder::State& core : m_state.m_cores)
                core.forget(row);
        }
        (void)unroll(0, m_state.m_z);
    }

private:
    // What conductor `level`, or below the last one the core decoders, make of embeddings; false: cancelled.
    [[nodiscard]] bool unroll(std::size_t level, const Rows& embedding);
    [[nodiscard]] bool writeSegment(const Rows& embedding);
    /// The steps before `step` are final; whether to go on.
    [[nodiscard]] bool handOver(std::size_t step);

    /// Of a segment that began at `first`.
    void writeStep(std::size_t first, std::size_t step);
    /// Rows whose segment ends with this step wait for the others.
    void dropEnded(std::size_t step);
    /// Keeps the step as it was told to the next one, for an encoder to hear.
    void hear(std::size_t row);
    /// The control layers' answers to a segment.
    void readControls(std::size_t first);

    // Tell conductor `level` what the level below it made of its step.
    void tell(std::size_t level, std::size_t step);
    void tellFinalStates(std::size_t level, std::size_t row);
    void tellEncoding(std::size_t level, std::size_t step);

    /// Of R sequences: stepsOf(row) of each row that is decoded, 0 of the others.
    template <class StepsOf>
    std::span<const std::size_t> lengths(const StepsOf& stepsOf) {
        std::ranges::fill(m_state.m_lengths, std::size_t{0});
        for (const std::size_t row : m_state.m_all)
            m_state.m_lengths[row] = stepsOf(row);
        return m_state.m_lengths;
    }

    const Decoder& m_decoder;
    State& m_state;
    Team& m_team;
    OnSegment m_onSegment;
    std::size_t m_segment = 0; // that comes next
};

bool Decoder::Writing::unroll(std::size_t level, const Rows& embedding) {
    if (level == m_decoder.m_conductors.size())
        return writeSegment(embedding);
    const Conductor& conductor = m_decoder.m_conductors[level];
    LstmStack::State& state = m_state.m_conductors[level].layers;
    conductor.layers.start(embedding, state, m_state.m_all, m_team);
    for (std::size_t step = 0; step < static_cast<std::size_t>(conductor.steps); ++step) {
        if (!unroll(level + 1, conductor.layers.step({}, state, m_state.m_all, m_team)))
            return false;
        tell(level, step);
    }
    return true;
}

bool Decoder::Writing::writeSegment(const Rows& embedding) {
    const std::size_t first = m_segment++ * m_decoder.m_steps;
    for (std::size_t core = 0; core < m_state.m_cores.size(); ++core)
        m_decoder.m_cores[core].startSegment(embedding, m_state.m_cores[core], m_state.m_all, m_team);
    if (m_decoder.m_controls)
        readControls(first);
    for (const std::size_t row : m_state.m_all)
        m_state.m_windows[row].heard.clear();
    m_state.m_going.assign(m_state.m_all.begin(), m_state.m_all.end());
    for (std::size_t step = 0; step < m_decoder.m_steps && !m_state.m_going.empty(); ++step) {
        writeStep(first, step);
        dropEnded(step);
        if (m_decoder.m_segments == 1 && (step + 1) % kFlatSegment == 0 && !handOver(step + 1))
            return false;
    }
    return handOver(first + m_decoder.m_steps);
}

bool Decoder::Writing::handOver(std::size_t step) {
    for (const std::size_t row : m_state.m_all)
        m_state.m_windows[row].decoded.steps = static_cast<int>(step);
    const bool isWhole = step == m_decoder.m_segments * m_decoder.m_steps;
    return isWhole || !m_onSegment || m_onSegment();
}

void Decoder::Writing::writeStep(std::size_t first, std::size_t step) {
    for (const std::size_t row : m_state.m_going) {
        const State::Window& window = m_state.m_windows[row];
        if (m_decoder.m_controls)
            m_state.m_told[row] = window.told.row(step);
        else if (m_decoder.m_controlColumns > 0)
            m_state.m_told[row] = window.controls.row(first + step);
    }
    for (std::size_t core = 0; core < m_state.m_cores.size(); ++core)
        m_decoder.m_cores[core].step(m_state.m_told, m_state.m_draws, m_state.m_logits, m_state.m_answers,
                                     m_state.m_cores[core], m_state.m_going, m_team);
    for (const std::size_t row : m_state.m_going) {
        DecodedTensors& decoded = m_state.m_windows[row].decoded;
        const auto at = static_cast<std::ptrdiff_t>((first + step) * m_decoder.m_columns);
        std::ranges::copy(m_state.m_logits[row], decoded.logits.begin() + at);
        std::ranges::copy(m_state.m_answers[row], decoded.output.begin() + at);
        if (m_decoder.m_encoder != nullptr)
            hear(row);
    }
}

void Decoder::Writing::dropEnded(std::size_t step) {
    if (!m_decoder.m_endColumn)
        return;
    std::erase_if(m_state.m_going, [&](std::size_t row) {
        if (m_state.m_answers[row][*m_decoder.m_endColumn] == 0.0F)
            return false;
        // Behind an end stand zeros in the data that was learned, and so before the next segment.
        if (step + 1 < m_decoder.m_steps)
            for (CoreDecoder::State& core : m_state.m_cores)
                core.forget(row);
        return true;
    });
}

void Decoder::Writing::hear(std::size_t row) {
    SparseRows& heard = m_state.m_windows[row].heard;
    for (std::size_t index = 0; index < m_decoder.m_cores.size(); ++index)
        for (const SparseInput& value : m_state.m_cores[index].heard(row))
            heard.add({m_decoder.m_cores[index].firstColumn() + value.column, value.value});
    heard.endRow();
}

void Decoder::Writing::readControls(std::size_t first) {
    const auto at = [&](std::size_t step, std::size_t row) {
        return m_state.m_windows[row].controls.row(first + step);
    };
    m_decoder.m_controls->run(BidirectionalStack::SparseInputs(at),
                              lengths([&](std::size_t) { return m_decoder.m_steps; }), *m_state.m_controls, m_team);
    for (const std::size_t row : m_state.m_all) {
        SparseRows& told = m_state.m_windows[row].told;
        told.clear();
        for (std::size_t step = 0; step < m_decoder.m_steps; ++step) {
            told.add(m_state.m_controls->output(step, row));
            told.endRow();
        }
    }
}

void Decoder::Writing::tell(std::size_t level, std::size_t step) {
    switch (m_decoder.m_conductorInput) {
    case ConductorInput::Nothing: return;
    case ConductorInput::FinalStates:
        for (const std::size_t row : m_state.m_all)
            tellFinalStates(level, row);
        return;
    case ConductorInput::Encodings: tellEncoding(level, step); return;
    }
}

/// c and h of every layer below; of several core decoders layer by layer, c of all of them and then h.
void Decoder::Writing::tellFinalStates(std::size_t level, std::size_t row) {
    auto to = m_state.m_conductors[level].layers.input(row).begin();
    const auto append = [&to](std::span<const float> states) { to = std::ranges::copy(states, to).out; };
    if (level + 1 < m_state.m_conductors.size()) {
        for (LstmLayer::State& layer : m_state.m_conductors[level + 1].layers.layers()) {
            append(layer.c(row));
            append(layer.h(row));
        }
        return;
    }
    for (std::size_t layer = 0; layer < m_state.m_cores.front().layers().layers().size(); ++layer) {
        for (CoreDecoder::State& core : m_state.m_cores)
            append(core.layers().layers()[layer].c(row));
        for (CoreDecoder::State& core : m_state.m_cores)
            append(core.layers().layers()[layer].h(row));
    }
}

/// What the encoder's level of the same height makes of it.
void Decoder::Writing::tellEncoding(std::size_t level, std::size_t step) {
    const std::size_t height = m_state.m_conductors.size() - 1 - level; // of the encoder's level
    const BidirectionalStack& reader = m_decoder.m_encoder->level(height);
    BidirectionalStack::State& reading = m_state.m_encoder[height];
    const std::size_t rows = m_state.rows();
    if (height == 0) {
        const auto at = [&](std::size_t heardStep, std::size_t row) {
            return m_state.m_windows[row].heard.row(heardStep);
        };
        reader.run(BidirectionalStack::SparseInputs(at),
                   lengths([&](std::size_t row) { return m_state.m_windows[row].heard.size(); }), reading, m_team);
    } else {
        const Rows& below = m_state.m_conductors[level + 1].summaries;
        const auto at = [&](std::size_t belowStep, std::size_t row) { return below[belowStep * rows + row]; };
        reader.run(BidirectionalStack::DenseInputs(at),
                   lengths([&](std::size_t) { return m_decoder.m_encoder->steps(height); }), reading, m_team);
    }
    State::Conductor& conductor = m_state.m_conductors[level];
    for (const std::size_t row : m_state.m_all) {
        const auto summary = conductor.summaries[step * rows + row];
        reading.summary(row, summary);
        std::ranges::copy(summary, conductor.layers.input(row).begin());
    }
}

void Decoder::decode(std::size_t windows, State& state, Team& team, OnSegment onSegment) const {
    assert(windows > 0 && windows <= state.rows());
    const Team::Shift shift(team);
    Writing(*this, state, team, onSegment).write(windows);
}

Decoder::State::State(const Decoder& decoder, std::size_t rows)
    : m_steps(decoder.m_segments * decoder.m_steps),
      m_windows(rows),
      m_draws(rows, Draws({})),
      m_z(rows, decoder.m_latentSize),
      m_logits(rows, decoder.m_columns),
      m_answers(rows, decoder.m_columns),
      m_told(rows),
      m_lengths(rows) {
    for (Window& window : m_windows) {
        window.controls.reserve(m_steps, decoder.m_controlColumns);
        if (decoder.m_controls)
            window.told.reserve(decoder.m_steps, decoder.m_controls->summarySize());
        if (decoder.m_encoder != nullptr)
            window.heard.reserve(decoder.m_steps, decoder.m_columns);
        window.decoded.output.resize(m_steps * decoder.m_columns);
        window.decoded.logits.resize(m_steps * decoder.m_columns);
    }
    if (decoder.m_controls)
        m_controls.emplace(*decoder.m_controls, rows, decoder.m_steps, BidirectionalStack::State::Keeps::Outputs);
    if (decoder.m_encoder != nullptr)
        for (std::size_t level = 0; level < decoder.m_conductors.size(); ++level)
            m_encoder.emplace_back(decoder.m_encoder->level(level), rows, decoder.m_encoder->steps(level));
    for (const Decoder::Conductor& conductor : decoder.m_conductors) {
        const std::size_t summaries = m_encoder.empty() ? 0 : static_cast<std::size_t>(conductor.steps) * rows;
        m_conductors.push_back({LstmStack::State(conductor.layers, rows),
                                Rows(summaries, m_encoder.empty() ? 0 : decoder.m_encoder->level(0).summarySize())});
    }
    for (const CoreDecoder& core : decoder.m_cores)
        m_cores.emplace_back(core, rows);
    m_all.reserve(rows);
    m_going.reserve(rows);
}

void Decoder::State::ask(std::size_t row, std::span<const float> z, std::span<const float> controls,
                         const DecodeOptions& options) {
    assert(z.size() == m_z.width());
    std::ranges::copy(z, m_z[row].begin());
    m_draws[row] = Draws(options);
    SparseRows& steps = m_windows[row].controls;
    steps.clear();
    const std::size_t columns = controls.size() / m_steps;
    for (std::size_t step = 0; step < m_steps; ++step) {
        steps.add(controls.subspan(step * columns, columns));
        steps.endRow();
    }
}

} // namespace segue::decoder

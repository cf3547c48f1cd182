#include "core/decoder/Decoder.h"

#include <algorithm>
#include <cassert>

namespace segue::decoder {
namespace {

using architecture::Architecture;
using architecture::ConductorInput;

constexpr std::size_t kFlatSegment = 16; // steps after which a flat decoder hands over: a bar of most codecs

/// The columns of what a conductor reads. Its embedding stays the same while it unrolls it.
InputLayout inputsOf(const architecture::Conductor& conductor, ConductorInput input) {
    if (input == ConductorInput::Nothing)
        return {{InputKind::Zero, conductor.layers.inputs}};
    return {{InputKind::Dense, conductor.layers.inputs - conductor.embedding},
            {InputKind::Constant, conductor.embedding}};
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
      m_segments(static_cast<std::size_t>(plan.segments)),
      m_steps(static_cast<std::size_t>(plan.cores.front().steps)),
      m_columns(static_cast<std::size_t>(architecture.shape().output)),
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

/// One window while it is written.
class Decoder::Writing {
public:
    Writing(const Decoder& decoder, const SparseRows& controls, const DecodeOptions& options, State& state,
            DecodedTensors& result, OnSegment onSegment)
        : m_decoder(decoder),
          m_controls(controls),
          m_state(state),
          m_draws(options),
          m_result(result),
          m_onSegment(onSegment) {
        const std::size_t values = decoder.m_segments * decoder.m_steps * decoder.m_columns;
        m_result.output.assign(values, 0.0F);
        m_result.logits.assign(values, 0.0F);
        m_result.steps = 0;
    }

    void write(std::span<const float> z) {
        for (CoreDecoder::State& core : m_state.m_cores)
            core.forget();
        (void)unroll(0, z);
    }

private:
    // What conductor `level`, or below the last one the core decoders, make of an embedding; false: cancelled.
    [[nodiscard]] bool unroll(std::size_t level, std::span<const float> embedding);
    [[nodiscard]] bool writeSegment(std::span<const float> embedding);
    /// The steps before `step` are final; whether to go on.
    [[nodiscard]] bool handOver(std::size_t step);
    /// Whether the segment goes on. `at` is a step of the window.
    [[nodiscard]] bool writeStep(std::size_t at, std::span<const SparseInput> controls);
    void hear();
    /// The control layers' answers to a segment.
    void readControls(std::size_t first);

    /// Tells conductor `level` what the level below it made of its step.
    void tell(std::size_t level, std::size_t step);
    void tellFinalStates(std::size_t level);
    void tellEncoding(std::size_t level, std::size_t step);

    const Decoder& m_decoder;
    const SparseRows& m_controls;
    State& m_state;
    Draws m_draws;
    DecodedTensors& m_result;
    OnSegment m_onSegment;
    std::size_t m_segment = 0; // that comes next
};

bool Decoder::Writing::unroll(std::size_t level, std::span<const float> embedding) {
    if (level == m_decoder.m_conductors.size())
        return writeSegment(embedding);
    const Conductor& conductor = m_decoder.m_conductors[level];
    LstmStack::State& state = m_state.m_conductors[level].layers;
    conductor.layers.start(embedding, state);
    for (std::size_t step = 0; step < static_cast<std::size_t>(conductor.steps); ++step) {
        if (!unroll(level + 1, conductor.layers.step({}, state)))
            return false;
        tell(level, step);
    }
    return true;
}

bool Decoder::Writing::writeSegment(std::span<const float> embedding) {
    const std::size_t first = m_segment++ * m_decoder.m_steps;
    for (std::size_t core = 0; core < m_state.m_cores.size(); ++core)
        m_decoder.m_cores[core].startSegment(embedding, m_state.m_cores[core]);
    if (m_decoder.m_controls)
        readControls(first);
    m_state.m_heard.clear();
    bool goesOn = true;
    std::size_t step = 0;
    for (; goesOn && step < m_decoder.m_steps; ++step) {
        std::span<const SparseInput> controls;
        if (m_decoder.m_controls)
            controls = m_state.m_told.row(step);
        else if (m_controls.size() > 0)
            controls = m_controls.row(first + step);
        goesOn = writeStep(first + step, controls);
        hear();
        if (m_decoder.m_segments == 1 && (step + 1) % kFlatSegment == 0 && !handOver(step + 1))
            return false;
    }
    // Behind an end stand zeros in the data that was learned, and so before the next segment.
    if (step < m_decoder.m_steps)
        for (CoreDecoder::State& core : m_state.m_cores)
            core.forget();
    return handOver(first + m_decoder.m_steps);
}

bool Decoder::Writing::handOver(std::size_t step) {
    m_result.steps = static_cast<int>(step);
    const bool isWhole = step == m_decoder.m_segments * m_decoder.m_steps;
    return isWhole || !m_onSegment || m_onSegment(m_result);
}

bool Decoder::Writing::writeStep(std::size_t at, std::span<const SparseInput> controls) {
    const auto logits = std::span(m_result.logits).subspan(at * m_decoder.m_columns, m_decoder.m_columns);
    const auto answers = std::span(m_result.output).subspan(at * m_decoder.m_columns, m_decoder.m_columns);
    for (std::size_t index = 0; index < m_decoder.m_cores.size(); ++index) {
        const CoreDecoder& core = m_decoder.m_cores[index];
        core.step(controls, m_draws, logits.subspan(core.firstColumn(), core.columns()),
                  answers.subspan(core.firstColumn(), core.columns()), m_state.m_cores[index]);
    }
    return !m_decoder.m_endColumn || answers[*m_decoder.m_endColumn] == 0.0F;
}

/// Keeps the step as it was told to the next one, for an encoder to hear.
void Decoder::Writing::hear() {
    if (m_decoder.m_encoder == nullptr)
        return;
    for (std::size_t index = 0; index < m_decoder.m_cores.size(); ++index)
        for (const SparseInput& value : m_state.m_cores[index].heard())
            m_state.m_heard.add({m_decoder.m_cores[index].firstColumn() + value.column, value.value});
    m_state.m_heard.endRow();
}

void Decoder::Writing::readControls(std::size_t first) {
    m_decoder.m_controls->run(m_controls, first, m_decoder.m_steps, *m_state.m_controls);
    const std::span<const float> said = m_state.m_controls->outputs();
    const std::size_t width = said.size() / m_decoder.m_steps;
    m_state.m_told.clear();
    for (std::size_t step = 0; step < m_decoder.m_steps; ++step) {
        m_state.m_told.add(said.subspan(step * width, width));
        m_state.m_told.endRow();
    }
}

void Decoder::Writing::tell(std::size_t level, std::size_t step) {
    switch (m_decoder.m_conductorInput) {
    case ConductorInput::Nothing: return;
    case ConductorInput::FinalStates: tellFinalStates(level); return;
    case ConductorInput::Encodings: tellEncoding(level, step); return;
    }
}

/// c and h of every layer below; of several core decoders layer by layer, c of all of them and then h.
void Decoder::Writing::tellFinalStates(std::size_t level) {
    auto to = m_state.m_conductors[level].layers.input().begin();
    const auto append = [&to](std::span<const float> states) { to = std::ranges::copy(states, to).out; };
    if (level + 1 < m_state.m_conductors.size()) {
        for (LstmLayer::State& layer : m_state.m_conductors[level + 1].layers.layers()) {
            append(layer.c());
            append(layer.h());
        }
        return;
    }
    for (std::size_t layer = 0; layer < m_state.m_cores.front().layers().layers().size(); ++layer) {
        for (CoreDecoder::State& core : m_state.m_cores)
            append(core.layers().layers()[layer].c());
        for (CoreDecoder::State& core : m_state.m_cores)
            append(core.layers().layers()[layer].h());
    }
}

/// What the encoder's level of the same height makes of it.
void Decoder::Writing::tellEncoding(std::size_t level, std::size_t step) {
    const Encoder& encoder = *m_decoder.m_encoder;
    const std::size_t conductors = m_state.m_conductors.size();
    State::Conductor& conductor = m_state.m_conductors[level];
    const auto encoding = std::span(conductor.summaries).subspan(step * encoder.summarySize(), encoder.summarySize());
    if (level + 1 == conductors)
        encoder.summarise(m_state.m_heard, 0, m_state.m_heard.size(), encoding, *m_state.m_encoder);
    else
        encoder.summarise(conductors - 1 - level, m_state.m_conductors[level + 1].summaries, encoding,
                          *m_state.m_encoder);
    std::ranges::copy(encoding, conductor.layers.input().begin());
}

void Decoder::decode(std::span<const float> z, const SparseRows& controls, const DecodeOptions& options, State& state,
                     DecodedTensors& decoded, OnSegment onSegment) const {
    Writing(*this, controls, options, state, decoded, onSegment).write(z);
}

Decoder::State::State(const Decoder& decoder) {
    if (decoder.m_controls)
        m_controls.emplace(*decoder.m_controls, decoder.m_steps);
    if (decoder.m_encoder != nullptr)
        m_encoder.emplace(*decoder.m_encoder);
    for (const Decoder::Conductor& conductor : decoder.m_conductors)
        m_conductors.push_back(
            {LstmStack::State(conductor.layers),
             std::vector<float>(decoder.m_encoder == nullptr
                                    ? 0
                                    : static_cast<std::size_t>(conductor.steps) * decoder.m_encoder->summarySize())});
    for (const CoreDecoder& core : decoder.m_cores)
        m_cores.emplace_back(core);
}

} // namespace segue::decoder

#include "core/model/DecoderTorch.h"

#include "core/model/SegmentsTorch.h"

namespace segue::model {
namespace {

using architecture::ConductorInput;
using torch::Tensor;

/// c and h of each layer beside each other: [B, 2 sum(H)] of one unrolling; of several, those of all in each place.
Tensor flattened(const std::vector<Unrolling>& unrollings) {
    std::vector<Tensor> states;
    for (std::size_t layer = 0; layer < unrollings.front().states().size(); ++layer) {
        for (const Unrolling& unrolling : unrollings)
            states.push_back(unrolling.states()[layer].cell);
        for (const Unrolling& unrolling : unrollings)
            states.push_back(unrolling.states()[layer].output);
    }
    return torch::cat(states, 1);
}

/// Segments as the encoder hears them while learning: each step as the next one was told it, the last one as it ought
/// to be, since nobody was told. Shape: both [L, R, V], lengths [R] or undefined.
Tensor asTold(const Tensor& previous, const Tensor& target, const Tensor& lengths) {
    const std::int64_t L = target.size(0);
    const Tensor shifted = torch::cat({previous.narrow(0, 1, L - 1), target.narrow(0, L - 1, 1)}, 0); // [L, R, V]
    if (!lengths.defined())
        return shifted;
    const Tensor isLast = torch::arange(1, L + 1, lengths.options()).unsqueeze(1) == lengths; // [L, R]
    return torch::where(isLast.unsqueeze(2), target, shifted);
}

} // namespace

Decoder::Decoder(const NamedWeights& weights, const architecture::Architecture& architecture)
    : m_hears(architecture.decoder.conductorInput),
      m_hasEnd(std::holds_alternative<architecture::PerformanceCodecConfig>(architecture.codec)) {
    const architecture::Blueprint plan = architecture::blueprint(architecture);
    m_segments = plan.segments;
    m_steps = plan.cores.front().steps;
    m_columns = architecture.shape().output;
    if (plan.controls)
        m_controls.emplace(weights, *plan.controls);
    for (const architecture::Conductor& conductor : plan.conductors) {
        const int told = m_hears == ConductorInput::Nothing ? 0 : conductor.embedding;
        m_conductors.push_back({Unroller(weights, conductor.layers, told), conductor.steps});
    }
    for (const architecture::CoreDecoder& core : plan.cores)
        m_cores.emplace_back(weights, core, architecture.decoder.feedsSilentCells);
}

Decoder::Segments Decoder::Segments::at(std::int64_t segment, std::int64_t B) const {
    const auto rows = [&](const Tensor& all, std::int64_t dimension) {
        return all.defined() ? all.narrow(dimension, segment * B, B) : all;
    };
    return {rows(previous, 1), rows(target, 1),      rows(control, 1),
            rows(lengths, 0),  rows(hearsItself, 1), rows(uniforms, 1)};
}

Tensor Decoder::decode(const BatchTensors& batch, const Tensor& z, const InputDropout& dropout,
                       const Encoder* encoder) const {
    const Tensor lengths = lengthsOfSegments(batch.lengths, m_segments * m_steps, m_segments); // [S*B]
    const Segments all{
        sideBySide(batch.previous, m_segments), // [L, S*B, V]
        sideBySide(batch.target, m_segments),      controlsOfSegments(batch.control, lengths, dropout), lengths,
        sideBySide(batch.hearsItself, m_segments), // [L, S*B, 1]
        sideBySide(batch.uniforms, m_segments)}; // [L, S*B, D]
    if (m_hears == ConductorInput::Nothing)
        return oneAfterAnother(read(all, embeddings(z, dropout), dropout).logits, m_segments); // [T, B, V]

    std::vector<Tensor> logits; // of each segment [L, B, V]
    const auto readNext = [&](const Tensor& embedding) {
        Written written = read(all.at(static_cast<std::int64_t>(logits.size()), z.size(0)), embedding, dropout);
        logits.push_back(written.logits);
        return written;
    };
    conduct(0, z, readNext, dropout, encoder);
    return torch::cat(logits, 0); // [T, B, V]
}

Generated Decoder::generate(const Tensor& z, const Tensor& control, const Chooser& choose,
                            const Encoder* encoder) const {
    const std::int64_t B = z.size(0);
    const Tensor controls = controlsOfSegments(control, {}, {}); // [L, S*B, C]
    Tensor told = torch::zeros({B, m_columns}, z.options());
    std::vector<Tensor> outputs; // of each segment [L, B, V]
    std::vector<Tensor> logits;
    std::vector<Tensor> lengths; // [B]
    const auto writeNext = [&](const Tensor& embedding) {
        const auto segment = static_cast<std::int64_t>(outputs.size());
        Written written =
            write(embedding, controls.defined() ? controls.narrow(1, segment * B, B) : controls, told, choose);
        outputs.push_back(written.outputs);
        logits.push_back(written.logits);
        lengths.push_back(written.lengths);
        return written;
    };
    conduct(0, z, writeNext, {}, encoder);
    return {torch::cat(outputs, 0), torch::cat(logits, 0), torch::stack(lengths, 1)}; // [T, B, V], [B, S]
}

Tensor Decoder::controlsOfSegments(const Tensor& control, const Tensor& lengths, const InputDropout& dropout) const {
    const Tensor segments = sideBySide(control, m_segments); // [L, S*B, C]
    return m_controls ? m_controls->read(segments, lengths, dropout).outputs : segments;
}

Tensor Decoder::embeddings(const Tensor& z, const InputDropout& dropout) const {
    Tensor embeddings = z; // [R, E], R = B at the top
    for (const Conductor& conductor : m_conductors) {
        const std::int64_t R = embeddings.size(0);
        const Tensor nothing = torch::zeros({conductor.steps, R, 1}, z.options());
        const Tensor unrolled = conductor.layers.begin(embeddings, dropout).read(nothing); // [n, R, H]
        const std::int64_t H = unrolled.size(2);
        embeddings = unrolled
                         .view({conductor.steps, -1, z.size(0), H}) // [n, R/B, B, H]
                         .transpose(0, 1) // each embedding's steps one after another
                         .reshape({conductor.steps * R, H}); // [n*R, H]
    }
    return embeddings; // [S*B, E]
}

Tensor Decoder::conduct(std::size_t level, const Tensor& embedding, const WriteNext& write, const InputDropout& dropout,
                        const Encoder* encoder) const {
    if (level == m_conductors.size()) {
        const Written written = write(embedding);
        return m_hears == ConductorInput::Encodings ? encoder->summary(0, written.told, written.lengths, dropout)
                                                    : written.states;
    }
    const Conductor& conductor = m_conductors[level];
    std::vector<Unrolling> unrolling{conductor.layers.begin(embedding, dropout)};
    std::vector<Tensor> heard; // [B, X] of each step
    for (std::int64_t step = 0; step < conductor.steps; ++step) {
        const bool hearsNothing = m_hears == ConductorInput::Nothing || step == 0;
        const Tensor last = hearsNothing
                                ? torch::zeros({embedding.size(0), conductor.layers.inputs()}, embedding.options())
                                : heard.back();
        const Tensor below = unrolling.front().read(last.unsqueeze(0))[0]; // [B, H]
        heard.push_back(conduct(level + 1, below, write, dropout, encoder));
    }
    if (m_hears == ConductorInput::Encodings)
        return encoder->summary(m_conductors.size() - level, torch::stack(heard), {}, dropout); // [B, 2H]
    return flattened(unrolling);
}

Tensor Decoder::heard(const Segments& segments, const Tensor& embedding) const {
    if (!segments.hearsItself.defined())
        return segments.previous;
    std::vector<Tensor> columns; // [L, R, V] of each core
    std::int64_t draws = 0;
    for (const CoreDecoder& core : m_cores) {
        columns.push_back(core.withItself(embedding, core.own(segments.previous), segments.control,
                                          segments.hearsItself, segments.uniforms.narrow(2, draws, core.draws())));
        draws += core.draws();
    }
    return torch::cat(columns, 2);
}

Decoder::Written Decoder::read(const Segments& segments, const Tensor& embedding, const InputDropout& dropout) const {
    const Tensor previous = heard(segments, embedding); // [L, R, V]
    std::vector<Unrolling> unrollings;
    std::vector<Tensor> logits; // [L, R, V] of each core decoder
    for (const CoreDecoder& core : m_cores) {
        unrollings.push_back(core.begin(embedding, dropout));
        const Tensor x = unrollings.back().read(core.own(previous), segments.control, segments.lengths);
        logits.push_back(core.logits(x, segments.target)); // x [L, R, H]
    }
    Written written{torch::cat(logits, 2), {}, {}, segments.lengths, {}};
    if (m_hears == ConductorInput::FinalStates)
        written.states = flattened(unrollings);
    if (m_hears == ConductorInput::Encodings)
        written.told = asTold(previous, segments.target, segments.lengths);
    return written;
}

Decoder::Written Decoder::write(const Tensor& embedding, const Tensor& control, Tensor& told,
                                const Chooser& choose) const {
    const std::int64_t B = embedding.size(0);
    std::vector<Unrolling> unrollings;
    for (const CoreDecoder& core : m_cores)
        unrollings.push_back(core.begin(embedding, {}));
    const auto zeros = [&] { return torch::zeros({m_steps, B, m_columns}, embedding.options()); };
    Written written{zeros(), zeros(), zeros(), torch::zeros({B}, torch::kInt64), {}};
    Tensor goesOn = torch::ones({B}, torch::kBool);
    for (std::int64_t step = 0; step < m_steps && goesOn.any().item<bool>(); ++step) {
        const Tensor heard = told.unsqueeze(0); // [1, B, V]
        const Tensor controlNow = control.defined() ? control.narrow(0, step, 1) : control;
        const Tensor counts = m_hasEnd ? goesOn.to(torch::kInt64) : Tensor(); // a row that ended keeps its states
        std::vector<Said> parts;
        for (std::size_t core = 0; core < m_cores.size(); ++core) {
            const Tensor x = unrollings[core].read(m_cores[core].own(heard), controlNow, counts)[0]; // [B, H]
            parts.push_back(m_cores[core].say(x, choose));
        }
        const Said said = beside(parts);
        const Tensor rows = goesOn.unsqueeze(1); // [B, 1]
        written.outputs[step].copy_(said.output * rows);
        written.logits[step].copy_(said.logits * rows);
        written.told[step].copy_(said.told * rows);
        written.lengths += goesOn;
        told = torch::where(rows, said.told, told);
        if (m_hasEnd)
            goesOn = goesOn.logical_and(said.output.select(1, m_columns - 1) < 0.5);
    }
    // Behind an end stand zeros in the data that was learned, and so before the next segment.
    told = told * (written.lengths == m_steps).unsqueeze(1); // [B, V]
    written.states = flattened(unrollings);
    return written;
}

} // namespace segue::model

#include "core/model/CoreDecoderTorch.h"

#include "core/architecture/OutputDraws.h"

namespace segue::model {
namespace {

using architecture::OutputPart;
using torch::Tensor;

/// Velocities and offsets as they are; hits as chosen.
Said sayGroove(const Tensor& logits, const Chooser& choose, bool feedsSilentCells) {
    const std::int64_t drums = logits.size(1) / 3;
    const Tensor hits = choose(OutputPart::Kind::Groove, logits.narrow(1, 0, drums), 0); // [B, V/3]
    const Tensor rest = activateGroove(logits).narrow(1, drums, 2 * drums); // [B, 2V/3]
    const Tensor output = torch::cat({hits, rest}, 1); // [B, V]
    return {output, logits, feedsSilentCells ? output : torch::cat({hits, rest * hits.repeat({1, 2})}, 1)};
}

} // namespace

Tensor activateGroove(const Tensor& logits) {
    const std::int64_t drums = logits.size(-1) / 3;
    return torch::cat(
        {torch::sigmoid(logits.narrow(-1, 0, 2 * drums)), torch::tanh(logits.narrow(-1, 2 * drums, drums))}, -1);
}

Said beside(const std::vector<Said>& parts) {
    if (parts.size() == 1)
        return parts.front();
    std::vector<Tensor> output;
    std::vector<Tensor> logits;
    std::vector<Tensor> told;
    for (const Said& part : parts) {
        output.push_back(part.output);
        logits.push_back(part.logits);
        told.push_back(part.told);
    }
    return {torch::cat(output, 1), torch::cat(logits, 1), torch::cat(told, 1)};
}

CoreDecoder::CoreDecoder(const NamedWeights& weights, architecture::CoreDecoder plan, bool feedsSilentCells)
    : m_plan(std::move(plan)),
      m_feedsSilentCells(feedsSilentCells),
      m_layers(weights, m_plan.layers, m_plan.embedding, m_plan.controls),
      m_output(weights, m_plan.layers.prefix + ".output", weights.precision) {
    if (m_plan.isNade())
        m_nade.emplace(weights, m_plan.layers.prefix + ".nade");
}

Tensor CoreDecoder::logits(const Tensor& x, const Tensor& target) const {
    const Tensor y = m_output(x); // [T, B, V], of a NADE [T, B, N+V]
    if (!m_nade)
        return y;
    const std::int64_t V = m_plan.columns;
    const Tensor rows = y.flatten(0, 1); // [T*B, N+V]
    const std::int64_t N = rows.size(1) - V;
    return m_nade->logits(rows.narrow(1, 0, N), rows.narrow(1, N, V), own(target).reshape({-1, V}))
        .view({x.size(0), x.size(1), V}); // [T, B, V]
}

Said CoreDecoder::say(const Tensor& x, const Chooser& choose) const {
    const Tensor y = m_output(x); // [B, V], of a NADE [B, N+V]
    if (m_nade) {
        const std::int64_t V = m_plan.columns;
        const std::int64_t N = y.size(1) - V;
        const auto [logits, answers] =
            m_nade->draw(y.narrow(1, 0, N), y.narrow(1, N, V), [&](const Tensor& logit, std::int64_t drum) {
                return choose(OutputPart::Kind::Nade, logit, drum);
            });
        return {answers, logits, answers};
    }
    std::vector<Said> parts;
    std::int64_t column = 0;
    for (const OutputPart& part : m_plan.outputs) {
        const Tensor logits = y.narrow(1, column, part.width);
        column += part.width;
        if (part.kind == OutputPart::Kind::Groove) {
            parts.push_back(sayGroove(logits, choose, m_feedsSilentCells));
            continue;
        }
        const Tensor chosen = choose(part.kind, logits, 0); // [B, W]
        parts.push_back({chosen, logits, chosen});
    }
    return beside(parts);
}

std::int64_t CoreDecoder::draws() const {
    std::int64_t draws = 0;
    for (const OutputPart& part : m_plan.outputs)
        draws += architecture::drawsOf(part);
    return draws;
}

Tensor CoreDecoder::withItself(const Tensor& embedding, const Tensor& previous, const Tensor& control,
                               const Tensor& hearsItself, const Tensor& uniforms) const {
    const torch::NoGradGuard noGrad;
    Unrolling unrolling = begin(embedding, {});
    Tensor told = previous.clone(); // [T, B, V]
    for (std::int64_t step = 0; step + 1 < told.size(0); ++step) {
        const Tensor controlNow = control.defined() ? control.narrow(0, step, 1) : control;
        const Tensor x = unrolling.read(told.narrow(0, step, 1), controlNow)[0]; // [B, H]
        const Said said = say(x, drawnBy(uniforms[step]));
        told[step + 1].copy_(torch::where(hearsItself[step + 1], said.told, told[step + 1]));
    }
    return told;
}

} // namespace segue::model

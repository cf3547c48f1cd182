#include "core/model/FusedLstmTorch.h"

#include "core/model/GateLoops.h"

#include <algorithm>
#include <vector>

namespace segue::model {
namespace {

using torch::Tensor;

/// The order in which steps are read, so that both directions share one text.
struct Walk {
    std::int64_t steps;
    bool backwards;

    [[nodiscard]] std::int64_t at(std::int64_t n) const { return backwards ? steps - 1 - n : n; }
    /// All steps but the one read first, and those read just before each of them: both [T-1, ...], aligned.
    [[nodiscard]] Tensor allButFirst(const Tensor& sequence) const {
        return sequence.narrow(0, backwards ? 0 : 1, steps - 1);
    }
    [[nodiscard]] Tensor allButLast(const Tensor& sequence) const {
        return sequence.narrow(0, backwards ? 1 : 0, steps - 1);
    }
};

/// [T, B, X] -> [T*B, X]
Tensor rows(const Tensor& sequence) {
    return sequence.reshape({-1, sequence.size(-1)});
}

/// How many rows take part in each step: those that are long enough, which lie first. Shape: [T].
using Rows = std::vector<std::int64_t>;

class FusedLstm : public torch::autograd::Function<FusedLstm> {
public:
    /// Gives the outputs of all steps, and each row's last cell.
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& inputs,
                                                  const Tensor& inputWeight, const Tensor& recurrentWeight,
                                                  const Tensor& offset, const Tensor& startCell,
                                                  const Tensor& startOutput, bool backwards, const Rows& active) {
        const std::int64_t T = inputs.size(0);
        const std::int64_t B = inputs.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, backwards};
        const Tensor x = inputs.contiguous();
        const Tensor c0 = startCell.contiguous();
        const Tensor h0 = startOutput.contiguous();

        Tensor gates = offset.expand({T, B, 4 * H}).clone(at::MemoryFormat::Contiguous); // [T, B, 4H]
        gates.view({T * B, 4 * H}).addmm_(rows(x), inputWeight.t());
        Tensor cells = torch::zeros({T, B, H}, x.options());
        Tensor outputs = torch::zeros({T, B, H}, x.options());
        Tensor lastCell = c0.clone(); // [B, H]
        const Tensor recurrentTransposed = recurrentWeight.t(); // [H, 4H]
        for (std::int64_t n = 0; n < T; ++n) {
            const std::int64_t t = walk.at(n);
            const std::int64_t count = active[static_cast<std::size_t>(t)];
            if (count == 0)
                continue;
            const Tensor before = n == 0 ? c0 : cells[walk.at(n - 1)];
            const Tensor outputBefore = n == 0 ? h0 : outputs[walk.at(n - 1)];
            gates[t].narrow(0, 0, count).addmm_(outputBefore.narrow(0, 0, count), recurrentTransposed);
            activateGates({count, H}, gates.data_ptr<float>() + t * B * 4 * H, before.data_ptr<float>(),
                          cells.data_ptr<float>() + t * B * H, outputs.data_ptr<float>() + t * B * H);
            const std::int64_t go = n + 1 < T ? std::min(count, active[static_cast<std::size_t>(walk.at(n + 1))]) : 0;
            lastCell.narrow(0, go, count - go).copy_(cells[t].narrow(0, go, count - go)); // of the rows that end here
        }

        context->save_for_backward({x, inputWeight, recurrentWeight, offset, c0, h0, gates, cells, outputs});
        context->saved_data["backwards"] = backwards;
        context->saved_data["active"] = active;
        return {outputs, lastCell};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &x = saved[0], &inputWeight = saved[1], &recurrentWeight = saved[2], &offset = saved[3];
        const Tensor &c0 = saved[4], &h0 = saved[5], &gates = saved[6], &cells = saved[7], &outputs = saved[8];
        const Rows active = context->saved_data["active"].toIntVector();
        const std::int64_t T = x.size(0);
        const std::int64_t B = x.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, context->saved_data["backwards"].toBool()};
        const bool allTakePart = std::ranges::all_of(active, [B](std::int64_t count) { return count == B; });

        const Tensor dOutputs = gradients[0].contiguous(); // [T, B, H]
        Tensor dGates = allTakePart ? torch::empty_like(gates) : torch::zeros_like(gates); // [T, B, 4H]
        Tensor dCell = gradients[1].clone(at::MemoryFormat::Contiguous); // [B, H] of the step at hand, from later steps
        Tensor dOutput = torch::empty({B, H}, x.options());
        for (std::int64_t n = T - 1; n >= 0; --n) {
            const std::int64_t t = walk.at(n);
            const std::int64_t count = active[static_cast<std::size_t>(t)];
            if (count == 0)
                continue;
            Tensor d = dOutput.narrow(0, 0, count);
            if (n == T - 1)
                d.copy_(dOutputs[t].narrow(0, 0, count));
            else // rows that the later step has not have zeros there
                at::addmm_out(d, dOutputs[t].narrow(0, 0, count), dGates[walk.at(n + 1)].narrow(0, 0, count),
                              recurrentWeight);
            const Tensor before = n == 0 ? c0 : cells[walk.at(n - 1)];
            differentiateGates({count, H}, gates.data_ptr<float>() + t * B * 4 * H, before.data_ptr<float>(),
                               cells.data_ptr<float>() + t * B * H, dOutput.data_ptr<float>(), dCell.data_ptr<float>(),
                               dGates.data_ptr<float>() + t * B * 4 * H);
        }

        const Tensor dRows = rows(dGates); // [T*B, 4H]
        const Tensor dFirst = dGates[walk.at(0)]; // [B, 4H]
        Tensor dInputs;
        if (context->needs_input_grad(0))
            dInputs = dRows.mm(inputWeight).view(x.sizes());
        Tensor dRecurrent = dFirst.t().mm(h0); // [4H, H]
        if (T > 1)
            dRecurrent.addmm_(rows(walk.allButFirst(dGates)).t(), rows(walk.allButLast(outputs)));
        const Tensor dOffset = offset.dim() == 1 ? dRows.sum(0) : dGates.sum(0);
        return {dInputs, dRows.t().mm(rows(x)),      dRecurrent, dOffset,
                dCell,   dFirst.mm(recurrentWeight), Tensor(),   Tensor()};
    }
};

/// The longest rows first. Shape: [B]
Tensor byLength(const Tensor& lengths) {
    return std::get<1>(lengths.sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
}

Rows rowsOfSteps(const Tensor& lengths, std::int64_t steps) {
    Rows active(static_cast<std::size_t>(steps));
    for (std::int64_t row = 0; row < lengths.size(0); ++row)
        for (std::int64_t step = 0; step < lengths.data_ptr<std::int64_t>()[row]; ++step)
            ++active[static_cast<std::size_t>(step)];
    return active;
}

} // namespace

LstmResult fusedLstm(const Tensor& inputs, const LstmWeights& weights, const LstmStates& start, Direction direction,
                     const Tensor& lengths) {
    const bool backwards = direction == Direction::Backward;
    const std::int64_t T = inputs.size(0);
    const std::int64_t B = inputs.size(1);
    if (!lengths.defined()) {
        const auto result = FusedLstm::apply(inputs, weights.input, weights.recurrent, weights.offset, start.cell,
                                             start.output, backwards, Rows(static_cast<std::size_t>(T), B));
        return {result[0], {result[1], result[0][backwards ? 0 : T - 1]}};
    }
    const Tensor order = byLength(lengths); // [B]
    const Tensor sorted = lengths.index_select(0, order).contiguous();
    const Tensor offset = weights.offset.dim() == 1 ? weights.offset : weights.offset.index_select(0, order);
    const auto result = FusedLstm::apply(inputs.index_select(1, order), weights.input, weights.recurrent, offset,
                                         start.cell.index_select(0, order), start.output.index_select(0, order),
                                         backwards, rowsOfSteps(sorted, T));
    const Tensor back = order.argsort(); // [B]
    const Tensor outputs = result[0].index_select(1, back); // [T, B, H]
    const std::int64_t H = outputs.size(2);
    const Tensor at = backwards ? torch::zeros_like(lengths) : (lengths - 1).clamp_min(0); // [B]
    const Tensor last = outputs.gather(0, at.view({1, B, 1}).expand({1, B, H}))[0]; // [B, H]
    return {outputs, {result[1].index_select(0, back), torch::where((lengths > 0).unsqueeze(1), last, start.output)}};
}

} // namespace segue::model

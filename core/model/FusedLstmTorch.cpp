#include "core/model/FusedLstmTorch.h"

#include "core/model/GateLoops.h"

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

class FusedLstm : public torch::autograd::Function<FusedLstm> {
public:
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& inputs,
                                                  const Tensor& inputWeight, const Tensor& recurrentWeight,
                                                  const Tensor& offset, const Tensor& startCell,
                                                  const Tensor& startOutput, bool backwards) {
        const std::int64_t T = inputs.size(0);
        const std::int64_t B = inputs.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, backwards};
        const Tensor x = inputs.contiguous();
        const Tensor c0 = startCell.contiguous();
        const Tensor h0 = startOutput.contiguous();

        Tensor gates = offset.expand({T, B, 4 * H}).clone(at::MemoryFormat::Contiguous); // [T, B, 4H]
        gates.view({T * B, 4 * H}).addmm_(rows(x), inputWeight.t());
        Tensor cells = torch::empty({T, B, H}, x.options());
        Tensor outputs = torch::empty({T, B, H}, x.options());
        const Tensor recurrentTransposed = recurrentWeight.t(); // [H, 4H]
        for (std::int64_t n = 0; n < T; ++n) {
            const std::int64_t t = walk.at(n);
            const Tensor& before = n == 0 ? c0 : cells;
            const std::int64_t beforeAt = n == 0 ? 0 : walk.at(n - 1) * B * H;
            gates[t].addmm_(n == 0 ? h0 : outputs[walk.at(n - 1)], recurrentTransposed);
            activateGates({B, H}, gates.data_ptr<float>() + t * B * 4 * H, before.data_ptr<float>() + beforeAt,
                          cells.data_ptr<float>() + t * B * H, outputs.data_ptr<float>() + t * B * H);
        }

        context->save_for_backward({x, inputWeight, recurrentWeight, offset, c0, h0, gates, cells, outputs});
        context->saved_data["backwards"] = backwards;
        context->mark_non_differentiable({cells});
        return {outputs, cells};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &x = saved[0], &inputWeight = saved[1], &recurrentWeight = saved[2], &offset = saved[3];
        const Tensor &c0 = saved[4], &h0 = saved[5], &gates = saved[6], &cells = saved[7], &outputs = saved[8];
        const std::int64_t T = x.size(0);
        const std::int64_t B = x.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, context->saved_data["backwards"].toBool()};

        const Tensor dOutputs = gradients[0].contiguous(); // [T, B, H]
        Tensor dGates = torch::empty_like(gates); // [T, B, 4H]
        Tensor dCell = torch::zeros({B, H}, x.options()); // of the step at hand, from later steps
        Tensor dOutput = torch::empty({B, H}, x.options());
        for (std::int64_t n = T - 1; n >= 0; --n) {
            const std::int64_t t = walk.at(n);
            if (n == T - 1)
                dOutput.copy_(dOutputs[t]);
            else
                at::addmm_out(dOutput, dOutputs[t], dGates[walk.at(n + 1)], recurrentWeight);
            const Tensor& before = n == 0 ? c0 : cells;
            const std::int64_t beforeAt = n == 0 ? 0 : walk.at(n - 1) * B * H;
            differentiateGates({B, H}, gates.data_ptr<float>() + t * B * 4 * H, before.data_ptr<float>() + beforeAt,
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
        return {dInputs, dRows.t().mm(rows(x)), dRecurrent, dOffset, dCell, dFirst.mm(recurrentWeight), Tensor()};
    }
};

} // namespace

LstmResult fusedLstm(const Tensor& inputs, const LstmWeights& weights, const LstmStates& start, Direction direction) {
    const bool backwards = direction == Direction::Backward;
    const auto result =
        FusedLstm::apply(inputs, weights.input, weights.recurrent, weights.offset, start.cell, start.output, backwards);
    const std::int64_t last = backwards ? 0 : inputs.size(0) - 1;
    return {result[0], {result[1][last], result[0][last]}};
}

} // namespace segue::model

#include "core/model/FusedLstmTorch.h"

#include "core/model/AffineTorch.h"
#include "core/model/GateLoops.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace segue::model {
namespace {

using torch::Tensor;

/// The order in which steps are read, so that both directions share one text.
struct Walk {
    std::int64_t steps;
    bool backwards;

    [[nodiscard]] std::int64_t at(std::int64_t n) const { return backwards ? steps - 1 - n : n; }
    /// Of T + 1 places: the one for what the steps start from, those of the steps, and what each step finds before it.
    [[nodiscard]] Tensor start(const Tensor& places) const { return places[backwards ? steps : 0]; }
    [[nodiscard]] Tensor after(const Tensor& places) const { return places.narrow(0, backwards ? 0 : 1, steps); }
    [[nodiscard]] Tensor before(const Tensor& places) const { return places.narrow(0, backwards ? 1 : 0, steps); }
};

/// How many rows take part in each step: those that are long enough, which lie first. Shape: [T].
using Rows = std::vector<std::int64_t>;

class FusedLstm : public torch::autograd::Function<FusedLstm> {
public:
    /// Gives the outputs of all steps, and each row's last cell.
    static torch::autograd::variable_list forward(torch::autograd::AutogradContext* context, const Tensor& inputs,
                                                  const Tensor& inputWeight, const Tensor& recurrentWeight,
                                                  const Tensor& offset, const Tensor& startCell,
                                                  const Tensor& startOutput, bool backwards, const Rows& active,
                                                  Precision precision) {
        const std::int64_t T = inputs.size(0);
        const std::int64_t B = inputs.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, backwards};
        const Tensor x = inputs.contiguous();
        const Tensor c0 = startCell.contiguous();

        Tensor gates = offset.expand({T, B, 4 * H}).clone(at::MemoryFormat::Contiguous); // [T, B, 4H]
        float* const gate = gates.data_ptr<float>();
        Tensor cells = torch::zeros({T, B, H}, x.options());
        Tensor said = torch::zeros({T + 1, B, H}, x.options()); // the outputs, and beside them what they start from
        walk.start(said).copy_(startOutput);
        Tensor outputs = walk.after(said); // [T, B, H]
        Tensor lastCell = c0.clone(); // [B, H]
        std::optional<RightFactor> recurrent; // [H, 4H]
        LeftFactor heard(precision, B, H);
        if (T == 1) { // too little to lay out the weights for
            gates[0].addmm_(x[0], inputWeight.t()).addmm_(startOutput, recurrentWeight.t());
        } else {
            LeftFactor read(precision, T * B, x.size(2));
            read.setRows(0, rowsOf(x));
            RightFactor::transposed(precision, rowsOf(inputWeight)).addProduct(read, 0, T * B, gate, 4 * H);
            recurrent = RightFactor::transposed(precision, rowsOf(recurrentWeight));
        }
        for (std::int64_t n = 0; n < T; ++n) {
            const std::int64_t t = walk.at(n);
            const std::int64_t count = active[static_cast<std::size_t>(t)];
            if (count == 0)
                continue;
            if (recurrent) {
                heard.setRows(0, rowsOf(walk.before(said)[t].narrow(0, 0, count)));
                recurrent->addProduct(heard, 0, count, gate + t * B * 4 * H, 4 * H);
            }
            const Tensor before = n == 0 ? c0 : cells[walk.at(n - 1)];
            activateGates({count, H}, gate + t * B * 4 * H, before.data_ptr<float>(),
                          cells.data_ptr<float>() + t * B * H, outputs.data_ptr<float>() + t * B * H);
            const std::int64_t go = n + 1 < T ? std::min(count, active[static_cast<std::size_t>(walk.at(n + 1))]) : 0;
            lastCell.narrow(0, go, count - go).copy_(cells[t].narrow(0, go, count - go)); // of the rows that end here
        }

        context->save_for_backward({x, inputWeight, recurrentWeight, offset, c0, gates, cells, said});
        context->saved_data["backwards"] = backwards;
        context->saved_data["active"] = active;
        context->saved_data["precision"] = static_cast<std::int64_t>(precision);
        return {outputs, lastCell};
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &x = saved[0], &inputWeight = saved[1], &recurrentWeight = saved[2], &offset = saved[3];
        const Tensor &c0 = saved[4], &gates = saved[5], &cells = saved[6], &said = saved[7];
        const Rows active = context->saved_data["active"].toIntVector();
        const auto precision = static_cast<Precision>(context->saved_data["precision"].toInt());
        const std::int64_t T = x.size(0);
        const std::int64_t B = x.size(1);
        const std::int64_t H = recurrentWeight.size(1);
        const Walk walk{T, context->saved_data["backwards"].toBool()};
        const bool allTakePart = std::ranges::all_of(active, [B](std::int64_t count) { return count == B; });

        const Tensor dOutputs = gradients[0].contiguous(); // [T, B, H]
        Tensor dGates = allTakePart ? torch::empty_like(gates) : torch::zeros_like(gates); // [T, B, 4H]
        Tensor dCell = gradients[1].clone(at::MemoryFormat::Contiguous); // [B, H] of the step at hand, from later steps
        Tensor dOutput = torch::empty({B, H}, x.options());
        const RightFactor recurrent(precision, rowsOf(recurrentWeight)); // [4H, H]
        LeftFactor slopes(precision, T * B, 4 * H); // dGates
        for (std::int64_t n = T - 1; n >= 0; --n) {
            const std::int64_t t = walk.at(n);
            const std::int64_t count = active[static_cast<std::size_t>(t)];
            dOutput.copy_(dOutputs[t]);
            if (n < T - 1) // rows that the later step has not have zeros there
                recurrent.addProduct(slopes, walk.at(n + 1) * B, count, dOutput.data_ptr<float>(), H);
            const Tensor before = n == 0 ? c0 : cells[walk.at(n - 1)];
            differentiateGates({count, H}, gates.data_ptr<float>() + t * B * 4 * H, before.data_ptr<float>(),
                               cells.data_ptr<float>() + t * B * H, dOutput.data_ptr<float>(), dCell.data_ptr<float>(),
                               dGates.data_ptr<float>() + t * B * 4 * H);
            slopes.setRows(t * B, rowsOf(dGates[t]));
        }

        const auto product = [&](const RightFactor& right, std::int64_t firstRow, at::IntArrayRef shape) {
            Tensor result = torch::zeros(shape, x.options());
            const std::int64_t columns = shape.back();
            right.addProduct(slopes, firstRow, result.numel() / columns, result.data_ptr<float>(), columns);
            return result;
        };
        Tensor dInputs;
        if (context->needs_input_grad(0))
            dInputs = product(RightFactor(precision, rowsOf(inputWeight)), 0, x.sizes());
        Tensor dStartOutput;
        if (context->needs_input_grad(5))
            dStartOutput = product(recurrent, walk.at(0) * B, {B, H});

        const LeftFactor slopesOfUnits = LeftFactor::transposed(precision, rowsOf(dGates)); // [4H, T*B]
        const auto ofWeight = [&](const Tensor& read) {
            Tensor result = torch::zeros({4 * H, read.size(2)}, x.options());
            RightFactor(precision, rowsOf(read))
                .addProduct(slopesOfUnits, 0, 4 * H, result.data_ptr<float>(), read.size(2));
            return result;
        };
        const Tensor dOffset = offset.dim() == 1 ? dGates.sum(at::IntArrayRef{0, 1}) : dGates.sum(0);
        return {dInputs,  ofWeight(x), ofWeight(walk.before(said)), dOffset, dCell, dStartOutput, Tensor(),
                Tensor(), Tensor()};
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
        const auto result =
            FusedLstm::apply(inputs, weights.input, weights.recurrent, weights.offset, start.cell, start.output,
                             backwards, Rows(static_cast<std::size_t>(T), B), weights.precision);
        return {result[0], {result[1], result[0][backwards ? 0 : T - 1]}};
    }
    const Tensor order = byLength(lengths); // [B]
    const Tensor sorted = lengths.index_select(0, order).contiguous();
    const Tensor offset = weights.offset.dim() == 1 ? weights.offset : weights.offset.index_select(0, order);
    const auto result = FusedLstm::apply(inputs.index_select(1, order), weights.input, weights.recurrent, offset,
                                         start.cell.index_select(0, order), start.output.index_select(0, order),
                                         backwards, rowsOfSteps(sorted, T), weights.precision);
    const Tensor back = order.argsort(); // [B]
    const Tensor outputs = result[0].index_select(1, back); // [T, B, H]
    const std::int64_t H = outputs.size(2);
    const Tensor at = backwards ? torch::zeros_like(lengths) : (lengths - 1).clamp_min(0); // [B]
    const Tensor last = outputs.gather(0, at.view({1, B, 1}).expand({1, B, H}))[0]; // [B, H]
    return {outputs, {result[1].index_select(0, back), torch::where((lengths > 0).unsqueeze(1), last, start.output)}};
}

} // namespace segue::model

#include "core/model/NadeTorch.h"

namespace segue::model {
namespace {

using torch::Tensor;

/// What is before the hidden units is kept as one [R, N], to which the backward pass takes the answers off again: all
/// its stages together would take V times the memory.
class NadeLogits : public torch::autograd::Function<NadeLogits> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& hidden, const Tensor& columns,
                          const Tensor& answers, const Tensor& encode, const Tensor& decode) {
        Tensor before = hidden.clone(); // [R, N]
        Tensor logits = columns.clone(); // [R, V]
        for (std::int64_t i = 0; i < columns.size(1); ++i) {
            logits.select(1, i).addmv_(torch::sigmoid(before), decode[i]);
            before.addr_(answers.select(1, i), encode[i]);
        }
        context->save_for_backward({before, answers, encode, decode});
        return logits;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &answers = saved[1], &encode = saved[2], &decode = saved[3];
        const Tensor& dLogits = gradients[0]; // [R, V]
        Tensor before = saved[0].clone(); // [R, N]
        Tensor dBefore = torch::zeros_like(before); // [R, N]
        Tensor dEncode = torch::empty_like(encode); // [V, N]
        Tensor dDecode = torch::empty_like(decode);
        for (std::int64_t i = dLogits.size(1) - 1; i >= 0; --i) {
            const Tensor answer = answers.select(1, i); // [R]
            const Tensor d = dLogits.select(1, i);
            dEncode[i].copy_(dBefore.t().mv(answer));
            before.addr_(answer, encode[i], 1.0, -1.0);
            const Tensor units = torch::sigmoid(before); // [R, N]
            dDecode[i].copy_(units.t().mv(d));
            dBefore.add_(torch::outer(d, decode[i]).mul_(units).mul_(1.0 - units));
        }
        return {dBefore, dLogits, Tensor(), dEncode, dDecode};
    }
};

} // namespace

Nade::Nade(const NamedWeights& weights, const std::string& prefix)
    : m_encode(weights.at(prefix + ".encode")), m_decode(weights.at(prefix + ".decode")) {}

Tensor Nade::logits(const Tensor& hidden, const Tensor& columns, const Tensor& answers) const {
    return NadeLogits::apply(hidden, columns, answers, m_encode, m_decode);
}

Nade::Drawn Nade::draw(const Tensor& hidden, const Tensor& columns,
                       const std::function<Tensor(const Tensor&, std::int64_t)>& answer) const {
    Tensor before = hidden.clone(); // [R, N]
    Drawn drawn{columns.clone(), torch::zeros_like(columns)}; // [R, V]
    for (std::int64_t i = 0; i < columns.size(1); ++i) {
        drawn.logits.select(1, i).addmv_(torch::sigmoid(before), m_decode[i]);
        drawn.answers.select(1, i).copy_(answer(drawn.logits.narrow(1, i, 1), i).select(1, 0));
        before.addr_(drawn.answers.select(1, i), m_encode[i]);
    }
    return drawn;
}

} // namespace segue::model

#include "core/model/AffineTorch.h"

namespace segue::model {
namespace {

using torch::Tensor;

/// left * right, [M, N].
Tensor product(const LeftFactor& left, const RightFactor& right, std::int64_t columns, const Tensor& like) {
    Tensor result = torch::zeros({left.rows(), columns}, like.options());
    right.addProduct(left, 0, left.rows(), result.data_ptr<float>(), columns);
    return result;
}

/// R rows at once.
class RoundedAffine : public torch::autograd::Function<RoundedAffine> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight,
                          const Tensor& bias) {
        context->save_for_backward({x, weight});
        LeftFactor read(Precision::BFloat16, x.size(0), x.size(1));
        read.setRows(0, rowsOf(x));
        const auto transposed = RightFactor::transposed(Precision::BFloat16, rowsOf(weight)); // [I, O]
        return product(read, transposed, weight.size(0), x).add_(bias); // [R, O]
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Tensor &x = saved[0], &weight = saved[1];
        const Tensor dOutput = gradients[0].contiguous(); // [R, O]
        LeftFactor slopes(Precision::BFloat16, dOutput.size(0), dOutput.size(1));
        slopes.setRows(0, rowsOf(dOutput));
        const auto ofColumns = LeftFactor::transposed(Precision::BFloat16, rowsOf(dOutput)); // [O, R]
        return {product(slopes, RightFactor(Precision::BFloat16, rowsOf(weight)), x.size(1), x),
                product(ofColumns, RightFactor(Precision::BFloat16, rowsOf(x)), x.size(1), x), dOutput.sum(0)};
    }
};

} // namespace

MatrixView rowsOf(const Tensor& tensor) {
    const std::int64_t columns = tensor.size(-1);
    return {tensor.data_ptr<float>(), tensor.numel() / columns, columns,
            tensor.dim() > 1 ? tensor.stride(-2) : columns};
}

Tensor affine(const Tensor& x, const Tensor& weight, const Tensor& bias, Precision precision) {
    auto shape = x.sizes().vec();
    shape.back() = weight.size(0);
    const Tensor rows = x.reshape({-1, weight.size(1)}); // [R, I]
    return (precision == Precision::BFloat16 ? RoundedAffine::apply(rows, weight, bias)
                                             : at::addmm(bias, rows, weight.t()))
        .view(shape);
}

} // namespace segue::model

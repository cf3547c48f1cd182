#include "core/model/AffineTorch.h"

#include <QTest>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

double largest(const Tensor& tensor) {
    return static_cast<double>(tensor.abs().max().item<float>());
}

} // namespace

class TestAffineTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void valuesAndGradientsAreThoseOfPlainOperations_data() {
        QTest::addColumn<bool>("isBFloat16");
        QTest::newRow("float32") << false;
        QTest::newRow("bfloat16") << true;
    }
    void valuesAndGradientsAreThoseOfPlainOperations() {
        QFETCH(bool, isBFloat16);
        const auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{11});
        const auto draw = [&](at::IntArrayRef shape) {
            return torch::empty(shape).normal_(0.0, 1.0, generator).requires_grad_();
        };
        const std::vector<Tensor> leaves{draw({5, 3, 27}), draw({45, 27}), draw({45})};
        const Tensor direction = torch::randn({5, 3, 45});
        const auto gradients = [&](const Tensor& output) {
            (output * direction).sum().backward();
            std::vector<Tensor> result{output.detach()};
            for (const Tensor& leaf : leaves) {
                result.push_back(leaf.grad().clone());
                leaf.mutable_grad() = Tensor();
            }
            return result;
        };
        const auto precision = isBFloat16 ? Precision::BFloat16 : Precision::Float32;
        const auto ours = gradients(affine(leaves[0], leaves[1], leaves[2], precision));
        const auto plain = gradients(torch::matmul(leaves[0], leaves[1].t()) + leaves[2]);
        const double tolerance = isBFloat16 ? 0.02 : 1e-6; // of each factor 2^-9, over some 30 terms
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY(largest(ours[i] - plain[i]) < tolerance * largest(plain[i]));
    }

    void rowsMayLieApart() {
        const Tensor all = torch::arange(12, torch::kFloat32).view({3, 4});
        const MatrixView some = rowsOf(all.narrow(1, 1, 2));
        QCOMPARE(some.rows, std::int64_t{3});
        QCOMPARE(some.columns, std::int64_t{2});
        QCOMPARE(some.stride, std::int64_t{4});
        QCOMPARE(some.values[some.stride], 5.0F);
    }
};

QTEST_APPLESS_MAIN(TestAffineTorch)
#include "tst_AffineTorch.moc"

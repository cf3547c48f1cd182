#include "core/model/NadeTorch.h"

#include <QTest>

using namespace segue;
using namespace segue::model;
using torch::Tensor;

namespace {

constexpr std::int64_t kRows = 4;
constexpr std::int64_t kAnswers = 7;
constexpr std::int64_t kHidden = 5;

/// hidden, columns, encode, decode: leaves that want gradients.
std::vector<Tensor> drawLeaves() {
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{9});
    std::vector<Tensor> leaves;
    for (const std::vector<std::int64_t>& shape : {std::vector{kRows, kHidden}, std::vector{kRows, kAnswers},
                                                   std::vector{kAnswers, kHidden}, std::vector{kAnswers, kHidden}})
        leaves.push_back(torch::empty(shape).normal_(0.0, 1.0, generator).requires_grad_());
    return leaves;
}

Nade nadeOf(const std::vector<Tensor>& leaves) {
    return Nade({{{"n.encode", leaves[2]}, {"n.decode", leaves[3]}}}, "n");
}

/// As the equations say it, with LibTorch's own gradients.
Tensor plain(const std::vector<Tensor>& leaves, const Tensor& answers) {
    Tensor before = leaves[0];
    std::vector<Tensor> logits;
    for (std::int64_t i = 0; i < kAnswers; ++i) {
        logits.push_back(leaves[1].select(1, i) + torch::sigmoid(before).mv(leaves[3][i]));
        before = before + torch::outer(answers.select(1, i), leaves[2][i]);
    }
    return torch::stack(logits, 1);
}

} // namespace

class TestNadeTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void equalsThePlainFormulation() {
        const Tensor answers = (torch::rand({kRows, kAnswers}) > 0.5).to(torch::kFloat32);
        const Tensor weights = torch::randn({kRows, kAnswers});
        const auto ours = drawLeaves();
        const auto theirs = drawLeaves();
        const Tensor given = nadeOf(ours).logits(ours[0], ours[1], answers);
        const Tensor expected = plain(theirs, answers);
        QVERIFY(given.allclose(expected, 0.0, 1e-5));
        (given * weights).sum().backward();
        (expected * weights).sum().backward();
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(ours[i].grad().allclose(theirs[i].grad(), 1e-4, 1e-5), qPrintable(QString::number(i)));
    }

    void drawsFromTheLogitsOfWhatItDrew() {
        const torch::NoGradGuard noGrad;
        const auto leaves = drawLeaves();
        const Nade nade = nadeOf(leaves);
        int asked = 0;
        const auto drawn = nade.draw(leaves[0], leaves[1], [&](const Tensor& logit, std::int64_t) {
            ++asked;
            return (logit > 0.3).to(torch::kFloat32);
        });
        QCOMPARE(asked, static_cast<int>(kAnswers));
        QVERIFY(drawn.logits.allclose(nade.logits(leaves[0], leaves[1], drawn.answers), 0.0, 1e-5));
        QVERIFY(drawn.answers.equal((drawn.logits > 0.3).to(torch::kFloat32)));
    }
};

QTEST_APPLESS_MAIN(TestNadeTorch)
#include "tst_NadeTorch.moc"

#include "core/decoder/DenseLayer.h"
#include "core/decoder/Kernels.h"
#include "core/decoder/WeightPacker.h"

#include <QTest>

#include <array>

using namespace segue;
using namespace segue::decoder;

namespace {

using Tensors = std::map<std::string, files::Tensor>;
constexpr std::array<std::size_t, 1> kFirst{0};

Rows rowOf(float value) {
    Rows row(1, 1);
    row[0][0] = value;
    return row;
}

} // namespace

class TestWeightPacker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void columnsLieApartByHowTheirInputComes() {
        Tensors weights{{"d.weight", {{1, 6}, {1, 2, 3, 4, 5, 6}}}, {"d.bias", {{1}, {0.5F}}}};
        WeightPacker packer(weights);
        const InputWeights packed = packer.dense("d", {{InputKind::Sparse, 1},
                                                       {InputKind::Ahead, 1},
                                                       {InputKind::Dense, 1},
                                                       {InputKind::Zero, 1},
                                                       {InputKind::Sparse, 2}});
        Team team;
        Rows out(1, 64);
        packed.lookAhead(rowOf(10), out, kFirst, team);
        QCOMPARE(out[0][0], 0.5F + 20.0F);
        addProduct(packed.dense, rowOf(100), out, kFirst, team);
        QCOMPARE(out[0][0], 320.5F);
        const std::vector<SparseInput> sparse{{0, 1000.0F}, {2, 10000.0F}};
        addProduct(packed.sparse, std::array{std::span(sparse)}, out, kFirst, team);
        QCOMPARE(out[0][0], 61320.5F);
        QCOMPARE(packed.sparse.columns(), std::size_t{3});
    }

    void ownOutputIsTheLastOfTheDense() {
        Tensors weights{{"l.input_weight", {{4, 2}, {1, 2, 3, 4, 5, 6, 7, 8}}},
                        {"l.recurrent_weight", {{4, 1}, {10, 20, 30, 40}}},
                        {"l.bias", {{4}, {0, 0, 0, 0}}}};
        WeightPacker packer(weights);
        const InputWeights packed = packer.gates("l", {{InputKind::Sparse, 1}, {InputKind::Dense, 1}});
        QCOMPARE(packed.dense.columns(), std::size_t{2});
        const std::size_t lanes = kernelsFor({}).lanes;
        Team team;
        Rows x(1, 2);
        x[0][0] = 100.0F;
        x[0][1] = 1.0F;
        Rows out(1, 64);
        addProduct(packed.dense, x, out, kFirst, team);
        for (std::size_t gate = 0; gate < 4; ++gate)
            QCOMPARE(out[0][lanes * gate], static_cast<float>(100 * (2 * gate + 2) + 10 * gate + 10));
    }

    void whatIsPackedIsLetGo() {
        Tensors weights{{"d.weight", {{2, 1}, {1, 2}}}, {"d.bias", {{2}, {3, 4}}}, {"other", {{1}, {5}}}};
        WeightPacker packer(weights);
        const DenseLayer layer("d", 1, packer);
        QCOMPARE(weights.size(), std::size_t{1});
        QVERIFY(weights.contains("other"));
        Team team;
        Rows out(1, layer.paddedOutputs());
        layer.apply(rowOf(10), out, kFirst, team);
        QCOMPARE(out[0][0], 13.0F);
        QCOMPARE(out[0][1], 24.0F);
    }
};

QTEST_APPLESS_MAIN(TestWeightPacker)
#include "tst_WeightPacker.moc"

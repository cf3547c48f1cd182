#include "core/decoder/LiveModel.h"
#include "tests/core/model/slow/Comparison.h"
#include "tests/core/model/slow/TinyModels.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <iterator>

using namespace segue;
using architecture::Architecture;

namespace {

constexpr std::size_t kExamples = 3;
// A hundred additions of numbers around 1 in single precision, through some tens of steps.
constexpr double kTolerance = 1e-4;

constexpr std::size_t kTogether = 7;
constexpr std::size_t kRows = 3; // of a workspace: the last batch is not full
// A batch may add up in another order.
constexpr double kRounding = 1e-5;

std::vector<float> flat(const slow::Rows& rows) {
    const slow::Row all = slow::joined(rows);
    return {all.begin(), all.end()};
}

slow::Row toRow(const std::vector<float>& values) {
    return {values.begin(), values.end()};
}

slow::Rows toRows(const std::vector<float>& values, std::size_t count) {
    slow::Rows rows;
    const auto width = static_cast<std::ptrdiff_t>(values.size() / count);
    for (auto at = values.begin(); at != values.end(); at += width)
        rows.emplace_back(at, at + width);
    return rows;
}

} // namespace

/// The live model against the slow networks, for every kind of architecture.
class TestLiveNetworks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hearsWhatTheSlowOnesHear() {
        for (const Architecture& architecture : m_architectures) {
            if (!architecture.encoder.present)
                continue;
            const files::ModelFile file = slow::tinyModel(architecture, 1);
            const slow::Network slowly(architecture, slow::Weights(file.weights));
            const auto live = decoder::LiveModel::create(file);
            QVERIFY2(live, architecture.name.c_str());
            const auto workspace = (*live)->makeWorkspace();
            for (const slow::Example& example : slow::tinyExamples(architecture, kExamples, 2)) {
                const codec::Example asked{flat(example.input), {}, flat(example.control), example.lengths};
                const auto posterior = (*live)->encodeTensors(asked, *workspace);
                const auto expected = slowly.encode(example);
                QVERIFY2(slow::difference(toRow(posterior.mean), expected.mean) < kTolerance,
                         architecture.name.c_str());
                QVERIFY2(slow::difference(toRow(posterior.sigma), expected.sigma) < kTolerance,
                         architecture.name.c_str());
            }
        }
    }

    void writesWhatTheSlowOnesWrite() {
        for (const Architecture& architecture : m_architectures) {
            const files::ModelFile file = slow::tinyModel(architecture, 1);
            const slow::Network slowly(architecture, slow::Weights(file.weights));
            const auto live = decoder::LiveModel::create(file);
            QVERIFY2(live, architecture.name.c_str());
            const auto workspace = (*live)->makeWorkspace();
            const auto examples = slow::tinyExamples(architecture, kExamples, 2);
            const auto points = slow::normalRows(kExamples, architecture.latentSize, 3);
            for (std::size_t index = 0; index < kExamples; ++index) {
                const auto written =
                    (*live)->decodeTensors(flat({points[index]}), flat(examples[index].control), {}, *workspace);
                const auto expected = slowly.improvise(points[index], examples[index].control);
                const std::size_t steps = expected.tokens.size();
                const std::string differs = slow::firstDifference(architecture, expected, toRows(written.logits, steps),
                                                                  toRows(written.output, steps), kTolerance);
                QVERIFY2(differs.empty(), (architecture.name + ": " + differs).c_str());
            }
        }
    }

    void heardTogetherIsHeardAlone() {
        for (const Architecture& architecture : m_architectures) {
            if (!architecture.encoder.present)
                continue;
            const auto live = decoder::LiveModel::create(slow::tinyModel(architecture, 1));
            QVERIFY2(live, architecture.name.c_str());
            const auto alone = (*live)->makeWorkspace();
            std::vector<codec::Example> examples;
            for (const slow::Example& example : slow::tinyExamples(architecture, kTogether, 4))
                examples.push_back({flat(example.input), {}, flat(example.control), example.lengths});
            const auto isSame = [&](std::size_t index, const decoder::Posterior& together) {
                const auto expected = (*live)->encodeTensors(examples[index], *alone);
                return slow::difference(toRow(together.mean), toRow(expected.mean)) < kRounding &&
                       slow::difference(toRow(together.sigma), toRow(expected.sigma)) < kRounding;
            };
            QVERIFY2((*live)->encodeMany(examples, *(*live)->makeWorkspace({.rows = kRows}), isSame),
                     architecture.name.c_str());
        }
    }

    void writtenTogetherIsWrittenAlone() {
        int behindEnds = 0; // steps of segments that ended early
        for (const Architecture& architecture : m_architectures) {
            const auto live = decoder::LiveModel::create(slow::tinyModel(architecture, 1));
            QVERIFY2(live, architecture.name.c_str());
            const auto alone = (*live)->makeWorkspace();
            const auto z = flat(slow::normalRows(kTogether, architecture.latentSize, 5));
            std::vector<float> control;
            for (const slow::Example& example : slow::tinyExamples(architecture, kTogether, 6))
                std::ranges::copy(flat(example.control), std::back_inserter(control));
            const std::size_t size = control.size() / kTogether;
            const auto latent = static_cast<std::size_t>(architecture.latentSize);
            const auto columns = static_cast<std::size_t>(architecture.shape().output);
            const auto isSame = [&](std::size_t index, const decoder::DecodedTensors& together) {
                const auto& expected = (*live)->decodeTensors(std::span(z).subspan(index * latent, latent),
                                                              std::span(control).subspan(index * size, size),
                                                              {1.0F, 0.5F, decoder::seedOf(7, index)}, *alone);
                for (std::size_t at = 0; at < together.logits.size(); at += columns)
                    behindEnds += std::ranges::all_of(std::span(together.logits).subspan(at, columns),
                                                      [](float logit) { return logit == 0.0F; });
                return together.output == expected.output && together.steps == expected.steps &&
                       slow::difference(toRow(together.logits), toRow(expected.logits)) < kRounding;
            };
            QVERIFY2((*live)->decodeMany(z, control, {1.0F, 0.5F, 7}, *(*live)->makeWorkspace({.rows = kRows}), isSame),
                     architecture.name.c_str());
        }
        QVERIFY(behindEnds > 0);
    }

private:
    std::vector<Architecture> m_architectures = slow::tinyArchitectures();
};

QTEST_GUILESS_MAIN(TestLiveNetworks)
#include "tst_LiveNetworks.moc"

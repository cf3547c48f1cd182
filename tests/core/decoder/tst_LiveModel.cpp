#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"
#include "core/decoder/LiveModel.h"

#include "tests/core/model/slow/Network.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <numeric>
#include <thread>

using namespace segue;
using namespace segue::decoder;

Q_DECLARE_METATYPE(architecture::Architecture)

namespace {

// A textbook in double and fused loops in float differ by the rounding of sums of at most 540 terms of order 1 and
// of the exponential, carried through 32 steps: measured below 2e-6; the tolerance leaves a factor of 5.
constexpr double kTolerance = 1e-5;

std::vector<float> randomLatent(int size, Random& random) {
    std::vector<float> z;
    for (int index = 0; index < size; ++index)
        z.push_back(static_cast<float>(random.normal()));
    return z;
}

architecture::Architecture sized(int latent, std::vector<int> encoder, std::vector<int> decoder, int bars = 2) {
    architecture::Architecture architecture = test::smallArchitecture();
    architecture.latentSize = latent;
    architecture.encoder.sizes = std::move(encoder);
    architecture.decoder.sizes = std::move(decoder);
    std::get<architecture::GrooveCodecConfig>(architecture.codec).bars = bars;
    return architecture;
}

std::shared_ptr<const LiveModel> make(const files::ModelFile& file) {
    auto model = LiveModel::create(file);
    return model ? *model : nullptr;
}

architecture::Architecture trio() {
    architecture::TrioCodecConfig codec;
    codec.bars = 1;
    codec.gapBars = 1;
    architecture::Architecture architecture = test::smallArchitecture();
    architecture.codec = codec;
    architecture.decoder.outputs = architecture::outputsFor(codec);
    return architecture;
}

/// Four segments of eight steps.
architecture::Architecture grooveOfSegments() {
    auto architecture = sized(4, {5}, {6, 7});
    architecture.decoder.levelLengths = {2, 2, 8};
    return architecture;
}

/// `count` points, one after another.
std::vector<float> randomLatents(int size, std::size_t count, std::uint64_t seed) {
    Random random(seed);
    return randomLatent(size * static_cast<int>(count), random);
}

slow::Rows plainRows(std::span<const float> values, int steps) {
    const std::size_t depth = values.size() / static_cast<std::size_t>(steps);
    slow::Rows rows;
    for (auto row = values; !row.empty(); row = row.subspan(depth))
        rows.emplace_back(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(depth));
    return rows;
}

/// A window whose steps all count and are told nothing besides.
slow::Example plainExample(std::span<const float> values, const architecture::Architecture& architecture) {
    const int steps = architecture.shape().steps;
    const auto rows = plainRows(values, steps);
    return {rows, rows, slow::Rows(static_cast<std::size_t>(steps)), {steps}};
}

/// A groove without the velocities and offsets of cells that are not hit.
std::vector<float> onlyHits(std::vector<float> groove) {
    for (std::size_t at = 0; at < groove.size(); ++at)
        if (groove[at / 27 * 27 + at % 9] == 0.0F)
            groove[at] = 0.0F;
    return groove;
}

bool isClose(std::span<const float> live, std::span<const double> plain) {
    return std::ranges::equal(live, plain, [](float ours, double theirs) {
        return std::abs(static_cast<double>(ours) - theirs) < kTolerance;
    });
}

/// Batches may add up in another order.
bool isNear(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-5F; });
}

/// Every hit of `fewer` is a hit of `more`.
bool hitsAreAmong(const music::DrumPattern& fewer, const music::DrumPattern& more) {
    for (int step = 0; step < fewer.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            if (fewer.at(step, drum).hit && !more.at(step, drum).hit)
                return false;
    return true;
}

} // namespace

class TestLiveModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void equalsThePlainLoops_data() {
        QTest::addColumn<architecture::Architecture>("architecture");
        QTest::newRow("small") << test::smallArchitecture();
        QTest::newRow("widths that fill no block") << sized(5, {7}, {17, 3});
        QTest::newRow("one layer") << sized(3, {16}, {16});
        QTest::newRow("deep") << sized(11, {9, 24, 5}, {10, 33, 16});
        QTest::newRow("one unit, one bar") << sized(1, {1}, {1}, 1);
        auto hierarchical = sized(4, {5}, {6, 7});
        hierarchical.encoder.levelLengths = {8, 4};
        hierarchical.decoder.levelLengths = {2, 2, 8};
        hierarchical.decoder.conductorInput = architecture::ConductorInput::FinalStates;
        QTest::newRow("hierarchical") << hierarchical;
        auto residual = sized(4, {5, 5}, {6, 6, 7});
        residual.encoder.residual = true;
        residual.decoder.residual = true;
        residual.decoder.feedsSilentCells = true;
        QTest::newRow("residual") << residual;
        QTest::newRow("groovae_4bar") << *architecture::namedConfiguration("groovae_4bar");
    }
    void equalsThePlainLoops() {
        QFETCH(architecture::Architecture, architecture);
        const files::ModelFile file = test::randomModel(architecture, 20);
        const slow::Network reference(architecture, slow::Weights(file.weights));
        const auto model = make(file);
        QVERIFY(model);
        const auto workspace = model->makeWorkspace();
        Random random(21);

        for (const double density : {0.0, 0.2, 1.0}) {
            const auto pattern = test::randomPattern(architecture.shape().steps, density, random);
            const Posterior posterior = model->encode(pattern, *workspace);
            const auto example = model->codec().exampleOf(pattern);
            const auto expected = reference.encode(plainExample(example.input, architecture));
            QVERIFY(isClose(posterior.mean, expected.mean));
            QVERIFY(isClose(posterior.sigma, expected.sigma));
        }
        for (const float temperature : {0.0F, 1.0F}) {
            const auto z = randomLatent(architecture.latentSize, random);
            const auto decoded = model->decodeTensors(z, {}, {temperature, 0.5F, 22}, *workspace);
            const auto told = architecture.decoder.feedsSilentCells ? decoded.output : onlyHits(decoded.output);
            const auto expected = reference.recite({z.begin(), z.end()}, plainExample(told, architecture));
            QVERIFY(isClose(decoded.logits, slow::joined(expected.logits)));
        }
    }

    void probabilitiesAreThoseOfTheLogits() {
        const auto model = make(test::randomModel(trio(), 34));
        const auto workspace = model->makeWorkspace();
        Random random(35);
        const auto z = randomLatent(8, random);
        const auto decoded = model->decode(z, {}, {1.0F, 0.5F, 36}, *workspace);
        const auto tensors = model->decodeTensors(z, {}, {1.0F, 0.5F, 36}, *workspace);
        QVERIFY(decoded.pattern == model->codec().patternOf(tensors.output, decoded.probabilities));
        auto probability = decoded.probabilities.begin();
        auto logit = tensors.logits.begin();
        for (int step = 0; step < 16; ++step)
            for (const architecture::OutputPart& part : trio().decoder.outputs) {
                QVERIFY(std::abs(std::accumulate(probability, probability + part.width, 0.0) - 1.0) < 1e-5);
                QCOMPARE(std::max_element(probability, probability + part.width) - probability,
                         std::max_element(logit, logit + part.width) - logit);
                probability += part.width;
                logit += part.width;
            }
    }

    void emptyControlIsThatOfSilence() {
        auto architecture = test::smallArchitecture();
        std::get<architecture::GrooveCodecConfig>(architecture.codec).hitsAsControls = true;
        const auto model = make(test::randomModel(architecture, 37));
        const auto workspace = model->makeWorkspace();
        Random random(38);
        const auto z = randomLatent(8, random);
        const auto silence = model->codec().controlOf(model->codec().silence());
        const auto hits = model->codec().controlOf(test::randomPattern(32, 0.3, random));
        const auto untold = model->decodeTensors(z, {}, {}, *workspace).logits;
        QCOMPARE(model->decodeTensors(z, silence, {}, *workspace).logits, untold);
        QVERIFY(model->decodeTensors(z, hits, {}, *workspace).logits != untold);
    }

    void modelWithoutEncoderPlays() {
        auto architecture = test::smallArchitecture();
        const auto whole = make(test::randomModel(architecture, 39));
        architecture.encoder.present = false;
        auto file = test::randomModel(architecture, 39);
        const auto model = make(file);
        QVERIFY(model);
        QVERIFY(!model->hasEncoder());
        QVERIFY(whole->hasEncoder());
        Random random(40);
        QVERIFY(!model->decodeTensors(randomLatent(8, random), {}, {}, *model->makeWorkspace()).output.empty());
    }

    void patternsDifferWithLatentAndHaveHitsAndRests() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 1));
        const auto workspace = model->makeWorkspace();
        Random random(2);
        const auto one =
            std::get<music::DrumPattern>(model->decode(randomLatent(8, random), {}, {}, *workspace).pattern);
        const auto other =
            std::get<music::DrumPattern>(model->decode(randomLatent(8, random), {}, {}, *workspace).pattern);
        QVERIFY(one != other);
        QVERIFY(one.hits() > 20 && one.hits() < 268);
    }

    void coldDecodingTakesExactlyWhatIsAboveTheThreshold() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 3));
        const auto workspace = model->makeWorkspace();
        Random random(4);
        const auto z = randomLatent(8, random);
        for (const float threshold : {0.1F, 0.5F, 0.8F}) {
            const auto pattern =
                std::get<music::DrumPattern>(model->decode(z, {}, {0.0F, threshold, 1}, *workspace).pattern);
            for (int step = 0; step < pattern.steps(); ++step)
                for (int drum = 0; drum < music::kDrumClasses; ++drum)
                    QCOMPARE(pattern.at(step, drum).hit, pattern.at(step, drum).probability > threshold);
            QVERIFY(pattern == std::get<music::DrumPattern>(
                                   model->decode(z, {}, {0.0F, threshold, 99}, *workspace).pattern)); // no seed in it
        }
    }

    void seedRepeatsAndSeedsDiffer() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 5));
        const auto workspace = model->makeWorkspace();
        Random random(6);
        const auto z = randomLatent(8, random);
        const auto drawn = std::get<music::DrumPattern>(model->decode(z, {}, {1.0F, 0.5F, 7}, *workspace).pattern);
        QVERIFY(drawn == std::get<music::DrumPattern>(model->decode(z, {}, {1.0F, 0.5F, 7}, *workspace).pattern));
        QVERIFY(drawn != std::get<music::DrumPattern>(model->decode(z, {}, {1.0F, 0.5F, 8}, *workspace).pattern));
    }

    // Where nothing is fed back a step cannot change the next one, and the law holds for the whole pattern.
    void higherThresholdNeverAddsHits() {
        auto file = test::randomModel(test::smallArchitecture(), 9);
        auto& input = file.weights.at("decoder.layers.0.input_weight");
        const auto columns = static_cast<std::size_t>(input.shape[1]);
        for (std::size_t at = 0; at < input.values.size(); ++at)
            if (at % columns < 27)
                input.values[at] = 0.0F;
        const auto model = make(file);
        const auto workspace = model->makeWorkspace();
        Random random(10);
        for (const float temperature : {0.0F, 0.3F, 2.0F}) {
            const auto z = randomLatent(8, random);
            auto more = std::get<music::DrumPattern>(model->decode(z, {}, {temperature, 0.0F, 11}, *workspace).pattern);
            QCOMPARE(more.hits(), more.steps() * music::kDrumClasses);
            for (const float threshold : {0.02F, 0.3F, 0.5F, 0.7F, 0.98F, 1.0F}) {
                const auto fewer = std::get<music::DrumPattern>(
                    model->decode(z, {}, {temperature, threshold, 11}, *workspace).pattern);
                QVERIFY(hitsAreAmong(fewer, more));
                more = fewer;
            }
            QCOMPARE(more.hits(), 0);
        }
    }

    void lowTemperatureTendsToTheThreshold() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 12));
        const auto workspace = model->makeWorkspace();
        Random random(13);
        const auto z = randomLatent(8, random);
        const auto cold = std::get<music::DrumPattern>(model->decode(z, {}, {0.0F, 0.3F, 0}, *workspace).pattern);
        const auto cool = std::get<music::DrumPattern>(model->decode(z, {}, {1e-5F, 0.3F, 14}, *workspace).pattern);
        QVERIFY(cold == cool);
    }

    // At temperature 1 and threshold a half the first step's hits are draws from the probabilities told.
    void drawsFollowTheProbabilities() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 15));
        const auto workspace = model->makeWorkspace();
        Random random(16);
        const auto z = randomLatent(8, random);
        constexpr int kDraws = 4000;
        std::array<int, 9> counts{};
        music::DrumPattern pattern;
        for (int draw = 0; draw < kDraws; ++draw) {
            pattern = std::get<music::DrumPattern>(
                model->decode(z, {}, {1.0F, 0.5F, static_cast<std::uint64_t>(draw)}, *workspace).pattern);
            for (int drum = 0; drum < 9; ++drum)
                counts[static_cast<std::size_t>(drum)] += pattern.at(0, drum).hit ? 1 : 0;
        }
        for (int drum = 0; drum < 9; ++drum) {
            const auto p = static_cast<double>(pattern.at(0, drum).probability);
            const double deviation = std::sqrt(p * (1 - p) / kDraws);
            QVERIFY(std::abs(counts[static_cast<std::size_t>(drum)] / double(kDraws) - p) < 5 * deviation + 1e-3);
        }
    }

    void velocityAndTimingOfRestsDoNotReachTheEncoder() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 17));
        const auto workspace = model->makeWorkspace();
        Random random(18);
        auto pattern = test::randomPattern(32, 0.2, random);
        const auto mean = model->encode(pattern, *workspace).mean;
        for (int step = 0; step < 32; ++step)
            if (!pattern.at(step, 3).hit)
                pattern.at(step, 3) = {false, 0.4F, 0.9F, 0.2F};
        QVERIFY(model->encode(pattern, *workspace).mean == mean);
    }

    void sigmaIsAboveZeroHoweverSmall() {
        auto file = test::randomModel(test::smallArchitecture(), 19);
        for (float& bias : file.weights.at("encoder.sigma.bias").values)
            bias = -1000.0F;
        const auto model = make(file);
        const auto posterior = model->encode(music::DrumPattern(32), *model->makeWorkspace());
        for (const float sigma : posterior.sigma)
            QVERIFY(sigma > 0.0F);
    }

    // Gates far outside what a float's exponential can say must saturate, not overflow into NaN.
    void hugeWeightsGiveFiniteNumbers() {
        auto file = test::randomModel(test::smallArchitecture(), 23);
        for (auto& [name, tensor] : file.weights)
            for (float& value : tensor.values)
                value *= 1e4F;
        const auto model = make(file);
        const auto workspace = model->makeWorkspace();
        Random random(24);
        const auto pattern =
            std::get<music::DrumPattern>(model->decode(randomLatent(8, random), {}, {}, *workspace).pattern);
        for (int step = 0; step < 32; ++step)
            for (int drum = 0; drum < 9; ++drum) {
                const music::DrumCell& cell = pattern.at(step, drum);
                QVERIFY(cell.probability >= 0.0F && cell.probability <= 1.0F);
                QVERIFY(cell.velocity >= 0.0F && cell.velocity <= 1.0F);
                QVERIFY(std::abs(cell.microtiming) <= 0.5F);
            }
        for (const float mean : model->encode(pattern, *workspace).mean)
            QVERIFY(std::isfinite(mean));
    }

    void weightsThatDoNotFitAreRefused_data() {
        QTest::addColumn<QString>("weight");
        QTest::addColumn<QString>("fault");
        for (const auto& [name, shape] : architecture::weightShapes(test::smallArchitecture()))
            for (const char* fault : {"missing", "other shape", "too few values"})
                QTest::addRow("%s: %s", name.c_str(), fault)
                    << QString::fromStdString(name) << QString::fromLatin1(fault);
    }
    void weightsThatDoNotFitAreRefused() {
        QFETCH(QString, weight);
        QFETCH(QString, fault);
        auto file = test::randomModel(test::smallArchitecture(), 25);
        const std::string name = weight.toStdString();
        if (fault == QStringLiteral("missing"))
            file.weights.erase(name);
        else if (fault == QStringLiteral("other shape"))
            ++file.weights.at(name).shape.back();
        else
            file.weights.at(name).values.pop_back();
        const auto model = LiveModel::create(file);
        QVERIFY(!model);
        QVERIFY(model.error().code() == ErrorCode::ShapeMismatch);
        QVERIFY2(model.error().text().find(name) != std::string::npos, model.error().text().c_str());
    }

    void loadedModelIsTheOneWritten() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("model.safetensors")).toStdString();
        const auto file = test::randomModel(test::smallArchitecture(), 32);
        QVERIFY(files::writeModelFile(path, file));
        const auto loaded = LiveModel::load(path);
        QVERIFY(loaded);
        QCOMPARE((*loaded)->checksum(), files::weightsChecksum(file));
        QVERIFY((*loaded)->architecture() == file.architecture);
        Random random(33);
        const auto z = randomLatent(8, random);
        const auto made = make(file);
        QVERIFY(std::get<music::DrumPattern>((*loaded)->decode(z, {}, {}, *(*loaded)->makeWorkspace()).pattern) ==
                std::get<music::DrumPattern>(made->decode(z, {}, {}, *made->makeWorkspace()).pattern));
    }

    void segmentsAreHandedOverAsTheyAreWritten_data() {
        QTest::addColumn<architecture::Architecture>("architecture");
        QTest::addColumn<int>("segment");
        QTest::newRow("hierarchical") << grooveOfSegments() << 8;
        QTest::newRow("flat") << sized(4, {5}, {6, 7}, 4) << 16;
    }
    void segmentsAreHandedOverAsTheyAreWritten() {
        QFETCH(architecture::Architecture, architecture);
        QFETCH(int, segment);
        const auto model = make(test::randomModel(architecture, 41));
        const auto workspace = model->makeWorkspace();
        const architecture::TensorShape shape = architecture.shape();
        const auto z = randomLatents(4, 1, 42);
        const DecodedTensors whole = model->decodeTensors(z, {}, {1.0F, 0.5F, 43}, *workspace);
        QCOMPARE(whole.steps, shape.steps);
        std::vector<int> steps;
        const auto compare = [&](const DecodedTensors& soFar) {
            steps.push_back(soFar.steps);
            const auto written = soFar.steps * shape.output;
            const auto isZero = [](float value) { return value == 0.0F; };
            return std::equal(soFar.logits.begin(), soFar.logits.begin() + written, whole.logits.begin()) &&
                   std::equal(soFar.output.begin(), soFar.output.begin() + written, whole.output.begin()) &&
                   std::all_of(soFar.logits.begin() + written, soFar.logits.end(), isZero) &&
                   std::all_of(soFar.output.begin() + written, soFar.output.end(), isZero);
        };
        QCOMPARE(model->decodeTensors(z, {}, {1.0F, 0.5F, 43}, *workspace, compare).logits, whole.logits);
        std::vector<int> expected; // all but the last, which is the result
        for (int end = segment; end < shape.steps; end += segment)
            expected.push_back(end);
        QCOMPARE(steps, expected);
    }

    void cancelledDecodingLeavesTheWorkspaceUsable() {
        const auto model = make(test::randomModel(grooveOfSegments(), 44));
        const auto workspace = model->makeWorkspace();
        const auto z = randomLatents(4, 1, 45);
        const DecodedTensors whole = model->decodeTensors(z, {}, {}, *workspace);
        const DecodedTensors cut =
            model->decodeTensors(z, {}, {}, *workspace, [](const DecodedTensors&) { return false; });
        QCOMPARE(cut.steps, 8);
        QCOMPARE(std::ranges::count(std::span(cut.logits).subspan(8 * 27), 0.0F), std::ptrdiff_t{24 * 27});
        QCOMPARE(model->decodeTensors(z, {}, {}, *workspace).logits, whole.logits);
    }

    void patternOfWhatIsThereIsSilentBehindIt() {
        const auto model = make(test::randomModel(grooveOfSegments(), 46));
        const auto workspace = model->makeWorkspace();
        const auto z = randomLatents(4, 1, 47);
        const auto whole = std::get<music::DrumPattern>(model->decode(z, {}, {}, *workspace).pattern);
        const auto decoded = model->decode(z, {}, {}, *workspace, [](const DecodedTensors&) { return false; });
        const auto part = std::get<music::DrumPattern>(decoded.pattern);
        QCOMPARE(decoded.steps, 8);
        QCOMPARE(part.steps(), whole.steps());
        for (int step = 0; step < part.steps(); ++step)
            for (int drum = 0; drum < music::kDrumClasses; ++drum)
                QVERIFY(part.at(step, drum) == (step < 8 ? whole.at(step, drum) : music::DrumCell()));
    }

    void performanceOfWhatIsThereHasItsWholeInstruments() {
        architecture::PerformanceCodecConfig codec;
        codec.instruments = 3;
        codec.eventsPerInstrument = 8;
        architecture::Architecture architecture = test::smallArchitecture();
        architecture.codec = codec;
        architecture.decoder.outputs = architecture::outputsFor(codec);
        architecture.decoder.levelLengths = {3, 8};
        const auto model = make(test::randomModel(architecture, 48));
        const auto workspace = model->makeWorkspace();
        const auto z = randomLatents(8, 1, 49);
        const DecodeOptions options{1.0F, 0.5F, 50};
        const auto whole = std::get<music::PerformancePattern>(model->decode(z, {}, options, *workspace).pattern);
        std::size_t tracks = 0;
        const auto compare = [&](const DecodedTensors& soFar) {
            const auto part = std::get<music::PerformancePattern>(model->patternOf(soFar).pattern);
            tracks = part.tracks.size();
            return std::equal(part.tracks.begin(), part.tracks.end(), whole.tracks.begin());
        };
        QCOMPARE(model->decodeTensors(z, {}, options, *workspace, compare).steps, 24);
        QVERIFY(tracks > 0 && tracks < 3);
    }

    void manyAreWhatEachIsAlone() {
        auto architecture = test::smallArchitecture();
        std::get<architecture::GrooveCodecConfig>(architecture.codec).hitsAsControls = true;
        const auto model = make(test::randomModel(architecture, 51));
        const auto z = randomLatents(8, 7, 52);
        std::vector<float> control;
        std::vector<music::Pattern> patterns;
        Random random(53);
        for (int index = 0; index < 7; ++index) {
            patterns.emplace_back(test::randomPattern(32, 0.3, random));
            const auto own = model->codec().controlOf(patterns.back());
            control.insert(control.end(), own.begin(), own.end());
        }
        const auto workspace = model->makeWorkspace({.rows = 3});
        const auto alone = model->makeWorkspace();
        const DecodeOptions options{1.0F, 0.5F, 54};
        const std::size_t size = control.size() / 7;
        for (const auto& told : {control, std::vector(control.begin(), control.begin() + 288), std::vector<float>()}) {
            std::vector<std::size_t> order;
            const bool isDone =
                model->decodeMany(z, told, options, *workspace, [&](std::size_t index, const auto& many) {
                    order.push_back(index);
                    const auto own = told.size() > size ? std::span(told).subspan(index * size, size) : std::span(told);
                    const auto& one = model->decodeTensors(std::span(z).subspan(8 * index, 8), own,
                                                           {1.0F, 0.5F, seedOf(54, index)}, *alone);
                    return many.output == one.output && isNear(many.logits, one.logits) && many.steps == 32;
                });
            QVERIFY(isDone);
            QCOMPARE(order, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6}));
        }
        QVERIFY(model->encodeMany(patterns, *workspace, [&](std::size_t index, const Posterior& many) {
            const Posterior one = model->encode(patterns[index], *alone);
            return isNear(many.mean, one.mean) && isNear(many.sigma, one.sigma);
        }));
    }

    void teamSaysTheSame() {
        const auto architecture = sized(8, {40, 40}, {70, 50}); // several blocks to share
        const auto model = make(test::randomModel(architecture, 61));
        const auto alone = model->makeWorkspace({.rows = 2});
        const auto z = randomLatents(8, 5, 62);
        Random random(63);
        const std::vector<music::Pattern> patterns(3, test::randomPattern(32, 0.3, random));
        std::vector<std::vector<float>> logits;
        std::vector<std::vector<float>> means;
        model->decodeMany(z, {}, {}, *alone, [&](std::size_t, const DecodedTensors& decoded) {
            logits.push_back(decoded.logits);
            return true;
        });
        model->encodeMany(patterns, *alone, [&](std::size_t, const Posterior& posterior) {
            means.push_back(posterior.mean);
            return true;
        });
        for (const int threads : {2, 3}) {
            const auto team = model->makeWorkspace({.rows = 2, .threads = threads});
            for (int round = 0; round < 5; ++round) {
                QVERIFY(model->decodeMany(z, {}, {}, *team, [&](std::size_t index, const DecodedTensors& decoded) {
                    return decoded.logits == logits[index];
                }));
                QVERIFY(model->encodeMany(patterns, *team, [&](std::size_t index, const Posterior& posterior) {
                    return posterior.mean == means[index];
                }));
            }
        }
    }

    void manyEndWhenTheyAreToldTo() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 55));
        const auto workspace = model->makeWorkspace({.rows = 2});
        std::size_t last = 0;
        const auto endAtTwo = [&last](std::size_t index, const auto&) {
            last = index;
            return index < 2;
        };
        QVERIFY(!model->decodeMany(randomLatents(8, 5, 56), {}, {}, *workspace, endAtTwo));
        QCOMPARE(last, std::size_t{2});
        const std::vector<music::Pattern> patterns(5, music::DrumPattern(32));
        QVERIFY(!model->encodeMany(patterns, *workspace, endAtTwo));
        QCOMPARE(last, std::size_t{2});
        QVERIFY(model->decodeMany({}, {}, {}, *workspace, endAtTwo));
    }

    // 16 bits round each weight by up to a 256th of it, and so each logit by about as much of what it sums up.
    void everyPackingSaysTheSame() {
        const auto file = test::randomModel(test::smallArchitecture(), 57);
        const auto z = randomLatents(8, 1, 58);
        Random random(59);
        const auto pattern = test::randomPattern(32, 0.3, random);
        const auto plain = make(file);
        const auto expected = plain->decodeTensors(z, {}, {}, *plain->makeWorkspace()).logits;
        const auto heard = plain->encode(pattern, *plain->makeWorkspace()).mean;
        const auto differ = [](std::span<const float> a, std::span<const float> b) {
            return std::transform_reduce(
                a.begin(), a.end(), b.begin(), 0.0F, [](float x, float y) { return std::max(x, y); },
                [](float x, float y) { return std::abs(x - y); });
        };
        for (const InstructionSet set : instructionSets())
            for (const Precision precision : {Precision::Float32, Precision::BFloat16}) {
                const auto model = *LiveModel::create(file, {precision, set});
                const auto workspace = model->makeWorkspace();
                const float tolerance = precision == Precision::Float32 ? 1e-5F : 0.1F;
                // Only the first step: behind a decision that rounding turned, all may differ.
                const auto logits = std::span(model->decodeTensors(z, {}, {}, *workspace).logits).first(27);
                QVERIFY(differ(logits, std::span(expected).first(27)) < tolerance);
                QVERIFY(differ(model->encode(pattern, *workspace).mean, heard) < tolerance);
            }
    }

    void missingModelIsNamed() {
        const auto missing = LiveModel::load("/nowhere/model.safetensors");
        QVERIFY(missing.error().code() == ErrorCode::NotFound);
        QVERIFY(missing.error().text().find("/nowhere/model.safetensors") != std::string::npos);
    }

    void oneModelServesManyThreads() {
        const auto model = make(test::randomModel(test::smallArchitecture(), 26));
        Random random(27);
        const auto z = randomLatent(8, random);
        const auto expected = std::get<music::DrumPattern>(model->decode(z, {}, {}, *model->makeWorkspace()).pattern);
        std::array<int, 3> differences{};
        {
            std::vector<std::jthread> threads;
            for (int& different : differences)
                threads.emplace_back([&] {
                    const auto workspace = model->makeWorkspace();
                    for (int round = 0; round < 50; ++round)
                        different +=
                            std::get<music::DrumPattern>(model->decode(z, {}, {}, *workspace).pattern) == expected ? 0
                                                                                                                   : 1;
                });
        }
        QCOMPARE(differences, (std::array<int, 3>{}));
    }
};

QTEST_APPLESS_MAIN(TestLiveModel)
#include "tst_LiveModel.moc"

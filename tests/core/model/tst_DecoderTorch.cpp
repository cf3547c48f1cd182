#include "core/architecture/OutputDraws.h"
#include "core/model/CoreDecoderTorch.h"
#include "core/model/DecoderTorch.h"
#include "core/model/MusicVaeTorch.h"
#include "core/model/SegmentsTorch.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::model;
using architecture::Architecture;
using architecture::ConductorInput;
using torch::Tensor;

namespace {

constexpr std::int64_t kBatch = 3;

/// A named configuration with a few units.
Architecture tiny(const char* name, std::vector<int> levelLengths = {},
                  ConductorInput input = ConductorInput::Nothing) {
    Architecture architecture = architecture::namedConfiguration(name).value();
    architecture.latentSize = 6;
    architecture.encoder.sizes = {5};
    architecture.encoder.levelLengths.assign(levelLengths.rbegin(), levelLengths.rend());
    architecture.decoder.sizes = {8, 7};
    architecture.decoder.nadeHidden = 6;
    architecture.decoder.levelLengths = std::move(levelLengths);
    architecture.decoder.conductorInput = input;
    return architecture;
}

Architecture tinyPerformance() {
    Architecture architecture = tiny("hier-multiperf_vel_1bar_med_chords", {3, 8});
    auto& codec = std::get<architecture::PerformanceCodecConfig>(architecture.codec);
    codec.instruments = 3;
    codec.eventsPerInstrument = 8;
    return architecture;
}

/// Weights that make outputs differ from step to step.
MusicVae lively(const Architecture& architecture) {
    MusicVae model(architecture, {5, 0.7, 0.7});
    const torch::NoGradGuard noGrad;
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{6});
    const auto shapes = architecture::weightShapes(architecture);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        Tensor weight = model.parameters()[i];
        if (shapes[i].name.ends_with(".output.weight"))
            weight.normal_(0.0, 2.0, generator);
        if (shapes[i].name.ends_with(".output.bias") && architecture.codec.index() == 4)
            weight[-1].fill_(6.0); // one event in a few is the end
    }
    return model;
}

Tensor drawControls(const Architecture& architecture) {
    const auto shape = architecture.shape();
    return shape.control == 0 ? Tensor() : torch::rand({shape.steps, kBatch, shape.control});
}

Chooser draws() {
    decoder::DecodeOptions options;
    options.temperature = 1.0F;
    options.seed = 3;
    return drawn(options);
}

/// What steps hear of `generated`: of a groove nothing where there is no hit. Shape: [T, B, V].
Tensor saidBy(const Architecture& architecture, const Generated& generated) {
    if (architecture.decoder.outputs.front().kind != architecture::OutputPart::Kind::Groove ||
        architecture.decoder.feedsSilentCells)
        return generated.outputs;
    const Tensor hits = generated.outputs.narrow(2, 0, 9);
    return generated.outputs * torch::cat({torch::ones_like(hits), hits, hits}, 2);
}

/// What each step was told: what was said before it; zeros behind the end of a segment.
Tensor previousOf(const Tensor& said) {
    return torch::cat({torch::zeros_like(said.narrow(0, 0, 1)), said.narrow(0, 0, said.size(0) - 1)});
}

Architecture twoBarTrio(const char* name, std::vector<int> levelLengths = {}) {
    Architecture trio = tiny(name, std::move(levelLengths));
    std::get<architecture::TrioCodecConfig>(trio.codec).bars = 2;
    return trio;
}

/// In single precision, whose sums differ in their order.
bool isClose(const Tensor& a, const Tensor& b) {
    const float scale = std::max(1.0F, b.abs().max().item<float>());
    return (a - b).abs().max().item<float>() < 1e-4F * scale;
}

/// What is told of a step, drawn row by row and number by number. Requires: no NADE. Shape: logits [B, V].
Tensor draw(const Architecture& architecture, const Tensor& logits, const Tensor& uniforms) {
    using Kind = architecture::OutputPart::Kind;
    Tensor said = torch::zeros_like(logits); // [B, V]
    for (std::int64_t row = 0; row < logits.size(0); ++row) {
        std::int64_t column = 0;
        std::int64_t number = 0;
        for (const auto& [kind, width] : architecture.decoder.outputs) {
            const Tensor of = logits[row].narrow(0, column, width); // [W]
            Tensor to = said[row].narrow(0, column, width);
            column += width;
            if (kind == Kind::Categorical) {
                const Tensor probabilities = torch::softmax(of, 0);
                float left = uniforms[row][number++].item<float>();
                std::int64_t index = 0;
                while (index + 1 < width && left >= probabilities[index].item<float>())
                    left -= probabilities[index++].item<float>();
                to[index] = 1.0F;
                continue;
            }
            const std::int64_t answers = kind == Kind::Groove ? width / 3 : width;
            for (std::int64_t answer = 0; answer < answers; ++answer) {
                if (uniforms[row][number++].item<float>() >= torch::sigmoid(of[answer]).item<float>())
                    continue;
                to[answer] = 1.0F;
                if (kind == Kind::Groove) {
                    to[answer + answers] = torch::sigmoid(of[answer + answers]);
                    to[answer + 2 * answers] = torch::tanh(of[answer + 2 * answers]);
                }
            }
        }
    }
    return said;
}

/// Scheduled sampling as it is defined, for a decoder of one segment and one stack of layers. Shape: [T, B, V].
Tensor stepByStep(const MusicVae& model, const BatchTensors& batch, const Tensor& z) {
    const auto shapes = architecture::weightShapes(model.architecture());
    NamedWeights weights;
    for (std::size_t i = 0; i < shapes.size(); ++i)
        weights.byName.emplace(shapes[i].name, model.parameters()[i]);
    const auto plan = architecture::blueprint(model.architecture()).cores.front();
    const CoreDecoder core(weights, plan, model.architecture().decoder.feedsSilentCells);
    Unrolling unrolling = core.begin(z, {});
    Tensor told = batch.previous[0]; // [B, V]
    std::vector<Tensor> logits;
    for (std::int64_t step = 0; step < batch.previous.size(0); ++step) {
        const Tensor control = batch.control.defined() ? batch.control.narrow(0, step, 1) : batch.control;
        const Tensor x = unrolling.read(told.unsqueeze(0), control); // [1, B, H]
        logits.push_back(core.logits(x, batch.target.narrow(0, step, 1)));
        if (step + 1 == batch.previous.size(0))
            break;
        const torch::NoGradGuard noGrad;
        const Said said = core.say(x[0], drawnBy(batch.uniforms[step]));
        told = torch::where(batch.hearsItself[step + 1], said.told, batch.previous[step + 1]);
    }
    return torch::cat(logits); // [T, B, V]
}

} // namespace

class TestDecoderTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{8});
    }

    /// A chosen step is told to the next one, a segment's last to the next segment; a NADE and a conductor hear the
    /// same while learning as while playing.
    void freeRunningEqualsTeacherForcingOnWhatItSaid() {
        std::vector<Architecture> architectures{
            tiny("groovae_2bar"),
            tiny("groovae_2bar_hits_control_tfds"),
            tiny("cat-drums_2bar_small", {4, 8}),
            tiny("nade-drums_2bar_reduced"),
            tiny("nade-drums_2bar_reduced", {4, 8}),
            tiny("cat-mel_2bar_small", {2, 4, 4}),
            tiny("cat-mel_2bar_small", {2, 4, 4}, ConductorInput::FinalStates),
            tiny("cat-mel_2bar_small", {2, 4, 4}, ConductorInput::Encodings),
            tiny("groovae_2bar", {4, 8}, ConductorInput::Encodings),
            tiny("cat-mel_2bar_med_chords", {4, 8}, ConductorInput::FinalStates),
            tinyPerformance(),
        };
        architectures[0].decoder.feedsSilentCells = true;
        architectures[9].decoder.controlSizes = {4};
        Architecture trio = tiny("hierdec-trio_16bar", {2, 16}, ConductorInput::FinalStates);
        std::get<architecture::TrioCodecConfig>(trio.codec).bars = 2;
        architectures.push_back(trio);
        Architecture performance = tinyPerformance();
        performance.decoder.conductorInput = ConductorInput::FinalStates;
        architectures.push_back(performance);

        for (const Architecture& architecture : architectures) {
            const auto valid = architecture::validate(architecture);
            QVERIFY2(valid.has_value(), valid ? "" : valid.error().message().c_str());
            const MusicVae model = lively(architecture);
            const torch::NoGradGuard noGrad;
            const Tensor z = torch::randn({kBatch, 6}, m_generator) * 2.0;
            BatchTensors batch;
            batch.control = drawControls(architecture);
            const Generated generated = model.generate(z, batch.control, draws());
            batch.target = saidBy(architecture, generated);
            batch.previous = previousOf(batch.target);
            batch.lengths = generated.lengths;
            const Tensor counted = countedSteps(generated.lengths, architecture.shape().steps).unsqueeze(2);
            const Tensor difference = (model.decode(batch, z) - generated.logits) * counted;
            QVERIFY2(difference.abs().max().item<float>() < 1e-4F, architecture.name.c_str()); // logits of tens
        }
    }

    /// Step by step, with a network's own layers and LibTorch's gradients, against what decode() does in two passes.
    void scheduledSamplingLearnsAsStepByStep() {
        std::vector<Architecture> architectures{tiny("groovae_2bar"),
                                                tiny("groovae_2bar_hits_control_tfds"),
                                                tiny("cat-drums_2bar_small"),
                                                tiny("nade-drums_2bar_reduced"),
                                                tiny("nade-drums_2bar_reduced"),
                                                twoBarTrio("flat-trio_16bar")};
        architectures[0].decoder.feedsSilentCells = true;
        architectures[4].decoder.outputs = {{architecture::OutputPart::Kind::Boolean, 9}};
        for (const Architecture& architecture : architectures) {
            const MusicVae model = lively(architecture);
            const Tensor z = torch::randn({kBatch, 6}, m_generator).requires_grad_();
            const BatchTensors batch = drawBatch(architecture, 0.6);
            auto leaves = model.parameters();
            leaves.push_back(z);
            const auto gradients = [&](const Tensor& logits) {
                for (Tensor& leaf : leaves)
                    leaf.mutable_grad() = Tensor();
                (logits * torch::linspace(-1.0, 1.0, logits.numel()).view(logits.sizes())).sum().backward();
                std::vector<Tensor> result;
                for (const Tensor& leaf : leaves)
                    result.push_back(leaf.grad());
                return result;
            };
            const Tensor expected = stepByStep(model, batch, z); // [T, B, V]
            const Tensor logits = model.decode(batch, z);
            QVERIFY2(isClose(logits, expected), architecture.name.c_str());
            BatchTensors told = batch;
            told.hearsItself = Tensor();
            QVERIFY2(!isClose(model.decode(told, z), expected), architecture.name.c_str());
            const auto actual = gradients(logits);
            const auto wanted = gradients(expected);
            for (std::size_t i = 0; i < wanted.size(); ++i)
                if (wanted[i].defined())
                    QVERIFY2(isClose(actual[i], wanted[i]), architecture.name.c_str());
        }
    }

    /// What is heard is found by asking again for every step: within a segment what was said, at its start the truth.
    void segmentsAndConductorsHearWhatWasSaid() {
        std::vector<Architecture> architectures{
            tiny("cat-drums_2bar_small", {4, 8}),
            tiny("cat-mel_2bar_small", {2, 4, 4}, ConductorInput::FinalStates),
            tiny("cat-mel_2bar_small", {2, 4, 4}, ConductorInput::Encodings),
            tiny("groovae_2bar", {4, 8}, ConductorInput::Encodings),
            tiny("cat-mel_2bar_med_chords", {4, 8}, ConductorInput::FinalStates),
            twoBarTrio("hierdec-trio_16bar", {2, 16}),
            tinyPerformance(),
        };
        architectures[4].decoder.controlSizes = {4};
        for (const Architecture& architecture : architectures) {
            const MusicVae model = lively(architecture);
            const torch::NoGradGuard noGrad;
            const Tensor z = torch::randn({kBatch, 6}, m_generator);
            const BatchTensors batch = drawBatch(architecture, 0.6);
            BatchTensors told = batch;
            told.hearsItself = Tensor();
            told.previous = batch.previous.clone();
            const int steps = architecture.decoder.levelLengths.back(); // of a segment
            for (std::int64_t step = 1; step < batch.previous.size(0); ++step) {
                if (step % steps == 0)
                    continue;
                const Tensor said =
                    draw(architecture, model.decode(told, z)[step - 1], batch.uniforms[step - 1]); // [B, V]
                told.previous[step] = torch::where(batch.hearsItself[step], said, told.previous[step]);
            }
            QVERIFY2(!told.previous.equal(batch.previous), architecture.name.c_str());
            QVERIFY2(isClose(model.decode(batch, z), model.decode(told, z)), architecture.name.c_str());
        }
    }

    void endTokenEndsItsSegment() {
        const MusicVae model = lively(tinyPerformance());
        const std::int64_t end = model.architecture().shape().output - 1;
        const Tensor control = drawControls(model.architecture());
        const Generated generated = model.generate(torch::randn({kBatch, 6}, m_generator), control, draws());
        QVERIFY(generated.lengths.sizes() == at::IntArrayRef({kBatch, 3}));
        QVERIFY(generated.lengths.min().item<std::int64_t>() < 8); // some do end
        for (std::int64_t row = 0; row < kBatch; ++row)
            for (std::int64_t segment = 0; segment < 3; ++segment) {
                const auto length = generated.lengths[row][segment].item<std::int64_t>();
                const Tensor events = generated.outputs.narrow(0, 8 * segment, 8).select(1, row); // [8, V]
                QVERIFY(events.narrow(0, 0, length).sum(1).eq(1.0).all().item<bool>());
                QVERIFY(!events.narrow(0, length, 8 - length).any().item<bool>());
                const Tensor ends = events.select(1, end); // [8]
                QCOMPARE(ends.sum().item<float>(), length < 8 ? 1.0F : ends[7].item<float>());
                QVERIFY(length == 8 || ends[length - 1].item<float>() == 1.0F);
            }
    }

    void onlyConductorsThatHearCareForTheSegmentBefore() {
        for (const auto input : {ConductorInput::Nothing, ConductorInput::FinalStates, ConductorInput::Encodings}) {
            const MusicVae model = lively(tiny("cat-mel_2bar_small", {4, 8}, input));
            const torch::NoGradGuard noGrad;
            BatchTensors batch;
            batch.previous = torch::rand({32, kBatch, 90}, m_generator);
            batch.target = torch::rand({32, kBatch, 90}, m_generator);
            const Tensor z = torch::randn({kBatch, 6}, m_generator);
            const Tensor before = model.decode(batch, z);
            batch.previous[5].zero_(); // of the first segment
            const Tensor difference = (model.decode(batch, z) - before).abs().amax({1, 2}); // [T]
            QVERIFY(difference[5].item<float>() > 1e-4F);
            for (int step = 8; step < 32; ++step)
                QCOMPARE(difference[step].item<float>() > 1e-6F, input != ConductorInput::Nothing);
        }
    }

    void splitOutputsHearThemselvesAlone() {
        Architecture trio = tiny("hierdec-trio_16bar", {2, 16});
        std::get<architecture::TrioCodecConfig>(trio.codec).bars = 2;
        const MusicVae model = lively(trio);
        const torch::NoGradGuard noGrad;
        BatchTensors batch;
        batch.previous = torch::rand({32, kBatch, 692}, m_generator);
        const Tensor z = torch::randn({kBatch, 6}, m_generator);
        const Tensor before = model.decode(batch, z);
        batch.previous.narrow(2, 90, 90).zero_(); // the bass
        const Tensor same = (model.decode(batch, z) - before).eq(0.0);
        QVERIFY(same.narrow(2, 0, 90).all().item<bool>());
        QVERIFY(!same.narrow(2, 90, 90).all().item<bool>());
        QVERIFY(same.narrow(2, 180, 512).all().item<bool>());
    }

    void everyWeightLearns() {
        for (const auto input : {ConductorInput::Nothing, ConductorInput::FinalStates, ConductorInput::Encodings}) {
            const MusicVae model = lively(tiny("cat-mel_2bar_small", {2, 4, 4}, input));
            BatchTensors batch;
            batch.input = torch::rand({32, kBatch, 90}, m_generator);
            batch.previous = torch::rand({32, kBatch, 90}, m_generator);
            batch.target = torch::rand({32, kBatch, 90}, m_generator);
            batch.lengths = torch::tensor({32, 20, 7}, torch::kInt64).view({kBatch, 1});
            const auto posterior = model.encode(batch.input, {}, batch.lengths);
            const Tensor logits = model.decode(batch, posterior.mean + posterior.sigma);
            (logits * countedSteps(batch.lengths, 32).unsqueeze(2)).square().sum().backward();
            const auto shapes = architecture::weightShapes(model.architecture());
            for (std::size_t i = 0; i < shapes.size(); ++i) {
                const Tensor gradient = model.parameters()[i].grad();
                // A conductor that hears nothing reads zeros.
                const bool sleeps = input == ConductorInput::Nothing &&
                                    shapes[i].name.find("conductors") != std::string::npos &&
                                    shapes[i].name.ends_with("layers.0.input_weight");
                QVERIFY2(gradient.defined() && gradient.isfinite().all().item<bool>(), shapes[i].name.c_str());
                QVERIFY2(gradient.any().item<bool>() != sleeps, shapes[i].name.c_str());
            }
        }
    }

private:
    /// Random windows, one-hot or yes and no, whose steps hear the decoder itself with this chance.
    BatchTensors drawBatch(const Architecture& architecture, double chance) {
        const auto shape = architecture.shape();
        BatchTensors batch;
        batch.control = drawControls(architecture);
        std::vector<Tensor> parts;
        std::int64_t draws = 0;
        for (const architecture::OutputPart& part : architecture.decoder.outputs) {
            const Tensor numbers = torch::rand({shape.steps, kBatch, part.width}, m_generator);
            parts.push_back(part.kind == architecture::OutputPart::Kind::Categorical
                                ? (numbers == numbers.amax(2, true)).to(torch::kFloat32)
                                : numbers.round());
            draws += architecture::drawsOf(part);
        }
        batch.target = torch::cat(parts, 2);
        batch.previous = previousOf(batch.target);
        batch.hearsItself = torch::rand({shape.steps, kBatch, 1}, m_generator) < chance;
        batch.uniforms = torch::rand({shape.steps, kBatch, draws}, m_generator);
        return batch;
    }

    at::Generator m_generator;
};

QTEST_APPLESS_MAIN(TestDecoderTorch)
#include "tst_DecoderTorch.moc"

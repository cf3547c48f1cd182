#include "core/architecture/Blueprint.h"
#include "core/decoder/CoreDecoder.h"
#include "core/decoder/Decoder.h"

#include "tests/support/RandomModel.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::decoder;
using architecture::Architecture;
using architecture::ConductorInput;

namespace {

using Values = std::vector<float>;

/// Of one bar of 16 steps.
Architecture sized(architecture::CodecConfig codec) {
    Architecture result;
    result.name = "small";
    result.latentSize = 4;
    result.encoder.sizes = {6};
    result.decoder.sizes = {7, 5};
    result.codec = std::move(codec);
    result.decoder.outputs = architecture::outputsFor(result.codec);
    return result;
}

Architecture melody() {
    architecture::MelodyCodecConfig codec;
    codec.bars = 1;
    codec.lowestPitch = 60;
    codec.highestPitch = 66;
    return sized(codec);
}

Architecture melodyOfSegments(ConductorInput input = ConductorInput::Nothing) {
    Architecture result = melody();
    result.decoder.levelLengths = {4, 4};
    result.decoder.conductorInput = input;
    return result;
}

/// Two instruments of eight events each.
Architecture performance() {
    architecture::PerformanceCodecConfig codec;
    codec.instruments = 2;
    codec.eventsPerInstrument = 8;
    Architecture result = sized(codec);
    result.decoder.levelLengths = {2, 8};
    return result;
}

Architecture groove(bool feedsSilentCells) {
    architecture::GrooveCodecConfig codec;
    codec.bars = 1;
    Architecture result = sized(codec);
    result.decoder.feedsSilentCells = feedsSilentCells;
    return result;
}

Architecture chordedMelody(std::vector<int> controlSizes) {
    Architecture result = melodyOfSegments();
    std::get<architecture::MelodyCodecConfig>(result.codec).chords = true;
    result.decoder.controlSizes = std::move(controlSizes);
    return result;
}

constexpr std::uint64_t kSeed = 60;

files::ModelFile randomFile(const Architecture& architecture) {
    return test::randomModel(architecture, kSeed);
}

/// The weights whose names begin so are 0.
files::ModelFile silenced(files::ModelFile file, const std::string& prefix) {
    for (auto& [name, tensor] : file.weights)
        if (name.starts_with(prefix))
            std::ranges::fill(tensor.values, 0.0F);
    return file;
}

/// The columns [first, last) of a matrix are drawn anew.
files::ModelFile redrawn(files::ModelFile file, const std::string& name, std::size_t first, std::size_t last) {
    files::Tensor& tensor = file.weights.at(name);
    const auto width = static_cast<std::size_t>(tensor.shape.at(1));
    Random random(61);
    for (std::size_t at = 0; at < tensor.values.size(); ++at)
        if (at % width >= first && at % width < last)
            tensor.values[at] = static_cast<float>(random.normal());
    return file;
}

DecodedTensors decode(files::ModelFile file, const DecodeOptions& options = {}, const Values& control = {}) {
    const Architecture architecture = file.architecture;
    const architecture::Blueprint plan = architecture::blueprint(architecture);
    WeightPacker packer(file.weights);
    const Encoder encoder(plan, architecture.latentSize, packer);
    const Decoder decoder(architecture, plan, &encoder, packer);
    Decoder::State state(decoder, 1);
    Random random(62);
    Values z;
    for (int index = 0; index < architecture.latentSize; ++index)
        z.push_back(static_cast<float>(random.normal()));
    state.ask(0, z, control, options);
    Team team;
    decoder.decode(1, state, team);
    return state.decoded(0);
}

/// Rows [first, last) of V columns.
Values rows(const Values& tensor, int columns, int first, int last) {
    return {tensor.begin() + static_cast<std::ptrdiff_t>(first) * columns,
            tensor.begin() + static_cast<std::ptrdiff_t>(last) * columns};
}

} // namespace

class TestDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    // A conductor of zeros gives every segment the same embedding: they differ only by the step before them.
    void segmentGoesOnFromTheStepBeforeIt() {
        const auto file = silenced(randomFile(melodyOfSegments()), "decoder.conductors.");
        const int columns = file.architecture.shape().output;
        const Values logits = decode(file).logits;
        QVERIFY(rows(logits, columns, 0, 1) != rows(logits, columns, 4, 5));

        auto deaf = file;
        auto& input = deaf.weights.at("decoder.core.layers.0.input_weight");
        for (std::size_t at = 0; at < input.values.size(); ++at)
            if (at % static_cast<std::size_t>(input.shape[1]) < static_cast<std::size_t>(columns))
                input.values[at] = 0.0F;
        const Values same = decode(deaf).logits;
        for (int segment = 1; segment < 4; ++segment)
            QCOMPARE(rows(same, columns, 4 * segment, 4 * segment + 4), rows(same, columns, 0, 4));
    }

    void endTokenEndsASegment() {
        auto file = silenced(randomFile(performance()), "decoder.conductors.");
        file.weights.at("decoder.core.output.bias").values.back() = 1000.0F;
        const int columns = file.architecture.shape().output;
        const DecodedTensors decoded = decode(file);
        const auto width = static_cast<std::size_t>(columns);
        for (const int segment : {0, 8}) {
            Values end(width);
            end.back() = 1.0F;
            QCOMPARE(rows(decoded.output, columns, segment, segment + 1), end);
            QCOMPARE(rows(decoded.output, columns, segment + 1, segment + 8), Values(7 * width));
            QCOMPARE(rows(decoded.logits, columns, segment + 1, segment + 8), Values(7 * width));
        }
        // The second segment hears the zeros behind the first one's end, and so is like it.
        QCOMPARE(rows(decoded.logits, columns, 8, 9), rows(decoded.logits, columns, 0, 1));
    }

    void deafConductorsColumnDoesNotMatter() {
        const auto file = randomFile(melodyOfSegments());
        const std::string weight = "decoder.conductors.0.layers.0.input_weight";
        QCOMPARE(decode(redrawn(file, weight, 0, 1)).logits, decode(file).logits);
    }

    void listeningConductorHearsWhatIsBelowAfterTheFirstSegment_data() {
        QTest::addColumn<ConductorInput>("input");
        QTest::newRow("final states") << ConductorInput::FinalStates;
        QTest::newRow("encodings") << ConductorInput::Encodings;
    }
    void listeningConductorHearsWhatIsBelowAfterTheFirstSegment() {
        QFETCH(ConductorInput, input);
        Architecture architecture = melodyOfSegments(input);
        architecture.encoder.levelLengths = {4, 4};
        QVERIFY(architecture::validate(architecture));
        const auto file = randomFile(architecture);
        const std::string weight = "decoder.conductors.0.layers.0.input_weight";
        const auto width = static_cast<std::size_t>(file.weights.at(weight).shape[1]);
        const int columns = architecture.shape().output;
        const Values one = decode(file).logits;
        const Values other = decode(redrawn(file, weight, 0, width - 4)).logits; // 4 of z
        QCOMPARE(rows(one, columns, 0, 4), rows(other, columns, 0, 4));
        QVERIFY(rows(one, columns, 4, 5) != rows(other, columns, 4, 5));
    }

    void partsHearOnlyThemselves() {
        architecture::TrioCodecConfig codec;
        codec.bars = 1;
        codec.gapBars = 1;
        codec.lowestPitch = 60;
        codec.highestPitch = 66;
        Architecture architecture = sized(codec);
        architecture.decoder.splitOutputs = true;
        const auto file = randomFile(architecture);
        const Values one = decode(file).logits;
        const Values other = decode(silenced(file, "decoder.parts.1.output")).logits;
        const auto voice = static_cast<std::size_t>(architecture.decoder.outputs.front().width);
        const auto columns = static_cast<std::size_t>(architecture.shape().output);
        QVERIFY(one != other);
        for (std::size_t at = 0; at < one.size(); ++at)
            if (at % columns < voice || at % columns >= 2 * voice)
                QCOMPARE(one[at], other[at]);
    }

    void oneDecoderOfSeveralOutputsHearsAllOfThem() {
        architecture::TrioCodecConfig codec;
        codec.bars = 1;
        codec.gapBars = 1;
        const Architecture architecture = sized(codec);
        const DecodedTensors decoded = decode(randomFile(architecture), {1.0F, 0.5F, 5});
        const int columns = architecture.shape().output;
        for (int step = 0; step < 16; ++step) {
            const Values row = rows(decoded.output, columns, step, step + 1);
            auto at = row.begin();
            for (const architecture::OutputPart& part : architecture.decoder.outputs) {
                QCOMPARE(std::count(at, at + part.width, 1.0F), std::ptrdiff_t{1});
                at += part.width;
            }
            QCOMPARE(std::ranges::count(row, 0.0F), std::ptrdiff_t{columns - 3});
        }
    }

    void velocitiesOfSilentCellsAreToldOnlyWhereTheArchitectureSaysSo() {
        const DecodeOptions noHits{0.0F, 1.0F, 0};
        const DecodeOptions allHits{0.0F, 0.0F, 0};
        const auto deaf = randomFile(groove(false));
        const auto told = randomFile(groove(true));
        QCOMPARE(decode(deaf, allHits).logits, decode(told, allHits).logits);
        const Values one = decode(deaf, noHits).logits;
        const Values other = decode(told, noHits).logits;
        QCOMPARE(rows(one, 27, 0, 1), rows(other, 27, 0, 1));
        QVERIFY(rows(one, 27, 1, 2) != rows(other, 27, 1, 2));
    }

    void controlIsToldAtItsStep() {
        const auto file = randomFile(chordedMelody({}));
        const architecture::TensorShape shape = file.architecture.shape();
        Values control(static_cast<std::size_t>(shape.steps * shape.control));
        const Values one = decode(file, {}, control).logits;
        control[static_cast<std::size_t>(6 * shape.control + 3)] = 1.0F;
        const Values other = decode(file, {}, control).logits;
        QCOMPARE(rows(one, shape.output, 0, 6), rows(other, shape.output, 0, 6));
        QVERIFY(rows(one, shape.output, 6, 7) != rows(other, shape.output, 6, 7));
    }

    void controlLayersTellAWholeSegment() {
        const auto file = randomFile(chordedMelody({3, 4}));
        const architecture::TensorShape shape = file.architecture.shape();
        Values control(static_cast<std::size_t>(shape.steps * shape.control));
        const Values one = decode(file, {}, control).logits;
        control[static_cast<std::size_t>(6 * shape.control + 3)] = 1.0F;
        const Values other = decode(file, {}, control).logits;
        QCOMPARE(rows(one, shape.output, 0, 4), rows(other, shape.output, 0, 4));
        QVERIFY(rows(one, shape.output, 4, 5) != rows(other, shape.output, 4, 5));
    }
};

QTEST_APPLESS_MAIN(TestDecoder)
#include "tst_Decoder.moc"

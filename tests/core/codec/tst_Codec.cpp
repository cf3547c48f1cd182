#include "core/codec/Codec.h"

#include "core/architecture/Architecture.h"
#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <ranges>

using namespace segue;
using namespace segue::codec;
using namespace segue::architecture;
using music::Note;
using music::NoteSequence;

namespace {

/// A band on the grid: a tune, a bass of low notes, drums and a second tune, each resting now and then.
NoteSequence randomBand(int bars, int stepsPerBeat, Random& random) {
    NoteSequence piece;
    piece.name = "band.mid";
    piece.tempos = {{Seconds(0), Bpm(120)}};
    const double step = 0.5 / stepsPerBeat;
    struct Part {
        int program;
        bool isDrum;
        int lowest;
        int pitches;
    };
    const std::vector<Part> parts{{0, false, 60, 24}, {33, false, 30, 20}, {0, true, 35, 25}, {73, false, 55, 30}};
    for (std::size_t part = 0; part < parts.size(); ++part)
        for (int at = 0; at < bars * 4 * stepsPerBeat;) {
            const auto [program, isDrum, lowest, pitches] = parts[part];
            const int length = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(stepsPerBeat)));
            if (at == 0 || random.chance(0.8))
                piece.notes.push_back(
                    {MidiPitch(static_cast<std::uint8_t>(static_cast<std::uint64_t>(lowest) +
                                                         random.below(static_cast<std::uint64_t>(pitches)))),
                     Velocity(static_cast<std::uint8_t>(1 + random.below(127))), Seconds(at * step),
                     Seconds((at + length) * step), static_cast<int>(part), program, isDrum});
            at += length;
        }
    piece.sortNotes();
    return piece;
}

constexpr int kBars = 17; // a window of sixteen, and one more
constexpr std::size_t kWindows = 3; // looked at of each piece: many would take long

struct Case {
    const char* name;
    CodecConfig config;
};

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Architecture& configuration : namedConfigurations())
        if (std::ranges::find(all, configuration.codec, &Case::config) == all.end())
            all.push_back({configuration.name.c_str(), configuration.codec}); // many networks share a codec
    all.push_back({"melody with key and chords", MelodyCodecConfig{.chords = true, .key = true}});
    all.push_back({"melody with triplets", MelodyCodecConfig{.stepsPerBeat = 12}});
    all.push_back({"drums with triplets", DrumsCodecConfig{.stepsPerBeat = 12}});
    all.push_back({"trio of four bars", TrioCodecConfig{.bars = 4}});
    all.push_back({"groove with triplets", GrooveCodecConfig{.stepsPerBeat = 12}});
    all.push_back({"groove, drum by drum", GrooveCodecConfig{.splitInstruments = true}});
    all.push_back({"groove in classes", GrooveCodecConfig{.velocityBins = 8, .offsetBins = 8}});
    return all;
}

/// How many classes each choice of a row has; nothing where rows are numbers.
std::vector<int> choicesOf(const CodecConfig& config) {
    const int depth = tensorShape(config).output;
    if (const auto* drums = std::get_if<DrumsCodecConfig>(&config);
        std::holds_alternative<GrooveCodecConfig>(config) ||
        (drums != nullptr && drums->output == DrumsCodecConfig::Output::Roll))
        return {};
    if (std::holds_alternative<TrioCodecConfig>(config))
        return {90, 90, 512};
    return {depth};
}

bool isOneHot(std::span<const float> choice) {
    const auto first = std::ranges::find_if(choice, [](float value) { return value != 0.0F; });
    return first != choice.end() && *first == 1.0F &&
           std::all_of(first + 1, choice.end(), [](float value) { return value == 0.0F; });
}

bool areNear(const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-4F; }); // of seconds as doubles
}

} // namespace

Q_DECLARE_METATYPE(segue::architecture::CodecConfig)

class TestCodec : public QObject {
    Q_OBJECT

    static void addCases() {
        QTest::addColumn<CodecConfig>("config");
        for (const auto& [name, config] : cases())
            QTest::newRow(name) << config;
    }
    static int stepsPerBeat(const CodecConfig& config) {
        return std::visit(
            [](const auto& codec) {
                if constexpr (requires { codec.stepsPerBeat; })
                    return codec.stepsPerBeat;
                else
                    return 4;
            },
            config);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aCodecIsWhatItsConfigurationSays_data() { addCases(); }
    void aCodecIsWhatItsConfigurationSays() {
        QFETCH(CodecConfig, config);
        QVERIFY((*makeCodec(config))->configuration() == config);
    }

    void whatIsInvalidIsRefused() {
        QCOMPARE(makeCodec(MelodyCodecConfig{.bars = 0}).error().code(), ErrorCode::InvalidArgument);
    }

    void tensorsAreOfTheShapeTheyShould_data() { addCases(); }
    void tensorsAreOfTheShapeTheyShould() {
        QFETCH(CodecConfig, config);
        Random random(1);
        const auto piece = randomBand(kBars, stepsPerBeat(config), random);
        const TensorShape shape = tensorShape(config);
        const std::vector<int> choices = choicesOf(config);
        for (const Rules rules : {Rules::Segue, Rules::Magenta}) {
            ExtractionOptions options;
            options.rules = rules;
            const auto examples = (*makeCodec(config))->examples(piece, options);
            QVERIFY2(examples, examples ? "" : examples.error().message().c_str());
            QVERIFY(!examples->windows.empty() || rules == Rules::Magenta);
            for (const ExampleWindow& window : examples->windows | std::views::take(kWindows)) {
                const auto& [input, output, control, lengths] = window.pattern;
                QCOMPARE(std::ssize(input), std::ptrdiff_t{shape.steps} * shape.input);
                QCOMPARE(std::ssize(output), std::ptrdiff_t{shape.steps} * shape.output);
                QCOMPARE(std::ssize(control), std::ptrdiff_t{shape.steps} * shape.control);
                QVERIFY(!lengths.empty());
                const int rowsEach = shape.steps / static_cast<int>(lengths.size());
                auto rest = std::span(output);
                for (int row = 0; row < shape.steps && !choices.empty(); ++row)
                    for (const int classes : choices) {
                        const auto choice = rest.first(static_cast<std::size_t>(classes));
                        if (row % rowsEach < lengths[static_cast<std::size_t>(row / rowsEach)])
                            QVERIFY(isOneHot(choice));
                        rest = rest.subspan(choice.size());
                    }
            }
        }
    }

    void whatADecoderAnswersReadsBack_data() { addCases(); }
    void whatADecoderAnswersReadsBack() {
        QFETCH(CodecConfig, config);
        const auto made = makeCodec(config);
        QVERIFY2(made, made ? "" : made.error().message().c_str());
        const Codec* codec = made->get();
        ExtractionOptions options;
        options.minimumHits = 0;
        Random random(2);
        const auto examples = codec->examples(randomBand(kBars, stepsPerBeat(config), random), options);
        QVERIFY2(examples, examples ? "" : examples.error().message().c_str());
        for (const ExampleWindow& window : examples->windows | std::views::take(kWindows)) {
            const NoteSequence notes = codec->notesFromOutput(window.pattern.output, Bpm(120));
            if (notes.notes.empty())
                continue;
            const auto again = codec->examples(notes, options);
            QVERIFY2(again, again ? "" : again.error().message().c_str());
            QVERIFY(!again->windows.empty());
            QVERIFY2(areNear(again->windows.front().pattern.output, window.pattern.output),
                     qPrintable(QStringLiteral("bar %1").arg(window.bar)));
        }
    }

    void patternsAreTheExamplesInOtherWords_data() { addCases(); }
    void patternsAreTheExamplesInOtherWords() {
        QFETCH(CodecConfig, config);
        const auto codec = *makeCodec(config);
        Random random(4);
        const auto piece = randomBand(kBars, stepsPerBeat(config), random);
        const auto examples = codec->examples(piece, {});
        const auto patterns = codec->patterns(piece, {});
        QVERIFY(examples && patterns);
        QCOMPARE(patterns->windows.size(), examples->windows.size());
        for (std::size_t index = 0; index < std::min<std::size_t>(kWindows, patterns->windows.size()); ++index) {
            const PatternWindow& window = patterns->windows[index];
            const Example& expected = examples->windows[index].pattern;
            QVERIFY(codec->fits(window.pattern));
            const Example found = codec->exampleOf(window.pattern);
            QVERIFY(found.input == expected.input);
            QVERIFY(found.output == expected.output);
            QVERIFY(found.control == expected.control);
            const music::Pattern again = codec->patternOf(found.output);
            QCOMPARE(again.index(), window.pattern.index());
            QVERIFY(areNear(codec->exampleOf(again).output, expected.output));
            QVERIFY(codec->notesOf(window.pattern, Bpm(120)).notes.size() > 0);
        }
    }

    void silenceFitsAndIsSilent_data() { addCases(); }
    void silenceFitsAndIsSilent() {
        QFETCH(CodecConfig, config);
        const auto codec = *makeCodec(config);
        const music::Pattern silence = codec->silence();
        QVERIFY(codec->fits(silence));
        QVERIFY(codec->notesOf(silence, Bpm(120)).notes.empty());
        const TensorShape shape = tensorShape(config);
        QCOMPARE(std::ssize(codec->controlOf(silence)), std::ptrdiff_t{shape.steps} * shape.control);
        const music::Pattern read = codec->patternOf(codec->exampleOf(silence).output);
        QVERIFY(codec->notesOf(read, Bpm(120)).notes.empty());
    }

    void patternsOfAnotherKindDoNotFit() {
        const auto melody = *makeCodec(MelodyCodecConfig{});
        const auto groove = *makeCodec(GrooveCodecConfig{});
        const auto roll =
            *makeCodec(DrumsCodecConfig{.output = DrumsCodecConfig::Output::Roll, .drumMap = music::fullDrumMap()});
        QVERIFY(!melody->fits(groove->silence()));
        QVERIFY(!groove->fits(melody->silence()));
        QVERIFY(!groove->fits(roll->silence()));
        auto tooHigh = std::get<music::MelodyPattern>(melody->silence());
        tooHigh.events[0] = music::MelodyEvent::on(MidiPitch(109));
        QVERIFY(!melody->fits(tooHigh));
        using Type = music::PerformanceEvent::Type;
        const auto performers = *makeCodec(PerformanceCodecConfig{.velocityBins = 4});
        QVERIFY(
            performers->fits(music::PerformancePattern{{{0, false, {{Type::Velocity, 4}, {Type::Shift, 96}}, {}}}}));
        QVERIFY(!performers->fits(music::PerformancePattern{{{0, false, {{Type::Velocity, 5}}, {}}}}));
        QVERIFY(!performers->fits(music::PerformancePattern{{{0, false, {{Type::Shift, 97}}, {}}}}));
    }

    void probabilitiesOfSetsAreThoseOfTheirDrums() {
        const auto codec = *makeCodec(DrumsCodecConfig{});
        std::vector<float> output(512);
        output[0b11] = 1.0F;
        std::vector<float> probabilities(512);
        probabilities[0b11] = 0.5F;
        probabilities[0b10] = 0.3F;
        probabilities[0] = 0.2F;
        const auto pattern = std::get<music::DrumPattern>(codec->patternOf(output, probabilities));
        QVERIFY(pattern.at(0, 0).hit && pattern.at(0, 1).hit && !pattern.at(0, 2).hit);
        QCOMPARE(pattern.at(0, 0).probability, 0.5F);
        QCOMPARE(pattern.at(0, 1).probability, 0.8F);
        QCOMPARE(pattern.at(0, 2).probability, 0.0F);
    }

    void oneHarmonyIsToldToAWholePerformance() {
        const auto codec = *makeCodec(PerformanceCodecConfig{.chords = true});
        const music::PerformancePattern told{{{.events = {{}}, .triads = {7}}}};
        const auto control = codec->controlOf(told);
        for (std::size_t row = 0; row < 512; ++row)
            QVERIFY(control[row * 49 + 7] == 1.0F &&
                    std::ranges::count(std::span(control).subspan(row * 49, 49), 1.0F) == 1);
    }

    void inputsDifferOnlyWhereTheConfigurationSaysSo() {
        Random random(3);
        const auto piece = randomBand(4, 4, random);
        const auto plain = (*makeCodec(GrooveCodecConfig{}))->examples(piece, {});
        const auto humanized = (*makeCodec(GrooveCodecConfig{.humanize = true}))->examples(piece, {});
        QVERIFY(plain->windows.front().pattern.input == plain->windows.front().pattern.output);
        QVERIFY(humanized->windows.front().pattern.input != humanized->windows.front().pattern.output);
        QVERIFY(humanized->windows.front().pattern.output == plain->windows.front().pattern.output);
    }
};

QTEST_APPLESS_MAIN(TestCodec)
#include "tst_Codec.moc"

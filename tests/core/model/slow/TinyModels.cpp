#include "tests/core/model/slow/TinyModels.h"

#include "core/architecture/Blueprint.h"
#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

namespace segue::slow {
namespace {

using architecture::Architecture;
using architecture::ConductorInput;
using architecture::OutputPart;
using Kind = OutputPart::Kind;

/// One way to have some part of an architecture.
struct Choice {
    std::string name;
    std::function<void(Architecture&)> make;
};
using Choices = std::vector<Choice>;

Choice music(const std::string& name, const architecture::CodecConfig& codec, bool split = false,
             const std::vector<OutputPart>& outputs = {}) {
    return {name, [=](Architecture& architecture) {
                architecture.codec = codec;
                architecture.decoder.outputs = outputs.empty() ? architecture::outputsFor(codec) : outputs;
                architecture.decoder.splitOutputs = split;
            }};
}

architecture::DrumsCodecConfig drums(architecture::DrumsCodecConfig::Output output) {
    architecture::DrumsCodecConfig codec;
    codec.bars = 1;
    codec.output = output;
    codec.drumMap.classes.resize(3);
    return codec;
}

Choices musics() {
    architecture::MelodyCodecConfig melody{1, 4, 60, 62};
    architecture::MelodyCodecConfig told = melody;
    told.chords = true;
    told.key = true;
    const auto classes = drums(architecture::DrumsCodecConfig::Output::OneHot);
    const auto roll = drums(architecture::DrumsCodecConfig::Output::Roll);
    architecture::TrioCodecConfig trio{1, 4, 60, 62, 0};
    trio.drumMap.classes.resize(2);
    architecture::GrooveCodecConfig groove;
    groove.bars = 1;
    architecture::GrooveCodecConfig hitsTold = groove;
    hitsTold.hitsAsControls = true;
    architecture::GrooveCodecConfig oneDrumAStep = groove;
    oneDrumAStep.splitInstruments = true;
    const architecture::PerformanceCodecConfig performance{1, 1, 1, 6, 4, false};
    architecture::PerformanceCodecConfig performanceTold = performance;
    performanceTold.chords = true;
    return {
        music("melody", melody),
        music("melody with chords", told),
        music("drums", classes),
        music("drums nade", roll),
        music("drums boolean", roll, false, {{Kind::Boolean, 1}, {Kind::Boolean, 2}}),
        music("drums nade split", roll, true, {{Kind::Boolean, 1}, {Kind::Nade, 2}}),
        music("trio", trio),
        music("trio split", trio, true),
        music("groove", groove),
        music("groove with hits", hitsTold),
        music("groove by drums", oneDrumAStep),
        music("performance", performance),
        music("performance with chords", performanceTold),
    };
}

Choices encoders() {
    const auto sizes = [](const std::vector<int>& layers) {
        return [=](Architecture& architecture) { architecture.encoder.sizes = layers; };
    };
    return {{"encoder 4", sizes({4})},
            {"encoder 3 5", sizes({3, 5})},
            {"encoder 4 4 3", sizes({4, 4, 3})},
            {"no encoder", [](Architecture& architecture) { architecture.encoder.present = false; }}};
}

Choices decoders() {
    const auto sizes = [](const std::vector<int>& layers) {
        return [=](Architecture& architecture) { architecture.decoder.sizes = layers; };
    };
    return {{"decoder 5", sizes({5})}, {"decoder 4 6", sizes({4, 6})}, {"decoder 4 4 3", sizes({4, 4, 3})}};
}

/// Two or three levels of the window's steps, the highest first. A performance's lowest are its instruments.
std::vector<int> levels(const Architecture& architecture, int count) {
    const auto* performance = std::get_if<architecture::PerformanceCodecConfig>(&architecture.codec);
    const int lowest = performance != nullptr ? performance->eventsPerInstrument : 4;
    const int above = architecture.shape().steps / lowest;
    return count == 2 ? std::vector{above, lowest} : std::vector{2, above / 2, lowest};
}

std::vector<int> backwards(std::vector<int> lengths) {
    std::ranges::reverse(lengths);
    return lengths;
}

Choices hierarchies() {
    Choices choices{{"flat", [](Architecture&) {}}};
    choices.push_back({"levels of the encoder alone", [](Architecture& architecture) {
                           architecture.encoder.levelLengths = backwards(levels(architecture, 2));
                       }});
    const std::array<std::pair<ConductorInput, std::string>, 3> inputs{{{ConductorInput::Nothing, "nothing"},
                                                                        {ConductorInput::FinalStates, "final states"},
                                                                        {ConductorInput::Encodings, "encodings"}}};
    for (const auto& [input, name] : inputs)
        for (const int count : {2, 3})
            choices.push_back(
                {std::to_string(count) + " levels, " + name, [input = input, count](Architecture& architecture) {
                     architecture.decoder.levelLengths = levels(architecture, count);
                     architecture.decoder.conductorInput = input;
                     if (input == ConductorInput::Encodings || count == 3)
                         architecture.encoder.levelLengths = backwards(levels(architecture, count));
                 }});
    return choices;
}

Choices residuals() {
    const auto residual = [](bool encoder, bool decoder) {
        return [=](Architecture& architecture) {
            architecture.encoder.residual = encoder;
            architecture.decoder.residual = decoder;
        };
    };
    return {{"plain", residual(false, false)},
            {"residual encoder", residual(true, false)},
            {"residual decoder", residual(false, true)}};
}

Choices controls() {
    const auto sizes = [](const std::vector<int>& layers) {
        return [=](Architecture& architecture) { architecture.decoder.controlSizes = layers; };
    };
    return {{"controls as they are", sizes({})}, {"controls 3", sizes({3})}, {"controls 4 2", sizes({4, 2})}};
}

Choices silentCells() {
    const auto feeds = [](bool silent) {
        return [=](Architecture& architecture) { architecture.decoder.feedsSilentCells = silent; };
    };
    return {{"silence", feeds(false)}, {"silent cells", feeds(true)}};
}

using Chosen = std::vector<std::size_t>; ///< an index for each list of choices

Architecture made(const std::vector<Choices>& lists, const Chosen& chosen) {
    Architecture architecture;
    architecture.latentSize = 3;
    architecture.decoder.nadeHidden = 4;
    for (std::size_t list = 0; list < lists.size(); ++list) {
        const Choice& choice = lists[list][chosen[list]];
        choice.make(architecture);
        architecture.name += (list > 0 ? ", " : "") + choice.name;
    }
    return architecture;
}

std::vector<Chosen> everything(const std::vector<Choices>& lists) {
    std::vector<Chosen> all{{}};
    for (const Choices& list : lists) {
        std::vector<Chosen> longer;
        for (const Chosen& chosen : all)
            for (std::size_t index = 0; index < list.size(); ++index) {
                longer.push_back(chosen);
                longer.back().push_back(index);
            }
        all = std::move(longer);
    }
    return all;
}

using Pair = std::array<std::size_t, 4>; ///< list and choice, twice

std::vector<Pair> pairs(const Chosen& chosen) {
    std::vector<Pair> result;
    for (std::size_t one = 0; one < chosen.size(); ++one)
        for (std::size_t other = 0; other < one; ++other)
            result.push_back({one, chosen[one], other, chosen[other]});
    return result;
}

/// One-hot rows, hits and rolls, as the parts say.
Row randomTokens(const std::vector<OutputPart>& parts, Random& random) {
    Row row;
    for (const OutputPart& part : parts) {
        const auto width = static_cast<std::size_t>(part.width);
        const std::size_t first = row.size();
        row.resize(first + width);
        if (part.kind == Kind::Categorical) {
            row[first + random.below(width)] = 1;
        } else if (part.kind == Kind::Groove) {
            const std::size_t drums = width / 3;
            for (std::size_t drum = first; drum < first + drums; ++drum) {
                if (!random.chance(0.4))
                    continue;
                row[drum] = 1;
                row[drum + drums] = random.uniform();
                row[drum + 2 * drums] = random.uniform(-1, 1);
            }
        } else {
            for (std::size_t column = first; column < row.size(); ++column)
                row[column] = random.chance(0.4) ? 1 : 0;
        }
    }
    return row;
}

Row randomBits(int size, Random& random) {
    Row row(static_cast<std::size_t>(size));
    for (double& value : row)
        value = random.chance(0.3) ? 1 : 0;
    return row;
}

std::vector<int> randomLengths(const Architecture& architecture, bool whole, Random& random) {
    const auto length = [&](int most) {
        return whole || random.chance(0.3) ? most
                                           : static_cast<int>(random.below(static_cast<std::uint64_t>(most) + 1));
    };
    const auto* performance = std::get_if<architecture::PerformanceCodecConfig>(&architecture.codec);
    if (performance == nullptr)
        return {length(architecture.shape().steps)};
    std::vector<int> lengths;
    for (int instrument = 0; instrument < performance->instruments; ++instrument)
        lengths.push_back(length(performance->eventsPerInstrument));
    return lengths;
}

/// In single precision, so that all networks are asked the same.
void roundToFloat(Rows& rows) {
    for (Row& row : rows)
        for (double& value : row)
            value = static_cast<float>(value);
}

} // namespace

std::vector<Architecture> tinyArchitectures() {
    const std::vector<Choices> lists{musics(),    hierarchies(), encoders(),   decoders(),
                                     residuals(), controls(),    silentCells()};
    std::vector<Chosen> valid;
    std::set<Pair> missing;
    for (const Chosen& chosen : everything(lists))
        if (architecture::validate(made(lists, chosen))) {
            valid.push_back(chosen);
            for (const Pair& pair : pairs(chosen))
                missing.insert(pair);
        }

    Random random(1);
    std::vector<Architecture> result;
    while (!missing.empty()) {
        const auto gain = [&](const Chosen& chosen) {
            return std::ranges::count_if(pairs(chosen), [&](const Pair& pair) { return missing.contains(pair); });
        };
        // The best of some drawn, beginning with one that has a pair that is missing.
        const Pair wanted = *missing.begin();
        const auto has = [&](const Chosen& chosen) {
            return chosen[wanted[0]] == wanted[1] && chosen[wanted[2]] == wanted[3];
        };
        const Chosen* best = &*std::ranges::find_if(valid, has);
        for (int draw = 0; draw < 300; ++draw) {
            const Chosen& other = valid[random.below(valid.size())];
            if (has(other) && gain(other) > gain(*best))
                best = &other;
        }
        for (const Pair& pair : pairs(*best))
            missing.erase(pair);
        result.push_back(made(lists, *best));
    }
    return result;
}

files::ModelFile tinyModel(const Architecture& architecture, std::uint64_t seed) {
    files::ModelFile model;
    model.architecture = architecture;
    Random random(seed);
    for (const auto& [name, shape] : architecture::weightShapes(architecture)) {
        std::int64_t size = 1;
        for (const std::int64_t dimension : shape)
            size *= dimension;
        const double reads = shape.size() == 2 ? static_cast<double>(shape[1]) : 16.0;
        files::Tensor tensor{shape, {}};
        for (std::int64_t index = 0; index < size; ++index)
            tensor.values.push_back(static_cast<float>(2 / std::sqrt(reads) * random.normal()));
        model.weights.emplace(name, std::move(tensor));
    }
    return model;
}

std::vector<Example> tinyExamples(const Architecture& architecture, std::size_t count, std::uint64_t seed) {
    const architecture::TensorShape shape = architecture.shape();
    Random random(seed);
    std::vector<Example> examples(count);
    for (Example& example : examples) {
        example.lengths = randomLengths(architecture, &example == &examples.front(), random);
        const std::vector<int> counting =
            lengthsOf(example.lengths, example.lengths.size(), shape.steps / static_cast<int>(example.lengths.size()));
        const int part = shape.steps / static_cast<int>(counting.size());
        for (int step = 0; step < shape.steps; ++step) {
            const bool counts = step % part < example.lengths[static_cast<std::size_t>(step / part)];
            const Row target = randomTokens(architecture.decoder.outputs, random);
            const Row input = shape.input == shape.output ? target : randomBits(shape.input, random);
            example.target.push_back(counts ? target : Row(target.size()));
            example.input.push_back(counts ? input : Row(input.size()));
            example.control.push_back(randomBits(shape.control, random));
        }
        roundToFloat(example.input);
        roundToFloat(example.target);
    }
    return examples;
}

Rows normalRows(std::size_t count, int size, std::uint64_t seed) {
    Random random(seed);
    Rows rows(count, Row(static_cast<std::size_t>(size)));
    for (Row& row : rows)
        for (double& value : row)
            value = random.normal();
    roundToFloat(rows);
    return rows;
}

} // namespace segue::slow

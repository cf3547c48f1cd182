#include "core/magenta/ConverterConfig.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace segue::magenta {
namespace {

using namespace architecture;
using nlohmann::json;

constexpr int kStepsPerBeat = 4; // of all converters but the multitrack one
constexpr int kStepsPerBar = 4 * kStepsPerBeat;
constexpr int kMostDrums = 61;
constexpr const char* kTriads = "TriadChordEncoder";

tl::unexpected<Error> malformed(const std::string& reason) {
    return fail(ErrorCode::Malformed, "The configuration beside the weights is broken: " + reason);
}

tl::unexpected<Error> unsupported(const std::string& reason) {
    return fail(ErrorCode::Unsupported, "The configuration beside the weights " + reason);
}

/// Reads fields of "args"; the first that is wrong is what status() says.
class Arguments {
public:
    explicit Arguments(const json& arguments) : m_arguments(arguments) {}

    int number(const char* field, int fallback) {
        const auto at = m_arguments.find(field);
        if (at == m_arguments.end() || at->is_null())
            return fallback;
        if (!at->is_number_integer() || at->get<std::int64_t>() < 0 || at->get<std::int64_t>() > 1'000'000) {
            m_status = malformed(std::string(field) + " is no number");
            return fallback;
        }
        return at->get<int>();
    }
    int number(const char* field) {
        if (!m_arguments.contains(field) && m_status)
            m_status = malformed(std::string("it lacks ") += field);
        return number(field, 0);
    }
    bool flag(const char* field) {
        const auto at = m_arguments.find(field);
        if (at == m_arguments.end() || at->is_null())
            return false;
        if (!at->is_boolean())
            m_status = malformed(std::string(field) + " is neither true nor false");
        return at->is_boolean() && at->get<bool>();
    }
    const json& object(const char* field) {
        static const json kEmpty = json::object();
        const auto at = m_arguments.find(field);
        if (at != m_arguments.end() && at->is_object())
            return *at;
        m_status = malformed(std::string(field) + " is missing");
        return kEmpty;
    }
    /// How many whole bars of 4/4 the steps are.
    int bars() {
        const int steps = number("numSteps");
        if (steps % kStepsPerBar != 0 && m_status)
            m_status = unsupported("has " + std::to_string(steps) + " steps, which are no whole bars");
        return steps / kStepsPerBar;
    }
    void drumMap(music::DrumMap& map) {
        map = music::oldMagentaDrumMap();
        const auto at = m_arguments.find("pitchClasses");
        if (at == m_arguments.end() || at->is_null())
            return;
        const bool isNamed = at->size() == map.classes.size();
        map.name = "magenta.js";
        map.classes.resize(at->is_array() ? std::min<std::size_t>(at->size(), kMostDrums) : 0);
        for (std::size_t drum = 0; drum < map.classes.size(); ++drum) {
            music::DrumClass& each = map.classes[drum];
            if (!isNamed)
                each.name = "Drum " + std::to_string(drum + 1);
            each.pitches.clear();
            for (const json& pitch : (*at)[drum])
                if (pitch.is_number_integer() && pitch >= 0 && pitch < 128)
                    each.pitches.emplace_back(pitch.get<std::uint8_t>());
        }
        if (auto status = music::validate(map, 1, kMostDrums); !status && m_status)
            m_status = malformed("pitchClasses: " + status.error().message());
    }
    [[nodiscard]] const Status& status() const { return m_status; }

private:
    const json& m_arguments;
    Status m_status;
};

CodecConfig melodyFrom(Arguments& arguments) {
    MelodyCodecConfig codec;
    codec.bars = arguments.bars();
    codec.lowestPitch = arguments.number("minPitch");
    codec.highestPitch = arguments.number("maxPitch");
    return codec;
}

CodecConfig drumsFrom(Arguments& arguments, DrumsCodecConfig::Output output) {
    DrumsCodecConfig codec;
    codec.bars = arguments.bars();
    codec.output = output;
    arguments.drumMap(codec.drumMap);
    return codec;
}

Result<CodecConfig> trioFrom(Arguments& arguments) {
    TrioCodecConfig codec;
    codec.bars = arguments.bars();
    Arguments melody(arguments.object("melArgs"));
    Arguments bass(arguments.object("bassArgs"));
    Arguments drums(arguments.object("drumsArgs"));
    codec.lowestPitch = melody.number("minPitch");
    codec.highestPitch = melody.number("maxPitch");
    const bool isAlike = bass.number("minPitch") == codec.lowestPitch && bass.number("maxPitch") == codec.highestPitch;
    drums.drumMap(codec.drumMap);
    for (const Arguments* part :
         {&std::as_const(arguments), &std::as_const(melody), &std::as_const(bass), &std::as_const(drums)})
        if (!part->status())
            return fail(part->status().error());
    if (!isAlike)
        return unsupported("has a bass of another range than its melody");
    return codec;
}

CodecConfig grooveFrom(Arguments& arguments) {
    GrooveCodecConfig codec;
    codec.stepsPerBeat = arguments.number("stepsPerQuarter", kStepsPerBeat);
    const int stepsPerBar = std::max(1, codec.stepsPerBar());
    codec.bars = arguments.number("numSteps") / stepsPerBar;
    codec.humanize = arguments.flag("humanize");
    codec.tapify = arguments.flag("tapify");
    codec.fixedVelocities = codec.tapify; // taps have none in magenta.js
    codec.splitInstruments = arguments.flag("splitInstruments");
    arguments.drumMap(codec.drumMap);
    return codec;
}

Result<CodecConfig> performanceFrom(Arguments& arguments) {
    PerformanceCodecConfig codec;
    codec.stepsPerQuarter = arguments.number("stepsPerQuarter");
    codec.velocityBins = arguments.number("numVelocityBins");
    codec.instruments = arguments.number("numSegments");
    const int totalSteps = arguments.number("totalSteps");
    const int events = arguments.number("numSteps");
    const bool allPitches = arguments.number("minPitch", 0) == 0 && arguments.number("maxPitch", 127) == 127;
    if (!arguments.status())
        return fail(arguments.status().error());
    if (codec.instruments < 1 || events % codec.instruments != 0)
        return malformed("numSteps is not divided evenly by numSegments");
    if (codec.stepsPerQuarter < 1 || totalSteps % (4 * codec.stepsPerQuarter) != 0)
        return unsupported("has " + std::to_string(totalSteps) + " totalSteps, which are no whole bars");
    if (!allPitches)
        return unsupported("has only some of MIDI's pitches");
    codec.eventsPerInstrument = events / codec.instruments;
    codec.bars = totalSteps / (4 * codec.stepsPerQuarter);
    return codec;
}

Result<CodecConfig> codecFrom(const std::string& type, Arguments& arguments) {
    if (type == "MelodyConverter")
        return melodyFrom(arguments);
    if (type == "DrumsConverter")
        return drumsFrom(arguments, DrumsCodecConfig::Output::OneHot);
    if (type == "DrumRollConverter")
        return drumsFrom(arguments, DrumsCodecConfig::Output::Roll);
    if (type == "TrioConverter")
        return trioFrom(arguments);
    if (type == "GrooveConverter")
        return grooveFrom(arguments);
    if (type == "MultitrackConverter")
        return performanceFrom(arguments);
    return unsupported("asks for a " + type + ", which Segue has no codec for");
}

/// Controls beside the notes, which stand next to the converter.
Status readControls(const json& configuration, CodecConfig& codec) {
    const auto chords = configuration.find("chordEncoder");
    if (chords != configuration.end() && !chords->is_null()) {
        if (*chords != kTriads)
            return unsupported("names a chord encoder other than that of triads");
        if (auto* melody = std::get_if<MelodyCodecConfig>(&codec))
            melody->chords = true;
        else if (auto* performance = std::get_if<PerformanceCodecConfig>(&codec))
            performance->chords = true;
        else
            return unsupported("conditions drums on chords");
    }
    const auto key = configuration.find("conditionOnKey");
    if (key != configuration.end() && *key == true) {
        auto* melody = std::get_if<MelodyCodecConfig>(&codec);
        if (melody == nullptr)
            return unsupported("conditions other things than melodies on the key");
        melody->key = true;
    }
    const auto extra = configuration.find("extraControls");
    if (extra != configuration.end() && !extra->empty())
        return unsupported("asks for extra controls, which Segue has no codec for");
    return {};
}

json drumArguments(const music::DrumMap& map) {
    if (map.classes == music::oldMagentaDrumMap().classes)
        return json::object(); // what magenta.js has by itself
    json classes = json::array();
    for (const music::DrumClass& drum : map.classes) {
        json pitches = json::array();
        for (const MidiPitch pitch : drum.pitches)
            pitches.push_back(pitch.value);
        classes.push_back(std::move(pitches));
    }
    return {{"pitchClasses", classes}};
}

/// {"type": ..., "args": ...} but for the lengths, which all have.
struct ConverterOf {
    Result<json> operator()(const MelodyCodecConfig& codec) const {
        return json{{"type", "MelodyConverter"},
                    {"args", {{"minPitch", codec.lowestPitch}, {"maxPitch", codec.highestPitch}}}};
    }
    Result<json> operator()(const DrumsCodecConfig& codec) const {
        return json{{"type", codec.output == DrumsCodecConfig::Output::OneHot ? "DrumsConverter" : "DrumRollConverter"},
                    {"args", drumArguments(codec.drumMap)}};
    }
    Result<json> operator()(const TrioCodecConfig& codec) const {
        const json range{{"minPitch", codec.lowestPitch}, {"maxPitch", codec.highestPitch}};
        return json{{"type", "TrioConverter"},
                    {"args", {{"melArgs", range}, {"bassArgs", range}, {"drumsArgs", drumArguments(codec.drumMap)}}}};
    }
    Result<json> operator()(const GrooveCodecConfig& codec) const {
        if (codec.hitsAsControls || !codec.addInstruments.empty())
            return fail(ErrorCode::Unsupported, "magenta.js cannot be told a groove's hits or which drums to add");
        json arguments = drumArguments(codec.drumMap);
        arguments.update({{"stepsPerQuarter", codec.stepsPerBeat},
                          {"humanize", codec.humanize},
                          {"tapify", codec.tapify},
                          {"splitInstruments", codec.splitInstruments}});
        return json{{"type", "GrooveConverter"}, {"args", arguments}};
    }
    Result<json> operator()(const PerformanceCodecConfig& codec) const {
        return json{{"type", "MultitrackConverter"},
                    {"args",
                     {{"stepsPerQuarter", codec.stepsPerQuarter},
                      {"totalSteps", codec.bars * 4 * codec.stepsPerQuarter},
                      {"numVelocityBins", codec.velocityBins}}}};
    }
};

struct IsTriplets {
    bool operator()(const PerformanceCodecConfig&) const { return false; }
    bool operator()(const GrooveCodecConfig&) const { return false; }
    template <class Codec>
    bool operator()(const Codec& codec) const {
        return codec.stepsPerBeat != kStepsPerBeat;
    }
};

/// What magenta.js has no networks for. Source: model.ts, MusicVAE.initialize.
Status checkPlayable(const Architecture& architecture) {
    const EncoderConfig& encoder = architecture.encoder;
    const DecoderConfig& decoder = architecture.decoder;
    const auto cannot = [](const std::string& what) {
        return fail(ErrorCode::Unsupported, "magenta.js cannot play this model: it knows no " + what);
    };
    if (!encoder.present)
        return cannot("model without an encoder");
    if (encoder.residual || decoder.residual)
        return cannot("residual layers");
    if (encoder.sizes.size() != 1)
        return cannot("encoder of more than one layer");
    const bool hasConductor = !decoder.levelLengths.empty();
    if (hasConductor != !encoder.levelLengths.empty())
        return cannot("conductor without an encoder of as many levels, or the reverse");
    if (hasConductor && (decoder.levelLengths.size() != 2 || encoder.levelLengths.size() != 2))
        return cannot("more than two levels");
    if (decoder.conductorInput != ConductorInput::Nothing)
        return cannot("conductor that is told what was written");
    if (decoder.controlSizes.size() > 1 || (hasConductor && !decoder.controlSizes.empty()))
        return cannot("such layers over its controls");
    if (std::visit(IsTriplets{}, architecture.codec))
        return cannot("triplet grid");
    return {};
}

} // namespace

Result<ConverterConfig> converterConfigFrom(const json& configuration) {
    if (!configuration.is_object())
        return malformed("it is no object");
    const auto type = configuration.find("type");
    const auto converter = configuration.find("dataConverter");
    const bool isModel = converter != configuration.end();
    if (isModel && (type == configuration.end() || *type != "MusicVAE"))
        return unsupported("is of a model that is no MusicVAE");
    const json& inner = isModel ? *converter : configuration;
    if (!inner.is_object() || !inner.contains("type") || !inner["type"].is_string() || !inner.contains("args") ||
        !inner["args"].is_object())
        return malformed("it names no converter");

    Arguments arguments(inner["args"]);
    auto codec = codecFrom(inner["type"].get<std::string>(), arguments);
    if (!codec)
        return fail(std::move(codec).error());
    ConverterConfig result{std::move(*codec), arguments.number("numSegments", 0), false};
    if (!arguments.status())
        return fail(arguments.status().error());
    const auto boolean = configuration.find("useBooleanDecoder");
    result.booleanOutput = boolean != configuration.end() && *boolean == true;
    if (auto status = readControls(configuration, result.codec); !status)
        return fail(std::move(status).error());
    if (auto status = validate(result.codec); !status)
        return fail(std::move(status).error(), "in the configuration beside the weights");
    return result;
}

Result<json> configurationOf(const Architecture& architecture) {
    if (auto status = checkPlayable(architecture); !status)
        return fail(std::move(status).error());
    auto converter = std::visit(ConverterOf{}, architecture.codec);
    if (!converter)
        return fail(std::move(converter).error());
    json& arguments = (*converter)["args"];
    const int steps = architecture.shape().steps;
    const auto* groove = std::get_if<GrooveCodecConfig>(&architecture.codec);
    arguments["numSteps"] = groove != nullptr ? groove->steps() : steps;
    if (!architecture.decoder.levelLengths.empty())
        arguments["numSegments"] = architecture.decoder.levelLengths.front();
    json configuration{{"type", "MusicVAE"}, {"dataConverter", std::move(*converter)}};
    const auto& outputs = architecture.decoder.outputs;
    if (std::ranges::any_of(outputs, [](const OutputPart& part) { return part.kind == OutputPart::Kind::Boolean; }))
        configuration["useBooleanDecoder"] = true;
    const auto* melody = std::get_if<MelodyCodecConfig>(&architecture.codec);
    const auto* performance = std::get_if<PerformanceCodecConfig>(&architecture.codec);
    if ((melody != nullptr && melody->chords) || (performance != nullptr && performance->chords))
        configuration["chordEncoder"] = kTriads;
    if (melody != nullptr && melody->key)
        configuration["conditionOnKey"] = true;
    return configuration;
}

} // namespace segue::magenta

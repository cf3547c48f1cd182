#include "core/architecture/CodecConfig.h"

#include "core/architecture/JsonFields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace segue::architecture {
namespace {

using nlohmann::json;

constexpr int kTriads = 49; // none, and 12 each of major, minor, augmented, diminished
constexpr int kTonics = 12;

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

TensorShape grooveShape(const GrooveCodecConfig& config) {
    const int drums = config.splitInstruments ? 1 : music::kDrumClasses;
    const int perDrum = config.velocityBins > 0 ? 1 + config.velocityBins + config.offsetBins : 3;
    TensorShape shape{config.steps(), drums * perDrum, drums * perDrum, 0};
    shape.control += config.hitsAsControls ? drums : 0;
    if (config.splitInstruments) {
        shape.steps *= music::kDrumClasses;
        shape.control += music::kDrumClasses;
    }
    return shape;
}

TensorShape performanceShape(const PerformanceCodecConfig& config) {
    const int bar = 4 * config.stepsPerQuarter;
    // note-ons, note-offs, time shifts, velocities, programs and drums, end
    const int depth = 128 + 128 + bar * config.bars + config.velocityBins + 129 + 1;
    return {config.instruments * config.eventsPerInstrument, depth, depth, config.chords ? kTriads : 0};
}

Status validateGrid(int bars, int stepsPerBeat) {
    if (auto status = inRange("codec.bars", bars, 1, 64); !status)
        return status;
    if (stepsPerBeat == 4 || stepsPerBeat == 12)
        return {};
    return fail(ErrorCode::InvalidArgument,
                "codec.steps_per_beat is " + std::to_string(stepsPerBeat) + "; it must be 4 or 12");
}

Status validatePitches(int lowest, int highest) {
    if (auto status = inRange("codec.lowest_pitch", lowest, 0, 127); !status)
        return status;
    return inRange("codec.highest_pitch", highest, lowest, 127);
}

Status validateDrumMap(const music::DrumMap& map, int fewest, int most) {
    if (auto status = music::validate(map, fewest, most); !status)
        return fail(status.error(), "in codec.drum_map");
    return {};
}

Status firstOf(std::initializer_list<Status> checks) {
    for (const Status& check : checks)
        if (!check)
            return check;
    return {};
}

Status validateGroove(const GrooveCodecConfig& config) {
    for (const int drum : config.addInstruments)
        if (auto status = inRange("codec.add_instruments", drum, 0, music::kDrumClasses - 1); !status)
            return status;
    if (!(config.noteDropout >= 0 && config.noteDropout <= 1))
        return fail(ErrorCode::InvalidArgument, "codec.note_dropout must be from 0 to 1");
    if ((config.velocityBins > 0) != (config.offsetBins > 0))
        return fail(ErrorCode::InvalidArgument, "codec.velocity_bins and codec.offset_bins need each other");
    if (config.velocityBins == 1 || config.offsetBins == 1)
        return fail(ErrorCode::InvalidArgument,
                    "codec.velocity_bins and codec.offset_bins must be 0, or from 2 to 127");
    return firstOf({validateGrid(config.bars, config.stepsPerBeat),
                    validateDrumMap(config.drumMap, music::kDrumClasses, music::kDrumClasses),
                    inRange("codec.velocity_bins", config.velocityBins, 0, 127),
                    inRange("codec.offset_bins", config.offsetBins, 0, 127)});
}

std::string_view nameOf(DrumsCodecConfig::Output output) {
    return output == DrumsCodecConfig::Output::Roll ? "roll" : "one-hot";
}

} // namespace

TensorShape tensorShape(const CodecConfig& config) {
    return std::visit(Overloaded{
                          [](const MelodyCodecConfig& melody) {
                              const int control = (melody.chords ? kTriads : 0) + (melody.key ? kTonics : 0);
                              return TensorShape{melody.steps(), melody.depth(), melody.depth(), control};
                          },
                          [](const DrumsCodecConfig& drums) {
                              const int classes = drums.drumMap.size();
                              const bool roll = drums.output == DrumsCodecConfig::Output::Roll;
                              return TensorShape{drums.steps(), classes + 1, roll ? classes : 1 << classes, 0};
                          },
                          [](const TrioCodecConfig& trio) {
                              const int depth =
                                  2 * (trio.highestPitch - trio.lowestPitch + 3) + (1 << trio.drumMap.size());
                              return TensorShape{trio.steps(), depth, depth, 0};
                          },
                          [](const GrooveCodecConfig& groove) { return grooveShape(groove); },
                          [](const PerformanceCodecConfig& performance) { return performanceShape(performance); },
                      },
                      config);
}

std::string_view typeName(const CodecConfig& config) {
    constexpr std::array<std::string_view, 5> kNames{"melody", "drums", "trio", "groove", "performance"};
    return kNames[config.index()];
}

Status validate(const CodecConfig& config) {
    return std::visit(Overloaded{
                          [](const MelodyCodecConfig& melody) {
                              return firstOf({validateGrid(melody.bars, melody.stepsPerBeat),
                                              validatePitches(melody.lowestPitch, melody.highestPitch)});
                          },
                          [](const DrumsCodecConfig& drums) {
                              const bool roll = drums.output == DrumsCodecConfig::Output::Roll;
                              return firstOf({validateGrid(drums.bars, drums.stepsPerBeat),
                                              validateDrumMap(drums.drumMap, 1, roll ? 61 : music::kDrumClasses)});
                          },
                          [](const TrioCodecConfig& trio) {
                              return firstOf({validateGrid(trio.bars, trio.stepsPerBeat),
                                              validatePitches(trio.lowestPitch, trio.highestPitch),
                                              inRange("codec.gap_bars", trio.gapBars, 0, trio.bars),
                                              validateDrumMap(trio.drumMap, 1, music::kDrumClasses)});
                          },
                          [](const GrooveCodecConfig& groove) { return validateGroove(groove); },
                          [](const PerformanceCodecConfig& performance) {
                              return firstOf(
                                  {inRange("codec.bars", performance.bars, 1, 4),
                                   inRange("codec.steps_per_quarter", performance.stepsPerQuarter, 1, 96),
                                   inRange("codec.velocity_bins", performance.velocityBins, 1, 127),
                                   inRange("codec.instruments", performance.instruments, 1, 64),
                                   inRange("codec.events_per_instrument", performance.eventsPerInstrument, 3, 4096)});
                          },
                      },
                      config);
}

json toJson(const CodecConfig& config) {
    json object = std::visit(Overloaded{
                                 [](const MelodyCodecConfig& melody) -> json {
                                     return {{"bars", melody.bars},
                                             {"steps_per_beat", melody.stepsPerBeat},
                                             {"lowest_pitch", melody.lowestPitch},
                                             {"highest_pitch", melody.highestPitch},
                                             {"melody_programs", melody.melodyPrograms},
                                             {"chords", melody.chords},
                                             {"key", melody.key}};
                                 },
                                 [](const DrumsCodecConfig& drums) -> json {
                                     return {{"bars", drums.bars},
                                             {"steps_per_beat", drums.stepsPerBeat},
                                             {"output", nameOf(drums.output)},
                                             {"drum_map", drumMapToJson(drums.drumMap)}};
                                 },
                                 [](const TrioCodecConfig& trio) -> json {
                                     return {{"bars", trio.bars},
                                             {"steps_per_beat", trio.stepsPerBeat},
                                             {"lowest_pitch", trio.lowestPitch},
                                             {"highest_pitch", trio.highestPitch},
                                             {"gap_bars", trio.gapBars},
                                             {"drum_map", drumMapToJson(trio.drumMap)}};
                                 },
                                 [](const GrooveCodecConfig& groove) -> json {
                                     return {{"bars", groove.bars},
                                             {"steps_per_beat", groove.stepsPerBeat},
                                             {"drum_map", drumMapToJson(groove.drumMap)},
                                             {"humanize", groove.humanize},
                                             {"fixed_velocities", groove.fixedVelocities},
                                             {"tapify", groove.tapify},
                                             {"add_instruments", groove.addInstruments},
                                             {"hits_as_controls", groove.hitsAsControls},
                                             {"note_dropout", groove.noteDropout},
                                             {"split_instruments", groove.splitInstruments},
                                             {"velocity_bins", groove.velocityBins},
                                             {"offset_bins", groove.offsetBins}};
                                 },
                                 [](const PerformanceCodecConfig& performance) -> json {
                                     return {{"bars", performance.bars},
                                             {"steps_per_quarter", performance.stepsPerQuarter},
                                             {"velocity_bins", performance.velocityBins},
                                             {"instruments", performance.instruments},
                                             {"events_per_instrument", performance.eventsPerInstrument},
                                             {"chords", performance.chords}};
                                 },
                             },
                             config);
    object["type"] = typeName(config);
    return object;
}

Result<CodecConfig> codecFromJson(const json& object) {
    if (!object.is_object())
        return fail(malformed("codec", "an object"));
    const auto type = string(object, "type");
    if (!type)
        return fail(type.error(), "in codec");

    FieldReader fields(object, "codec");
    CodecConfig config;
    if (*type == "melody") {
        MelodyCodecConfig melody;
        fields.required("bars", melody.bars);
        fields.optional("steps_per_beat", melody.stepsPerBeat);
        fields.optional("lowest_pitch", melody.lowestPitch);
        fields.optional("highest_pitch", melody.highestPitch);
        fields.optional("melody_programs", melody.melodyPrograms);
        fields.optional("chords", melody.chords);
        fields.optional("key", melody.key);
        config = melody;
    } else if (*type == "drums") {
        DrumsCodecConfig drums;
        std::string output(nameOf(drums.output));
        fields.required("bars", drums.bars);
        fields.optional("steps_per_beat", drums.stepsPerBeat);
        fields.optional("output", output);
        fields.optional("drum_map", drums.drumMap);
        if (output != "one-hot" && output != "roll")
            return fail(malformed("codec.output", "\"one-hot\" or \"roll\""));
        drums.output = output == "roll" ? DrumsCodecConfig::Output::Roll : DrumsCodecConfig::Output::OneHot;
        config = drums;
    } else if (*type == "trio") {
        TrioCodecConfig trio;
        fields.required("bars", trio.bars);
        fields.optional("steps_per_beat", trio.stepsPerBeat);
        fields.optional("lowest_pitch", trio.lowestPitch);
        fields.optional("highest_pitch", trio.highestPitch);
        fields.optional("gap_bars", trio.gapBars);
        fields.optional("drum_map", trio.drumMap);
        config = trio;
    } else if (*type == "groove") {
        GrooveCodecConfig groove;
        fields.required("bars", groove.bars);
        fields.required("drum_map", groove.drumMap);
        fields.optional("steps_per_beat", groove.stepsPerBeat);
        fields.optional("humanize", groove.humanize);
        fields.optional("fixed_velocities", groove.fixedVelocities);
        fields.optional("tapify", groove.tapify);
        fields.optional("add_instruments", groove.addInstruments);
        fields.optional("hits_as_controls", groove.hitsAsControls);
        fields.optional("note_dropout", groove.noteDropout);
        fields.optional("split_instruments", groove.splitInstruments);
        fields.optional("velocity_bins", groove.velocityBins);
        fields.optional("offset_bins", groove.offsetBins);
        config = groove;
    } else if (*type == "performance") {
        PerformanceCodecConfig performance;
        fields.required("bars", performance.bars);
        fields.optional("steps_per_quarter", performance.stepsPerQuarter);
        fields.optional("velocity_bins", performance.velocityBins);
        fields.optional("instruments", performance.instruments);
        fields.optional("events_per_instrument", performance.eventsPerInstrument);
        fields.optional("chords", performance.chords);
        config = performance;
    } else {
        return fail(ErrorCode::Unsupported, "This Segue has no codec \"" + *type + "\"");
    }
    if (auto status = fields.status(); !status)
        return fail(status.error());
    if (auto status = validate(config); !status)
        return fail(status.error());
    return config;
}

} // namespace segue::architecture

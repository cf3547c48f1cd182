#include "app/cli/TokensJson.h"

#include "app/cli/JsonLists.h"
#include "app/cli/PatternJson.h"
#include "core/codec/GrooveCodec.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace segue::cli {
namespace {

using architecture::CodecConfig;
using architecture::DrumsCodecConfig;
using architecture::GrooveCodecConfig;
using architecture::PerformanceCodecConfig;
using architecture::TrioCodecConfig;
using nlohmann::json;

std::size_t outputDepth(const CodecConfig& config) {
    return static_cast<std::size_t>(architecture::tensorShape(config).output);
}

/// How many classes each of the choices has that make a row of the output.
std::vector<std::size_t> choicesOf(const CodecConfig& config) {
    if (const auto* trio = std::get_if<TrioCodecConfig>(&config)) {
        const std::size_t drums = std::size_t{1} << trio->drumMap.size();
        const std::size_t voice = (outputDepth(config) - drums) / 2;
        return {voice, voice, drums};
    }
    return {outputDepth(config)};
}

bool isRoll(const CodecConfig& config) {
    const auto* drums = std::get_if<DrumsCodecConfig>(&config);
    return drums != nullptr && drums->output == DrumsCodecConfig::Output::Roll;
}

json number(float value) {
    if (value == std::trunc(value) && std::abs(value) < 1e6F)
        return static_cast<int>(value);
    return value;
}

/// The classes of a row: one number, or a list where there are several choices.
json tokensOf(std::span<const float> row, const std::vector<std::size_t>& choices) {
    json tokens = json::array();
    for (const std::size_t classes : choices) {
        const auto choice = row.first(classes);
        tokens.push_back(std::ranges::max_element(choice) - choice.begin());
        row = row.subspan(classes);
    }
    return choices.size() == 1 ? tokens.front() : tokens;
}

json tokensOf(std::span<const float> output, const CodecConfig& config) {
    const std::vector<std::size_t> choices = choicesOf(config);
    const std::size_t depth = outputDepth(config);
    const auto untilEnd = [&](std::span<const float> rows) {
        json tokens = json::array();
        for (; !rows.empty(); rows = rows.subspan(depth)) {
            const auto row = rows.first(depth);
            if (std::ranges::all_of(row, [](float value) { return value == 0; }))
                break;
            tokens.push_back(tokensOf(row, choices));
        }
        return tokens;
    };
    const auto* performance = std::get_if<PerformanceCodecConfig>(&config);
    if (performance == nullptr)
        return untilEnd(output);
    const std::size_t perInstrument = static_cast<std::size_t>(performance->eventsPerInstrument) * depth;
    json instruments = json::array();
    for (; !output.empty(); output = output.subspan(perInstrument))
        instruments.push_back(untilEnd(output.first(perInstrument)));
    return instruments;
}

Result<const json*> listOfAtMost(const json& value, std::size_t most, const std::string& where) {
    if (!value.is_array())
        return fail(ErrorCode::Malformed, where + " must be a list");
    if (value.size() > most)
        return fail(ErrorCode::ShapeMismatch,
                    where + " has " + std::to_string(value.size()) + " values; the model has " + std::to_string(most));
    return &value;
}

Status setToken(const json& value, std::span<float> choice, const std::string& where) {
    if (!value.is_number_unsigned() || value.get<std::size_t>() >= choice.size())
        return fail(ErrorCode::Malformed,
                    where + " must be a whole number from 0 to " + std::to_string(choice.size() - 1));
    choice[value.get<std::size_t>()] = 1;
    return {};
}

/// Fills the rows from the beginning of `rows` on. Their number must fit.
Status setTokens(const json& list, std::span<float> rows, const CodecConfig& config, const std::string& where) {
    const std::vector<std::size_t> choices = choicesOf(config);
    std::size_t at = 0;
    for (std::size_t row = 0; row < list.size(); ++row) {
        const std::string inRow = where + "[" + std::to_string(row) + "]";
        if (choices.size() > 1)
            if (auto status = checkLength(list[row], choices.size(), inRow); !status)
                return status;
        for (std::size_t choice = 0; choice < choices.size(); ++choice) {
            const json& token = choices.size() > 1 ? list[row][choice] : list[row];
            if (auto status = setToken(token, rows.subspan(at, choices[choice]), inRow); !status)
                return status;
            at += choices[choice];
        }
    }
    return {};
}

Result<std::vector<float>> performanceFromJson(const json& window, const PerformanceCodecConfig& performance,
                                               const std::string& where) {
    const std::size_t depth = outputDepth(performance);
    const auto events = static_cast<std::size_t>(performance.eventsPerInstrument);
    const auto instruments = static_cast<std::size_t>(performance.instruments);
    if (const auto list = listOfAtMost(window, instruments, where); !list)
        return fail(list.error());
    std::vector<float> output(instruments * events * depth);
    for (std::size_t instrument = 0; instrument < instruments; ++instrument) {
        const std::string inInstrument = where + "[" + std::to_string(instrument) + "]";
        const auto rows = std::span(output).subspan(instrument * events * depth, events * depth);
        const json track = instrument < window.size() ? window[instrument] : json::array();
        if (const auto list = listOfAtMost(track, events, inInstrument); !list)
            return fail(list.error());
        if (auto status = setTokens(track, rows, performance, inInstrument); !status)
            return fail(status.error());
        const bool isEnded = !track.empty() && track.back() == depth - 1;
        if (!isEnded && track.size() < events)
            rows[track.size() * depth + depth - 1] = 1;
    }
    return output;
}

Result<std::vector<float>> stepsFromJson(const json& window, const CodecConfig& config, const std::string& where) {
    const std::size_t depth = outputDepth(config);
    const auto list = listOfAtMost(window, static_cast<std::size_t>(architecture::tensorShape(config).steps), where);
    if (!list)
        return fail(list.error());
    std::vector<float> output(window.size() * depth);
    if (!isRoll(config)) {
        if (auto status = setTokens(window, output, config, where); !status)
            return fail(status.error());
        return output;
    }
    for (std::size_t step = 0; step < window.size(); ++step) {
        const std::string inStep = where + "[" + std::to_string(step) + "]";
        if (auto status = checkLength(window[step], depth, inStep); !status)
            return fail(status.error());
        for (std::size_t drum = 0; drum < depth; ++drum) {
            const auto value = numberIn(window[step][drum], inStep);
            if (!value)
                return fail(value.error());
            output[step * depth + drum] = static_cast<float>(*value);
        }
    }
    return output;
}

Result<std::vector<std::vector<float>>> groovesFromJson(const json& document, const GrooveCodecConfig& config) {
    const auto patterns = patternsFromJson(document, config.steps(), config.stepsPerBeat);
    if (!patterns)
        return fail(patterns.error());
    const codec::GrooveCodec codec(config);
    const auto shape = architecture::tensorShape(config);
    std::vector<std::vector<float>> outputs;
    for (const music::DrumPattern& pattern : *patterns) {
        outputs.emplace_back(static_cast<std::size_t>(shape.steps) * static_cast<std::size_t>(shape.output));
        codec.toTensor(pattern, outputs.back());
    }
    return outputs;
}

} // namespace

json outputsToJson(const CodecConfig& config, const std::vector<std::span<const float>>& outputs) {
    if (const auto* groove = std::get_if<GrooveCodecConfig>(&config)) {
        const codec::GrooveCodec codec(*groove);
        std::vector<music::DrumPattern> patterns;
        for (const auto output : outputs)
            patterns.push_back(codec.fromTensor(output));
        return patternsToJson(patterns);
    }
    json list = json::array();
    for (const auto output : outputs)
        list.push_back(isRoll(config) ? rowsToJson(output, static_cast<int>(outputDepth(config)))
                                      : tokensOf(output, config));
    return {{isRoll(config) ? "rolls" : "tokens", std::move(list)}};
}

Result<std::vector<std::vector<float>>> outputsFromJson(const json& document, const CodecConfig& config) {
    if (const auto* groove = std::get_if<GrooveCodecConfig>(&config))
        return groovesFromJson(document, *groove);
    const std::string name = isRoll(config) ? "rolls" : "tokens";
    const auto windows = listIn(document, name);
    if (!windows)
        return fail(windows.error());
    std::vector<std::vector<float>> outputs;
    for (const json& window : **windows) {
        const std::string where = name + "[" + std::to_string(outputs.size()) + "]";
        const auto* performance = std::get_if<PerformanceCodecConfig>(&config);
        auto output = performance != nullptr ? performanceFromJson(window, *performance, where)
                                             : stepsFromJson(window, config, where);
        if (!output)
            return fail(output.error());
        outputs.push_back(std::move(*output));
    }
    return outputs;
}

json rowsToJson(std::span<const float> tensor, int depth) {
    json rows = json::array();
    for (const auto width = static_cast<std::size_t>(depth); tensor.size() >= width; tensor = tensor.subspan(width)) {
        json row = json::array();
        std::ranges::transform(tensor.first(width), std::back_inserter(row), number);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace segue::cli

#include "training/Hyperparameters.h"

#include "training/HyperparameterFields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <span>
#include <variant>

namespace segue::training {
namespace {

using nlohmann::json;

using Place = HyperparameterPlace;

// The names of choices, in the order of their values.
constexpr std::array<std::string_view, 2> kLearningRateSchedules{"cosine", "exponential"};
constexpr std::array<std::string_view, 3> kSamplingSchedules{"constant", "inverse_sigmoid", "exponential"};

std::span<const std::string_view> namesOf(LearningRateSchedule) {
    return kLearningRateSchedules;
}

std::span<const std::string_view> namesOf(SamplingSchedule) {
    return kSamplingSchedules;
}

template <class Choice>
std::string nameOf(Choice choice) {
    return std::string(namesOf(choice)[static_cast<std::size_t>(choice)]);
}

/// Overloads for std::visit.
template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

template <class Number>
bool parseNumber(std::string_view text, Number& out) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return false;
    out = value;
    return true;
}

bool parseList(std::string_view text, std::vector<int>& out) {
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    std::vector<int> values;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        int value = 0;
        if (!parseNumber(trimmed(text.substr(0, comma)), value))
            return false;
        values.push_back(value);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    out = values;
    return !values.empty();
}

bool parseFlag(std::string_view text, bool& out) {
    if (text != "true" && text != "false" && text != "True" && text != "False" && text != "1" && text != "0")
        return false;
    out = text == "true" || text == "True" || text == "1";
    return true;
}

bool parseFlagOrNothing(std::string_view text, std::optional<bool>& out) {
    if (text == "null") {
        out.reset();
        return true;
    }
    return parseFlag(text, out.emplace());
}

template <class Choice>
bool parseChoice(std::string_view text, Choice& out) {
    const auto names = namesOf(out);
    const auto at = std::ranges::find(names, text);
    if (at == names.end())
        return false;
    out = static_cast<Choice>(at - names.begin());
    return true;
}

bool parse(std::string_view text, const Place& place) {
    return std::visit(
        Match{[&](int* at) { return parseNumber(text, *at); }, [&](double* at) { return parseNumber(text, *at); },
              [&](std::int64_t* at) { return parseNumber(text, *at); }, [&](bool* at) { return parseFlag(text, *at); },
              [&](std::optional<bool>* at) { return parseFlagOrNothing(text, *at); },
              [&](std::vector<int>* at) { return parseList(text, *at); },
              [&](auto* at) { return parseChoice(text, *at); }},
        place);
}

Error unknownName(std::string_view name) {
    std::string known;
    for (const HyperparameterField& field : hyperparameterFields())
        known += (known.empty() ? "" : ", ") + std::string(field.name);
    return Error(ErrorCode::InvalidArgument,
                 "There is no hyper-parameter \"" + std::string(name) + "\"; the ones there are: " + known);
}

bool isTrue(std::string_view text) {
    bool value = false;
    return parseFlag(text, value) && value;
}

/// What becomes of a parameter of Magenta's that Segue has not: agreed with, nothing; else a note or an error.
/// Nothing at all where it is none of these.
std::optional<Result<std::string>> answerToMagenta(std::string_view name, std::string_view value) {
    const auto agree = [] { return Result<std::string>(std::string()); };
    const auto refuse = [&](const char* reason) {
        return Result<std::string>(
            fail(ErrorCode::Unsupported, std::string(name) + "=" + std::string(value) + ": " + reason));
    };
    if (name == "conditional")
        return isTrue(value) ? agree() : refuse("Segue learns no decoders that hear no z");
    if (name == "clip_mode")
        return value == "global_norm" ? agree() : refuse("Segue shortens a gradient as a whole, as global_norm says");
    if (name == "use_cudnn")
        return Result<std::string>("use_cudnn has no effect: LibTorch chooses how a device computes");
    if (name == "max_seq_len")
        return Result<std::string>("max_seq_len has no effect: the bars of the configuration say how long a window is");
    return {};
}

Result<std::string> applyOne(Hyperparameters& parameters, std::string_view item) {
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(item) + "\" is no hyper-parameter: write name=value, parted by commas");
    const auto name = trimmed(item.substr(0, equals));
    const auto value = trimmed(item.substr(equals + 1));
    if (const auto answer = answerToMagenta(name, value))
        return *answer;
    for (const HyperparameterField& field : hyperparameterFields()) {
        if (name != field.name)
            continue;
        if (!parse(value, field.place(parameters)))
            return fail(ErrorCode::InvalidArgument,
                        "\"" + std::string(value) + "\" is no value for " + field.name + " (" + field.meaning + ")");
        return std::string();
    }
    return fail(unknownName(name));
}

Status checkRange(const HyperparameterField& field, double value) {
    if (value >= field.low && value <= field.high)
        return {};
    return fail(ErrorCode::InvalidArgument, std::string(field.name) + " is " + json(value).dump() +
                                                "; it must be from " + json(field.low).dump() + " to " +
                                                json(field.high).dump());
}

/// The rate means something else under each schedule.
Status checkSampling(const Hyperparameters& parameters) {
    const double rate = parameters.samplingRate;
    std::string range;
    if (parameters.samplingSchedule == SamplingSchedule::Constant && rate > 1.0)
        range = "from 0 to 1";
    if (parameters.samplingSchedule == SamplingSchedule::InverseSigmoid && rate < 1.0)
        range = "at least 1";
    if (parameters.samplingSchedule == SamplingSchedule::Exponential && (rate <= 0.0 || rate >= 1.0))
        range = "between 0 and 1";
    if (range.empty())
        return {};
    return fail(ErrorCode::InvalidArgument, "sampling_rate is " + json(rate).dump() + "; under the schedule " +
                                                nameOf(parameters.samplingSchedule) + " it must be " + range);
}

} // namespace

Result<std::vector<std::string>> applyOverrides(Hyperparameters& parameters, std::string_view text) {
    std::vector<std::string> notes;
    std::size_t start = 0;
    int depth = 0; // inside brackets a comma parts the list's numbers
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '[')
            ++depth;
        if (i < text.size() && text[i] == ']')
            --depth;
        if (i < text.size() && (text[i] != ',' || depth > 0))
            continue;
        const auto item = trimmed(text.substr(start, i - start));
        start = i + 1;
        if (item.empty())
            continue;
        auto note = applyOne(parameters, item);
        if (!note)
            return fail(note.error());
        if (!note->empty())
            notes.push_back(std::move(*note));
    }
    if (auto status = validate(parameters); !status)
        return fail(status.error());
    return notes;
}

Status validate(const Hyperparameters& parameters) {
    Hyperparameters copy = parameters;
    for (const HyperparameterField& field : hyperparameterFields()) {
        const auto check = [&](auto* at) -> Status { return checkRange(field, static_cast<double>(*at)); };
        const Status status =
            std::visit(Match{[&](int* at) { return check(at); }, [&](double* at) { return check(at); },
                             [&](std::int64_t* at) { return check(at); }, [](auto*) { return Status(); },
                             [&](std::vector<int>* at) {
                                 for (int& size : *at)
                                     if (auto one = check(&size); !one)
                                         return one;
                                 return Status();
                             }},
                       field.place(copy));
        if (!status)
            return status;
    }
    return checkSampling(parameters);
}

architecture::Architecture withSizes(architecture::Architecture architecture, const Hyperparameters& parameters) {
    if (parameters.latentSize > 0)
        architecture.latentSize = parameters.latentSize;
    if (!parameters.encoderSizes.empty())
        architecture.encoder.sizes = parameters.encoderSizes;
    if (!parameters.decoderSizes.empty())
        architecture.decoder.sizes = parameters.decoderSizes;
    if (!parameters.controlSizes.empty() && !architecture.decoder.controlSizes.empty())
        architecture.decoder.controlSizes = parameters.controlSizes;
    architecture.encoder.residual = parameters.residualEncoder.value_or(architecture.encoder.residual);
    architecture.decoder.residual = parameters.residualDecoder.value_or(architecture.decoder.residual);
    return architecture;
}

json toJson(const Hyperparameters& parameters) {
    Hyperparameters copy = parameters;
    json object = json::object();
    for (const HyperparameterField& field : hyperparameterFields())
        std::visit(Match{[&](auto* at) { object[field.name] = *at; },
                         [&](std::optional<bool>* at) { object[field.name] = *at ? json(**at) : json(); },
                         [&](LearningRateSchedule* at) { object[field.name] = nameOf(*at); },
                         [&](SamplingSchedule* at) { object[field.name] = nameOf(*at); }},
                   field.place(copy));
    return object;
}

Result<Hyperparameters> hyperparametersFromJson(const json& object) {
    if (!object.is_object())
        return fail(ErrorCode::Malformed, "The hyper-parameters must be a JSON object");
    Hyperparameters parameters;
    for (const HyperparameterField& field : hyperparameterFields()) {
        const auto at = object.find(field.name);
        if (at == object.end())
            continue;
        const Place place = field.place(parameters);
        if (auto* const* list = std::get_if<std::vector<int>*>(&place);
            list != nullptr && at->is_array() && at->empty()) {
            (*list)->clear();
            continue;
        }
        const std::string text = at->is_string() ? at->get<std::string>() : at->dump();
        if (!parse(text, place))
            return fail(ErrorCode::Malformed,
                        std::string("The hyper-parameter ") + field.name + " has the value " + text);
    }
    if (auto status = validate(parameters); !status)
        return fail(ErrorCode::Malformed, status.error().message());
    return parameters;
}

std::vector<HyperparameterHelp> hyperparameterHelp() {
    std::vector<HyperparameterHelp> help;
    for (const HyperparameterField& field : hyperparameterFields())
        help.push_back({field.name, field.meaning, field.more, field.less});
    return help;
}

} // namespace segue::training

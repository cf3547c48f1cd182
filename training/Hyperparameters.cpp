#include "training/Hyperparameters.h"

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

/// Where a parameter lives, by its type.
using Place =
    std::variant<int*, double*, bool*, std::int64_t*, std::vector<int>*, LearningRateSchedule*, SamplingSchedule*>;

struct Field {
    const char* name; ///< Magenta's where it has one
    const char* meaning;
    double low = 0.0;
    double high = 0.0;
    std::function<Place(Hyperparameters&)> place;
};

constexpr double kMuch = 1e9;

const std::vector<Field>& fields() {
    using H = Hyperparameters;
    static const std::vector<Field> all{
        {"batch_size", "examples a step", 1, 65536, [](H& h) { return Place(&h.batchSize); }},
        {"learning_rate", "Adam's learning rate at its highest", 0, 1, [](H& h) { return Place(&h.learningRate); }},
        {"min_learning_rate", "what it falls to", 0, 1, [](H& h) { return Place(&h.minLearningRate); }},
        {"schedule", "of the learning rate: cosine or exponential", 0, 0, [](H& h) { return Place(&h.schedule); }},
        {"decay_rate", "of the exponential schedule, a step", 0, 1, [](H& h) { return Place(&h.decayRate); }},
        {"warmup_steps", "of the cosine schedule", 0, kMuch, [](H& h) { return Place(&h.warmupSteps); }},
        {"free_bits", "KL in bits that an example has free, over all of z", 0, kMuch,
         [](H& h) { return Place(&h.freeBits); }},
        {"max_beta", "weight of the KL beyond the free bits", 0, kMuch, [](H& h) { return Place(&h.maxBeta); }},
        {"beta_rate", "beta = max_beta * (1 - beta_rate^step)", 0, 1, [](H& h) { return Place(&h.betaRate); }},
        {"grad_clip", "longest global norm of a gradient", 1e-9, kMuch, [](H& h) { return Place(&h.gradClip); }},
        {"grad_norm_clip_to_zero", "a gradient longer than this is skipped", 1e-9, 1e30,
         [](H& h) { return Place(&h.gradSkip); }},
        {"dropout_keep_prob", "of the inputs of LSTM layers", 1e-6, 1, [](H& h) { return Place(&h.dropoutKeep); }},
        {"previous_output_dropout", "chance that a decoder step does not see the true output before it", 0, 1,
         [](H& h) { return Place(&h.previousDropout); }},
        {"sampling_schedule", "of scheduled sampling: constant, inverse_sigmoid or exponential", 0, 0,
         [](H& h) { return Place(&h.samplingSchedule); }},
        {"sampling_rate", "chance that a decoder step hears the decoder itself; or the schedule's k", 0, kMuch,
         [](H& h) { return Place(&h.samplingRate); }},
        {"velocity_weight", "of the velocity loss", 0, kMuch, [](H& h) { return Place(&h.velocityWeight); }},
        {"offset_weight", "of the timing loss", 0, kMuch, [](H& h) { return Place(&h.offsetWeight); }},
        {"losses_on_hits_only", "velocity and timing losses count only at hits", 0, 1,
         [](H& h) { return Place(&h.lossesOnHitsOnly); }},
        {"head_deviation", "of the first weights of mean and sigma", 0, 10,
         [](H& h) { return Place(&h.headDeviation); }},
        {"state_deviation", "of the first weights from z to the decoder's state", 0, 10,
         [](H& h) { return Place(&h.stateDeviation); }},
        {"seed", "of everything drawn at random", 0, 9e15, [](H& h) { return Place(&h.seed); }},
        {"augment_shift", "chance that a window starts off the bar line", 0, 1,
         [](H& h) { return Place(&h.augmentation.shiftChance); }},
        {"augment_swap", "chance that its second half comes from another", 0, 1,
         [](H& h) { return Place(&h.augmentation.swapChance); }},
        {"augment_drop_drum", "chance that a drum is left out", 0, 1,
         [](H& h) { return Place(&h.augmentation.dropDrumChance); }},
        {"augment_drop_notes", "highest share of notes left out", 0, 1,
         [](H& h) { return Place(&h.augmentation.dropNotes); }},
        {"augment_velocity", "range of the factor on velocities, around 1", 0, 1,
         [](H& h) { return Place(&h.augmentation.velocityRange); }},
        {"augment_offset", "deviation of the shift of all offsets, in half steps", 0, 1,
         [](H& h) { return Place(&h.augmentation.offsetDeviation); }},
        {"augment_transpose", "farthest that notes are moved, in semitones", 0, 24,
         [](H& h) { return Place(&h.augmentation.transpose); }},
        {"magenta_windows", "cut pieces into windows by Magenta's rules, which use less of them", 0, 1,
         [](H& h) { return Place(&h.magentaWindows); }},
        {"windows_per_song", "drawn anew for each epoch; 0 is all", 0, kMuch,
         [](H& h) { return Place(&h.windowsPerSong); }},
        {"z_size", "size of the latent vector; 0 is the configuration's", 0, 4096,
         [](H& h) { return Place(&h.latentSize); }},
        {"enc_rnn_size", "units a direction of the encoder's layers, as [256]", 1, 8192,
         [](H& h) { return Place(&h.encoderSizes); }},
        {"dec_rnn_size", "units of the decoder's layers, as [256,256]", 1, 8192,
         [](H& h) { return Place(&h.decoderSizes); }},
    };
    return all;
}

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
    if (text != "true" && text != "false" && text != "1" && text != "0")
        return false;
    out = text == "true" || text == "1";
    return true;
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
              [&](std::vector<int>* at) { return parseList(text, *at); },
              [&](auto* at) { return parseChoice(text, *at); }},
        place);
}

Error unknownName(std::string_view name) {
    std::string known;
    for (const Field& field : fields())
        known += (known.empty() ? "" : ", ") + std::string(field.name);
    return Error(ErrorCode::InvalidArgument,
                 "There is no hyper-parameter \"" + std::string(name) + "\"; the ones there are: " + known);
}

Status applyOne(Hyperparameters& parameters, std::string_view item) {
    const std::size_t equals = item.find('=');
    if (equals == std::string_view::npos)
        return fail(ErrorCode::InvalidArgument,
                    "\"" + std::string(item) + "\" is no hyper-parameter: write name=value, parted by commas");
    const auto name = trimmed(item.substr(0, equals));
    const auto value = trimmed(item.substr(equals + 1));
    for (const Field& field : fields()) {
        if (name != field.name)
            continue;
        if (!parse(value, field.place(parameters)))
            return fail(ErrorCode::InvalidArgument,
                        "\"" + std::string(value) + "\" is no value for " + field.name + " (" + field.meaning + ")");
        return {};
    }
    return fail(unknownName(name));
}

Status checkRange(const Field& field, double value) {
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

Status applyOverrides(Hyperparameters& parameters, std::string_view text) {
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
        if (auto status = applyOne(parameters, item); !status)
            return status;
    }
    return validate(parameters);
}

Status validate(const Hyperparameters& parameters) {
    Hyperparameters copy = parameters;
    for (const Field& field : fields()) {
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
    return architecture;
}

json toJson(const Hyperparameters& parameters) {
    Hyperparameters copy = parameters;
    json object = json::object();
    for (const Field& field : fields())
        std::visit(Match{[&](auto* at) { object[field.name] = *at; },
                         [&](LearningRateSchedule* at) { object[field.name] = nameOf(*at); },
                         [&](SamplingSchedule* at) { object[field.name] = nameOf(*at); }},
                   field.place(copy));
    return object;
}

Result<Hyperparameters> hyperparametersFromJson(const json& object) {
    if (!object.is_object())
        return fail(ErrorCode::Malformed, "The hyper-parameters must be a JSON object");
    Hyperparameters parameters;
    for (const Field& field : fields()) {
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
    for (const Field& field : fields())
        help.push_back({field.name, field.meaning});
    return help;
}

} // namespace segue::training

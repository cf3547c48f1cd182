#include "core/runs/RunReports.h"

#include <array>
#include <cmath>
#include <utility>

namespace segue::runs {
namespace {

using nlohmann::json;

template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

constexpr Names<RunState, 6> kStateNames{{{RunState::Starting, "starting"},
                                          {RunState::Training, "training"},
                                          {RunState::Paused, "paused"},
                                          {RunState::Stopped, "stopped"},
                                          {RunState::Finished, "finished"},
                                          {RunState::Failed, "failed"}}};

constexpr Names<WarningKind, 5> kWarningNames{{{WarningKind::LittleData, "little_data"},
                                               {WarningKind::KlCollapsed, "kl_collapsed"},
                                               {WarningKind::Overfitting, "overfitting"},
                                               {WarningKind::Diverging, "diverging"},
                                               {WarningKind::SkippedSteps, "skipped_steps"}}};

template <class Table, class Value>
std::string_view nameIn(const Table& names, Value value) {
    for (const auto& [known, text] : names)
        if (known == value)
            return text;
    return "";
}

/// False if the text is no name.
template <class Table, class Value>
bool readName(const Table& names, const std::string& text, Value& value) {
    for (const auto& [known, name] : names) {
        if (text != name)
            continue;
        value = known;
        return true;
    }
    return false;
}

/// A number that must be there. JSON has no infinity: dump() writes null for what is not finite.
double number(const json& object, const char* field) {
    const json& value = object.at(field);
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

/// A number that is NaN where earlier versions did not write it.
double numberIfThere(const json& object, const char* field) {
    return object.contains(field) ? number(object, field) : std::numeric_limits<double>::quiet_NaN();
}

/// Throws json::exception when a field is missing or of a wrong kind, as do all that follow.
TrainingReport trainingReport(const json& object) {
    TrainingReport report;
    report.step = object.at("step").get<std::int64_t>();
    report.totalSteps = object.at("total_steps").get<std::int64_t>();
    report.epoch = number(object, "epoch");
    report.loss = number(object, "loss");
    report.reconstruction = number(object, "reconstruction");
    report.klBits = number(object, "kl_bits");
    report.beta = number(object, "beta");
    report.learningRate = number(object, "learning_rate");
    report.gradientNorm = number(object, "gradient_norm");
    report.hitAccuracy = number(object, "hit_accuracy");
    report.accuracy = numberIfThere(object, "accuracy");
    report.examplesPerSecond = number(object, "examples_per_second");
    report.secondsLeft = number(object, "seconds_left");
    report.skippedSteps = object.value("skipped_steps", std::int64_t{0});
    return report;
}

EvaluationReport evaluationReport(const json& object) {
    EvaluationReport report;
    report.step = object.at("step").get<std::int64_t>();
    report.loss = number(object, "loss");
    report.reconstruction = number(object, "reconstruction");
    report.klBits = number(object, "kl_bits");
    report.hitF1 = number(object, "hit_f1");
    report.accuracy = numberIfThere(object, "accuracy");
    report.velocityError = number(object, "velocity_error");
    report.timingErrorMs = number(object, "timing_error_ms");
    if (const auto measures = object.find("measures"); measures != object.end())
        for (const auto& [name, value] : measures->get<json::object_t>())
            report.measures[name] = number(*measures, name.c_str());
    report.checkpoint = object.at("checkpoint").get<std::string>();
    report.samples = object.value("samples", std::string());
    return report;
}

bool readState(const json& object, StateReport& state) {
    StateReport read;
    if (!readName(kStateNames, object.at("state").get<std::string>(), read.state))
        return false;
    read.message = object.at("message").get<std::string>();
    state = std::move(read);
    return true;
}

/// Kinds that a later version has added are left out.
std::vector<Warning> readWarnings(const json& object) {
    std::vector<Warning> warnings;
    for (const json& entry : object.at("warnings")) {
        Warning warning{{}, entry.at("message").get<std::string>()};
        if (readName(kWarningNames, entry.at("kind").get<std::string>(), warning.kind))
            warnings.push_back(std::move(warning));
    }
    return warnings;
}

/// What a resumed run learns anew takes the place of what was lost.
template <class Report>
void append(std::vector<Report>& reports, Report report) {
    while (!reports.empty() && reports.back().step >= report.step)
        reports.pop_back();
    reports.push_back(std::move(report));
}

template <class Report>
void cutBehind(std::vector<Report>& reports, std::int64_t step) {
    while (!reports.empty() && reports.back().step > step)
        reports.pop_back();
}

} // namespace

double score(const EvaluationReport& report) {
    return std::isnan(report.hitF1) ? report.accuracy : report.hitF1;
}

void RunHistory::add(TrainingReport report) {
    append(training, std::move(report));
}

void RunHistory::add(EvaluationReport report) {
    append(evaluations, std::move(report));
}

void RunHistory::resumeAt(std::int64_t step) {
    cutBehind(training, step);
    cutBehind(evaluations, step);
}

std::string_view name(RunState state) {
    return nameIn(kStateNames, state);
}

json toJson(const TrainingReport& report) {
    return {{"type", "training"},
            {"step", report.step},
            {"total_steps", report.totalSteps},
            {"epoch", report.epoch},
            {"loss", report.loss},
            {"reconstruction", report.reconstruction},
            {"kl_bits", report.klBits},
            {"beta", report.beta},
            {"learning_rate", report.learningRate},
            {"gradient_norm", report.gradientNorm},
            {"hit_accuracy", report.hitAccuracy},
            {"accuracy", report.accuracy},
            {"examples_per_second", report.examplesPerSecond},
            {"seconds_left", report.secondsLeft},
            {"skipped_steps", report.skippedSteps}};
}

json toJson(const EvaluationReport& report) {
    return {{"type", "evaluation"},
            {"step", report.step},
            {"loss", report.loss},
            {"reconstruction", report.reconstruction},
            {"kl_bits", report.klBits},
            {"hit_f1", report.hitF1},
            {"accuracy", report.accuracy},
            {"velocity_error", report.velocityError},
            {"timing_error_ms", report.timingErrorMs},
            {"measures", report.measures},
            {"checkpoint", report.checkpoint},
            {"samples", report.samples}};
}

json toJson(const StateReport& report) {
    return {{"type", "state"}, {"state", name(report.state)}, {"message", report.message}};
}

json toJson(const std::vector<Warning>& warnings) {
    json list = json::array();
    for (const Warning& warning : warnings)
        list.push_back({{"kind", nameIn(kWarningNames, warning.kind)}, {"message", warning.message}});
    return {{"type", "warnings"}, {"warnings", std::move(list)}};
}

json resumedLine(std::int64_t step) {
    return {{"type", "resumed"}, {"step", step}};
}

bool addLine(RunHistory& history, std::string_view line) {
    try {
        const json object = json::parse(line);
        const auto type = object.at("type").get<std::string>();
        if (type == "training")
            history.add(trainingReport(object));
        else if (type == "evaluation")
            history.add(evaluationReport(object));
        else if (type == "warnings")
            history.warnings = readWarnings(object);
        else if (type == "resumed")
            history.resumeAt(object.at("step").get<std::int64_t>());
        else
            return type == "state" && readState(object, history.state);
        return true;
    } catch (const json::exception&) {
        return false;
    }
}

} // namespace segue::runs

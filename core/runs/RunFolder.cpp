#include "core/runs/RunFolder.h"

#include <array>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace segue::runs {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<RunState, std::string_view>, 6> kStateNames{{{RunState::Starting, "starting"},
                                                                            {RunState::Training, "training"},
                                                                            {RunState::Paused, "paused"},
                                                                            {RunState::Stopped, "stopped"},
                                                                            {RunState::Finished, "finished"},
                                                                            {RunState::Failed, "failed"}}};
/// A line longer than this is no report.
constexpr std::size_t kLongestLine = 1 << 20;
/// Read at a time, so that a huge file does not stall who polls.
constexpr std::size_t kChunk = 4 << 20;

/// A number that must be there. JSON has no infinity: dump() writes null for what is not finite.
double number(const json& object, const char* field) {
    const json& value = object.at(field);
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

/// A number that is NaN where earlier versions did not write it.
double numberIfThere(const json& object, const char* field) {
    return object.contains(field) ? number(object, field) : std::numeric_limits<double>::quiet_NaN();
}

/// Throws json::exception when a field is missing or of a wrong kind.
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
    return report;
}

/// False if the text names no state.
bool readState(const json& object, StateReport& state) {
    const auto text = object.at("state").get<std::string>();
    for (const auto& [value, stateName] : kStateNames) {
        if (text != stateName)
            continue;
        state = {value, object.at("message").get<std::string>()};
        return true;
    }
    return false;
}

/// What a resumed run learns anew takes the place of what was lost.
template <class Report>
void append(std::vector<Report>& reports, Report report) {
    while (!reports.empty() && reports.back().step >= report.step)
        reports.pop_back();
    reports.push_back(std::move(report));
}

} // namespace

double score(const EvaluationReport& report) {
    return std::isnan(report.hitF1) ? report.accuracy : report.hitF1;
}

std::string_view name(RunState state) {
    for (const auto& [value, stateName] : kStateNames)
        if (value == state)
            return stateName;
    return "";
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
            {"seconds_left", report.secondsLeft}};
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
            {"checkpoint", report.checkpoint}};
}

json toJson(const StateReport& report) {
    return {{"type", "state"}, {"state", name(report.state)}, {"message", report.message}};
}

Result<bool> MetricsReader::poll() {
    const auto path = m_folder / kMetricsName;
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory)
        return false;
    if (error)
        return fail(ErrorCode::Unreadable, "Cannot read " + path.string() + ": " + error.message());
    if (size < m_offset) {
        m_history = {};
        m_partial.clear();
        m_offset = 0;
    }
    if (size == m_offset)
        return false;
    std::ifstream file(path, std::ios::binary);
    if (!file || !file.seekg(static_cast<std::streamoff>(m_offset)))
        return fail(ErrorCode::Unreadable, "Cannot read " + path.string());

    bool any = false;
    std::string chunk(kChunk, '\0');
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        const auto got = static_cast<std::size_t>(file.gcount());
        m_offset += got;
        m_partial.append(chunk, 0, got);
        any = any || m_partial.find('\n') != std::string::npos;
        takeLines();
    }
    return any;
}

void MetricsReader::takeLines() {
    std::size_t start = 0;
    for (std::size_t end = m_partial.find('\n'); end != std::string::npos; end = m_partial.find('\n', start)) {
        takeLine(std::string_view(m_partial).substr(start, end - start));
        start = end + 1;
    }
    m_partial.erase(0, start);
    if (m_partial.size() > kLongestLine)
        m_partial.assign(1, '?'); // what follows up to the line's end will not be understood, and is counted then
}

void MetricsReader::takeLine(std::string_view line) {
    try {
        const json object = json::parse(line);
        const auto type = object.at("type").get<std::string>();
        if (type == "training")
            append(m_history.training, trainingReport(object));
        else if (type == "evaluation")
            append(m_history.evaluations, evaluationReport(object));
        else if (type != "state" || !readState(object, m_history.state))
            ++m_skippedLines;
    } catch (const json::exception&) {
        ++m_skippedLines;
    }
}

bool isBeingWritten(const std::filesystem::path& runFolder) {
    const int file = ::open((runFolder / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool isHeld = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(file); // and what was taken is given back
    return isHeld;
}

Result<std::filesystem::path> newestModel(const std::filesystem::path& runFolder) {
    for (const char* const candidate : {kLastModelName, kBestModelName}) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(runFolder / candidate, ignored))
            return runFolder / candidate;
    }
    return fail(ErrorCode::NotFound, "There is no model in " + runFolder.string() + " yet");
}

} // namespace segue::runs

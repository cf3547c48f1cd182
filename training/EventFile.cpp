#include "training/EventFile.h"

#include "core/base/SystemError.h"
#include "core/files/TfRecord.h"
#include "training/event.pb.h"

#include <array>
#include <chrono>
#include <cmath>
#include <unistd.h>

namespace segue::training {
namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// "events.out.tfevents.1700000000.my-machine": TensorBoard reads the files of a folder in the order of their names.
std::filesystem::path newName(const std::filesystem::path& folder) {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0 || host[0] == '\0')
        host = {"localhost"};
    std::string name = "events.out.tfevents." + std::to_string(static_cast<std::int64_t>(now())) + "." + host.data();
    std::error_code ignored;
    while (std::filesystem::exists(folder / name, ignored))
        name += ".again"; // started twice within a second
    return folder / name;
}

std::string recordOf(const events::Event& event) {
    const std::string message = event.SerializeAsString();
    std::vector<std::byte> record;
    files::appendTfRecord(record, std::as_bytes(std::span(message)));
    return {reinterpret_cast<const char*>(record.data()), record.size()};
}

events::Event eventAt(std::int64_t step) {
    events::Event event;
    event.set_wall_time(now());
    event.set_step(step);
    return event;
}

} // namespace

std::vector<Scalar> scalarsOf(const runs::TrainingReport& report) {
    std::vector<Scalar> scalars{{"loss", report.loss},
                                {"losses/r_loss", report.reconstruction},
                                {"losses/kl_bits", report.klBits},
                                {"losses/kl_beta", report.beta},
                                {"learning_rate", report.learningRate},
                                {"global_norm", report.gradientNorm},
                                {"metrics/accuracy", report.accuracy},
                                {"metrics/hit_f1", report.hitAccuracy},
                                {"examples_per_second", report.examplesPerSecond},
                                {"skipped_steps", static_cast<double>(report.skippedSteps)}};
    if (report.beta > 0.0)
        scalars.push_back({"losses/kl_loss", (report.loss - report.reconstruction) / report.beta});
    std::erase_if(scalars, [](const Scalar& scalar) { return std::isnan(scalar.value); });
    return scalars;
}

std::vector<Scalar> scalarsOf(const runs::EvaluationReport& report) {
    std::vector<Scalar> scalars{{"loss", report.loss},
                                {"losses/r_loss", report.reconstruction},
                                {"losses/kl_bits", report.klBits},
                                {"score", runs::score(report)}};
    const std::string forced = "teacher_forced_";
    const std::string free = "free_running_";
    for (const auto& [name, value] : report.measures) {
        if (name.starts_with(forced))
            scalars.push_back({"metrics/" + name.substr(forced.size()), value});
        else if (name.starts_with(free))
            scalars.push_back({"free_running/" + name.substr(free.size()), value});
    }
    if (report.velocityError > 0.0 || report.timingErrorMs > 0.0) {
        scalars.push_back({"free_running/velocity_error", report.velocityError});
        scalars.push_back({"free_running/timing_error_ms", report.timingErrorMs});
    }
    std::erase_if(scalars, [](const Scalar& scalar) { return std::isnan(scalar.value); });
    return scalars;
}

Result<EventFile> EventFile::create(const std::filesystem::path& folder, std::int64_t step) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(systemError(folder, "write", error.value()));
    auto file = GrowingFile::open(newName(folder));
    if (!file)
        return fail(file.error());
    auto version = eventAt(0);
    version.set_file_version("brain.Event:2");
    std::string records = recordOf(version);
    if (step > 0) {
        auto start = eventAt(step + 1); // the first step whose earlier events no longer count
        start.mutable_session_log()->set_status(events::SessionLog::START);
        records += recordOf(start);
    }
    (void)file->append(records); // where it cannot be written it waits
    return EventFile(std::move(*file));
}

Status EventFile::append(std::int64_t step, const std::vector<Scalar>& scalars) {
    auto event = eventAt(step);
    for (const Scalar& scalar : scalars) {
        auto* const value = event.mutable_summary()->add_value();
        value->set_tag(scalar.tag);
        value->set_simple_value(static_cast<float>(scalar.value));
    }
    return m_file.append(recordOf(event));
}

} // namespace segue::training

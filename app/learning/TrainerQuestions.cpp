#include "app/learning/TrainerQuestions.h"

#include "app/learning/RunProcess.h"
#include "core/runs/RunFolder.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

namespace segue::learning {
namespace {

constexpr int kLookMs = 100;
/// A trainer that has said nothing by then never will: it has to read the music first.
constexpr qint64 kPatienceMs = 120'000;
/// The first reports are of a machine that is still warming up.
constexpr std::size_t kReports = 4;

/// Until `isEnough` or the program's end. It ends with this call, whatever happens.
template <class Enough>
Status runTrainer(QProcess& process, const QStringList& arguments, const std::stop_token& stop, Enough isEnough) {
    const auto program = findTrainer();
    if (!program)
        return fail(program.error());
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(*program, arguments, QIODevice::ReadOnly);
    QElapsedTimer since;
    since.start();
    bool isOver = false;
    while (!isOver && !stop.stop_requested() && !isEnough() && since.elapsed() < kPatienceMs)
        isOver = process.waitForFinished(kLookMs) || process.state() == QProcess::NotRunning;
    if (!isOver) {
        process.kill();
        process.waitForFinished();
    }
    return stop.stop_requested() ? Status(fail(ErrorCode::Cancelled, "Cancelled")) : Status();
}

} // namespace

Result<Recipe> recipeOf(const std::string& configuration, std::stop_token stop) {
    QProcess process;
    const QStringList arguments{QStringLiteral("configs"), QStringLiteral("--show"),
                                QString::fromStdString(configuration), QStringLiteral("--json")};
    if (auto status = runTrainer(process, arguments, stop, [] { return false; }); !status)
        return fail(status.error());
    try {
        const QByteArray answer = process.readAllStandardOutput();
        const auto parameters =
            nlohmann::json::parse(answer.begin(), answer.end()).at("configuration").at("hyperparameters");
        return Recipe{parameters.at("free_bits").get<double>(), parameters.at("max_beta").get<double>(),
                      parameters.at("batch_size").get<int>()};
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::Malformed, "segue-cli does not tell how " + configuration + " is learned");
    }
}

Result<double> measuredSpeed(const QStringList& arguments, std::stop_token stop) {
    const QTemporaryDir folder;
    runs::MetricsReader metrics(folder.path().toStdString());
    QProcess process;
    const auto isEnough = [&metrics] { return metrics.poll() && metrics.history().training.size() >= kReports; };
    const QStringList all = arguments + QStringList{QStringLiteral("--run-dir"), folder.path()};
    if (auto status = runTrainer(process, all, stop, isEnough); !status)
        return fail(status.error());
    (void)metrics.poll();
    if (metrics.history().training.empty()) {
        const QString said = QString::fromUtf8(process.readAllStandardError()).section(u'\n', -2).trimmed();
        return fail(ErrorCode::Internal, "The speed could not be measured: " + said.toStdString());
    }
    return metrics.history().training.back().examplesPerSecond;
}

} // namespace segue::learning

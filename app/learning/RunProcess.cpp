#include "app/learning/RunProcess.h"

#include "app/learning/RunInfo.h"
#include "core/base/Files.h"
#include "core/runs/RunFolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <sys/resource.h>
#include <utility>

namespace segue::learning {
namespace {

constexpr int kLowPriority = 15; // of 19: on a busy machine it crawls, but never stands still
constexpr const char* kTrainerName = "segue-cli";
constexpr qint64 kTail = 2000; // bytes of the output that are shown
constexpr int kTailLines = 4;

/// Linux shares the processor between sessions first and within them by niceness: a process in a session of its own has
/// to lower the whole session.
void giveWay(qint64 process) {
    setpriority(PRIO_PROCESS, static_cast<id_t>(process), kLowPriority);
    QFile autogroup(QStringLiteral("/proc/%1/autogroup").arg(process));
    if (autogroup.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        autogroup.write(QByteArray::number(kLowPriority));
}

QByteArray processFact(qint64 id, const char* name) {
    QFile file(QStringLiteral("/proc/%1/%2").arg(id).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Whether process `id` is still a trainer, and not another program that got its number since, nor one that has ended
/// and that nobody has buried: those have no command line.
bool isTrainer(qint64 id) {
    return processFact(id, "comm").trimmed() == kTrainerName && !processFact(id, "cmdline").isEmpty();
}

Result<pid_t> trainerOf(const std::filesystem::path& runFolder) {
    const auto bytes = readFile(runFolder / kProcessName, 64);
    pid_t id = 0;
    if (bytes) {
        const auto* text = reinterpret_cast<const char*>(bytes->data());
        std::from_chars(text, text + bytes->size(), id);
    }
    if (id <= 1 || !isTrainer(id))
        return fail(ErrorCode::NotFound,
                    "The run in " + runFolder.string() + " was not started here: stop it where it was started");
    return id;
}

Status signal(const std::filesystem::path& runFolder, int number) {
    const auto process = trainerOf(runFolder);
    if (!process)
        return fail(process.error());
    if (::kill(*process, number) != 0)
        return fail(ErrorCode::NotFound, std::string("The run could not be stopped: ") + std::strerror(errno));
    return {};
}

QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

/// Of a run that a Segue began; empty otherwise. The folder may have got another name since.
QStringList rememberedArguments(const std::filesystem::path& runFolder) {
    QFile file(text(runFolder / kArgumentsName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList arguments = QJsonDocument::fromJson(file.readAll()).toVariant().toStringList();
    const qsizetype folder = arguments.indexOf(QStringLiteral("--run-dir")) + 1;
    if (folder > 0 && folder < arguments.size())
        arguments[folder] = text(runFolder);
    return arguments;
}

/// A run's config.json is a configuration, too.
Result<QStringList> argumentsFromConfig(const std::filesystem::path& runFolder) {
    const auto info = readRunInfo(runFolder);
    if (!info)
        return fail(info.error());
    QStringList arguments{QStringLiteral("train"), QStringLiteral("--run-dir"), text(runFolder),
                          QStringLiteral("--config"), text(runFolder / runs::kConfigName)};
    if (info->minutes > 0)
        arguments << QStringLiteral("--minutes") << QString::number(info->minutes);
    if (info->totalSteps > 0)
        arguments << QStringLiteral("--num-steps") << QString::number(info->totalSteps);
    arguments << QStringLiteral("--examples");
    for (const auto& example : info->examples)
        arguments << text(example);
    return arguments;
}

} // namespace

Result<QString> findTrainer() {
    const QString beside = QDir(QCoreApplication::applicationDirPath()).filePath(QLatin1String(kTrainerName));
    if (QFileInfo(beside).isExecutable())
        return beside;
    const QString installed = QStandardPaths::findExecutable(QLatin1String(kTrainerName));
    if (!installed.isEmpty())
        return installed;
    return fail(ErrorCode::NotFound, "segue-cli, which does the learning, is not beside segue (" +
                                         QCoreApplication::applicationDirPath().toStdString() +
                                         "); build or install it as well");
}

Status startRun(const std::filesystem::path& runFolder, const QStringList& arguments) {
    const auto program = findTrainer();
    if (!program)
        return fail(program.error());
    std::error_code failure;
    std::filesystem::create_directories(runFolder, failure);
    if (failure)
        return fail(ErrorCode::Unreadable,
                    "The folder " + runFolder.string() + " cannot be made: " + failure.message());

    const QByteArray remembered = QJsonDocument(QJsonArray::fromStringList(arguments)).toJson();
    if (auto status = writeFileAtomically(runFolder / kArgumentsName, remembered.toStdString()); !status)
        return status;
    const QString output = text(runFolder / kOutputName);
    QProcess process;
    process.setProgram(*program);
    process.setArguments(arguments);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(output);
    process.setStandardErrorFile(output, QIODevice::Append);
    qint64 id = 0;
    if (!process.startDetached(&id))
        return fail(ErrorCode::Internal,
                    program->toStdString() + " could not be started: " + process.errorString().toStdString());
    giveWay(id);
    return writeFileAtomically(runFolder / kProcessName, std::to_string(id) + "\n");
}

Status goOnWithRun(const std::filesystem::path& runFolder) {
    if (auto status = setPaused(runFolder, false); !status)
        return status;
    QStringList arguments = rememberedArguments(runFolder);
    if (arguments.isEmpty()) {
        auto fromConfig = argumentsFromConfig(runFolder);
        if (!fromConfig)
            return fail(fromConfig.error());
        arguments = std::move(*fromConfig);
    }
    return startRun(runFolder, arguments);
}

bool isAtWork(const std::filesystem::path& runFolder) {
    return runs::isBeingWritten(runFolder) || trainerOf(runFolder).has_value();
}

Status requestStop(const std::filesystem::path& runFolder) {
    return signal(runFolder, SIGTERM);
}

Status kill(const std::filesystem::path& runFolder) {
    return signal(runFolder, SIGKILL);
}

Status setPaused(const std::filesystem::path& runFolder, bool paused) {
    const auto file = runFolder / runs::kPauseName;
    if (paused)
        return writeFileAtomically(file, std::string_view());
    std::error_code failure;
    std::filesystem::remove(file, failure);
    if (failure)
        return fail(ErrorCode::Unreadable, file.string() + " cannot be removed: " + failure.message());
    return {};
}

bool isPauseAsked(const std::filesystem::path& runFolder) {
    std::error_code ignored;
    return std::filesystem::exists(runFolder / runs::kPauseName, ignored);
}

std::string lastOutput(const std::filesystem::path& runFolder) {
    QFile file(text(runFolder / kOutputName));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - kTail));
    QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    while (lines.size() > kTailLines)
        lines.removeFirst();
    return lines.join(QLatin1Char(' ')).toStdString();
}

} // namespace segue::learning

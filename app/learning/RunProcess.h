#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <string>

namespace segue::learning {

/// `segue-cli`, which does the learning: beside this executable, or else on the PATH. Errors: NotFound.
[[nodiscard]] Result<QString> findTrainer();

/// Starts `segue-cli train` on the run folder, in a process that outlives this one and gives way to others: low
/// priority, so that sound never stutters. What it prints goes to kOutputName in the folder. Errors: Unreadable (the
/// folder cannot be made), NotFound (no trainer), Internal (it could not be started).
[[nodiscard]] Status startRun(const std::filesystem::path& runFolder, const QStringList& arguments);

/// Goes on with a run that was stopped or killed, as it was begun: with the same arguments if it was started by a
/// Segue, or else with what its config.json says. Errors: as startRun's; also readRunInfo's.
[[nodiscard]] Status goOnWithRun(const std::filesystem::path& runFolder);

/// Whether a trainer is at work on this folder now: it holds the folder's lock, whoever started it, or it is the
/// process that startRun() started, which takes a while to get that far.
[[nodiscard]] bool isAtWork(const std::filesystem::path& runFolder);

/// Asks the trainer to write a checkpoint and end (SIGTERM). Returns at once.
/// Errors: NotFound (it was not started by a Segue on this machine, or is gone).
[[nodiscard]] Status requestStop(const std::filesystem::path& runFolder);
/// Ends it at once; what it learned since the last checkpoint is lost. Errors: as above.
[[nodiscard]] Status kill(const std::filesystem::path& runFolder);

/// Makes or removes the file that pauses a trainer between two steps. Errors: Unreadable.
[[nodiscard]] Status setPaused(const std::filesystem::path& runFolder, bool paused);
/// Whether that file is there: the trainer pauses, or will as soon as its step is done.
[[nodiscard]] bool isPauseAsked(const std::filesystem::path& runFolder);

/// The end of what the trainer printed: its reason when it failed. At most some lines; may be empty.
[[nodiscard]] std::string lastOutput(const std::filesystem::path& runFolder);

/// File names of ours in a run folder.
inline constexpr const char* kOutputName = "output.log";
inline constexpr const char* kProcessName = "process";
/// What the trainer was started with, a JSON list of texts.
inline constexpr const char* kArgumentsName = "arguments.json";

} // namespace segue::learning

#include "app/cli/Cli.h"

#include "app/cli/Command.h"
#include "app/cli/ConvertCommand.h"
#include "app/cli/InspectCommand.h"
#include "app/cli/PlayCommand.h"
#include "app/cli/PortsCommand.h"
#include "app/cli/ProjectCommand.h"
#include "app/cli/RenderCommand.h"
#ifdef SEGUE_TRAINING
#include "app/cli/EvaluateCommand.h"
#include "app/cli/TrainCommand.h"
#endif

#include <algorithm>
#include <exception>

namespace segue::cli {
namespace {

/// Magenta's commands, which work here with only the program's name changed.
std::string withoutAlias(const std::string& command) {
    if (command == "music_vae_train")
        return "train";
    if (command == "convert_dir_to_note_sequences")
        return "convert";
    return command;
}

void addCommands(CLI::App& root, Action& chosen) {
    addConvertCommand(root, chosen);
    addInspectCommand(root, chosen);
#ifdef SEGUE_TRAINING
    addTrainCommand(root, chosen);
    addEvaluateCommand(root, chosen);
#endif
    addPlayCommand(root, chosen);
    addPortsCommand(root, chosen);
    addProjectCommand(root, chosen);
    addRenderCommand(root, chosen);
}

} // namespace

std::vector<std::string> withHyphens(std::vector<std::string> arguments) {
    for (std::string& argument : arguments) {
        if (!argument.starts_with("--"))
            continue;
        const auto end = std::ranges::find(argument, '=');
        std::replace(argument.begin(), end, '_', '-');
    }
    return arguments;
}

int runCli(std::vector<std::string> arguments, std::ostream& out, std::ostream& errors) {
    Report report(out, errors);
    Action chosen;
    bool json = false;

    CLI::App root("Segue without its window: convert, inspect, train and play models of music", "segue-cli");
    root.set_version_flag("--version", SEGUE_VERSION);
    root.add_flag("--json", json, "Print one JSON report instead of lines for a person");
    root.fallthrough();
    root.require_subcommand(1);
    addCommands(root, chosen);

    arguments = withHyphens(std::move(arguments));
    if (!arguments.empty())
        arguments.front() = withoutAlias(arguments.front());
    std::ranges::reverse(arguments); // as CLI11 wants them
    try {
        root.parse(arguments);
    } catch (const CLI::ParseError& error) {
        return root.exit(error, out, errors) == 0 ? 0 : 2;
    }

    report.setJson(json);
    try {
        const Status status = chosen(report);
        return report.finish(status ? nullptr : &status.error());
    } catch (const std::bad_alloc&) {
        const Error error(ErrorCode::OutOfMemory, "There is not enough memory for this");
        return report.finish(&error);
    } catch (const std::exception& exception) {
        const Error error(ErrorCode::Internal, exception.what());
        return report.finish(&error);
    }
}

} // namespace segue::cli

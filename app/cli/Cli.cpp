#include "app/cli/Cli.h"

#include "app/cli/Command.h"
#include "app/cli/ConvertCommand.h"
#include "app/cli/DecodeCommand.h"
#include "app/cli/DrumMapsCommand.h"
#include "app/cli/EncodeCommand.h"
#include "app/cli/ExportMagentaCommand.h"
#include "app/cli/FitCommand.h"
#include "app/cli/ImportMagentaCommand.h"
#include "app/cli/InspectCommand.h"
#include "app/cli/InterpolateCommand.h"
#include "app/cli/PersonaliseCommand.h"
#include "app/cli/PlayCommand.h"
#include "app/cli/PortsCommand.h"
#include "app/cli/ProjectCommand.h"
#include "app/cli/RenderCommand.h"
#include "app/cli/SampleCommand.h"
#include "app/cli/TokensCommand.h"
#ifdef SEGUE_TRAINING
#include "app/cli/ConfigsCommand.h"
#include "app/cli/EvaluateCommand.h"
#include "app/cli/TrainCommand.h"
#endif

#include <algorithm>
#include <exception>

namespace segue::cli {
namespace {

/// What `--mode=X` or `--mode X` says, taken out of the arguments; otherwise `fallback`.
std::string takeMode(std::vector<std::string>& arguments, const std::string& fallback) {
    const std::string option = "--mode";
    for (auto at = arguments.begin(); at != arguments.end(); ++at) {
        if (at->starts_with(option + "=")) {
            const std::string mode = at->substr(option.size() + 1);
            arguments.erase(at);
            return mode;
        }
        if (*at == option && at + 1 != arguments.end()) {
            const std::string mode = at[1];
            arguments.erase(at, at + 2);
            return mode;
        }
    }
    return fallback;
}

/// Magenta's commands, which work here with only the program's name changed.
void replaceAlias(std::vector<std::string>& arguments) {
    const auto command =
        std::ranges::find_if(arguments, [](const std::string& argument) { return !argument.starts_with('-'); });
    if (command == arguments.end())
        return;
    if (*command == "music_vae_train")
        *command = "train";
    else if (*command == "convert_dir_to_note_sequences")
        *command = "convert";
    else if (*command == "music_vae_generate") {
        command->clear(); // marks the place, which moves when the mode stands before it
        const std::string mode = takeMode(arguments, "sample");
        *std::ranges::find(arguments, std::string()) = mode; // an unknown mode is refused as an unknown command
    }
}

void addCommands(CLI::App& root, Action& chosen) {
    addConvertCommand(root, chosen);
    addInspectCommand(root, chosen);
    addTokensCommand(root, chosen);
#ifdef SEGUE_TRAINING
    addConfigsCommand(root, chosen);
    addTrainCommand(root, chosen);
    addEvaluateCommand(root, chosen);
#endif
    addSampleCommand(root, chosen);
    addInterpolateCommand(root, chosen);
    addEncodeCommand(root, chosen);
    addDecodeCommand(root, chosen);
    addDrumMapsCommand(root, chosen);
    addImportMagentaCommand(root, chosen);
    addExportMagentaCommand(root, chosen);
    addProjectCommand(root, chosen);
    addFitCommand(root, chosen);
    addPersonaliseCommand(root, chosen);
    addRenderCommand(root, chosen);
    addPlayCommand(root, chosen);
    addPortsCommand(root, chosen);
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
    replaceAlias(arguments);
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

// The commands that sound, in a build without MIDI ports and FluidSynth: they exist, and say why they do nothing.

#include "app/cli/PlayCommand.h"
#include "app/cli/PortsCommand.h"
#include "app/cli/RenderCommand.h"

namespace segue::cli {
namespace {

struct NoOptions {
    bool json = false;
};

void addSilentCommand(CLI::App& root, Action& chosen, const std::string& name) {
    addCommand<NoOptions>(
        root, chosen, name, "(not in this build: it was made without MIDI ports and sound)",
        [](CLI::App& command, NoOptions& options) {
            command.fallthrough(false)->allow_extras(); // whatever the real one understands
            command.add_flag("--json", options.json);
        },
        [name](const NoOptions& options, Report& report) -> Status {
            report.setJson(report.isJson() || options.json);
            return fail(ErrorCode::Unsupported, "This segue-cli was built without MIDI ports and sound, so \"" + name +
                                                    "\" can do nothing: build with SEGUE_DEVICES=ON");
        });
}

} // namespace

void addPlayCommand(CLI::App& root, Action& chosen) {
    addSilentCommand(root, chosen, "play");
}

void addPortsCommand(CLI::App& root, Action& chosen) {
    addSilentCommand(root, chosen, "ports");
}

void addRenderCommand(CLI::App& root, Action& chosen) {
    addSilentCommand(root, chosen, "render");
}

} // namespace segue::cli

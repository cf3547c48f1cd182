#include "app/cli/PortsCommand.h"

#include "app/devices/FluidSynthSink.h"
#include "app/devices/MidiPorts.h"

#include <algorithm>

namespace segue::cli {
namespace {

struct PortsOptions {};

Status listPorts(const PortsOptions&, Report& report) {
    const devices::MidiPortList list = devices::listMidiPorts();
    nlohmann::json ports = nlohmann::json::array();
    std::size_t width = 0;
    for (const devices::MidiPort& port : list.ports)
        width = std::max(width, port.id.size());
    for (const devices::MidiPort& port : list.ports) {
        report.line(port.id + std::string(width - port.id.size() + 2, ' ') + port.name + ", " + port.api);
        ports.push_back({{"id", port.id}, {"name", port.name}, {"api", port.api}, {"virtual", port.isVirtual}});
    }
    if (list.ports.empty())
        report.line("There is no MIDI port.");
    nlohmann::json unavailable = nlohmann::json::array();
    for (const devices::UnavailableApi& api : list.unavailable) {
        report.line("(" + api.api + ": " + api.reason + ")");
        unavailable.push_back({{"api", api.api}, {"reason", api.reason}});
    }
    report.set("ports", ports);
    report.set("unavailable", unavailable);

    const auto listening = devices::FluidSynthSink::open();
    report.line(listening ? (*listening)->name() + " can be listened to with play --fluidsynth"
                          : listening.error().message());
    report.set("fluidsynth", listening ? nlohmann::json{{"available", true}, {"name", (*listening)->name()}}
                                       : nlohmann::json{{"available", false}, {"reason", listening.error().message()}});
    return {};
}

} // namespace

void addPortsCommand(CLI::App& root, Action& chosen) {
    addCommand<PortsOptions>(
        root, chosen, "ports", "List the MIDI ports that can be played to", [](CLI::App&, PortsOptions&) {}, listPorts);
}

} // namespace segue::cli

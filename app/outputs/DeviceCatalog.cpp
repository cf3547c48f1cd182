#include "app/outputs/OutputCatalog.h"

#include "app/devices/FluidSynthSink.h"
#include "app/devices/MidiPorts.h"

#include <utility>

namespace segue::outputs {
namespace {

constexpr const char* kFluidSynth = "fluidsynth";

class DeviceCatalog final : public OutputCatalog {
public:
    OutputList list() override {
        OutputList found;
        found.outputs.push_back({kFluidSynth, "FluidSynth (listen here)", true});
        const devices::MidiPortList ports = devices::listMidiPorts();
        bool hasVirtual = false;
        for (const devices::MidiPort& port : ports.ports) {
            const bool isDefault = port.isVirtual && !hasVirtual; // one port named Segue is enough
            hasVirtual = hasVirtual || port.isVirtual;
            found.outputs.push_back({port.id, port.name + " · " + port.api, isDefault});
        }
        for (const devices::UnavailableApi& api : ports.unavailable)
            found.hints.push_back(api.api + ": " + api.reason);
        return found;
    }

    Result<OpenOutput> open(const std::string& id) override {
        if (id == kFluidSynth)
            return opened(devices::FluidSynthSink::open());
        return opened(devices::openMidiPort(id));
    }

private:
    template <class Sink>
    static Result<OpenOutput> opened(Result<std::unique_ptr<Sink>> sink) {
        if (!sink)
            return fail(sink.error());
        const devices::DeviceSink* observed = sink->get();
        return OpenOutput{std::move(*sink), [observed] { return observed->status(); }};
    }
};

} // namespace

std::unique_ptr<OutputCatalog> makeDeviceCatalog() {
    return std::make_unique<DeviceCatalog>();
}

} // namespace segue::outputs

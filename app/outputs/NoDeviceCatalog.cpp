#include "app/outputs/OutputCatalog.h"

namespace segue::outputs {
namespace {

/// What a Segue built without RtMidi and FluidSynth has.
class NoDeviceCatalog final : public OutputCatalog {
public:
    OutputList list() override { return {{}, {"This Segue was built without MIDI ports and FluidSynth"}}; }

    Result<OpenOutput> open(const std::string& id) override {
        return fail(ErrorCode::DeviceUnavailable, "This Segue was built without devices: " + id + " cannot be opened");
    }
};

} // namespace

std::unique_ptr<OutputCatalog> makeDeviceCatalog() {
    return std::make_unique<NoDeviceCatalog>();
}

} // namespace segue::outputs

#pragma once

#include "core/base/Result.h"
#include "core/playback/MidiSink.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace segue::outputs {

/// Somewhere that notes can go to.
struct OutputInfo {
    std::string id; ///< stays the same across restarts
    std::string name; ///< for a person
    bool isDefault = false; ///< opened at a first start

    friend bool operator==(const OutputInfo&, const OutputInfo&) = default;
};

struct OutputList {
    std::vector<OutputInfo> outputs;
    std::vector<std::string> hints; ///< why something is not there, for a person
};

/// A sink, and how to learn that it was lost while it plays.
struct OpenOutput {
    std::unique_ptr<playback::MidiSink> sink;
    /// Lives no longer than the sink. Thread: UI.
    std::function<Status()> status;
};

/// What outputs there are and how to open one: the devices of this machine, or a test's.
/// Thread: any one at a time; both calls may take a second when a sound server hangs.
class OutputCatalog {
public:
    OutputCatalog() = default;
    OutputCatalog(const OutputCatalog&) = delete;
    OutputCatalog& operator=(const OutputCatalog&) = delete;
    virtual ~OutputCatalog() = default;

    [[nodiscard]] virtual OutputList list() = 0;
    /// Errors: NotFound, DeviceUnavailable.
    [[nodiscard]] virtual Result<OpenOutput> open(const std::string& id) = 0;
};

/// The devices that this build of Segue knows: FluidSynth, the system's MIDI ports and a virtual port of our own; none
/// in a build without devices.
[[nodiscard]] std::unique_ptr<OutputCatalog> makeDeviceCatalog();

} // namespace segue::outputs

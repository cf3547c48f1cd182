#pragma once

#include "core/base/Result.h"
#include "core/playback/MidiSink.h"

namespace segue::devices {

/// A MidiSink that can be lost while it plays: a cable pulled, a server killed. From then on send() is false, at once
/// and for good; making a new sink is the way back.
/// Made and destroyed on any one thread at a time; every step that a dead server could hold up is bounded.
class DeviceSink : public playback::MidiSink {
public:
    /// Why nothing arrives any more, for a person. Errors: DeviceUnavailable. Thread: UI, while another thread sends.
    [[nodiscard]] virtual Status status() const = 0;
};

} // namespace segue::devices

#pragma once

#include "core/playback/MidiSink.h"
#include "core/playback/TransportStatus.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace segue::playback {

/// A message as it was sent, and when.
struct RecordedMessage {
    TimePoint time;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] bool isNoteOn() const { return bytes.size() == 3 && (bytes[0] & 0xF0) == 0x90 && bytes[2] > 0; }
    [[nodiscard]] bool isNoteOff() const {
        return bytes.size() == 3 && ((bytes[0] & 0xF0) == 0x80 || ((bytes[0] & 0xF0) == 0x90 && bytes[2] == 0));
    }
};

/// All that went to a sink, for whoever wants to look at it or write it to a file. Thread: any.
class MidiRecording {
public:
    void add(RecordedMessage message) {
        const std::lock_guard lock(m_mutex);
        m_messages.push_back(std::move(message));
    }
    [[nodiscard]] std::vector<RecordedMessage> messages() const {
        const std::lock_guard lock(m_mutex);
        return m_messages;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<RecordedMessage> m_messages;
};

/// An output that remembers: records a performance beside the outputs that sound. The recording outlives it. As with
/// other sinks, sending may lock and allocate.
class MemorySink : public MidiSink {
public:
    explicit MemorySink(std::shared_ptr<MidiRecording> recording, std::string name = "Recorder")
        : m_recording(std::move(recording)), m_name(std::move(name)) {}

    [[nodiscard]] bool send(std::span<const std::uint8_t> message) noexcept override {
        try {
            m_recording->add({Clock::now(), {message.begin(), message.end()}});
            return true;
        } catch (...) { // no memory: a message refused
            return false;
        }
    }
    [[nodiscard]] std::string name() const override { return m_name; }

private:
    std::shared_ptr<MidiRecording> m_recording;
    std::string m_name;
};

} // namespace segue::playback

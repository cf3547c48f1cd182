#pragma once

#include "core/playback/MidiSink.h"
#include "core/playback/Scheduler.h"
#include "core/playback/WakeUp.h"
#include "core/realtime/SpscRing.h"
#include "core/realtime/TripleBuffer.h"

#include <algorithm>
#include <stop_token>

namespace segue::playback {

/// The outputs in use. Only lent to the scheduler: who owns them keeps them until the scheduler reports this
/// generation, or a later one, of a set without them; so nothing is ever destroyed on its thread.
struct SinkSet {
    struct Entry {
        MidiSink* sink = nullptr;
        SinkId id = 0;
    };
    std::array<Entry, kMaxSinks> entries{};
    std::size_t count = 0;
    std::uint64_t generation = 0;

    [[nodiscard]] std::span<const Entry> all() const { return std::span(entries).first(count); }
    [[nodiscard]] bool has(SinkId id) const { return std::ranges::find(all(), id, &Entry::id) != all().end(); }
};

/// What the window asks of the scheduler. Each kind looks at the field of its name.
struct Command {
    enum class Kind { Play, Stop, Panic, Tempo, Sinks };

    Kind kind = Kind::Stop;
    Bpm tempo;
    SinkSet sinks;
};

using CommandRing = realtime::SpscRing<Command, 256>;
using PatternBuffer = realtime::TripleBuffer<LoopPattern>;
using StatusBuffer = realtime::TripleBuffer<TransportStatus>;

/// Sends to every output, and counts what each refuses.
class FanOut : public EventReceiver {
public:
    void receive(TimePoint due, std::span<const std::uint8_t> message) noexcept override;

    /// Outputs that stay keep their counts.
    void setSinks(const SinkSet& sinks) noexcept;
    [[nodiscard]] const SinkSet& sinks() const noexcept { return m_sinks; }
    void report(TransportStatus& status) const noexcept;

private:
    SinkSet m_sinks;
    std::array<std::uint32_t, kMaxSinks> m_failures{};
};

/// The body of the scheduler thread: commands in, Scheduler, messages and status out, sleep. Owns everything that the
/// thread uses but the outputs, which are lent to it.
/// Thread: scheduler. Real-time safe: yes, as far as the outputs are.
class SchedulerLoop {
public:
    SchedulerLoop(CommandRing::Reader commands, PatternBuffer::Reader patterns, StatusBuffer::Writer statuses,
                  WakeUp& wakeUp, Bpm tempo);

    /// Until `stop` is requested and the alarm rung; ends with silence.
    void run(const std::stop_token& stop) noexcept;

private:
    void obey(const Command& command, TimePoint now) noexcept;
    void changeSinks(const SinkSet& sinks, TimePoint now) noexcept;
    void publishStatus() noexcept;

    CommandRing::Reader m_commands;
    PatternBuffer::Reader m_patterns;
    StatusBuffer::Writer m_statuses;
    WakeUp& m_wakeUp;
    Scheduler m_scheduler;
    FanOut m_fanOut;
};

} // namespace segue::playback

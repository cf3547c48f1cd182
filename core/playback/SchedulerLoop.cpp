#include "core/playback/SchedulerLoop.h"

#include "core/playback/ThreadSetup.h"

namespace segue::playback {
namespace {

SinkSet without(const SinkSet& sinks, const SinkSet& others) noexcept {
    SinkSet rest;
    for (const SinkSet::Entry& entry : sinks.all())
        if (!others.has(entry.id))
            rest.entries[rest.count++] = entry;
    return rest;
}

} // namespace

void FanOut::receive(TimePoint /*due*/, std::span<const std::uint8_t> message) noexcept {
    for (std::size_t index = 0; index < m_sinks.count; ++index)
        if (!m_sinks.entries[index].sink->send(message))
            ++m_failures[index];
}

void FanOut::setSinks(const SinkSet& sinks) noexcept {
    std::array<std::uint32_t, kMaxSinks> failures{};
    for (std::size_t index = 0; index < sinks.count; ++index)
        for (std::size_t old = 0; old < m_sinks.count; ++old)
            if (m_sinks.entries[old].id == sinks.entries[index].id)
                failures[index] = m_failures[old];
    m_sinks = sinks;
    m_failures = failures;
}

void FanOut::report(TransportStatus& status) const noexcept {
    status.sinkGeneration = m_sinks.generation;
    status.sinks.fill({});
    for (std::size_t index = 0; index < m_sinks.count; ++index)
        status.sinks[index] = {m_sinks.entries[index].id, m_failures[index]};
}

SchedulerLoop::SchedulerLoop(CommandRing::Reader commands, PatternBuffer::Reader patterns,
                             StatusBuffer::Writer statuses, WakeUp& wakeUp, Bpm tempo)
    : m_commands(std::move(commands)),
      m_patterns(std::move(patterns)),
      m_statuses(std::move(statuses)),
      m_wakeUp(wakeUp) {
    m_scheduler.setTempo(Clock::now(), tempo);
}

void SchedulerLoop::run(const std::stop_token& stop) noexcept {
    nameThisThread("segue-scheduler");
    raisePriorityOfThisThread();
    while (!stop.stop_requested()) {
        const TimePoint now = Clock::now();
        Command command;
        while (m_commands.pop(command))
            obey(command, now);
        m_patterns.refresh();
        m_scheduler.advance(now, m_patterns.value(), m_fanOut);
        publishStatus();
        if (const auto next = m_scheduler.nextWakeUp())
            m_wakeUp.waitUntil(*next);
        else
            m_wakeUp.wait();
    }
    m_scheduler.stop(Clock::now(), m_fanOut);
}

void SchedulerLoop::obey(const Command& command, TimePoint now) noexcept {
    switch (command.kind) {
    case Command::Kind::Play: m_scheduler.play(now); break;
    case Command::Kind::Stop: m_scheduler.stop(now, m_fanOut); break;
    case Command::Kind::Panic: m_scheduler.panic(now, m_fanOut); break;
    case Command::Kind::Tempo: m_scheduler.setTempo(now, command.tempo); break;
    case Command::Kind::Sinks: changeSinks(command.sinks, now); break;
    }
}

/// What sounds is ended where it would otherwise sound for ever, and who is new learns which instruments play.
void SchedulerLoop::changeSinks(const SinkSet& sinks, TimePoint now) noexcept {
    FanOut leaving;
    leaving.setSinks(without(m_fanOut.sinks(), sinks));
    m_scheduler.sendNoteOffs(now, leaving);
    FanOut arriving;
    arriving.setSinks(without(sinks, m_fanOut.sinks()));
    m_scheduler.sendPrograms(now, arriving);
    m_fanOut.setSinks(sinks);
}

void SchedulerLoop::publishStatus() noexcept {
    TransportStatus status = m_scheduler.status();
    m_fanOut.report(status);
    m_statuses.write(status);
}

} // namespace segue::playback

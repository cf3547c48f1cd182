#include "core/playback/Player.h"

#include "core/playback/SchedulerLoop.h"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <thread>
#include <vector>

namespace segue::playback {
namespace {

struct OwnedSink {
    std::unique_ptr<MidiSink> sink;
    SinkId id = 0;
    std::uint64_t freeFrom = 0; // the generation that does without it; 0 while it is open
};

Error notAnswering() {
    return Error(ErrorCode::DeviceUnavailable, "The player does not answer: one of its outputs may hang");
}

} // namespace

/// What the two threads share, this side's ends of it, and the other side whole. In the order in which it must be made
/// and, the other way round, unmade.
struct Player::State {
    explicit State(Bpm tempo)
        : loop(commandRing.takeReader(), patternBuffer.takeReader(), statusBuffer.takeWriter(), wakeUp, tempo),
          thread([this](const std::stop_token& stop) { loop.run(stop); }) {}
    ~State() {
        thread.request_stop();
        wakeUp.ring();
        thread.join();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    CommandRing commandRing;
    PatternBuffer patternBuffer;
    StatusBuffer statusBuffer;
    WakeUp wakeUp;

    CommandRing::Writer commands = commandRing.takeWriter();
    std::mutex publishing; // of those who publish, never of the scheduler
    PatternBuffer::Writer patterns = patternBuffer.takeWriter(); // guarded by publishing
    std::uint64_t lastPatternId = 0; // guarded by publishing
    StatusBuffer::Reader statuses = statusBuffer.takeReader();
    std::vector<OwnedSink> sinks;
    SinkId lastSinkId = 0;
    std::uint64_t generation = 0; // of the set of sinks sent last

    SchedulerLoop loop;
    std::jthread thread;

    [[nodiscard]] bool send(const Command& command) {
        if (!commands.push(command))
            return false;
        wakeUp.ring();
        return true;
    }

    [[nodiscard]] bool sendSinks() {
        Command command{Command::Kind::Sinks, {}, {}};
        for (const OwnedSink& owned : sinks)
            if (owned.freeFrom == 0)
                command.sinks.entries[command.sinks.count++] = {owned.sink.get(), owned.id};
        command.sinks.generation = generation + 1;
        if (!send(command))
            return false;
        ++generation;
        return true;
    }
};

Player::Player(Bpm tempo) : m_state(std::make_unique<State>(std::clamp(tempo, kSlowest, kFastest))) {}

Player::~Player() = default;

bool Player::play() {
    return m_state->send({Command::Kind::Play, {}, {}});
}

bool Player::stop() {
    return m_state->send({Command::Kind::Stop, {}, {}});
}

bool Player::panic() {
    return m_state->send({Command::Kind::Panic, {}, {}});
}

bool Player::setTempo(Bpm tempo) {
    return m_state->send({Command::Kind::Tempo, std::clamp(tempo, kSlowest, kFastest), {}});
}

std::uint64_t Player::publish(const LoopPattern& pattern) {
    const std::lock_guard lock(m_state->publishing);
    LoopPattern numbered = pattern;
    numbered.id = ++m_state->lastPatternId;
    m_state->patterns.write(numbered);
    m_state->wakeUp.ring();
    return numbered.id;
}

Result<SinkId> Player::addSink(std::unique_ptr<MidiSink> sink) {
    auto& sinks = m_state->sinks;
    if (std::ranges::count(sinks, 0U, &OwnedSink::freeFrom) == static_cast<std::ptrdiff_t>(kMaxSinks)) {
        std::string message = std::to_string(kMaxSinks);
        message += " outputs are open, which is all there can be: close one before opening \"" + sink->name() + '"';
        return fail(ErrorCode::Unsupported, std::move(message));
    }
    const SinkId id = ++m_state->lastSinkId;
    sinks.push_back({std::move(sink), id, 0});
    if (!m_state->sendSinks()) {
        sinks.pop_back();
        return fail(notAnswering());
    }
    return id;
}

Status Player::removeSink(SinkId id) {
    const auto isIt = [id](const OwnedSink& owned) { return owned.id == id && owned.freeFrom == 0; };
    const auto found = std::ranges::find_if(m_state->sinks, isIt);
    if (found == m_state->sinks.end())
        return fail(ErrorCode::NotFound, "There is no output number " + std::to_string(id));
    found->freeFrom = m_state->generation + 1;
    if (!m_state->sendSinks()) {
        found->freeFrom = 0;
        return fail(notAnswering());
    }
    return {};
}

std::string Player::sinkName(SinkId id) const {
    const auto found = std::ranges::find(m_state->sinks, id, &OwnedSink::id);
    assert(found != m_state->sinks.end());
    return found->sink->name();
}

const TransportStatus& Player::status() {
    m_state->statuses.refresh();
    const TransportStatus& status = m_state->statuses.value();
    std::erase_if(m_state->sinks, [&status](const OwnedSink& owned) {
        return owned.freeFrom != 0 && owned.freeFrom <= status.sinkGeneration;
    });
    return status;
}

} // namespace segue::playback

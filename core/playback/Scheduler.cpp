#include "core/playback/Scheduler.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace segue::playback {
namespace {

using DoubleSeconds = std::chrono::duration<double>;

constexpr std::uint8_t kNoteOff = 0x80;
constexpr std::uint8_t kNoteOn = 0x90;
constexpr std::uint8_t kControlChange = 0xB0;
constexpr std::uint8_t kProgramChange = 0xC0;
constexpr std::uint8_t kAllSoundOff = 120;
constexpr std::uint8_t kAllNotesOff = 123;
constexpr std::uint8_t kReleaseVelocity = 64; // what the standard gives to who has none

std::uint16_t voiceOf(const LoopNote& note) noexcept {
    return static_cast<std::uint16_t>((note.channel & 15) * 128 + (note.pitch & 127));
}

std::int64_t lengthOf(const LoopPattern& pattern) noexcept {
    return std::max(1, pattern.steps);
}

/// The nearest step, halves to the later one, so that its notes lie in [-0.5, 0.5) around it.
std::int64_t stepOf(const LoopNote& note) noexcept {
    return static_cast<std::int64_t>(std::floor(static_cast<double>(note.start) + 0.5));
}

std::int64_t folded(std::int64_t step, std::int64_t length) noexcept {
    const std::int64_t rest = step % length;
    return rest < 0 ? rest + length : rest;
}

bool playsOn(const LoopNote& note, std::int64_t step, std::int64_t length) noexcept {
    return note.velocity > 0 && folded(stepOf(note), length) == folded(step, length);
}

/// How long after `position` the newest note of `pattern` on `voice` that began before it still sounds; 0 if it does
/// not.
double heldAfter(const LoopPattern& pattern, std::uint16_t voice, double position) noexcept {
    const auto length = static_cast<double>(lengthOf(pattern));
    double newest = std::numeric_limits<double>::infinity();
    double held = 0.0;
    for (const LoopNote& note : pattern.all()) {
        if (voiceOf(note) != voice || note.velocity == 0)
            continue;
        double since = std::fmod(position - static_cast<double>(note.start), length);
        if (since <= 0.0)
            since += length;
        if (since < newest) {
            newest = since;
            held = std::max(0.0, static_cast<double>(note.length) - since);
        }
    }
    return held;
}

void sendNoteOff(std::uint16_t voice, TimePoint due, EventReceiver& out) noexcept {
    const std::array<std::uint8_t, 3> message{static_cast<std::uint8_t>(kNoteOff | voice / 128),
                                              static_cast<std::uint8_t>(voice % 128), kReleaseVelocity};
    out.receive(due, message);
}

void sendProgram(std::size_t channel, std::uint8_t program, TimePoint due, EventReceiver& out) noexcept {
    const std::array<std::uint8_t, 2> message{static_cast<std::uint8_t>(kProgramChange | channel), program};
    out.receive(due, message);
}

} // namespace

double Scheduler::positionAt(TimePoint time) const noexcept {
    return m_status.positionAt(time);
}

TimePoint Scheduler::timeAt(double position) const noexcept {
    return m_status.anchorTime + std::chrono::round<Clock::duration>(
                                     DoubleSeconds((position - m_status.anchorPosition) / m_status.stepsPerSecond));
}

double Scheduler::nextBoundary() const noexcept {
    return static_cast<double>(m_step) + (m_stepHasBegun ? 0.5 : 0.0);
}

const Scheduler::SoundingNote* Scheduler::nextToEnd() const noexcept {
    const auto sounding = std::span(m_sounding).first(m_status.soundingNotes);
    const auto first = std::ranges::min_element(sounding, {}, &SoundingNote::end);
    return first == sounding.end() ? nullptr : &*first;
}

void Scheduler::anchor(TimePoint now) noexcept {
    m_status.anchorPosition = positionAt(now);
    m_status.anchorTime = now;
}

void Scheduler::updateSpeed() noexcept {
    m_status.stepsPerSecond = m_status.tempo.value / 60.0 * m_stepsPerBeat;
}

void Scheduler::play(TimePoint now) noexcept {
    if (m_status.playing)
        return;
    m_status.playing = true;
    m_status.anchorTime = now;
    m_status.anchorPosition = 0.0;
    m_step = 0;
    m_stepHasBegun = false;
    m_stepIsPlanned = false;
    m_struck.fill(0);
}

void Scheduler::stop(TimePoint now, EventReceiver& out) noexcept {
    silence(now, out);
    m_status.playing = false;
}

void Scheduler::panic(TimePoint now, EventReceiver& out) noexcept {
    stop(now, out);
    for (int channel = 0; channel < 16; ++channel)
        for (const std::uint8_t control : {kAllSoundOff, kAllNotesOff}) {
            const std::array<std::uint8_t, 3> message{static_cast<std::uint8_t>(kControlChange | channel), control, 0};
            out.receive(now, message);
        }
}

void Scheduler::setTempo(TimePoint now, Bpm tempo) noexcept {
    assert(tempo.value > 0.0);
    anchor(now);
    m_status.tempo = tempo;
    updateSpeed();
}

std::optional<TimePoint> Scheduler::nextWakeUp() const noexcept {
    if (!m_status.playing)
        return std::nullopt;
    if (!m_stepIsPlanned)
        return m_status.anchorTime;
    double next = nextBoundary();
    if (m_pendingCount > 0)
        next = std::min(next, m_pending.front().position);
    if (const SoundingNote* ending = nextToEnd())
        next = std::min(next, ending->end);
    return timeAt(next);
}

void Scheduler::sendNoteOffs(TimePoint now, EventReceiver& out) const noexcept {
    for (const SoundingNote& note : std::span(m_sounding).first(m_status.soundingNotes))
        sendNoteOff(note.voice, now, out);
}

void Scheduler::sendPrograms(TimePoint now, EventReceiver& out) const noexcept {
    for (std::size_t channel = 0; channel < m_programs.size(); ++channel)
        if (m_programs[channel] != LoopPattern::kAnyProgram)
            sendProgram(channel, m_programs[channel], now, out);
}

void Scheduler::advance(TimePoint now, const LoopPattern& newest, EventReceiver& out) noexcept {
    if (!m_status.playing)
        return;
    take(now, newest);
    skipMissedSteps(now, newest);

    constexpr double kNever = std::numeric_limits<double>::infinity();
    while (true) {
        const SoundingNote* ending = nextToEnd();
        const double ends = ending ? ending->end : kNever;
        const double strikes = m_pendingCount > 0 ? m_pending.front().position : kNever;
        const double boundary = nextBoundary();
        if (timeAt(std::min({ends, strikes, boundary})) > now)
            return;
        if (boundary <= std::min(ends, strikes)) { // first: what begins with a step may end notes or add some
            if (m_stepHasBegun) {
                ++m_step;
                m_stepHasBegun = false;
                m_struck.fill(0);
                planStep(boundary, newest);
            } else {
                beginStep(newest, out);
            }
        } else if (ends <= strikes) {
            end(static_cast<std::size_t>(ending - m_sounding.data()), timeAt(ends), out);
        } else {
            const PendingNote pending = m_pending.front();
            std::move(m_pending.begin() + 1, m_pending.begin() + static_cast<std::ptrdiff_t>(m_pendingCount),
                      m_pending.begin());
            --m_pendingCount;
            strike(now, pending, out);
        }
    }
}

/// Notices a new pattern.
void Scheduler::take(TimePoint now, const LoopPattern& newest) noexcept {
    if (m_stepIsPlanned && newest.id == m_newestId)
        return;
    changeGrid(positionAt(now), newest);
    m_newestId = newest.id;
    if (!m_stepHasBegun) // if its line has passed too, we are late, and its notes with us
        planStep(std::min(positionAt(now), static_cast<double>(m_step)), newest);
    m_stepIsPlanned = true;
}

/// A pattern with other steps a beat: the same place in other units. Its first step is the next of its own grid.
void Scheduler::changeGrid(double position, const LoopPattern& newest) noexcept {
    const std::int32_t stepsPerBeat = std::max(1, newest.stepsPerBeat);
    if (stepsPerBeat == m_stepsPerBeat)
        return;
    const double ratio = static_cast<double>(stepsPerBeat) / m_stepsPerBeat;
    m_stepsPerBeat = stepsPerBeat;
    updateSpeed();
    if (!m_stepIsPlanned)
        return;
    if (!m_stepHasBegun)
        forgetPendingOfOpenStep();
    else
        m_struck.fill(0);
    constexpr std::int64_t kOfOldGrid = -1;
    m_status.anchorPosition *= ratio;
    for (PendingNote& pending : std::span(m_pending).first(m_pendingCount)) {
        pending.position *= ratio;
        pending.note.length *= static_cast<float>(ratio);
        pending.step = kOfOldGrid;
    }
    for (SoundingNote& sounding : std::span(m_sounding).first(m_status.soundingNotes)) {
        sounding.end *= ratio;
        sounding.step = kOfOldGrid;
    }
    m_step = static_cast<std::int64_t>(std::ceil(position * ratio));
    m_stepHasBegun = false;
}

/// After a long sleep (a suspended machine), straight to where the music should be by now.
void Scheduler::skipMissedSteps(TimePoint now, const LoopPattern& newest) noexcept {
    const auto due = static_cast<std::int64_t>(std::floor(positionAt(now - kDropAfter))) - 1;
    if (due - m_step < lengthOf(newest))
        return;
    m_status.dropped += m_pendingCount;
    m_pendingCount = 0;
    const std::int64_t length = lengthOf(newest);
    const std::int64_t missed = due - 1 - m_step;
    m_status.dropped += static_cast<std::uint64_t>(missed / length) * newest.noteCount;
    for (std::int64_t step = due - missed % length; step < due; ++step)
        for (const LoopNote& note : newest.all())
            m_status.dropped += playsOn(note, step, length) ? 1 : 0;
    m_step = due;
    m_stepHasBegun = false;
    m_struck.fill(0);
    planStep(static_cast<double>(due) - 0.5, newest);
}

void Scheduler::forgetPendingOfOpenStep() noexcept {
    const auto isOfOpenStep = [this](const PendingNote& pending) { return pending.step == m_step; };
    const auto pending = std::span(m_pending).first(m_pendingCount);
    const auto kept = std::remove_if(pending.begin(), pending.end(), isOfOpenStep); // clang 14 has no ranges' subrange
    m_pendingCount -= static_cast<std::size_t>(pending.end() - kept);
}

/// Lines up the notes of the open step, less those that have sounded, none before `notBefore`.
void Scheduler::planStep(double notBefore, const LoopPattern& newest) noexcept {
    forgetPendingOfOpenStep();
    const std::size_t first = m_pendingCount;
    for (const LoopNote& note : newest.all()) {
        if (!playsOn(note, m_step, lengthOf(newest)))
            continue;
        if (m_pendingCount == m_pending.size()) { // only when grids change several times in a step of full patterns
            ++m_status.dropped;
            continue;
        }
        const double offset = static_cast<double>(note.start) - static_cast<double>(stepOf(note));
        m_pending[m_pendingCount++] = {static_cast<double>(m_step) + offset, m_step, newest.id, note};
    }
    const auto byPosition = [](const PendingNote& a, const PendingNote& b) { return a.position < b.position; };
    const auto begin = m_pending.begin();
    std::sort(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(m_pendingCount),
              byPosition);

    std::array<std::uint16_t, kVoices> struck = m_struck;
    std::size_t kept = first;
    for (std::size_t index = first; index < m_pendingCount; ++index) {
        PendingNote& note = m_pending[index];
        if (auto& times = struck[voiceOf(note.note)]; times > 0) {
            --times; // the old pattern has played it
            continue;
        }
        note.position = std::max(note.position, notBefore);
        m_pending[kept++] = note;
    }
    m_pendingCount = kept;
    std::sort(begin, begin + static_cast<std::ptrdiff_t>(m_pendingCount), byPosition);
}

/// The grid line of the open step: from here on `newest` is what sounds.
void Scheduler::beginStep(const LoopPattern& newest, EventReceiver& out) noexcept {
    m_stepHasBegun = true;
    m_status.patternSteps = static_cast<std::int32_t>(lengthOf(newest));
    if (m_status.patternId == newest.id)
        return;
    m_status.patternId = newest.id;
    const auto position = static_cast<double>(m_step);
    for (SoundingNote& note : std::span(m_sounding).first(m_status.soundingNotes))
        if (note.patternId != newest.id && note.step < m_step)
            note.end = position + heldAfter(newest, note.voice, position);
    changePrograms(timeAt(position), newest, out);
}

void Scheduler::changePrograms(TimePoint now, const LoopPattern& newest, EventReceiver& out) noexcept {
    for (std::size_t channel = 0; channel < m_programs.size(); ++channel) {
        const std::uint8_t program = newest.programs[channel];
        if (program == LoopPattern::kAnyProgram || program == m_programs[channel])
            continue;
        m_programs[channel] = program;
        sendProgram(channel, program, now, out);
    }
}

void Scheduler::strike(TimePoint now, const PendingNote& pending, EventReceiver& out) noexcept {
    const TimePoint due = timeAt(pending.position);
    const std::uint16_t voice = voiceOf(pending.note);
    if (pending.step == m_step)
        ++m_struck[voice];
    if (now - due > kDropAfter) {
        ++m_status.dropped;
        return;
    }
    if (now - due > kLateAfter)
        ++m_status.late;

    const auto sounding = std::span(m_sounding).first(m_status.soundingNotes);
    if (const auto again = std::ranges::find(sounding, voice, &SoundingNote::voice); again != sounding.end())
        end(static_cast<std::size_t>(again - sounding.begin()), due, out);

    const std::array<std::uint8_t, 3> message{static_cast<std::uint8_t>(kNoteOn | voice / 128),
                                              static_cast<std::uint8_t>(voice % 128),
                                              std::min<std::uint8_t>(pending.note.velocity, 127)};
    out.receive(due, message);
    ++m_status.noteOns;
    m_status.lastStruck[voice % 128] = now;
    constexpr double kShortest = 1e-3; // so that a note-off never comes with its note-on
    m_sounding[m_status.soundingNotes++] = {
        voice, pending.position + std::max(static_cast<double>(pending.note.length), kShortest), pending.step,
        pending.patternId};
}

void Scheduler::end(std::size_t index, TimePoint due, EventReceiver& out) noexcept {
    sendNoteOff(m_sounding[index].voice, due, out);
    m_sounding[index] = m_sounding[--m_status.soundingNotes];
}

void Scheduler::silence(TimePoint now, EventReceiver& out) noexcept {
    sendNoteOffs(now, out);
    m_status.soundingNotes = 0;
    m_pendingCount = 0;
}

} // namespace segue::playback

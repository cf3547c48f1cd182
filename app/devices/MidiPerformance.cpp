#include "app/devices/MidiPerformance.h"

#include <algorithm>
#include <map>
#include <utility>

namespace segue::devices {
namespace {

constexpr std::uint8_t kNoteOff = 0x80;
constexpr std::uint8_t kNoteOn = 0x90;
constexpr std::uint8_t kProgramChange = 0xC0;
constexpr std::uint8_t kDrumChannel = 9;
constexpr Seconds kShortest{0.001}; // a note of no length must not end before it begins

TimedMessage message(Seconds time, std::uint8_t status, std::uint8_t channel, std::uint8_t first, std::uint8_t second,
                     std::uint8_t size) {
    return {std::max(time, Seconds(0.0)), {static_cast<std::uint8_t>(status | channel), first, second}, size};
}

} // namespace

std::vector<std::uint8_t> channelsOf(const music::NoteSequence& sequence) {
    std::map<std::pair<int, int>, std::uint8_t> melodic; // by instrument and program
    std::vector<std::uint8_t> channels;
    channels.reserve(sequence.notes.size());
    for (const music::Note& note : sequence.notes) {
        const auto next = static_cast<std::uint8_t>(melodic.size() % 15);
        const auto free = static_cast<std::uint8_t>(next < kDrumChannel ? next : next + 1);
        channels.push_back(note.isDrum ? kDrumChannel
                                       : melodic.try_emplace({note.instrument, note.program}, free).first->second);
    }
    return channels;
}

std::vector<TimedMessage> toMessages(const music::NoteSequence& sequence) {
    const std::vector<std::uint8_t> channels = channelsOf(sequence);
    std::map<std::uint8_t, int> programs; // by channel: of the first that has it
    std::vector<TimedMessage> messages;
    messages.reserve(sequence.notes.size() * 2);
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const music::Note& note = sequence.notes[i];
        const std::uint8_t channel = channels[i];
        if (channel != kDrumChannel)
            programs.try_emplace(channel, note.program);
        messages.push_back(message(note.start, kNoteOn, channel, note.pitch.value, note.velocity.value, 3));
        const Seconds end = std::max(note.end, note.start + kShortest);
        messages.push_back(message(end, kNoteOff, channel, note.pitch.value, 0, 3));
    }
    for (const auto& [channel, program] : programs)
        messages.push_back(
            message(Seconds(0.0), kProgramChange, channel, static_cast<std::uint8_t>(program & 0x7F), 0, 2));

    const auto rank = [](const TimedMessage& m) {
        const int kind = m.bytes[0] & 0xF0;
        return kind == kProgramChange ? 0 : kind == kNoteOff ? 1 : 2;
    };
    std::ranges::stable_sort(messages, [&](const TimedMessage& a, const TimedMessage& b) {
        return a.time != b.time ? a.time < b.time : rank(a) < rank(b);
    });
    return messages;
}

} // namespace segue::devices

#include "app/tour/Souvenirs.h"

#include "core/files/MidiFile.h"

#include <array>
#include <chrono>
#include <optional>

namespace segue::tour {
namespace {

using playback::RecordedMessage;

constexpr int kDrumChannel = 9;

double secondsSince(playback::TimePoint begin, playback::TimePoint time) {
    return std::chrono::duration<double>(time - begin).count();
}

} // namespace

music::NoteSequence toNotes(std::span<const RecordedMessage> messages, Bpm tempo) {
    music::NoteSequence sequence;
    sequence.tempos.push_back({Seconds(0), tempo});
    if (messages.empty())
        return sequence;
    const auto begin = messages.front().time;
    std::array<std::optional<std::size_t>, 16 * 128> sounding; // index of the note that a voice plays
    for (const RecordedMessage& message : messages) {
        if (!message.isNoteOn() && !message.isNoteOff())
            continue;
        const int channel = message.bytes[0] & 0x0F;
        auto& voice = sounding[static_cast<std::size_t>(channel * 128 + (message.bytes[1] & 0x7F))];
        const Seconds now(secondsSince(begin, message.time));
        if (voice)
            sequence.notes[*voice].end = now;
        voice.reset();
        if (message.isNoteOn()) {
            voice = sequence.notes.size();
            sequence.notes.push_back({MidiPitch(message.bytes[1]), Velocity(message.bytes[2]), now, now, channel, 0,
                                      channel == kDrumChannel});
        }
    }
    const Seconds last(secondsSince(begin, messages.back().time));
    for (const auto& voice : sounding)
        if (voice)
            sequence.notes[*voice].end = last;
    sequence.sortNotes();
    return sequence;
}

Status writeMidi(const std::filesystem::path& path, std::span<const RecordedMessage> messages, Bpm tempo) {
    return files::writeMidiFile(path, toNotes(messages, tempo));
}

} // namespace segue::tour

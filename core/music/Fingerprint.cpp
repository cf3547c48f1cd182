#include "core/music/Fingerprint.h"

#include "core/base/Fnv64.h"

#include <cmath>

namespace segue::music {
namespace {

/// The hash of one event, begun with its kind and time.
Fnv64 event(char kind, Seconds time) {
    Fnv64 hash;
    hash.add(static_cast<std::uint8_t>(kind));
    hash.addLittleEndian(static_cast<std::uint64_t>(std::llround(time.value * 1e6)), 8);
    return hash;
}

void add(Fnv64& hash, int value) {
    hash.addLittleEndian(static_cast<std::uint64_t>(value), 4);
}

std::uint64_t hashOf(const Note& note) {
    Fnv64 hash = event('n', note.start);
    hash.addLittleEndian(static_cast<std::uint64_t>(std::llround(note.end.value * 1e6)), 8);
    hash.add(note.pitch.value);
    hash.add(note.velocity.value);
    hash.add(static_cast<std::uint8_t>(note.isDrum));
    hash.add(static_cast<std::uint8_t>(note.program));
    return hash.mixed();
}

std::uint64_t hashOf(const TempoChange& change) {
    Fnv64 hash = event('t', change.time);
    add(hash, static_cast<int>(std::lround(change.tempo.value * 1e3)));
    return hash.mixed();
}

std::uint64_t hashOf(const TimeSignature& meter) {
    Fnv64 hash = event('m', meter.time);
    add(hash, meter.numerator);
    add(hash, meter.denominator);
    return hash.mixed();
}

std::uint64_t hashOf(const KeySignature& key) {
    Fnv64 hash = event('k', key.time);
    add(hash, key.tonic);
    add(hash, key.isMinor ? 1 : 0);
    return hash.mixed();
}

std::uint64_t hashOf(const ChordSymbol& chord) {
    Fnv64 hash = event('h', chord.time);
    hash.add(chord.figure);
    return hash.mixed();
}

std::uint64_t hashOf(const ControlChange& change) {
    Fnv64 hash = event('c', change.time);
    add(hash, change.controller);
    add(hash, change.value);
    add(hash, change.program);
    add(hash, change.isDrum ? 1 : 0);
    return hash.mixed();
}

std::uint64_t hashOf(const PitchBend& bend) {
    Fnv64 hash = event('b', bend.time);
    add(hash, bend.bend);
    add(hash, bend.program);
    add(hash, bend.isDrum ? 1 : 0);
    return hash.mixed();
}

/// Does not depend on the order.
template <class Event>
std::uint64_t sumOf(const std::vector<Event>& events) {
    std::uint64_t sum = 0;
    for (const Event& each : events)
        sum += hashOf(each);
    return sum;
}

} // namespace

std::uint64_t fingerprint(const NoteSequence& sequence) {
    Fnv64 hash;
    hash.addLittleEndian(sumOf(sequence.notes) + sumOf(sequence.tempos) + sumOf(sequence.timeSignatures) +
                             sumOf(sequence.keySignatures) + sumOf(sequence.chords) + sumOf(sequence.controlChanges) +
                             sumOf(sequence.pitchBends),
                         8);
    return hash.mixed();
}

} // namespace segue::music

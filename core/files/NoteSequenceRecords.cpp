#include "core/files/NoteSequenceRecords.h"

#include "core/base/Utf8.h"
#include "core/files/ExampleRecords.h"
#include "core/files/MidiFile.h"

#include "core/files/note_sequence.pb.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace segue::files {
namespace {

constexpr int kDefaultTicksPerQuarter = 220; // Magenta's
constexpr int kMinor = 1;
constexpr int kLastUnderstoodMode = 2; // not specified: taken as major
constexpr int kChordSymbol = 1;

tl::unexpected<Error> malformed(const std::string& what) {
    return fail(ErrorCode::Malformed, "The NoteSequence has " + what);
}

bool isTime(double seconds) {
    return std::isfinite(seconds) && seconds >= 0.0;
}

bool isMidiByte(int value) {
    return value >= 0 && value < 128;
}

Status readNotes(const proto::NoteSequence& message, music::NoteSequence& sequence) {
    sequence.notes.reserve(static_cast<std::size_t>(message.notes_size()));
    for (const proto::Note& note : message.notes()) {
        if (!isMidiByte(note.pitch()) || !isMidiByte(note.velocity()) || !isMidiByte(note.program()))
            return malformed("a note whose pitch, velocity or program is not from 0 to 127");
        if (!isTime(note.start_time()) || !isTime(note.end_time()) || note.end_time() < note.start_time())
            return malformed("a note whose times are none");
        sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(note.pitch())),
                                  .velocity = Velocity(static_cast<std::uint8_t>(note.velocity())),
                                  .start = Seconds(note.start_time()),
                                  .end = Seconds(note.end_time()),
                                  .instrument = note.instrument(),
                                  .program = note.program(),
                                  .isDrum = note.is_drum()});
    }
    sequence.sortNotes();
    return {};
}

Status readTempos(const proto::NoteSequence& message, music::NoteSequence& sequence) {
    for (const proto::Tempo& tempo : message.tempos()) {
        if (!isTime(tempo.time()) || !std::isfinite(tempo.qpm()) || tempo.qpm() <= 0.0)
            return malformed("a tempo or its time that is none");
        sequence.tempos.push_back({Seconds(tempo.time()), Bpm(tempo.qpm())});
    }
    std::ranges::stable_sort(sequence.tempos, {}, &music::TempoChange::time);
    if (!sequence.tempos.empty() && sequence.tempos.front().time > Seconds(0))
        sequence.tempos.insert(sequence.tempos.begin(), music::TempoChange{});
    return {};
}

Status readSignatures(const proto::NoteSequence& message, music::NoteSequence& sequence) {
    for (const proto::TimeSignature& meter : message.time_signatures()) {
        if (!isTime(meter.time()) || meter.numerator() < 1 || meter.numerator() > 255 || meter.denominator() < 1 ||
            !std::has_single_bit(static_cast<unsigned>(meter.denominator())))
            return malformed("a time signature or its time that is none");
        sequence.timeSignatures.push_back({Seconds(meter.time()), meter.numerator(), meter.denominator()});
    }
    std::ranges::stable_sort(sequence.timeSignatures, {}, &music::TimeSignature::time);
    if (!sequence.timeSignatures.empty() && sequence.timeSignatures.front().time > Seconds(0))
        sequence.timeSignatures.insert(sequence.timeSignatures.begin(), music::TimeSignature{});
    for (const proto::KeySignature& key : message.key_signatures()) {
        if (!isTime(key.time()) || key.key() < 0 || key.key() > 11)
            return malformed("a key signature or its time that is none");
        if (key.mode() <= kLastUnderstoodMode)
            sequence.keySignatures.push_back({Seconds(key.time()), key.key(), key.mode() == kMinor});
    }
    std::ranges::stable_sort(sequence.keySignatures, {}, &music::KeySignature::time);
    return {};
}

Status readControls(const proto::NoteSequence& message, music::NoteSequence& sequence) {
    for (const proto::ControlChange& change : message.control_changes()) {
        if (!isTime(change.time()) || !isMidiByte(change.control_number()) || !isMidiByte(change.control_value()) ||
            !isMidiByte(change.program()))
            return malformed("a control change or its time that is none");
        sequence.controlChanges.push_back({Seconds(change.time()), change.control_number(), change.control_value(),
                                           change.instrument(), change.program(), change.is_drum()});
    }
    std::ranges::stable_sort(sequence.controlChanges, {}, &music::ControlChange::time);
    for (const proto::PitchBend& bend : message.pitch_bends()) {
        if (!isTime(bend.time()) || bend.bend() < -8192 || bend.bend() > 8191 || !isMidiByte(bend.program()))
            return malformed("a pitch bend or its time that is none");
        sequence.pitchBends.push_back(
            {Seconds(bend.time()), bend.bend(), bend.instrument(), bend.program(), bend.is_drum()});
    }
    std::ranges::stable_sort(sequence.pitchBends, {}, &music::PitchBend::time);
    return {};
}

Status readTexts(const proto::NoteSequence& message, music::NoteSequence& sequence) {
    for (const proto::TextAnnotation& annotation : message.text_annotations()) {
        if (!isTime(annotation.time()))
            return malformed("a text whose time is none");
        if (annotation.annotation_type() == kChordSymbol)
            sequence.chords.push_back({Seconds(annotation.time()), utf8FromUnknown(annotation.text())});
    }
    std::ranges::stable_sort(sequence.chords, {}, &music::ChordSymbol::time);
    for (const proto::InstrumentInfo& info : message.instrument_infos())
        sequence.instrumentNames.push_back({info.instrument(), utf8FromUnknown(info.name())});
    std::ranges::stable_sort(sequence.instrumentNames, {}, &music::InstrumentName::instrument);
    return {};
}

void writeNotes(const music::NoteSequence& sequence, proto::NoteSequence& message) {
    for (const music::Note& note : sequence.notes) {
        proto::Note* const added = message.add_notes();
        added->set_pitch(note.pitch.value);
        added->set_velocity(note.velocity.value);
        added->set_start_time(note.start.value);
        added->set_end_time(note.end.value);
        added->set_instrument(note.instrument);
        added->set_program(note.program);
        added->set_is_drum(note.isDrum);
    }
}

void writeSignatures(const music::NoteSequence& sequence, proto::NoteSequence& message) {
    for (const music::TempoChange& change : sequence.tempos) {
        proto::Tempo* const added = message.add_tempos();
        added->set_time(change.time.value);
        added->set_qpm(change.tempo.value);
    }
    for (const music::TimeSignature& meter : sequence.timeSignatures) {
        proto::TimeSignature* const added = message.add_time_signatures();
        added->set_time(meter.time.value);
        added->set_numerator(meter.numerator);
        added->set_denominator(meter.denominator);
    }
    for (const music::KeySignature& key : sequence.keySignatures) {
        proto::KeySignature* const added = message.add_key_signatures();
        added->set_time(key.time.value);
        added->set_key(key.tonic);
        added->set_mode(key.isMinor ? kMinor : 0);
    }
}

void writeControls(const music::NoteSequence& sequence, proto::NoteSequence& message) {
    for (const music::ControlChange& change : sequence.controlChanges) {
        proto::ControlChange* const added = message.add_control_changes();
        added->set_time(change.time.value);
        added->set_control_number(change.controller);
        added->set_control_value(change.value);
        added->set_instrument(change.instrument);
        added->set_program(change.program);
        added->set_is_drum(change.isDrum);
    }
    for (const music::PitchBend& bend : sequence.pitchBends) {
        proto::PitchBend* const added = message.add_pitch_bends();
        added->set_time(bend.time.value);
        added->set_bend(bend.bend);
        added->set_instrument(bend.instrument);
        added->set_program(bend.program);
        added->set_is_drum(bend.isDrum);
    }
}

void writeTexts(const music::NoteSequence& sequence, proto::NoteSequence& message) {
    for (const music::ChordSymbol& chord : sequence.chords) {
        proto::TextAnnotation* const added = message.add_text_annotations();
        added->set_time(chord.time.value);
        added->set_text(chord.figure);
        added->set_annotation_type(kChordSymbol);
    }
    for (const music::InstrumentName& name : sequence.instrumentNames) {
        proto::InstrumentInfo* const added = message.add_instrument_infos();
        added->set_instrument(name.instrument);
        added->set_name(name.name);
    }
}

double beats(const music::NoteSequence& sequence) {
    const double end = sequence.totalTime().value;
    double total = 0.0;
    music::TempoChange current;
    for (const music::TempoChange& change : sequence.tempos) {
        const double until = std::min(change.time.value, end);
        total += std::max(until - current.time.value, 0.0) * current.tempo.value / 60.0;
        current = change;
    }
    return total + std::max(end - current.time.value, 0.0) * current.tempo.value / 60.0;
}

void readSongInfo(const proto::SongInfo& info, NoteSequenceRecord& record) {
    record.split = splitFromName(info.split());
    record.beatType = utf8FromUnknown(info.beat_type());
    record.timeSignature = utf8FromUnknown(info.time_signature());
    if (std::isfinite(info.bpm()) && info.bpm() > 0.0F)
        record.bpm = info.bpm();
}

void writeSongInfo(const NoteSequenceRecord& record, proto::NoteSequence& message) {
    if (!record.split && record.beatType.empty() && record.timeSignature.empty() && !(record.bpm > 0.0F))
        return;
    proto::SongInfo* const info = message.mutable_song_info();
    if (record.split)
        info->set_split(std::string(name(*record.split)));
    info->set_beat_type(record.beatType);
    info->set_time_signature(record.timeSignature);
    info->set_bpm(record.bpm);
}

} // namespace

NoteSequenceRecord recordOf(CollectedSequence song, std::string id) {
    return {.id = std::move(id),
            .collection = std::move(song.collection),
            .file = std::move(song.info.file),
            .artist = std::move(song.info.drummer),
            .genre = std::move(song.info.style),
            .beatType = std::move(song.info.beatType),
            .bpm = song.info.bpm,
            .timeSignature = std::move(song.info.timeSignature),
            .split = song.info.split,
            .sequence = std::move(song.sequence),
            .repairs = std::move(song.repairs)};
}

CollectedSequence songOf(NoteSequenceRecord record) {
    return {.sequence = std::move(record.sequence),
            .info = {.file = std::move(record.file),
                     .style = std::move(record.genre),
                     .drummer = std::move(record.artist),
                     .beatType = std::move(record.beatType),
                     .bpm = record.bpm,
                     .split = record.split.value_or(Split::Train),
                     .timeSignature = std::move(record.timeSignature)},
            .collection = std::move(record.collection),
            .repairs = std::move(record.repairs)};
}

Result<NoteSequenceRecord> decodeRecord(std::span<const std::byte> bytes) {
    return isExample(bytes) ? decodeExample(bytes) : decodeNoteSequence(bytes);
}

Result<NoteSequenceRecord> decodeNoteSequence(std::span<const std::byte> bytes) {
    proto::NoteSequence message;
    if (bytes.size() > kMaximumRecordSize || !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return fail(ErrorCode::Malformed, "The data are no NoteSequence");
    NoteSequenceRecord record;
    record.id = utf8FromUnknown(message.id());
    record.collection = utf8FromUnknown(message.collection_name());
    record.file = utf8FromUnknown(message.filename());
    record.artist = utf8FromUnknown(message.sequence_metadata().artist());
    if (message.sequence_metadata().genre_size() > 0)
        record.genre = utf8FromUnknown(message.sequence_metadata().genre(0));
    readSongInfo(message.song_info(), record);

    music::NoteSequence& sequence = record.sequence;
    sequence.name = record.file;
    sequence.ticksPerQuarter = message.ticks_per_quarter() > 0 ? message.ticks_per_quarter() : kDefaultTicksPerQuarter;
    for (const auto& read : {readNotes, readTempos, readSignatures, readControls, readTexts})
        if (auto status = read(message, sequence); !status)
            return fail(std::move(status).error());
    if (!(beats(sequence) <= kMaximumMidiBeats * (1.0 + 1e-9))) // seconds and back have been rounded
        return fail(ErrorCode::Unsupported,
                    "The NoteSequence lasts more than " + std::to_string(std::llround(kMaximumMidiBeats)) + " beats");
    return record;
}

std::vector<std::byte> encodeNoteSequence(const NoteSequenceRecord& record) {
    constexpr int kPerformance = 2;
    constexpr int kMidi = 3;
    const music::NoteSequence& sequence = record.sequence;
    proto::NoteSequence message;
    message.set_id(record.id);
    message.set_filename(record.file);
    message.set_collection_name(record.collection);
    message.set_ticks_per_quarter(sequence.ticksPerQuarter);
    message.set_total_time(sequence.totalTime().value);
    message.mutable_source_info()->set_source_type(kPerformance);
    message.mutable_source_info()->set_encoding_type(kMidi);
    if (!record.artist.empty())
        message.mutable_sequence_metadata()->set_artist(record.artist);
    if (!record.genre.empty())
        message.mutable_sequence_metadata()->add_genre(record.genre);
    writeSongInfo(record, message);
    writeNotes(sequence, message);
    writeSignatures(sequence, message);
    writeControls(sequence, message);
    writeTexts(sequence, message);
    std::vector<std::byte> bytes(message.ByteSizeLong());
    (void)message.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

Result<NoteSequenceReader> NoteSequenceReader::open(const std::filesystem::path& path) {
    auto records = TfRecordReader::open(path);
    if (!records)
        return fail(std::move(records).error());
    return NoteSequenceReader(path, std::move(*records));
}

Result<std::optional<NoteSequenceRecord>> NoteSequenceReader::next() {
    const auto bytes = m_records.next();
    if (!bytes)
        return fail(bytes.error());
    if (!*bytes)
        return std::nullopt;
    ++m_count;
    auto record = decodeRecord(**bytes);
    if (!record)
        return fail(std::move(record).error(), "in record " + std::to_string(m_count) + " of " + m_path.string());
    if (!record->split && isExample(**bytes))
        record->split = splitOfDataset(m_path);
    return std::move(*record);
}

Result<NoteSequenceWriter> NoteSequenceWriter::create(const std::filesystem::path& path) {
    auto records = TfRecordWriter::create(path);
    if (!records)
        return fail(std::move(records).error());
    return NoteSequenceWriter(std::move(*records));
}

} // namespace segue::files

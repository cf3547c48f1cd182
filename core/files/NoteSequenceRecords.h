#pragma once

#include "core/base/Result.h"
#include "core/files/MusicCollection.h"
#include "core/files/Repair.h"
#include "core/files/TfRecord.h"
#include "core/music/NoteSequence.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace segue::files {

/// A piece of music as Magenta's tools keep it: a NoteSequence and where it came from. Texts are UTF-8; empty means
/// unknown. What follows the genre Magenta does not keep, and its readers pass over it.
struct NoteSequenceRecord {
    std::string id{};
    std::string collection{};
    std::string file{}; ///< relative to the collection; also the sequence's name
    std::string artist{};
    std::string genre{}; ///< the first of them
    std::string beatType{};
    float bpm = 0;
    std::string timeSignature{};
    std::optional<Split> split{};
    music::NoteSequence sequence{};
    std::vector<Repair> repairs{}; ///< of what was read; not written

    friend bool operator==(const NoteSequenceRecord&, const NoteSequenceRecord&) = default;
};

/// A song of a collection as a record, and back: nothing is lost between the two but the id.
[[nodiscard]] NoteSequenceRecord recordOf(CollectedSequence song, std::string id);
[[nodiscard]] CollectedSequence songOf(NoteSequenceRecord record);

/// The data of one record (format in NoteSequenceRecords.md): a NoteSequence, or an example with a MIDI file, as
/// TensorFlow Datasets keeps music. Total.
/// Errors: Malformed (neither; values that no music has), Unsupported (longer than kMaximumMidiBeats), NoMusic (an
/// example without a MIDI file), and those of recoverMidi.
[[nodiscard]] Result<NoteSequenceRecord> decodeRecord(std::span<const std::byte> bytes);
[[nodiscard]] Result<NoteSequenceRecord> decodeNoteSequence(std::span<const std::byte> bytes);
[[nodiscard]] std::vector<std::byte> encodeNoteSequence(const NoteSequenceRecord& record);

/// Where a record stands in its file.
struct RecordPlace {
    std::uint64_t offset = 0; ///< in bytes
    int number = 0; ///< how many come before it

    friend bool operator==(const RecordPlace&, const RecordPlace&) = default;
};

/// Reads a TFRecord of NoteSequences, one at a time, as Magenta's convert_dir_to_note_sequences writes it, or of
/// examples. Examples that do not say their split have that of their file's name:
/// "groove-test.tfrecord-00000-of-00001".
class NoteSequenceReader {
public:
    /// Errors: TfRecordReader's.
    [[nodiscard]] static Result<NoteSequenceReader> open(const std::filesystem::path& path);

    /// The next record, or nothing at the end. After an Error of decodeRecord the one after it can be read.
    [[nodiscard]] Result<std::optional<NoteSequenceRecord>> next();

    /// After an Error of TfRecordReader: the file is broken, and nothing more can be read.
    [[nodiscard]] bool isBroken() const { return m_records.isBroken(); }

    /// Of the record that is read next.
    [[nodiscard]] RecordPlace place() const { return {m_records.offset(), m_count}; }
    /// Goes to a place that place() gave. Requires: no Error of TfRecordReader before. Errors: Unreadable.
    [[nodiscard]] Status seek(RecordPlace place) {
        m_count = place.number;
        return m_records.seek(place.offset);
    }

private:
    NoteSequenceReader(std::filesystem::path path, TfRecordReader records)
        : m_path(std::move(path)), m_records(std::move(records)) {}

    std::filesystem::path m_path;
    TfRecordReader m_records;
    int m_count = 0;
};

/// Writes one, which appears at commit(). Errors: AtomicFile's.
class NoteSequenceWriter {
public:
    [[nodiscard]] static Result<NoteSequenceWriter> create(const std::filesystem::path& path);

    [[nodiscard]] Status write(const NoteSequenceRecord& record) { return m_records.write(encodeNoteSequence(record)); }
    [[nodiscard]] Status commit() { return m_records.commit(); }

private:
    explicit NoteSequenceWriter(TfRecordWriter records) : m_records(std::move(records)) {}

    TfRecordWriter m_records;
};

} // namespace segue::files

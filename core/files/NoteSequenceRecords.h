#pragma once

#include "core/base/Result.h"
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
/// unknown.
struct NoteSequenceRecord {
    std::string id;
    std::string collection;
    std::string file; ///< relative to the collection; also the sequence's name
    std::string artist;
    std::string genre; ///< the first of them
    music::NoteSequence sequence;

    friend bool operator==(const NoteSequenceRecord&, const NoteSequenceRecord&) = default;
};

/// The bytes of one record (format in NoteSequenceRecords.md). Total.
/// Errors: Malformed (no NoteSequence; values that no music has), Unsupported (longer than kMaximumMidiBeats).
[[nodiscard]] Result<NoteSequenceRecord> decodeNoteSequence(std::span<const std::byte> bytes);
[[nodiscard]] std::vector<std::byte> encodeNoteSequence(const NoteSequenceRecord& record);

/// Where a record stands in its file.
struct RecordPlace {
    std::uint64_t offset = 0; ///< in bytes
    int number = 0; ///< how many come before it

    friend bool operator==(const RecordPlace&, const RecordPlace&) = default;
};

/// Reads a TFRecord of NoteSequences, one at a time, as Magenta's convert_dir_to_note_sequences writes it.
class NoteSequenceReader {
public:
    /// Errors: TfRecordReader's.
    [[nodiscard]] static Result<NoteSequenceReader> open(const std::filesystem::path& path);

    /// The next record, or nothing at the end. After an Error of decodeNoteSequence the one after it can be read;
    /// after one of TfRecordReader there is nothing more.
    [[nodiscard]] Result<std::optional<NoteSequenceRecord>> next();

    /// Of the record that is read next.
    [[nodiscard]] RecordPlace place() const { return {m_records.offset(), m_count}; }
    /// Goes to a place that place() gave. Requires: no Error of TfRecordReader before. Errors: Unreadable.
    [[nodiscard]] Status seek(RecordPlace place) {
        m_count = place.number;
        return m_records.seek(place.offset);
    }

private:
    NoteSequenceReader(std::string name, TfRecordReader records)
        : m_name(std::move(name)), m_records(std::move(records)) {}

    std::string m_name;
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

#include "app/library/MusicScan.h"

#include "core/base/Utf8.h"
#include "core/codec/Codec.h"
#include "core/files/MusicFiles.h"
#include "core/files/SongSource.h"

#include <cmath>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

namespace segue::library {
namespace {

namespace fs = std::filesystem;

std::string hundredths(double value) {
    const long rounded = std::lround(std::abs(value) * 100);
    return "0." + std::string(rounded < 10 ? "0" : "") + std::to_string(rounded);
}

void addRemarks(const codec::ExtractionReport& report, std::vector<std::string>& remarks) {
    for (const auto& [reason, count] : report.drops)
        remarks.push_back("Left out " + std::to_string(count) + " × " + std::string(codec::text(reason)));
    for (const auto& [pitch, count] : report.unmappedPitches)
        remarks.push_back(unmappedText(pitch, count));
    if (report.phase && report.phase->removed)
        remarks.push_back("All notes were " + hundredths(report.phase->steps) + " steps " +
                          (report.phase->steps > 0 ? "late" : "early") + ": the grid was moved there");
}

/// The name of the part that plays the drums, where there is just one.
std::string drumTrack(const music::NoteSequence& sequence) {
    std::set<int> instruments;
    for (const music::Note& note : sequence.notes)
        if (note.isDrum)
            instruments.insert(note.instrument);
    if (instruments.size() != 1)
        return {};
    for (const music::InstrumentName& known : sequence.instrumentNames)
        if (known.instrument == *instruments.begin())
            return utf8FromUnknown(known.name);
    return {};
}

/// A piece may be refused because no pitch of it is a drum: then the report is not there to tell them.
void countUnmapped(const music::NoteSequence& sequence, std::map<int, int>& pitches) {
    for (const music::Note& note : sequence.notes)
        if (note.isDrum && note.velocity.value > 0)
            ++pitches[note.pitch.value];
}

class Scan {
public:
    Scan(const ScanRequest& request, const codec::Codec& codec) : m_request(request), m_codec(codec) {
        m_options.readingMap = request.readingMap;
    }

    [[nodiscard]] Status path(const fs::path& path) const {
        const auto source = files::SongSource::open(path, true, m_request.stop);
        if (!source && source.error().code() == ErrorCode::Cancelled)
            return fail(source.error());
        if (!source) {
            refuse(utf8FromUnknown(path.filename().string()), source.error());
            return {};
        }
        for (const Error& error : (*source)->unreadableFolders())
            refuse(utf8FromUnknown(path.filename().string()), error);
        const auto kind = files::musicKindOf(path);
        for (std::size_t song = 0; song < (*source)->size(); ++song) {
            if (m_request.stop.stop_requested())
                return fail(ErrorCode::Cancelled, "Reading the music was stopped");
            read(**source, song, [&](const std::string& name) {
                return kind == files::MusicKind::Folder          ? (path / name).string()
                       : kind == files::MusicKind::NoteSequences ? std::string()
                                                                 : path.string();
            });
            if (m_request.progress)
                m_request.progress(static_cast<int>(song) + 1, static_cast<int>((*source)->size()));
        }
        return {};
    }

private:
    template <class FileOf>
    void read(const files::SongSource& source, std::size_t song, const FileOf& fileOf) const {
        const auto collected = source.read(song);
        if (!collected) {
            refuse(source.info(song).file, collected.error());
            return;
        }
        FoundPiece piece = pieceOf(*collected);
        piece.file = fileOf(piece.name);
        m_request.found(std::move(piece));
    }

    void refuse(const std::string& name, const Error& error) const {
        FoundPiece piece;
        piece.name = name;
        piece.refusal = error.message(); // its name stands beside it
        m_request.found(std::move(piece));
    }

    [[nodiscard]] FoundPiece pieceOf(const files::CollectedSequence& song) const {
        FoundPiece piece;
        piece.name = song.info.file;
        piece.style = song.info.style;
        piece.bpm = static_cast<double>(song.info.bpm);
        piece.track = drumTrack(song.sequence);
        for (const files::Repair& repair : song.repairs)
            piece.remarks.push_back(repair.count > 1 ? repair.what + " (" + std::to_string(repair.count) + " times)"
                                                     : repair.what);
        auto extraction = m_codec.patterns(song.sequence, m_options);
        if (!extraction) {
            piece.refusal = extraction.error().message();
            if (extraction.error().code() == ErrorCode::NoMusic)
                countUnmapped(song.sequence, piece.unmappedPitches);
            return piece;
        }
        addRemarks(extraction->report, piece.remarks);
        piece.unmappedPitches = std::move(extraction->report.unmappedPitches);
        piece.windows.reserve(extraction->windows.size());
        for (codec::PatternWindow& window : extraction->windows)
            piece.windows.push_back({StoredPattern(std::move(window.pattern)), window.bar, window.padded});
        return piece;
    }

    const ScanRequest& m_request;
    const codec::Codec& m_codec;
    codec::ExtractionOptions m_options;
};

} // namespace

std::string unmappedText(int pitch, int count) {
    return std::to_string(count) + (count == 1 ? " note of pitch " : " notes of pitch ") + std::to_string(pitch) +
           (count == 1 ? " belongs to no drum" : " belong to no drum");
}

Status scanMusic(const ScanRequest& request) {
    const auto codec = codec::makeCodec(request.codec);
    if (!codec)
        return fail(codec.error());
    const Scan scan(request, **codec);
    for (const std::string& path : request.paths)
        if (auto status = scan.path(path); !status)
            return status;
    return {};
}

} // namespace segue::library

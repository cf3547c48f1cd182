#include "app/cli/InspectMusic.h"

#include "app/cli/Numbers.h"
#include "app/cli/Repairs.h"
#include "core/files/MusicCollection.h"
#include "core/files/MusicReader.h"
#include "core/music/DrumMap.h"

#include <algorithm>
#include <array>
#include <map>

namespace segue::cli {
namespace {

using nlohmann::json;

constexpr std::array kPitchClasses{"C",       "C sharp", "D",      "E flat", "E",      "F",
                                   "F sharp", "G",       "A flat", "A",      "B flat", "B"};

/// What one instrument of a piece plays.
struct Part {
    std::string name;
    int program = 0;
    bool isDrum = false;
    int notes = 0;
    int lowestPitch = 127;
    int highestPitch = 0;
    int softest = 127;
    int loudest = 0;
};

std::map<int, Part> partsOf(const music::NoteSequence& sequence) {
    std::map<int, Part> parts;
    for (const music::Note& note : sequence.notes) {
        Part& part = parts[note.instrument];
        part.program = note.program;
        part.isDrum = note.isDrum;
        ++part.notes;
        part.lowestPitch = std::min<int>(part.lowestPitch, note.pitch.value);
        part.highestPitch = std::max<int>(part.highestPitch, note.pitch.value);
        part.softest = std::min<int>(part.softest, note.velocity.value);
        part.loudest = std::max<int>(part.loudest, note.velocity.value);
    }
    for (const auto& [instrument, name] : sequence.instrumentNames)
        if (const auto at = parts.find(instrument); at != parts.end())
            at->second.name = name;
    return parts;
}

std::string range(int low, int high) {
    return low == high ? std::to_string(low) : std::to_string(low) + " to " + std::to_string(high);
}

/// "4/4, 7/8 from 12.0 s": the first, and where others follow.
template <class Change, class Describe>
std::string changes(const std::vector<Change>& list, Describe describe) {
    constexpr std::size_t kShown = 8;
    std::string text;
    for (std::size_t i = 0; i < std::min(list.size(), kShown); ++i)
        text += (i == 0 ? "" : ", ") + describe(list[i]) +
                (i == 0 ? "" : " from " + withDigits(list[i].time.value, 1) + " s");
    if (list.size() > kShown)
        text += " and " + std::to_string(list.size() - kShown) + " more";
    return text;
}

std::string keyName(const music::KeySignature& key) {
    return std::string(kPitchClasses.at(static_cast<std::size_t>(key.tonic))) + (key.isMinor ? " minor" : " major");
}

void tellChanges(const music::NoteSequence& sequence, Report& report) {
    json tempos = json::array();
    for (const auto& change : sequence.tempos)
        tempos.push_back({{"time", change.time.value}, {"bpm", change.tempo.value}});
    json meters = json::array();
    for (const auto& meter : sequence.timeSignatures)
        meters.push_back(
            {{"time", meter.time.value}, {"numerator", meter.numerator}, {"denominator", meter.denominator}});
    json keys = json::array();
    for (const auto& key : sequence.keySignatures)
        keys.push_back({{"time", key.time.value}, {"key", keyName(key)}});
    report.set("tempos", tempos);
    report.set("time_signatures", meters);
    report.set("key_signatures", keys);

    const auto tempoText = [](const music::TempoChange& c) { return withDigits(c.tempo.value, 2); };
    const auto meterText = [](const music::TimeSignature& meter) {
        return std::to_string(meter.numerator) + "/" + std::to_string(meter.denominator);
    };
    report.line("  tempo  " + (sequence.tempos.empty() ? "120, as none is set" : changes(sequence.tempos, tempoText)));
    report.line("  meter  " + (sequence.timeSignatures.empty() ? "4/4, as none is set"
                                                               : changes(sequence.timeSignatures, meterText)));
    if (!sequence.keySignatures.empty())
        report.line("  key    " + changes(sequence.keySignatures, keyName));
}

void tellParts(const music::NoteSequence& sequence, Report& report) {
    json list = json::array();
    for (const auto& [instrument, part] : partsOf(sequence)) {
        list.push_back({{"instrument", instrument},
                        {"name", part.name},
                        {"program", part.program},
                        {"is_drum", part.isDrum},
                        {"notes", part.notes},
                        {"pitches", {part.lowestPitch, part.highestPitch}},
                        {"velocities", {part.softest, part.loudest}}});
        report.line("  instrument " + std::to_string(instrument) +
                    (part.isDrum ? ", drums" : ", program " + std::to_string(part.program)) +
                    (part.name.empty() ? "" : ", \"" + part.name + "\"") + ": " + std::to_string(part.notes) +
                    " notes, pitches " + range(part.lowestPitch, part.highestPitch) + ", velocities " +
                    range(part.softest, part.loudest));
    }
    report.set("instruments", list);
}

void tellDrums(const music::NoteSequence& sequence, Report& report) {
    const music::DrumMap& map = music::generalMidiDrumMap();
    std::array<int, music::kDrumClasses> hits{};
    int others = 0;
    for (const music::Note& note : sequence.notes)
        if (note.isDrum) {
            const auto drum = map.classOf(note.pitch);
            ++(drum ? hits.at(static_cast<std::size_t>(*drum)) : others);
        }
    json object = json::object();
    std::string text;
    const auto add = [&](const std::string& name, int count) {
        if (count == 0)
            return;
        object[name] = count;
        text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
    };
    for (std::size_t drum = 0; drum < hits.size(); ++drum)
        add(map.classes[drum].name, hits[drum]);
    add("other", others);
    report.set("drums", object);
    if (!text.empty())
        report.line("  drums  " + text);
}

void tellRepairs(const std::vector<files::Repair>& repairs, Report& report) {
    for (const files::Repair& repair : repairs)
        report.line("  mended " + describe(repair));
    report.set("repairs", toJson(repairs));
}

std::string counted(const std::map<std::string, int>& counts) {
    std::string text;
    for (const auto& [name, count] : counts)
        text += (text.empty() ? "" : ", ") + (name.empty() ? "unknown" : name) + " " + std::to_string(count);
    return text;
}

} // namespace

Status inspectPiece(const std::filesystem::path& path, const std::string& kind, Report& report) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    const music::NoteSequence& sequence = read->sequence;
    report.set("kind", kind);
    report.set("seconds", sequence.totalTime().value);
    report.set("ticks_per_quarter", sequence.ticksPerQuarter);
    report.set("notes", sequence.notes.size());
    report.line(path.string() + ": " + (kind == "midi" ? "MIDI, " : "MusicXML, ") +
                withDigits(sequence.totalTime().value, 1) + " s, " + std::to_string(sequence.notes.size()) + " notes" +
                (kind == "midi" ? ", " + std::to_string(sequence.ticksPerQuarter) + " ticks a quarter" : ""));
    tellChanges(sequence, report);
    tellParts(sequence, report);
    tellDrums(sequence, report);
    tellRepairs(read->repairs, report);
    return {};
}

Status inspectCollection(const std::filesystem::path& path, const std::string& kind, Report& report) {
    std::size_t notes = 0;
    double seconds = 0;
    std::map<std::string, int> styles;
    std::map<std::string, int> splits;
    json songs = json::array();
    const auto refused = files::visitMusicCollection(path, {}, [&](files::CollectedSequence song) -> Status {
        const files::SourceInfo& info = song.info;
        notes += song.sequence.notes.size();
        seconds += song.sequence.totalTime().value;
        ++styles[info.style];
        ++splits[std::string(name(info.split))];
        songs.push_back({{"file", info.file},
                         {"style", info.style},
                         {"drummer", info.drummer},
                         {"bpm", info.bpm},
                         {"split", std::string(name(info.split))},
                         {"notes", song.sequence.notes.size()},
                         {"seconds", song.sequence.totalTime().value}});
        return {};
    });
    if (!refused)
        return fail(refused.error());
    report.line(path.string() + ": " + std::to_string(songs.size()) + " songs, " + std::to_string(notes) + " notes, " +
                asDuration(seconds));
    if (styles.size() > 1 || !styles.contains(""))
        report.line("  styles  " + counted(styles));
    report.line("  splits  " + counted(splits));
    report.set("kind", kind);
    report.set("notes", notes);
    report.set("seconds", seconds);
    report.set("songs", std::move(songs));
    report.set("refused", json::array());
    for (const auto& [file, error] : *refused) {
        report.line("  refused " + file + ": " + error.text());
        report.object()["refused"].push_back({{"file", file}, {"message", error.text()}});
    }
    return {};
}

} // namespace segue::cli

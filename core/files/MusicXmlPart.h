#pragma once

#include "core/base/Result.h"
#include "core/files/MusicXmlDirection.h"
#include "core/files/MusicXmlInstruments.h"
#include "core/files/RepairLog.h"
#include "core/files/Score.h"
#include "core/files/ScoreCursor.h"

#include <map>
#include <string>
#include <vector>

namespace pugi {
class xml_node;
}

namespace segue::files {

/// Reads the measures of one part, one after another, into a score: what MusicXml.md says about their elements.
class MusicXmlPartReader {
public:
    /// Requires: all three outlive the reader.
    MusicXmlPartReader(MusicXmlPartInstruments& instruments, Score& score, RepairLog& repairs)
        : m_instruments(instruments), m_score(score), m_repairs(repairs) {}

    /// The content of the part's measure with this index. Errors: Unsupported (longer than any piece), with part and
    /// measure.
    [[nodiscard]] Status read(const pugi::xml_node& content, std::size_t index);

private:
    /// How the note sounds; none: it is silent, or has no pitch.
    struct Sound {
        MidiPitch pitch;
        int instrument;
    };

    void readAttributes(const pugi::xml_node& attributes);
    void readDivisions(const pugi::xml_node& divisions);
    void readKey(const pugi::xml_node& key);
    void readTime(const pugi::xml_node& time);
    void readTranspose(const pugi::xml_node& transpose);
    void readNote(const pugi::xml_node& note);
    void addNote(const pugi::xml_node& note, Sound sound, Ticks start, Ticks length);
    [[nodiscard]] std::optional<Sound> soundOf(const pugi::xml_node& note);
    [[nodiscard]] std::optional<int> pitchOf(const pugi::xml_node& note);
    [[nodiscard]] std::optional<int> unpitchedOf(const pugi::xml_node& note, const MusicXmlInstrument& instrument);
    /// In divisions; none: it does not say.
    [[nodiscard]] std::optional<double> durationOf(const pugi::xml_node& note);
    [[nodiscard]] int transpositionOf(const pugi::xml_node& note) const;
    void readDirection(const MusicXmlDirection& direction);
    void readHarmony(const pugi::xml_node& harmony);
    void readBarline(const pugi::xml_node& barline);
    void move(const pugi::xml_node& element, int sign);
    void placeGraceNotes();
    void applyDynamics();

    [[nodiscard]] std::string place() const;
    void repair(std::string_view what) { m_repairs.add(place(), what); }

    MusicXmlPartInstruments& m_instruments;
    Score& m_score;
    RepairLog& m_repairs;

    // Of the part so far:
    ScoreCursor m_cursor;
    bool m_hasDivisions = false;
    double m_divisions = 1; // a quarter
    int m_transposition = 0; // semitones from the written to the sounding pitch
    std::map<int, int> m_staffTranspositions; // where a staff has its own
    std::optional<ScoreMeter> m_meter;
    std::optional<ScoreMeter> m_nextMeter; // from the next measure on
    Velocity m_level{80};
    std::uint32_t m_endings = 0; // of the bracket that is open

    // Of the measure that is read:
    ScoreMeasure* m_measure = nullptr;
    std::size_t m_firstNote = 0; // of this part in m_measure
    bool m_ownsKeys = false; // no earlier part has said a key
    Ticks m_chordStart;
    double m_chordDuration = 0;
    bool m_chordIsGrace = false;
    int m_graceGroups = 0; // that wait for the note they belong to
    std::vector<std::size_t> m_graceNotes; // in m_measure; their start counts groups meanwhile
    std::vector<ScoreEvent<MusicXmlDynamics>> m_dynamics;
};

} // namespace segue::files

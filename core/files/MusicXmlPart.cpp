#include "core/files/MusicXmlPart.h"

#include "core/files/MidiFile.h"
#include "core/files/MusicXmlHarmony.h"
#include "core/files/MusicXmlNodes.h"

#include <algorithm>
#include <array>

namespace segue::files {
namespace {

constexpr Ticks kGraceLength(kScoreTicks / 16);

/// Elements that say nothing about sound.
bool isSilentElement(std::string_view name) {
    constexpr std::array<std::string_view, 8> kNames{"print",    "figured-bass", "grouping",      "link",
                                                     "bookmark", "listening",    "measure-style", ""};
    return std::ranges::find(kNames, name) != kNames.end();
}

bool hasType(const pugi::xml_node& parent, const char* name, std::string_view type) {
    return std::ranges::any_of(parent.children(name), [type](const pugi::xml_node& node) {
        return std::string_view(node.attribute("type").value()) == type;
    });
}

/// <tie> is for the ear and <tied> for the eye; some programs write only the latter.
bool hasTie(const pugi::xml_node& note, std::string_view type) {
    if (note.child("tie"))
        return hasType(note, "tie", type);
    return std::ranges::any_of(note.children("notations"),
                               [type](const pugi::xml_node& node) { return hasType(node, "tied", type); });
}

/// Semitones of a letter above C; none: no letter.
std::optional<int> semitonesOf(std::string_view step) {
    constexpr std::array kAboveC{9, 11, 0, 2, 4, 5, 7}; // from A
    if (step.size() != 1 || step[0] < 'A' || step[0] > 'G')
        return std::nullopt;
    return kAboveC.at(static_cast<std::size_t>(step[0] - 'A'));
}

/// The sum of "3+2".
std::optional<int> sumIn(std::string_view text) {
    int sum = 0;
    while (true) {
        const auto plus = text.find('+');
        const auto beats = numberIn(text.substr(0, plus));
        if (!beats || *beats < 1 || *beats > 255 || *beats != std::floor(*beats) || sum > 255)
            return std::nullopt;
        sum += static_cast<int>(*beats);
        if (plus == std::string_view::npos)
            return sum;
        text.remove_prefix(plus + 1);
    }
}

/// Several fractions are added: 2/4 + 3/8 is 7/8.
std::optional<ScoreMeter> meterOf(const pugi::xml_node& time) {
    if (time.child("senza-misura"))
        return ScoreMeter{0, 4};
    std::optional<ScoreMeter> meter;
    for (const pugi::xml_node& node : time.children("beats")) {
        const auto beats = sumIn(node.child_value());
        const int type = integerIn(node.next_sibling("beat-type")).value_or(0);
        if (!beats || type < 1 || type > 64 || (type & (type - 1)) != 0)
            return std::nullopt;
        if (!meter)
            meter = ScoreMeter{0, type};
        const int denominator = std::max(type, meter->denominator);
        meter->numerator = meter->numerator * (denominator / meter->denominator) + *beats * (denominator / type);
        meter->denominator = denominator;
        if (meter->numerator > 255)
            return std::nullopt;
    }
    return meter;
}

/// What a note without a pitch and without a sound of its own most likely is, by its place on a staff with the
/// percussion clef. Source: the Percussive Arts Society's guide to drum set notation.
std::optional<int> drumAt(std::string_view step, int octave) {
    struct Place {
        char step;
        int octave;
        int pitch;
    };
    constexpr std::array kPlaces{Place{'D', 4, 44}, Place{'E', 4, 35}, Place{'F', 4, 36}, Place{'A', 4, 43},
                                 Place{'C', 5, 38}, Place{'D', 5, 45}, Place{'E', 5, 48}, Place{'F', 5, 51},
                                 Place{'G', 5, 42}, Place{'A', 5, 49}};
    for (const Place& place : kPlaces)
        if (step.size() == 1 && place.step == step[0] && place.octave == octave)
            return place.pitch;
    return std::nullopt;
}

std::uint32_t endingsIn(std::string_view numbers) {
    std::uint32_t endings = 0;
    while (!numbers.empty()) {
        const auto comma = std::min(numbers.find_first_of(", "), numbers.size());
        if (const auto number = numberIn(numbers.substr(0, comma)); number && *number >= 1 && *number <= 32)
            endings |= 1U << (static_cast<int>(*number) - 1);
        numbers.remove_prefix(std::min(comma + 1, numbers.size()));
    }
    return endings;
}

} // namespace

std::string MusicXmlPartReader::place() const {
    std::string place = "Measure ";
    return place.append(m_measure->number).append(" of ").append(m_instruments.name());
}

Status MusicXmlPartReader::read(const pugi::xml_node& content, std::size_t index) {
    m_measure = &m_score.measures[index];
    m_firstNote = m_measure->notes.size();
    m_ownsKeys = m_measure->keys.empty();
    m_cursor.beginMeasure();
    m_chordStart = Ticks(0);
    m_chordDuration = 0;
    m_dynamics.clear();
    if (m_nextMeter && !m_measure->meter)
        m_measure->meter = m_nextMeter;
    m_nextMeter.reset();
    if (m_measure->meter)
        m_meter = m_measure->meter;
    m_measure->repeats.endings |= m_endings;

    for (const pugi::xml_node& node : content.children()) {
        const std::string_view name = node.name();
        if (name == "note")
            readNote(node);
        else if (name == "attributes")
            readAttributes(node);
        else if (name == "backup")
            move(node, -1);
        else if (name == "forward")
            move(node, 1);
        else if (name == "direction")
            readDirection(files::readDirection(node));
        else if (name == "sound")
            readDirection(readSound(node));
        else if (name == "harmony")
            readHarmony(node);
        else if (name == "barline")
            readBarline(node);
        else if (!isSilentElement(name))
            repair("an element that MusicXML does not have is passed over");
        m_measure->length = std::max(m_measure->length, m_cursor.at());
        if (static_cast<double>(m_cursor.at().value) > kMaximumMidiBeats * kScoreTicks)
            return fail(ErrorCode::Unsupported, place() + " lasts longer than a piece can");
    }
    placeGraceNotes();
    applyDynamics();
    return {};
}

void MusicXmlPartReader::readAttributes(const pugi::xml_node& attributes) {
    for (const pugi::xml_node& node : attributes.children("transpose")) // stands behind the key that it moves
        readTranspose(node);
    for (const pugi::xml_node& node : attributes.children()) {
        const std::string_view name = node.name();
        if (name == "divisions")
            readDivisions(node);
        else if (name == "key")
            readKey(node);
        else if (name == "time")
            readTime(node);
    }
}

void MusicXmlPartReader::readDivisions(const pugi::xml_node& divisions) {
    const auto value = numberIn(divisions);
    if (!value || *value < 1.0e-3 || *value > 1.0e9) {
        repair("the divisions of a quarter are not a number above 0 and are passed over");
        return;
    }
    m_hasDivisions = true;
    m_divisions = *value;
    m_cursor.setDivisionsPerQuarter(*value);
}

void MusicXmlPartReader::readKey(const pugi::xml_node& key) {
    if (!m_ownsKeys || key.attribute("number").as_int(1) != 1) // staves of a part differ only in what is written
        return;
    const auto fifths = integerIn(key.child("fifths"));
    if (!fifths || *fifths < -7 || *fifths > 7) {
        repair("a key that is not said in fifths is passed over");
        return;
    }
    const std::string_view mode = trimmed(key.child("mode").child_value());
    const bool isMinor = mode == "minor" || mode == "aeolian";
    const int tonic = (*fifths * 7 + (isMinor ? 9 : 0) + m_transposition) % 12;
    m_measure->keys.push_back({m_cursor.at(), {(tonic + 12) % 12, isMinor}});
}

void MusicXmlPartReader::readTime(const pugi::xml_node& time) {
    const auto meter = meterOf(time);
    if (!meter) {
        repair("a time signature that is not beats over a power of two is passed over");
        return;
    }
    if (m_cursor.at() > Ticks(0)) {
        repair("the time signature changes inside the measure and holds from the next one on");
        m_nextMeter = meter;
        return;
    }
    if (!m_measure->meter)
        m_measure->meter = meter;
    else if (*m_measure->meter != *meter)
        repair("another time signature than in the parts before is passed over");
    m_meter = m_measure->meter;
}

void MusicXmlPartReader::readTranspose(const pugi::xml_node& transpose) {
    const int chromatic = integerIn(transpose.child("chromatic")).value_or(0);
    const int octaves = integerIn(transpose.child("octave-change")).value_or(0);
    const int semitones = std::clamp(chromatic, -127, 127) + 12 * std::clamp(octaves, -10, 10);
    if (const auto staff = transpose.attribute("number")) {
        m_staffTranspositions[staff.as_int()] = semitones;
    } else {
        m_transposition = semitones;
        m_staffTranspositions.clear();
    }
}

int MusicXmlPartReader::transpositionOf(const pugi::xml_node& note) const {
    if (m_staffTranspositions.empty())
        return m_transposition;
    const auto staff = m_staffTranspositions.find(integerIn(note.child("staff")).value_or(1));
    return staff == m_staffTranspositions.end() ? m_transposition : staff->second;
}

void MusicXmlPartReader::readNote(const pugi::xml_node& note) {
    const bool isRest = static_cast<bool>(note.child("rest"));
    const bool isChord = static_cast<bool>(note.child("chord"));
    bool isGrace = static_cast<bool>(note.child("grace"));
    const std::optional<double> said = isGrace ? 0.0 : durationOf(note);
    if (!said) {
        repair("a note that says neither its duration nor its type is left out");
        return;
    }
    const double duration = *said;
    isGrace = isGrace || (duration == 0 && !isRest && !isChord);
    if (isChord && isGrace != m_chordIsGrace)
        isGrace = m_chordIsGrace;

    if (!isChord) {
        if (isGrace)
            ++m_graceGroups;
        else
            placeGraceNotes();
        m_chordStart = m_cursor.at();
        m_chordDuration = duration;
        m_chordIsGrace = isGrace;
    }
    const std::optional<Sound> sound = isRest || note.child("cue") ? std::nullopt : soundOf(note);
    if (sound && isGrace) {
        m_graceNotes.push_back(m_measure->notes.size());
        addNote(note, *sound, Ticks(m_graceGroups), kGraceLength);
        m_measure->notes.back().tieBegins = m_measure->notes.back().tieEnds = false;
    } else if (sound) {
        // No note of a chord is longer than its first.
        const bool isOwn = !isChord || (duration > 0 && duration <= m_chordDuration);
        const double back = isChord ? m_chordDuration : 0;
        addNote(note, *sound, m_chordStart, m_cursor.after((isOwn ? duration : m_chordDuration) - back) - m_chordStart);
    }
    if (!isChord && !isGrace)
        (void)m_cursor.move(duration);
}

void MusicXmlPartReader::addNote(const pugi::xml_node& note, Sound sound, Ticks start, Ticks length) {
    ScoreNote added{.start = start,
                    .length = std::max(length, Ticks(0)),
                    .pitch = sound.pitch,
                    .velocity = {},
                    .instrument = sound.instrument,
                    .voice = integerIn(note.child("voice")).value_or(0)};
    if (const auto percent = numberIn(note.attribute("dynamics")))
        added.velocity = velocityOfPercent(*percent);
    added.tieBegins = hasTie(note, "start");
    added.tieEnds = hasTie(note, "stop");
    m_measure->notes.push_back(added);
}

std::optional<double> MusicXmlPartReader::durationOf(const pugi::xml_node& note) {
    if (const auto duration = numberIn(note.child("duration"))) {
        if (!m_hasDivisions) {
            m_hasDivisions = true;
            repair("durations stand before the divisions of a quarter are said: 1 is taken");
        }
        if (*duration >= 0)
            return *duration;
        repair("a duration below 0 counts as 0");
        return 0.0;
    }
    if (note.child("chord"))
        return m_chordDuration;
    if (note.child("rest") && m_meter && !note.child("type"))
        return static_cast<double>(m_meter->length().value) / kScoreTicks * m_divisions;
    const auto dots = std::ranges::distance(note.children("dot"));
    auto quarters =
        quartersOfType(note.child("type").child_value(), static_cast<int>(std::min<std::ptrdiff_t>(dots, 4)));
    if (!quarters)
        return std::nullopt;
    repair("a note without a duration lasts as its type says");
    const pugi::xml_node tuplet = note.child("time-modification");
    const int actual = integerIn(tuplet.child("actual-notes")).value_or(0);
    const int normal = integerIn(tuplet.child("normal-notes")).value_or(0);
    if (actual > 0 && normal > 0)
        *quarters *= static_cast<double>(normal) / actual;
    return *quarters * m_divisions;
}

std::optional<MusicXmlPartReader::Sound> MusicXmlPartReader::soundOf(const pugi::xml_node& note) {
    MusicXmlInstrument& instrument = m_instruments.find(note.child("instrument").attribute("id").value());
    const bool isUnpitched = static_cast<bool>(note.child("unpitched"));
    const auto pitch = isUnpitched ? unpitchedOf(note, instrument) : pitchOf(note);
    if (!pitch)
        return std::nullopt;
    if (*pitch < 0 || *pitch > 127) {
        repair("a note out of MIDI's range is left out");
        return std::nullopt;
    }
    return Sound{MidiPitch(static_cast<std::uint8_t>(*pitch)),
                 m_instruments.numberOf(instrument, isUnpitched || instrument.isDrum, m_score)};
}

std::optional<int> MusicXmlPartReader::pitchOf(const pugi::xml_node& note) {
    const pugi::xml_node pitch = note.child("pitch");
    const auto semitones = semitonesOf(trimmed(pitch.child("step").child_value()));
    const auto octave = integerIn(pitch.child("octave"));
    const auto alter = pitch.child("alter") ? numberIn(pitch.child("alter")) : std::optional(0.0);
    if (!semitones || !octave || !alter || std::abs(*alter) > 12) {
        repair("a note without a pitch that can be read is left out");
        return std::nullopt;
    }
    if (*alter != std::trunc(*alter))
        repair("an alteration of less than a semitone is not heard");
    return 12 * (*octave + 1) + *semitones + static_cast<int>(*alter) + transpositionOf(note);
}

std::optional<int> MusicXmlPartReader::unpitchedOf(const pugi::xml_node& note, const MusicXmlInstrument& instrument) {
    if (instrument.unpitched)
        return instrument.unpitched->value;
    const pugi::xml_node place = note.child("unpitched");
    const auto drum = drumAt(trimmed(place.child("display-step").child_value()),
                             integerIn(place.child("display-octave")).value_or(0));
    repair(drum ? "a drum without a MIDI key sounds as its place on the staff commonly does"
                : "a drum without a MIDI key is left out");
    return drum;
}

void MusicXmlPartReader::readDirection(const MusicXmlDirection& direction) {
    const Ticks at = std::max(m_cursor.after(direction.offset), Ticks(0));
    if (direction.tempo)
        m_measure->tempos.push_back({at, *direction.tempo});
    if (direction.hasUnknownTempo)
        repair("a tempo that is no number of beats a minute is passed over");
    if (direction.dynamics)
        m_dynamics.push_back({at, *direction.dynamics});
    m_measure->repeats.add(direction.jumps);
}

void MusicXmlPartReader::readHarmony(const pugi::xml_node& harmony) {
    auto figure = chordFigure(harmony, m_transposition);
    if (!figure) {
        repair("a harmony that no chord symbol says is passed over");
        return;
    }
    const double offset = numberIn(harmony.child("offset")).value_or(0);
    const Ticks at = std::max(m_cursor.after(offset), Ticks(0));
    m_measure->chords.push_back({at, std::move(*figure)});
}

void MusicXmlPartReader::readBarline(const pugi::xml_node& barline) {
    RepeatMarks& marks = m_measure->repeats;
    const std::string_view style = trimmed(barline.child("bar-style").child_value());
    const bool isLeft = std::string_view(barline.attribute("location").value()) == "left";
    if (const pugi::xml_node ending = barline.child("ending")) {
        const std::string_view type = ending.attribute("type").value();
        if (type == "start")
            m_endings = endingsIn(ending.attribute("number").value());
        marks.endings |= m_endings;
        if (type != "start")
            m_endings = 0;
    }
    if (const pugi::xml_node repeat = barline.child("repeat")) {
        const std::string_view direction = repeat.attribute("direction").value();
        marks.beginsRepeat |= direction == "forward";
        if (direction == "backward") {
            marks.timesPlayed = std::max({marks.timesPlayed, 2, repeat.attribute("times").as_int(2)});
            m_endings = 0; // also of a bracket that is not closed
        }
    }
    m_measure->endsSection = m_measure->endsSection ||
                             (!isLeft && (marks.timesPlayed > 1 || style == "light-light" || style == "light-heavy"));
}

void MusicXmlPartReader::move(const pugi::xml_node& element, int sign) {
    placeGraceNotes();
    const auto duration = durationOf(element);
    if (!duration)
        repair("a step forward or back that says no duration is passed over");
    else if (!m_cursor.move(sign * *duration))
        repair("a voice begins before the measure and is moved to its beginning");
}

void MusicXmlPartReader::placeGraceNotes() {
    for (const std::size_t index : m_graceNotes) {
        ScoreNote& note = m_measure->notes[index];
        note.start = m_cursor.at() - kGraceLength * (m_graceGroups + 1 - note.start.value);
    }
    m_graceNotes.clear();
    m_graceGroups = 0;
}

void MusicXmlPartReader::applyDynamics() {
    std::ranges::stable_sort(m_dynamics, {}, &ScoreEvent<MusicXmlDynamics>::at);
    std::vector<ScoreEvent<Velocity>> levels{{Ticks(0), m_level}}; // at each of them, once it holds
    for (const auto& [at, dynamics] : m_dynamics)
        levels.push_back({at, dynamics.level.value_or(levels.back().value)});
    for (std::size_t i = m_firstNote; i < m_measure->notes.size(); ++i) {
        ScoreNote& note = m_measure->notes[i];
        if (note.velocity > Velocity(0))
            continue;
        const auto after =
            std::ranges::upper_bound(levels, std::max(note.start, Ticks(0)), {}, &ScoreEvent<Velocity>::at);
        const auto last = static_cast<std::size_t>(after - levels.begin()) - 1;
        note.velocity = levels[last].value;
        if (last > 0 && m_dynamics[last - 1].at == note.start)
            note.velocity = m_dynamics[last - 1].value.accent.value_or(note.velocity);
    }
    m_level = levels.back().value;
}

} // namespace segue::files

#include "core/music/Chord.h"

#include "core/base/Utf8.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <set>
#include <utility>

namespace segue::music {
namespace {

constexpr std::array<int, 7> kDegreeSemitones{0, 2, 4, 5, 7, 9, 11}; ///< of a major scale
constexpr auto kPitchClassNames =
    std::to_array<std::string_view>({"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"});
constexpr int kGreatestDegree = 15;

int pitchClass(int semitones) {
    return (semitones % 12 + 12) % 12;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The signs of engraved music as what people type instead.
std::string withPlainSigns(std::string_view figure) {
    struct Sign {
        std::string_view engraved;
        std::string_view plain;
    };
    static constexpr auto kSigns = std::to_array<Sign>({
        {"♯", "#"},
        {"♭", "b"},
        {"𝄪", "##"},
        {"𝄫", "bb"},
        {"°", "o"},
        {"º", "o"},
        {"ø", "h"},
        {"Ø", "h"},
        {"Δ", "^"},
        {"△", "^"},
        {"∆", "^"},
        {"−", "-"},
        {"–", "-"},
        {"⁺", "+"},
    });
    std::string plain;
    while (!figure.empty()) {
        const auto* sign =
            std::ranges::find_if(kSigns, [&](const Sign& known) { return figure.starts_with(known.engraved); });
        plain += sign == kSigns.end() ? figure.substr(0, 1) : sign->plain;
        figure.remove_prefix(sign == kSigns.end() ? 1 : sign->engraved.size());
    }
    return plain;
}

/// Walks along a figure. Brackets, commas and blanks keep words and numbers apart and mean nothing else.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_rest(text) {}

    [[nodiscard]] std::string_view rest() const { return m_rest; }

    [[nodiscard]] bool atEnd() {
        skipSeparators();
        return m_rest.empty();
    }

    /// Words may be written in capitals, but of single letters m is minor and M is major.
    bool take(std::string_view word) {
        skipSeparators();
        if (m_rest.size() < word.size())
            return false;
        const std::string_view head = m_rest.substr(0, word.size());
        const bool same = word.size() == 1 ? head == word : std::ranges::equal(head, word, {}, lower, lower);
        if (same)
            m_rest.remove_prefix(word.size());
        return same;
    }

    /// The sharps that stand right here, or less than 0 the flats.
    int takeAccidentals() {
        const char sign = m_rest.empty() ? '\0' : m_rest.front();
        if (sign != '#' && sign != 'b')
            return 0;
        const std::size_t count = std::min(m_rest.find_first_not_of(sign), m_rest.size());
        m_rest.remove_prefix(count);
        return static_cast<int>(count % 12) * (sign == '#' ? 1 : -1);
    }

    /// "C", "Bb", "F##"; H is what Germans call B.
    std::optional<int> takePitchClass() {
        static constexpr std::string_view kLetters = "CDEFGABH";
        skipSeparators();
        const std::size_t step = m_rest.empty() ? std::string_view::npos : kLetters.find(m_rest.front());
        if (step == std::string_view::npos)
            return std::nullopt;
        m_rest.remove_prefix(1);
        return pitchClass(kDegreeSemitones[std::min<std::size_t>(step, 6)] + takeAccidentals());
    }

    /// The longest number that is a scale degree.
    std::optional<int> takeDegree() {
        skipSeparators();
        if (m_rest.starts_with('0'))
            return std::nullopt;
        int degree = 0;
        while (!m_rest.empty() && isDigit(m_rest.front()) && 10 * degree + (m_rest.front() - '0') <= kGreatestDegree) {
            degree = 10 * degree + (m_rest.front() - '0');
            m_rest.remove_prefix(1);
        }
        return degree > 0 ? std::optional(degree) : std::nullopt;
    }

    /// "+9" and "-9" are "#9" and "b9" once the kind of the chord is behind us.
    int takeSignedAccidentals() {
        skipSeparators();
        if (m_rest.size() > 1 && isDigit(m_rest[1]) && (m_rest.front() == '+' || m_rest.front() == '-')) {
            const int alteration = m_rest.front() == '+' ? 1 : -1;
            m_rest.remove_prefix(1);
            return alteration;
        }
        return takeAccidentals();
    }

private:
    void skipSeparators() { m_rest.remove_prefix(std::min(m_rest.size(), m_rest.find_first_not_of(" ()[],"))); }

    std::string_view m_rest;
};

/// The degrees of a chord: what is a third and what a fifth is not forgotten, as it would be in semitones.
class Degrees {
public:
    void add(int degree, int alteration = 0) { m_degrees.emplace(degree, alteration); }
    void remove(int degree) {
        std::erase_if(m_degrees, [&](const auto& present) { return present.first == degree; });
    }
    /// A flat fifth takes the place of the perfect one; a seventh of any other.
    void alter(int degree, int alteration) {
        if (degree == 7)
            remove(7);
        m_degrees.erase({degree, 0});
        add(degree, alteration);
    }

    [[nodiscard]] bool isEmpty() const { return m_degrees.empty(); }
    [[nodiscard]] std::bitset<12> pitches(int root) const {
        std::bitset<12> pitches;
        for (const auto& [degree, alteration] : m_degrees)
            pitches.set(static_cast<std::size_t>(
                pitchClass(root + kDegreeSemitones[static_cast<std::size_t>((degree - 1) % 7)] + alteration)));
        return pitches;
    }

    [[nodiscard]] std::optional<Triad> triad() const {
        std::set<std::pair<int, int>> triad;
        for (const auto& [degree, alteration] : m_degrees)
            if (degree == 1 || degree == 3 || degree == 5)
                triad.emplace(degree, alteration);
        if (triad == std::set<std::pair<int, int>>{{1, 0}, {3, 0}, {5, 0}})
            return Triad::Major;
        if (triad == std::set<std::pair<int, int>>{{1, 0}, {3, -1}, {5, 0}})
            return Triad::Minor;
        if (triad == std::set<std::pair<int, int>>{{1, 0}, {3, 0}, {5, 1}})
            return Triad::Augmented;
        if (triad == std::set<std::pair<int, int>>{{1, 0}, {3, -1}, {5, -1}})
            return Triad::Diminished;
        return std::nullopt;
    }

private:
    std::set<std::pair<int, int>> m_degrees; ///< degree [1, 15], alteration in semitones
};

enum class Kind { Plain, Major, Triangle, Minor, Augmented, Diminished, HalfDiminished, Suspended, Pedal };

struct KindWord {
    std::string_view word;
    Kind kind;
};

/// Longest first. Where a word leads nowhere the next is tried: "madd9" is not "ma", "omit3" not "o".
constexpr auto kKindWords = std::to_array<KindWord>({
    {"half-diminished", Kind::HalfDiminished},
    {"halfdim", Kind::HalfDiminished},
    {"diminished", Kind::Diminished},
    {"augmented", Kind::Augmented},
    {"dominant", Kind::Plain},
    {"major", Kind::Major},
    {"minor", Kind::Minor},
    {"maj", Kind::Major},
    {"min", Kind::Minor},
    {"dim", Kind::Diminished},
    {"aug", Kind::Augmented},
    {"sus", Kind::Suspended},
    {"ped", Kind::Pedal},
    {"dom", Kind::Plain},
    {"ma", Kind::Major},
    {"mi", Kind::Minor},
    {"/o", Kind::HalfDiminished},
    {"M", Kind::Major},
    {"^", Kind::Triangle},
    {"m", Kind::Minor},
    {"-", Kind::Minor},
    {"+", Kind::Augmented},
    {"o", Kind::Diminished},
    {"h", Kind::HalfDiminished},
    {"", Kind::Plain},
});

Degrees triadOf(Kind kind) {
    Degrees degrees;
    degrees.add(1);
    if (kind == Kind::Pedal)
        return degrees;
    const bool isDiminished = kind == Kind::Diminished || kind == Kind::HalfDiminished;
    if (kind == Kind::Suspended)
        degrees.add(4);
    else
        degrees.add(3, kind == Kind::Minor || isDiminished ? -1 : 0);
    degrees.add(5, kind == Kind::Augmented ? 1 : isDiminished ? -1 : 0);
    return degrees;
}

/// What the number after the kind stands for: "9" is a ninth and the seventh below it. False: no such chord.
bool extend(Degrees& degrees, Kind kind, int number, int seventh) {
    switch (number) {
    case 2:
        if (kind == Kind::Suspended)
            degrees.remove(4);
        degrees.add(2);
        return kind == Kind::Plain || kind == Kind::Suspended;
    case 4:
        degrees.remove(3);
        degrees.add(4);
        return kind == Kind::Plain || kind == Kind::Suspended;
    case 5: degrees.remove(3); return kind == Kind::Plain;
    case 6: degrees.add(6); return true;
    case 7:
    case 9:
    case 11:
    case 13:
        degrees.add(7, seventh);
        for (int degree = 9; degree <= number; degree += 2)
            degrees.add(degree);
        return true;
    default: return false;
    }
}

/// A seventh is the minor one, as in "C7", unless it has a sharp.
int alterationOf(int degree, int accidentals) {
    if (degree != 7)
        return accidentals;
    return accidentals > 0 ? 0 : std::min(accidentals, -1);
}

/// One of "b5", "+9", "add2", "no3", "sus4", "maj7", "alt", "/9", "13". False: none of them is here.
bool takeModification(Cursor& cursor, Degrees& degrees) {
    const auto takeMajorSeventh = [&] {
        return cursor.take("maj7") || cursor.take("ma7") || cursor.take("M7") || cursor.take("^7");
    };
    if (cursor.take("add")) {
        if (takeMajorSeventh()) {
            degrees.add(7);
            return true;
        }
        const int accidentals = cursor.takeSignedAccidentals();
        const auto degree = cursor.takeDegree();
        if (degree)
            degrees.add(*degree, alterationOf(*degree, accidentals));
        return degree.has_value();
    }
    if (takeMajorSeventh()) {
        degrees.alter(7, 0);
        return true;
    }
    if (cursor.take("omit") || cursor.take("no")) {
        const auto degree = cursor.takeDegree();
        if (degree)
            degrees.remove(*degree);
        return degree.has_value();
    }
    if (cursor.take("sus")) {
        degrees.remove(3);
        degrees.add(cursor.take("2") ? 2 : 4);
        (void)cursor.take("4");
        return true;
    }
    if (cursor.take("alt")) {
        degrees.remove(5);
        degrees.alter(7, -1);
        for (const int degree : {5, 9})
            for (const int alteration : {-1, 1})
                degrees.add(degree, alteration);
        return true;
    }
    (void)cursor.take("/");
    if (const int accidentals = cursor.takeSignedAccidentals(); accidentals != 0) {
        const auto degree = cursor.takeDegree();
        if (degree)
            degrees.alter(*degree, alterationOf(*degree, accidentals));
        return degree.has_value();
    }
    if (const auto degree = cursor.takeDegree()) {
        degrees.add(*degree, alterationOf(*degree, 0));
        return *degree % 2 == 0 || *degree > 5;
    }
    if (cursor.take("+")) {
        degrees.alter(5, 1);
        return true;
    }
    return false;
}

/// Reads all that follows the root as a chord of this kind, but for the bass.
std::optional<Degrees> readDegrees(Cursor cursor, Kind kind) {
    bool isMajorSeventh = kind == Kind::Major || kind == Kind::Triangle;
    bool needsSeventh = kind == Kind::Triangle || kind == Kind::HalfDiminished;
    if (kind == Kind::Minor || kind == Kind::Augmented || kind == Kind::Diminished)
        if (cursor.take("major") || cursor.take("maj") || cursor.take("ma") || cursor.take("M") || cursor.take("^"))
            isMajorSeventh = needsSeventh = true;
    const int seventh = isMajorSeventh ? 0 : kind == Kind::Diminished ? -2 : -1;

    Degrees degrees = triadOf(kind);
    if (const auto number = cursor.takeDegree()) {
        if (!extend(degrees, kind, *number, seventh))
            return std::nullopt;
        needsSeventh = needsSeventh && *number < 7;
    }
    if (needsSeventh)
        degrees.add(7, seventh);
    while (!cursor.atEnd())
        if (!takeModification(cursor, degrees))
            return std::nullopt;
    return degrees;
}

bool saysNoChord(std::string_view figure) {
    std::string letters;
    for (const char c : figure)
        if (c != '.' && c != ' ')
            letters += lower(c);
    return letters == "nc" || letters == "nochord" || letters == "none";
}

std::optional<Chord> read(std::string_view figure) {
    Cursor cursor(figure);
    const auto root = cursor.takePitchClass();
    if (!root)
        return std::nullopt;
    Chord chord{*root, *root, {}, {}};
    std::string_view rest = cursor.rest();
    if (const std::size_t slash = rest.rfind('/'); slash != std::string_view::npos) {
        Cursor afterSlash(rest.substr(slash + 1));
        const auto bass = afterSlash.takePitchClass();
        if (bass && afterSlash.atEnd()) {
            chord.bass = *bass;
            rest = rest.substr(0, slash);
        }
    }
    for (const auto& [word, kind] : kKindWords) {
        Cursor afterKind(rest);
        if (!afterKind.take(word))
            continue;
        if (const auto degrees = readDegrees(afterKind, kind); degrees && !degrees->isEmpty()) {
            chord.pitches = degrees->pitches(*root);
            chord.triad = degrees->triad();
            return chord;
        }
    }
    return std::nullopt;
}

} // namespace

Result<Chord> chordFromFigure(std::string_view figure) {
    if (saysNoChord(figure))
        return Chord{};
    if (auto chord = read(withPlainSigns(figure)))
        return *std::move(chord);
    constexpr std::size_t kMostQuoted = 40;
    return fail(ErrorCode::Malformed,
                "\"" + utf8FromUnknown(figure.substr(0, kMostQuoted)) + "\" is not a chord that Segue can read");
}

std::optional<int> triadClass(const Chord& chord) {
    if (chord.pitches.none())
        return 0;
    if (!chord.triad)
        return std::nullopt;
    return 1 + 12 * static_cast<int>(*chord.triad) + chord.root;
}

std::optional<int> triadClass(std::string_view figure) {
    const auto chord = chordFromFigure(figure);
    return chord ? triadClass(*chord) : std::nullopt;
}

std::string figureOfTriadClass(int triadClass) {
    assert(triadClass >= 0 && triadClass < kTriadClasses);
    static constexpr std::array<std::string_view, 4> kKinds{"", "m", "aug", "dim"};
    if (triadClass == 0)
        return "N.C.";
    return std::string(pitchClassName((triadClass - 1) % 12))
        .append(kKinds[static_cast<std::size_t>((triadClass - 1) / 12)]);
}

int transposedTriadClass(int triadClass, int semitones) {
    assert(triadClass >= 0 && triadClass < kTriadClasses);
    if (triadClass == 0)
        return 0;
    const int root = (triadClass - 1) % 12;
    return triadClass - root + pitchClass(root + semitones);
}

std::string_view pitchClassName(int pitchClass) {
    assert(pitchClass >= 0 && pitchClass < 12);
    return kPitchClassNames[static_cast<std::size_t>(pitchClass)];
}

} // namespace segue::music

#include "app/cli/PatternSheet.h"

#include "app/cli/Canvas.h"
#include "core/music/Chord.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <iterator>
#include <optional>

namespace segue::cli {
namespace {

using music::Note;
using music::NoteSequence;

constexpr Colour kBackground{0x13, 0x15, 0x1a};
constexpr Colour kWhiteKeyRow{0x24, 0x28, 0x31};
constexpr Colour kBlackKeyRow{0x1c, 0x1f, 0x27};
constexpr Colour kOctaveLine{0x38, 0x3e, 0x4b};
constexpr Colour kBeatLine{0x30, 0x35, 0x40};
constexpr Colour kBarLine{0x5a, 0x62, 0x72};
constexpr Colour kWhiteKey{0xd8, 0xdb, 0xe0};
constexpr Colour kBlackKey{0x2c, 0x30, 0x3a};
constexpr Colour kLabel{0x98, 0xa1, 0xad};
constexpr Colour kTitle{0xe8, 0xea, 0xed};
constexpr Colour kWhite{0xff, 0xff, 0xff};
/// Of melodies and other instruments, and of drums; after Okabe and Ito (2008).
constexpr std::array<Colour, 7> kInstruments{{{0xe6, 0x9f, 0x00},
                                              {0x56, 0xb4, 0xe9},
                                              {0xcc, 0x79, 0xa7},
                                              {0xf0, 0xe4, 0x42},
                                              {0xd5, 0x5e, 0x00},
                                              {0x00, 0x72, 0xb2},
                                              {0xb8, 0xc4, 0xd2}}};
constexpr Colour kDrums{0x2e, 0xc4, 0x96};

constexpr int kMargin = 24;
constexpr int kGap = 18; ///< between panels
constexpr int kKeyboard = 14;
constexpr int kHeader = 24; ///< of a panel: its number, and those of its bars
constexpr int kBeatsPerBar = 4;
constexpr int kOctave = 12;
constexpr int kTextScale = 2;
constexpr int kSmallScale = 1;
constexpr Bpm kSecondsAreBeats(60);

bool isBlackKey(int pitch) {
    constexpr std::array kBlack{false, true, false, true, false, false, true, false, true, false, true, false};
    return kBlack[static_cast<std::size_t>(pitch % kOctave)];
}

const music::DrumMap& drumsOf(const architecture::CodecConfig& config) {
    return std::visit(
        [](const auto& codec) -> const music::DrumMap& {
            if constexpr (requires { codec.drumMap; })
                return codec.drumMap;
            else
                return music::generalMidiDrumMap();
        },
        config);
}

/// What all panels have in common: what they show, and at which scale.
struct Layout {
    int bars = 0;
    int beatWidth = 0;
    int lowest = 0; ///< a C
    int pitches = 0; ///< rows of the roll, from the bottom; 0: there is none
    int pitchHeight = 0;
    int drums = 0; ///< rows of the grid, below the roll; 0: there is none
    int drumHeight = 0;

    [[nodiscard]] int width() const { return bars * kBeatsPerBar * beatWidth; }
    [[nodiscard]] int rollHeight() const { return pitches * pitchHeight; }
    [[nodiscard]] int drumsTop() const { return rollHeight() + (pitches > 0 && drums > 0 ? kGap / 2 : 0); }
    [[nodiscard]] int height() const { return drumsTop() + drums * drumHeight; }
    /// From the panel's top.
    [[nodiscard]] int pitchTop(int pitch) const { return (lowest + pitches - 1 - pitch) * pitchHeight; }
    [[nodiscard]] int drumTop(int drum) const { return drumsTop() + (drums - 1 - drum) * drumHeight; }
};

Layout layoutOf(const std::vector<NoteSequence>& pieces, const architecture::CodecConfig& config,
                const music::DrumMap& drumMap) {
    Layout layout;
    layout.bars = std::visit([](const auto& codec) { return codec.bars; }, config);
    layout.beatWidth = (layout.bars > 4 ? 640 : 320) / (layout.bars * kBeatsPerBar);
    const bool hasDrumsAlone = std::holds_alternative<architecture::DrumsCodecConfig>(config) ||
                               std::holds_alternative<architecture::GrooveCodecConfig>(config);
    bool hasDrums = hasDrumsAlone || std::holds_alternative<architecture::TrioCodecConfig>(config);
    int lowest = 127;
    int highest = 0;
    for (const NoteSequence& piece : pieces)
        for (const Note& note : piece.notes) {
            hasDrums = hasDrums || note.isDrum;
            if (note.isDrum)
                continue;
            lowest = std::min<int>(lowest, note.pitch.value);
            highest = std::max<int>(highest, note.pitch.value);
        }
    if (!hasDrumsAlone) {
        if (lowest > highest)
            lowest = highest = 60;
        layout.lowest = lowest - lowest % kOctave;
        layout.pitches = std::max(2 * kOctave, (highest / kOctave + 1) * kOctave - layout.lowest); // whole octaves
        layout.pitchHeight = layout.pitches <= 3 * kOctave ? 6 : layout.pitches <= 6 * kOctave ? 4 : 3;
    }
    if (hasDrums) {
        layout.drums = drumMap.size();
        layout.drumHeight = layout.drums <= music::kDrumClasses ? 16 : 5;
    }
    return layout;
}

/// Draws one panel, and what stands beside the first of a row.
class PanelPainter {
public:
    PanelPainter(Canvas& canvas, const Layout& layout, const music::DrumMap& drumMap)
        : m_canvas(canvas), m_layout(layout), m_drumMap(drumMap) {}

    void paint(int left, int top, int number, const NoteSequence& piece) {
        const int right = left + m_layout.width();
        for (int pitch = m_layout.lowest; pitch < m_layout.lowest + m_layout.pitches; ++pitch) {
            const int y = top + m_layout.pitchTop(pitch);
            m_canvas.fill(left, y, m_layout.width(), m_layout.pitchHeight,
                          isBlackKey(pitch) ? kBlackKeyRow : kWhiteKeyRow);
            if (pitch % kOctave == 0)
                m_canvas.fill(left, y + m_layout.pitchHeight - 1, m_layout.width(), 1, kOctaveLine);
        }
        for (int drum = 0; drum < m_layout.drums; ++drum)
            m_canvas.fill(left, top + m_layout.drumTop(drum), m_layout.width(), m_layout.drumHeight - 1,
                          drum % 2 == 0 ? kWhiteKeyRow : kBlackKeyRow);
        paintTime(left, top);
        for (const Note& note : piece.notes)
            paint(note, left, top, right);

        const int labelTop = top - Canvas::textHeight(kTextScale) - 6;
        m_canvas.write(left, labelTop, std::to_string(number), kTitle, kTextScale);
        if (piece.notes.empty())
            m_canvas.write(right - Canvas::textWidth("silence", kTextScale), labelTop, "silence", kLabel, kTextScale);
    }

    /// The keyboard and the names of the drums, left of `right`.
    void paintKeys(int right, int top) {
        for (int pitch = m_layout.lowest; pitch < m_layout.lowest + m_layout.pitches; ++pitch) {
            const int y = top + m_layout.pitchTop(pitch);
            m_canvas.fill(right - kKeyboard, y, kKeyboard, m_layout.pitchHeight, kWhiteKey);
            if (isBlackKey(pitch))
                m_canvas.fill(right - kKeyboard, y, kKeyboard * 2 / 3, m_layout.pitchHeight, kBlackKey);
            if (pitch % kOctave != 0)
                continue;
            m_canvas.fill(right - kKeyboard, y + m_layout.pitchHeight - 1, kKeyboard, 1, kLabel);
            writeBeside(right - kKeyboard - 6, y, m_layout.pitchHeight,
                        std::string(music::pitchClassName(0)) + std::to_string(pitch / kOctave - 1));
        }
        if (m_layout.drums <= music::kDrumClasses)
            for (int drum = 0; drum < m_layout.drums; ++drum)
                writeBeside(right - 6, top + m_layout.drumTop(drum), m_layout.drumHeight - 1,
                            m_drumMap.classes[static_cast<std::size_t>(drum)].name);
    }

private:
    void paintTime(int left, int top) {
        for (int beat = 0; beat <= m_layout.bars * kBeatsPerBar; ++beat) {
            const bool isBar = beat % kBeatsPerBar == 0;
            if (!isBar && m_layout.beatWidth < 8)
                continue;
            const int x = left + beat * m_layout.beatWidth;
            for (const auto& [y, height] : {std::pair(top, m_layout.rollHeight()),
                                            std::pair(top + m_layout.drumsTop(), m_layout.drums * m_layout.drumHeight)})
                m_canvas.fill(isBar ? x - 1 : x, y, isBar ? 2 : 1, height, isBar ? kBarLine : kBeatLine);
            const int bar = beat / kBeatsPerBar;
            if (isBar && bar > 0 && bar < m_layout.bars)
                m_canvas.write(x, top - Canvas::textHeight(kSmallScale) - 4, "bar " + std::to_string(bar + 1), kLabel,
                               kSmallScale);
        }
    }

    void paint(const Note& note, int left, int top, int right) {
        const int x = left + static_cast<int>(std::lround(note.start.value * m_layout.beatWidth));
        int end = left + static_cast<int>(std::lround(note.end.value * m_layout.beatWidth));
        int y = top;
        int height = m_layout.pitchHeight;
        Colour colour = kDrums;
        if (note.isDrum) {
            const std::optional<int> drum = m_drumMap.classOf(note.pitch);
            if (!drum)
                return;
            end = x + m_layout.beatWidth / 4;
            y += m_layout.drumTop(*drum);
            height = m_layout.drumHeight - 1;
        } else {
            colour = kInstruments[static_cast<std::size_t>(note.instrument) % kInstruments.size()];
            y += m_layout.pitchTop(note.pitch.value);
        }
        colour = mixed(kWhiteKeyRow, colour, 0.3 + note.velocity.value / 100.0);
        const int width = std::min(std::max(end - x - 1, 2), right - x);
        m_canvas.fill(x, y, width, height, colour);
        m_canvas.fill(x, y, std::min(2, width), height, mixed(colour, kWhite, 0.5));
    }

    /// Ends at `right`, in the middle of a row.
    void writeBeside(int right, int y, int height, const std::string& text) {
        m_canvas.write(right - Canvas::textWidth(text, kTextScale), y + (height - Canvas::textHeight(kTextScale)) / 2,
                       text, kLabel, kTextScale);
    }

    Canvas& m_canvas;
    const Layout& m_layout;
    const music::DrumMap& m_drumMap;
};

/// What paintKeys() takes.
int keysWidth(const Layout& layout, const music::DrumMap& drumMap) {
    int width = layout.pitches > 0 ? kKeyboard + 6 + Canvas::textWidth("C-1", kTextScale) : 0;
    if (layout.drums > 0 && layout.drums <= music::kDrumClasses)
        for (const music::DrumClass& drum : drumMap.classes)
            width = std::max(width, 6 + Canvas::textWidth(drum.name, kTextScale));
    return width;
}

} // namespace

std::vector<std::byte> patternsAsPng(const std::vector<music::Pattern>& patterns, const codec::Codec& codec,
                                     const std::string& title) {
    assert(!patterns.empty());
    std::vector<NoteSequence> pieces;
    std::ranges::transform(patterns, std::back_inserter(pieces), [&codec](const music::Pattern& pattern) {
        return codec.notesOf(pattern, kSecondsAreBeats);
    });
    const architecture::CodecConfig config = codec.configuration();
    const music::DrumMap& drumMap = drumsOf(config);
    const Layout layout = layoutOf(pieces, config, drumMap);

    const int count = static_cast<int>(pieces.size());
    const int columns = std::min(count, layout.bars > 4 ? 2 : 4);
    const int rows = (count + columns - 1) / columns;
    const int left = kMargin + keysWidth(layout, drumMap);
    const int top = kMargin + Canvas::textHeight(kTextScale) + kGap / 2;
    const int panelWidth = layout.width() + kGap;
    const int panelHeight = kHeader + layout.height() + kGap / 2;
    Canvas canvas(std::max(left + columns * panelWidth - kGap, kMargin + Canvas::textWidth(title, kTextScale)) +
                      kMargin,
                  top + rows * panelHeight - kGap / 2 + kMargin, kBackground);
    canvas.write(kMargin, kMargin - 4, title, kTitle, kTextScale);
    PanelPainter painter(canvas, layout, drumMap);
    for (int at = 0; at < count; ++at) {
        const int x = left + at % columns * panelWidth;
        const int y = top + at / columns * panelHeight + kHeader;
        if (at % columns == 0)
            painter.paintKeys(x, y);
        painter.paint(x, y, at + 1, pieces[static_cast<std::size_t>(at)]);
    }
    return canvas.png();
}

} // namespace segue::cli

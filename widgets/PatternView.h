#pragma once

#include "core/architecture/CodecConfig.h"
#include "core/base/Quantity.h"
#include "core/music/Pattern.h"

#include <QWidget>

#include <optional>
#include <span>

namespace segue::widgets {

class ChordRow;
class DrumGridView;
class PianoRollView;
struct StepRange;

/// Whatever a model makes, as it is best seen: drums as a grid, a melody as a piano roll, melody and bass over drums,
/// the instruments of a performance side by side in a roll; and above it the chords and the key that the model is told.
/// All parts share one time axis and one playhead.
class PatternView : public QWidget {
    Q_OBJECT
    Q_PROPERTY(bool heatVisible READ isHeatVisible WRITE setHeatVisible)

public:
    explicit PatternView(QWidget* parent = nullptr);
    ~PatternView() override;

    /// Of the model whose patterns come: it says how drums are called, what the columns of probabilities are, and
    /// whether there are chords and a key. Another one empties the view.
    void setCodec(const architecture::CodecConfig& codec);
    /// A pattern of any kind; its kind decides what is seen. The view does not move while music changes (PianoRollView
    /// says when it does).
    ///
    /// `probabilities` are those of the decoder's columns, as codec::Codec::patternOf takes them: [T, output D]. Of a
    /// melody, column 0 is a hold, 1 an end, and from 2 on a note that begins, from the lowest pitch up: these are its
    /// heat. A trio's are its melody's, its bass's and those of all sets of drums. Drum patterns carry theirs in their
    /// cells, and performances have none: theirs are not on a grid. What does not fit the codec is left out.
    void setPattern(const music::Pattern& pattern, std::span<const float> probabilities = {});
    [[nodiscard]] const music::Pattern& pattern() const { return m_pattern; }
    /// How much of the pattern is decoded, (0, 1]: the steps behind are still those of the one before, and stand behind
    /// a veil. The instruments of a performance come one by one, and none is veiled.
    void setArrived(float part);
    /// For readouts in milliseconds.
    void setTempo(Bpm tempo);
    /// In steps of the pattern, [0, steps); nothing hides it.
    void setPlayhead(std::optional<double> steps);
    /// What stands there when there is no pattern.
    void setEmptyText(const QString& text);
    /// Where the model might have put something else: ghosts of hits, soft spots of notes.
    void setHeatVisible(bool visible);
    [[nodiscard]] bool isHeatVisible() const;
    /// All of the music.
    void fit();

    // For tests, and for who wants one of them alone.
    [[nodiscard]] DrumGridView& grid() { return *m_grid; }
    [[nodiscard]] PianoRollView& roll() { return *m_roll; }
    [[nodiscard]] ChordRow& chords() { return *m_chords; }

Q_SIGNALS:
    /// What is under the cursor or the keyboard, in words; empty when there is nothing.
    void placeHovered(const QString& readout);
    /// The steps [first, last) want this triad class.
    void chordChangeRequested(int first, int last, int triadClass);
    /// Range: [0, 12).
    void tonicChangeRequested(int tonic);

protected:
    void changeEvent(QEvent* event) override;

private:
    class SharedHeight;

    void arrange();
    void showMusic(std::span<const float> probabilities);
    void present(const music::DrumPattern& pattern, std::span<const float> probabilities);
    void present(const music::MelodyPattern& pattern, std::span<const float> probabilities);
    void present(const music::TrioPattern& pattern, std::span<const float> probabilities);
    void present(const music::PerformancePattern& pattern, std::span<const float> probabilities);
    void showHarmony();
    void showSteps(const StepRange& range);

    architecture::CodecConfig m_codec = architecture::GrooveCodecConfig{};
    music::Pattern m_pattern;
    ChordRow* m_chords = nullptr;
    SharedHeight* m_parts = nullptr;
    PianoRollView* m_roll = nullptr;
    DrumGridView* m_grid = nullptr;
    QString m_emptyText;
    bool m_isChanging = false; ///< the views do not follow each other while a new pattern comes into them
};

} // namespace segue::widgets

#pragma once

#include "core/base/Quantity.h"
#include "core/music/Pattern.h"
#include "widgets/Theme.h"

#include <QElapsedTimer>
#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QTimer;

namespace segue::widgets {

class AnchorCard;
class MorphSlider;
class NumberField;
class PatternThumbnail;

/// A, B, and every shade between them: a slider that plays the path, and a strip of its steps to jump to, drag out and
/// export.
class MorphPanel : public QWidget {
    Q_OBJECT

public:
    static constexpr int kFewestSteps = 2;
    static constexpr int kMostSteps = 16;

    explicit MorphPanel(QWidget* parent = nullptr);

    [[nodiscard]] AnchorCard& card(Anchor which) { return which == Anchor::A ? *m_cardA : *m_cardB; }
    /// [0, 1], 0 at A. Silent.
    void setMorph(double value);
    [[nodiscard]] double morph() const;
    [[nodiscard]] int steps() const { return static_cast<int>(m_strip.size()); }
    void setSteps(int steps);
    /// Patterns at k / (n - 1); empty while an end is missing. The number of patterns becomes the number of steps.
    void setStrip(const std::vector<music::Pattern>& patterns);
    /// Supplies the MIDI file of one step when it is dragged out.
    void setMidiFileSupplier(std::function<QString(int step)> supplier);
    /// Whether slider, ride and export make sense: both ends are there.
    void setMorphEnabled(bool enabled);
    /// Why no file can become an end; empty: it can.
    void setFilesRefused(const QString& why);
    /// A ride's speed.
    void setTempo(Bpm tempo) { m_tempo = tempo; }

Q_SIGNALS:
    void filesDropped(segue::widgets::Anchor which, const QStringList& paths);
    void musicDropped(segue::widgets::Anchor which, qint64 token);
    void barChosen(segue::widgets::Anchor which, int bar);
    void exampleChosen(segue::widgets::Anchor which, int index);
    void openFileRequested(segue::widgets::Anchor which);
    void clearRequested(segue::widgets::Anchor which);
    void listenRequested(segue::widgets::Anchor which);
    /// By the hand, a ride, or a click on the strip.
    void morphMoveRequested(double value);
    /// The hand let go of the slider.
    void morphReleased();
    void stepsChangeRequested(int steps);
    void exportAllRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void connectCard(Anchor which);
    void rebuildStrip(int steps);
    void refreshColours();
    void markCurrent();
    void moveTo(double value);
    void startRide();
    void stopRide();
    void advanceRide();

    AnchorCard* m_cardA = nullptr;
    AnchorCard* m_cardB = nullptr;
    MorphSlider* m_slider = nullptr;
    NumberField* m_steps = nullptr;
    QPushButton* m_ride = nullptr;
    QPushButton* m_export = nullptr;
    QLabel* m_hint = nullptr;
    QWidget* m_stripHost = nullptr;
    std::vector<PatternThumbnail*> m_strip;
    std::function<QString(int)> m_supplier;
    QTimer* m_rideTimer = nullptr;
    QElapsedTimer m_rideClock;
    double m_rideFrom = 0;
    double m_rideTo = 1;
    Bpm m_tempo{120};
};

} // namespace segue::widgets

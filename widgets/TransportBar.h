#pragma once

#include "core/base/Quantity.h"
#include "widgets/TapTempo.h"

#include <QList>
#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace segue::widgets {

class ActivityLight;
class Dial;
class NumberField;

/// One place that MIDI can go to.
struct OutputChoice {
    QString id; ///< comes back with outputToggled
    QString name; ///< for the user
    bool isOpen = false;
    /// A heading or hint rather than a choice ("No MIDI ports").
    bool isHint = false;

    friend bool operator==(const OutputChoice&, const OutputChoice&) = default;
};

/// The top of the window: play, tempo, how freely hits are drawn, and where the notes go.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    static constexpr double kSlowest = 30;
    static constexpr double kFastest = 300;

    explicit TransportBar(QWidget* parent = nullptr);

    void setPlaying(bool playing);
    [[nodiscard]] bool isPlaying() const { return m_playing; }
    void setTempo(Bpm tempo);
    [[nodiscard]] Bpm tempo() const;
    /// [0, 2].
    void setTemperature(double temperature);
    [[nodiscard]] double temperature() const;
    /// [0.01, 0.99].
    void setThreshold(double threshold);
    [[nodiscard]] double threshold() const;
    /// The button names the open ones.
    void setOutputs(const QList<OutputChoice>& outputs);
    /// Lights for a moment: a note went out.
    void flashActivity();
    /// Appends to the right end. Takes ownership.
    void addTool(QWidget* tool);

Q_SIGNALS:
    /// Also while playing: begin again.
    void playRequested();
    void stopRequested();
    void tempoChangeRequested(Bpm tempo);
    void temperatureChangeRequested(double temperature);
    void thresholdChangeRequested(double threshold);
    /// The list is about to open: look again what there is, and setOutputs.
    void outputsRequested();
    void outputToggled(const QString& id, bool open);
    void panicRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void addTransport(QHBoxLayout* row);
    void addOutput(QHBoxLayout* row);
    void fillOutputMenu();
    void refreshIcons();

    QToolButton* m_play = nullptr;
    QToolButton* m_stop = nullptr;
    NumberField* m_tempo = nullptr;
    Dial* m_temperature = nullptr;
    Dial* m_threshold = nullptr;
    QToolButton* m_output = nullptr;
    QMenu* m_outputMenu = nullptr;
    ActivityLight* m_light = nullptr;
    QHBoxLayout* m_row = nullptr;
    QList<OutputChoice> m_outputs;
    TapTempo m_taps;
    bool m_playing = false;
};

} // namespace segue::widgets

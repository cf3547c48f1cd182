#pragma once

#include <QFrame>

class QButtonGroup;

namespace segue::widgets {

/// A small window with all chords that a model can be told: none, and major, minor, augmented and diminished triads of
/// twelve roots. A click or Return chooses and closes it, arrow keys move, letters go to their root, Escape closes.
class ChordChooser : public QFrame {
    Q_OBJECT

public:
    explicit ChordChooser(QWidget* parent = nullptr);

    /// Opens below `anchor` (global), on the chord that holds. Requires: a triad class.
    void open(const QRect& anchor, int triadClass);

Q_SIGNALS:
    /// Range: [0, music::kTriadClasses).
    void chosen(int triadClass);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QButtonGroup* m_buttons = nullptr;
};

} // namespace segue::widgets

#pragma once

#include "widgets/PatternThumbnail.h"

#include <QToolButton>

namespace segue::widgets {

/// A button for the pattern that sounds: drag it out as a MIDI file, or click it to export.
class DragOutButton : public QToolButton {
    Q_OBJECT

public:
    explicit DragOutButton(QWidget* parent = nullptr);

    void setPattern(const music::Pattern& pattern) { m_pattern = pattern; }
    void setMidiFileSupplier(MidiFileSupplier supplier) { m_supplier = std::move(supplier); }

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refreshIcon();

    music::Pattern m_pattern;
    MidiFileSupplier m_supplier;
    QPointF m_pressedAt;
    bool m_dragged = false;
};

} // namespace segue::widgets

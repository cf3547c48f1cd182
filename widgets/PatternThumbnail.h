#pragma once

#include "core/music/Pattern.h"

#include <QColor>
#include <QWidget>

#include <functional>
#include <memory>

class QMimeData;

namespace segue::widgets {

/// Writes the pattern as a MIDI file somewhere temporary and gives its path; empty if that failed.
using MidiFileSupplier = std::function<QString()>;

/// Lets the user drag `supplier`'s file out of the window, to a file manager or a DAW. Returns when dropped. False if
/// there was no file to drag or it was dropped nowhere.
bool dragPatternOut(QWidget& source, const MidiFileSupplier& supplier, const music::Pattern& pattern,
                    const QColor& colour);

/// The same with anything that can be dropped somewhere.
bool dragPattern(QWidget& source, std::unique_ptr<QMimeData> mime, const music::Pattern& pattern, const QColor& colour);

/// A small framed pattern: click it to go there, drag it out as a MIDI file.
class PatternThumbnail : public QWidget {
    Q_OBJECT

public:
    explicit PatternThumbnail(QWidget* parent = nullptr);

    void setPattern(const music::Pattern& pattern);
    [[nodiscard]] const music::Pattern& pattern() const { return m_pattern; }
    void setColour(const QColor& colour);
    /// A strong frame: the one that sounds.
    void setCurrent(bool current);
    void setMidiFileSupplier(MidiFileSupplier supplier) { m_supplier = std::move(supplier); }

    [[nodiscard]] QSize sizeHint() const override { return {67, 46}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {24, 32}; }

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    music::Pattern m_pattern;
    QColor m_colour;
    MidiFileSupplier m_supplier;
    QPointF m_pressedAt;
    bool m_current = false;
    bool m_pressed = false;
};

} // namespace segue::widgets

#pragma once

#include "core/music/DrumMap.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

namespace segue::widgets {

/// A drum map to be seen and changed: on top a row for pitches of no drum, below one for each drum, as in the drum
/// grid, with its pitches as chips. A chip is dragged to another row, or moved by its menu or a digit (0: no drum).
/// Chips tell how often music has their pitch.
class DrumMapBoard : public QWidget {
    Q_OBJECT

public:
    explicit DrumMapBoard(QWidget* parent = nullptr);

    /// Silent. Pitches that were shown before and that the map does not know stay, as of no drum.
    void setMap(const music::DrumMap& map);
    [[nodiscard]] const music::DrumMap& map() const { return m_map; }
    /// How many notes the music has of a pitch, also of pitches that belong to no drum.
    void setCounts(const std::map<int, int>& notes);
    /// Shows one more pitch, as of no drum, and puts the cursor on it.
    void addPitch(int pitch);
    [[nodiscard]] bool shows(int pitch) const;

    void assign(int pitch, std::optional<int> drum);
    [[nodiscard]] std::optional<int> currentPitch() const;
    /// Where a chip lies, for tests; empty if it is not shown.
    [[nodiscard]] QRect chipRect(int pitch) const;
    /// Of a drum; of the pitches of no drum if there is none.
    [[nodiscard]] QRect rowRect(std::optional<int> drum) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    /// By the user.
    void mapChanged(const segue::music::DrumMap& map);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Chip {
        int pitch = 0;
        int row = 0;
        QRect rect;
    };

    /// The height that it takes.
    int layOut(int width, std::vector<Chip>& chips, std::vector<QRect>& rows) const;
    void refresh();
    void select(int chip);
    void showMenu(QPoint global);
    [[nodiscard]] std::vector<int> pitchesOf(int row) const;
    [[nodiscard]] std::optional<int> drumOf(int row) const;
    [[nodiscard]] int rowAt(QPoint position) const;
    [[nodiscard]] int chipAt(QPoint position) const;
    [[nodiscard]] QString label(int pitch) const;
    [[nodiscard]] int labelWidth() const;
    void paintChip(QPainter& painter, const Chip& chip, QRect rect, bool isCurrent) const;

    music::DrumMap m_map;
    std::map<int, int> m_counts;
    std::vector<int> m_others; // shown though they belong to no drum
    std::vector<Chip> m_chips; // in reading order
    std::vector<QRect> m_rows; // top down: those of no drum, then the drums from the last
    int m_current = -1; // a chip
    QPoint m_pressedAt;
    QPoint m_pointer;
    bool m_pressed = false;
    bool m_dragging = false;
};

} // namespace segue::widgets

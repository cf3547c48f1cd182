#pragma once

#include "core/music/Pattern.h"
#include "widgets/Theme.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QMenu;
class QToolButton;

namespace segue::widgets {

/// One end of a morph: a pattern of a MIDI file. Drop a file on it, or choose an example; click to listen; choose the
/// bar that the pattern begins with.
class AnchorCard : public QWidget {
    Q_OBJECT

public:
    explicit AnchorCard(Anchor which, QWidget* parent = nullptr);

    /// `name` is the file's; `bars` are the first bars of the windows to choose from, from 0; `bar` one of them, or -1
    /// for a pattern without bars.
    void setContent(const QString& name, const music::Pattern& pattern, const std::vector<int>& bars, int bar);
    void clearContent();
    [[nodiscard]] bool isEmpty() const { return music::isEmpty(m_pattern); }
    /// For the menu.
    void setExamples(const QStringList& names);
    /// Why no file can be taken; empty: it can.
    void setFilesRefused(const QString& why);

    [[nodiscard]] QSize sizeHint() const override { return {150, 88}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {112, 76}; }

Q_SIGNALS:
    void filesDropped(const QStringList& paths);
    /// A row of the list of music, by its music_role::kToken.
    void musicDropped(qint64 token);
    void barChosen(int bar);
    void exampleChosen(int index);
    void openFileRequested();
    void clearRequested();
    /// Play this end.
    void listenRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void use();
    void fillMenu();
    void showCaption();
    [[nodiscard]] QRectF frame() const;

    Anchor m_which;
    QString m_name;
    music::Pattern m_pattern;
    std::vector<int> m_bars;
    int m_bar = -1;
    QStringList m_examples;
    QString m_refusal;
    QToolButton* m_caption = nullptr;
    QMenu* m_menu = nullptr;
    bool m_pressed = false;
    bool m_dropping = false;
};

} // namespace segue::widgets

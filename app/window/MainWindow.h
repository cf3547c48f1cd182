#pragma once

#include "widgets/ChoiceStrip.h"
#include "widgets/DragOutButton.h"
#include "widgets/LatentMapView.h"
#include "widgets/MorphPanel.h"
#include "widgets/MusicPage.h"
#include "widgets/Panel.h"
#include "widgets/PatternView.h"
#include "widgets/StatusLine.h"
#include "widgets/TrainingPanel.h"
#include "widgets/TransportBar.h"

#include <QMainWindow>

#include <functional>

class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace segue::window {

/// The one window: transport on top, the map at the left and largest, the pattern (or the music) and the morph at its
/// right, a dock with training and messages below, a status line at the foot. Lays out and owns the widgets, and knows
/// nothing of what they are for: the controllers of app/studio do.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow();

    [[nodiscard]] widgets::TransportBar& transport() { return *m_transport; }
    [[nodiscard]] widgets::LatentMapView& map() { return *m_map; }
    [[nodiscard]] widgets::Panel& mapPanel() { return *m_mapPanel; }
    /// Discriminant, PCA.
    [[nodiscard]] widgets::ChoiceStrip& planeChoice() { return *m_plane; }
    /// Style, drummer, tempo.
    [[nodiscard]] widgets::ChoiceStrip& colourChoice() { return *m_colour; }
    [[nodiscard]] widgets::PatternView& pattern() { return *m_pattern; }
    [[nodiscard]] widgets::Panel& patternPanel() { return *m_patternPanel; }
    [[nodiscard]] QPushButton& dice() { return *m_dice; }
    [[nodiscard]] widgets::DragOutButton& dragOut() { return *m_dragOut; }
    [[nodiscard]] widgets::MorphPanel& morph() { return *m_morph; }
    [[nodiscard]] widgets::MusicPage& music() { return *m_music; }
    [[nodiscard]] widgets::Panel& musicPanel() { return *m_musicPanel; }
    [[nodiscard]] widgets::TrainingPanel& training() { return *m_training; }
    [[nodiscard]] QPlainTextEdit& messages() { return *m_messages; }
    [[nodiscard]] widgets::StatusLine& status() { return *m_status; }

    void showDock(bool visible);
    /// The music in the place of the pattern, above the morph, so that map and cards are there to drop it on.
    void showMusic(bool visible);
    /// Into a window of its own, or back.
    void tearOffDock(bool tornOff);
    /// Asked before the window closes; false keeps it open.
    void setCloseGuard(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }

Q_SIGNALS:
    void closed();
    /// On no widget that takes files itself.
    void filesDropped(const QStringList& paths);

protected:
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    [[nodiscard]] QWidget* makeMap();
    [[nodiscard]] QWidget* makePattern();
    [[nodiscard]] QWidget* makeMusic();
    [[nodiscard]] QWidget* makeMorph();
    [[nodiscard]] QWidget* makeDock();

    widgets::TransportBar* m_transport = nullptr;
    widgets::Panel* m_mapPanel = nullptr;
    widgets::LatentMapView* m_map = nullptr;
    widgets::ChoiceStrip* m_plane = nullptr;
    widgets::ChoiceStrip* m_colour = nullptr;
    widgets::Panel* m_patternPanel = nullptr;
    widgets::PatternView* m_pattern = nullptr;
    QPushButton* m_dice = nullptr;
    widgets::DragOutButton* m_dragOut = nullptr;
    QStackedWidget* m_upperRight = nullptr; ///< pattern or music
    widgets::Panel* m_musicPanel = nullptr;
    widgets::MusicPage* m_music = nullptr;
    widgets::MorphPanel* m_morph = nullptr;
    QSplitter* m_all = nullptr;
    QWidget* m_dock = nullptr;
    widgets::TrainingPanel* m_training = nullptr;
    QPlainTextEdit* m_messages = nullptr;
    widgets::StatusLine* m_status = nullptr;
    std::function<bool()> m_mayClose;
};

} // namespace segue::window

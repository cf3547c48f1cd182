#pragma once

#include "widgets/MusicRow.h"

#include <QStringList>
#include <QWidget>

#include <array>
#include <optional>

class QAbstractItemModel;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace segue::widgets {

class ChoiceStrip;
class ElidedLabel;
class EmptyState;
class MusicList;

/// Music that was opened: what can be played of it, to be searched, listened to and picked from, and what could not be
/// read and why. Drop files or folders on it. Shows a model with the roles of music_role; what is searched and how rows
/// are ordered it only asks for.
class MusicPage : public QWidget {
    Q_OBJECT

public:
    explicit MusicPage(QWidget* parent = nullptr);

    /// Not owned. Requires: outlives the page.
    void setModel(QAbstractItemModel* model);
    [[nodiscard]] MusicList& list() { return *m_list; }
    /// Buttons for the line above the page, where its title stands: open, drum map, close.
    [[nodiscard]] QList<QWidget*> tools() const;

    /// How many rows there are to show of each kind, whatever is searched.
    void setCounts(int windows, int remarks, int refused);
    void setStyles(const QStringList& styles);
    /// What was opened before, newest first, for the menu of Open.
    void setRecent(const QStringList& paths);
    /// [0, 1] and what is being read; nothing: no reading is under way.
    void setProgress(std::optional<double> fraction, const QString& text = {});
    /// A remark on all of it, with a button; an empty text hides both.
    void setNotice(const QString& text, const QString& action = {});
    /// Goes to the list; in the search if it is empty.
    void takeFocus();

    [[nodiscard]] MusicShown shown() const;
    void setShown(MusicShown shown);

Q_SIGNALS:
    void openFilesRequested();
    void openFolderRequested();
    void pathsOpened(const QStringList& paths); ///< dropped, or chosen among the recent ones
    void cancelRequested();
    void searchChanged(const QString& text);
    void styleChosen(const QString& style); ///< empty: any
    void orderChosen(segue::widgets::MusicOrder order);
    void shownChosen(segue::widgets::MusicShown shown);
    void drumMapRequested();
    void noticeActionRequested();
    void closeRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeTools();
    [[nodiscard]] QWidget* makeFilters();
    [[nodiscard]] QWidget* makeProgress();
    [[nodiscard]] QWidget* makeNotice();
    void refreshEmpty();
    void helpWhenEmpty();
    void clearFilters();
    [[nodiscard]] bool isFiltered() const;
    void refreshIcons();

    std::array<int, 3> m_counts{};
    QAbstractItemModel* m_model = nullptr;
    QToolButton* m_open = nullptr;
    QMenu* m_openMenu = nullptr;
    QPushButton* m_drumMap = nullptr;
    QPushButton* m_close = nullptr;
    QLineEdit* m_search = nullptr;
    QTimer* m_searchTimer = nullptr;
    QComboBox* m_style = nullptr;
    QComboBox* m_order = nullptr;
    ChoiceStrip* m_shown = nullptr;
    QWidget* m_progress = nullptr;
    QProgressBar* m_bar = nullptr;
    ElidedLabel* m_progressText = nullptr;
    QWidget* m_notice = nullptr;
    ElidedLabel* m_noticeText = nullptr;
    QPushButton* m_noticeAction = nullptr;
    QStackedWidget* m_pages = nullptr;
    MusicList* m_list = nullptr;
    EmptyState* m_empty = nullptr;
};

} // namespace segue::widgets

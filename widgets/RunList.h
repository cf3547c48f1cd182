#pragma once

#include "core/runs/RunFolder.h"

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <cstdint>
#include <limits>
#include <vector>

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace segue::widgets {

/// One run of a list.
struct RunRow {
    QString folder; ///< which run it is
    QString name;
    QString configuration;
    runs::RunState state = runs::RunState::Starting;
    bool isAtWork = false;
    bool isLost = false; ///< its trainer was killed
    double score = std::numeric_limits<double>::quiet_NaN(); ///< of its best evaluation
    double reconstruction = std::numeric_limits<double>::quiet_NaN(); ///< of its last one, as the next two
    double klBits = std::numeric_limits<double>::quiet_NaN();
    std::int64_t step = 0;
    QDateTime changed;

    friend bool operator==(const RunRow&, const RunRow&) = default;
};

/// The runs there are, with what became of each: watch one, go on with it, rename it, delete it, and tick some to
/// compare. Return watches, F2 renames, Delete deletes, Space ticks.
class RunList : public QWidget {
    Q_OBJECT

public:
    explicit RunList(QWidget* parent = nullptr);

    /// What is chosen, ticked or being renamed stays so.
    void setRows(const std::vector<RunRow>& rows);
    /// The one on show.
    void setWatched(const QString& folder);
    [[nodiscard]] QStringList compared() const;

Q_SIGNALS:
    void watchRequested(const QString& folder);
    void goOnRequested(const QString& folder);
    void renameRequested(const QString& folder, const QString& name);
    void deleteRequested(const QString& folder);
    void comparedChanged(const QStringList& folders);
    /// A run that is not in the list should be looked for.
    void openRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill(QTreeWidgetItem& item, const RunRow& row);
    void refreshButtons();
    void takeEdit(QTreeWidgetItem* item, int column);
    [[nodiscard]] QString current() const;

    QTreeWidget* m_tree = nullptr;
    QPushButton* m_watch = nullptr;
    QPushButton* m_goOn = nullptr;
    QPushButton* m_rename = nullptr;
    QPushButton* m_delete = nullptr;
    std::vector<RunRow> m_rows;
    QString m_watched;
    bool m_filling = false;
};

/// "training", "finished", and "interrupted" of one that was killed.
[[nodiscard]] QString stateText(const RunRow& row);

} // namespace segue::widgets

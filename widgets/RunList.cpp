#include "widgets/RunList.h"

#include "widgets/Figures.h"
#include "widgets/Theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>

#include <cmath>
#include <memory>
#include <utility>

namespace segue::widgets {
namespace {

enum Column { Name, State, Score, Reconstruction, Divergence, Step, Date, Configuration, kColumns };
constexpr int kFolderRole = Qt::UserRole;

QString figuresOr(double value, int decimals) {
    return std::isfinite(value) ? figures(value, decimals) : QStringLiteral("–");
}

/// A sign beside the word, so that the state is seen at a glance.
QString signOf(const RunRow& row) {
    if (row.isLost)
        return QStringLiteral("◌");
    switch (row.state) {
    case runs::RunState::Starting:
    case runs::RunState::Training: return QStringLiteral("●");
    case runs::RunState::Paused: return QStringLiteral("‖");
    case runs::RunState::Stopped: return QStringLiteral("■");
    case runs::RunState::Finished: return QStringLiteral("✓");
    case runs::RunState::Failed: return QStringLiteral("!");
    }
    return {};
}

} // namespace

QString stateText(const RunRow& row) {
    if (row.isLost)
        return RunList::tr("interrupted");
    switch (row.state) {
    case runs::RunState::Starting: return RunList::tr("starting");
    case runs::RunState::Training: return RunList::tr("training");
    case runs::RunState::Paused: return RunList::tr("paused");
    case runs::RunState::Stopped: return RunList::tr("stopped");
    case runs::RunState::Finished: return RunList::tr("finished");
    case runs::RunState::Failed: return RunList::tr("failed");
    }
    return {};
}

RunList::RunList(QWidget* parent) : QWidget(parent) {
    m_tree = new QTreeWidget(this);
    m_tree->setObjectName(QStringLiteral("runTree"));
    m_tree->setAccessibleName(tr("Runs"));
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setColumnCount(kColumns);
    m_tree->setHeaderLabels({tr("Run"), tr("State"), tr("Score"), tr("Loss"), tr("KL, bits"), tr("Steps"), tr("Date"),
                             tr("Configuration")});
    m_tree->headerItem()->setToolTip(Name, tr("Tick the runs whose curves should lie over the charts"));
    m_tree->headerItem()->setToolTip(Score, tr("Hit F1 of drums, accuracy of others; best on held-out music"));
    m_tree->header()->setStretchLastSection(true);
    for (const auto& [column, width] :
         {std::pair(Name, 160), std::pair(State, 112), std::pair(Score, 64), std::pair(Reconstruction, 60),
          std::pair(Divergence, 68), std::pair(Step, 66), std::pair(Date, 100)})
        m_tree->header()->resizeSection(column, width);
    m_tree->installEventFilter(this);

    const auto button = [this](const QString& text, const char* name) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QString::fromLatin1(name));
        made->setProperty("role", QStringLiteral("compact"));
        return made;
    };
    m_watch = button(tr("Watch"), "watchRun");
    m_goOn = button(tr("Go on"), "goOnRun");
    m_goOn->setToolTip(tr("Learn on from the last checkpoint"));
    m_rename = button(tr("Rename"), "renameRun");
    m_delete = button(tr("Delete"), "deleteRun");
    m_delete->setToolTip(tr("Into the trash"));
    auto* open = button(tr("Open…"), "openRun");
    open->setToolTip(tr("Watch a run that lies elsewhere"));
    auto* buttons = new QGridLayout;
    buttons->setSpacing(4);
    int place = 0;
    for (QPushButton* each : {m_watch, m_goOn, m_rename, m_delete, open}) {
        buttons->addWidget(each, place / 2, place % 2);
        ++place;
    }
    buttons->setRowStretch(place / 2 + 1, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_tree, 1);
    row->addLayout(buttons);

    connect(m_watch, &QPushButton::clicked, this, [this] { Q_EMIT watchRequested(current()); });
    connect(m_goOn, &QPushButton::clicked, this, [this] { Q_EMIT goOnRequested(current()); });
    connect(m_rename, &QPushButton::clicked, this, [this] { m_tree->editItem(m_tree->currentItem(), Name); });
    connect(m_delete, &QPushButton::clicked, this, [this] { Q_EMIT deleteRequested(current()); });
    connect(open, &QPushButton::clicked, this, &RunList::openRequested);
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, [this] { Q_EMIT watchRequested(current()); });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &RunList::refreshButtons);
    connect(m_tree, &QTreeWidget::itemChanged, this, &RunList::takeEdit);
    refreshButtons();
}

QString RunList::current() const {
    const auto* item = m_tree->currentItem();
    return item ? item->data(Name, kFolderRole).toString() : QString();
}

QStringList RunList::compared() const {
    QStringList folders;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        if (const auto* item = m_tree->topLevelItem(i); item->checkState(Name) == Qt::Checked)
            folders << item->data(Name, kFolderRole).toString();
    return folders;
}

void RunList::setRows(const std::vector<RunRow>& rows) {
    if (rows == m_rows)
        return;
    m_rows = rows;
    m_filling = true;
    const QString chosen = current();
    const QStringList ticked = compared();
    while (m_tree->topLevelItemCount() > static_cast<int>(rows.size()))
        std::unique_ptr<QTreeWidgetItem>(m_tree->takeTopLevelItem(m_tree->topLevelItemCount() - 1));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto* item = m_tree->topLevelItem(static_cast<int>(i));
        if (!item) {
            item = new QTreeWidgetItem(m_tree);
            item->setFlags(item->flags() | Qt::ItemIsEditable | Qt::ItemIsUserCheckable);
        }
        fill(*item, rows[i]);
        item->setCheckState(Name, ticked.contains(rows[i].folder) ? Qt::Checked : Qt::Unchecked);
        if (rows[i].folder == chosen)
            m_tree->setCurrentItem(item);
    }
    m_filling = false;
    refreshButtons();
    if (compared() != ticked)
        Q_EMIT comparedChanged(compared());
}

void RunList::fill(QTreeWidgetItem& item, const RunRow& row) {
    item.setData(Name, kFolderRole, row.folder);
    item.setText(Name, row.name);
    item.setToolTip(Name, row.folder);
    item.setText(State, signOf(row) + u' ' + stateText(row));
    item.setText(Score, figuresOr(row.score, 3));
    item.setText(Reconstruction, figuresOr(row.reconstruction, 1));
    item.setText(Divergence, figuresOr(row.klBits, 0));
    item.setText(Step, QLocale().toString(static_cast<qlonglong>(row.step)));
    item.setText(Date, QLocale().toString(row.changed, tr("d MMM hh:mm")));
    item.setText(Configuration, row.configuration);
    for (const int column : {Score, Reconstruction, Divergence, Step})
        item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    QFont font = m_tree->font();
    font.setBold(row.folder == m_watched);
    item.setFont(Name, font);
}

void RunList::setWatched(const QString& folder) {
    if (folder == m_watched)
        return;
    m_watched = folder;
    const auto rows = std::exchange(m_rows, {});
    setRows(rows);
}

/// A tick, or a new name.
void RunList::takeEdit(QTreeWidgetItem* item, int column) {
    if (m_filling || column != Name)
        return;
    const QString folder = item->data(Name, kFolderRole).toString();
    for (const RunRow& row : m_rows) {
        if (row.folder != folder || row.name == item->text(Name))
            continue;
        const QString name = item->text(Name).trimmed();
        m_filling = true;
        item->setText(Name, row.name); // until it has happened
        m_filling = false;
        if (!name.isEmpty() && name != row.name)
            Q_EMIT renameRequested(folder, name);
        return;
    }
    Q_EMIT comparedChanged(compared());
}

void RunList::refreshButtons() {
    const QString folder = current();
    const RunRow* chosen = nullptr;
    for (const RunRow& row : m_rows)
        if (row.folder == folder)
            chosen = &row;
    m_watch->setEnabled(chosen);
    m_goOn->setEnabled(chosen && !chosen->isAtWork && chosen->state != runs::RunState::Finished);
    m_rename->setEnabled(chosen && !chosen->isAtWork);
    m_delete->setEnabled(chosen && !chosen->isAtWork);
    const QString busy = chosen && chosen->isAtWork ? tr("It is still learning: stop it first") : QString();
    m_rename->setToolTip(busy);
    m_delete->setToolTip(busy.isEmpty() ? tr("Into the trash") : busy);
}

bool RunList::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_tree || event->type() != QEvent::KeyPress || current().isEmpty())
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        Q_EMIT watchRequested(current());
        return true;
    }
    if (key == Qt::Key_Delete && m_delete->isEnabled()) {
        Q_EMIT deleteRequested(current());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace segue::widgets

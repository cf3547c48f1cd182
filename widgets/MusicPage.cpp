#include "widgets/MusicPage.h"

#include "widgets/ChoiceStrip.h"
#include "widgets/ElidedLabel.h"
#include "widgets/EmptyState.h"
#include "widgets/FileDrop.h"
#include "widgets/Icons.h"
#include "widgets/MusicDrag.h"
#include "widgets/MusicList.h"
#include "widgets/Theme.h"

#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace segue::widgets {
namespace {

/// So that a fast typist does not search for every letter.
constexpr std::chrono::milliseconds kSearchDelay{120};
constexpr int kProgressPositions = 1000;

QString counted(const QString& name, int count) {
    return count > 0 ? QStringLiteral("%1 %2").arg(name, QLocale().toString(count)) : name;
}

QComboBox* combo(QWidget* parent, const char* objectName, const QString& accessibleName) {
    auto* box = new QComboBox(parent);
    box->setObjectName(QString::fromLatin1(objectName));
    box->setAccessibleName(accessibleName);
    box->setToolTip(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

} // namespace

MusicPage::MusicPage(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setAccessibleName(tr("Music"));
    makeTools();
    m_list = new MusicList(this);
    m_list->setObjectName(QStringLiteral("musicList"));
    m_empty = new EmptyState({}, this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    column->addWidget(makeFilters());
    m_shown = new ChoiceStrip({tr("Windows"), tr("Remarks"), tr("Refused")}, this);
    m_shown->setObjectName(QStringLiteral("musicShown"));
    m_shown->setToolTip(tr("Windows to play; files of which something was mended or left out; files without a window"));
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::kUnit);
    line->addWidget(m_shown);
    line->addWidget(makeProgress(), 1);
    column->addLayout(line);
    column->addWidget(makeNotice());
    column->addWidget(m_pages, 1);

    connect(m_shown, &ChoiceStrip::chosen, this, [this](int index) {
        Q_EMIT shownChosen(static_cast<MusicShown>(index));
        refreshEmpty();
    });
    connect(m_empty, &EmptyState::actionRequested, this, &MusicPage::helpWhenEmpty);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_list, m_search, m_style, m_order, m_open, m_drumMap})
        widget->installEventFilter(this);
    setProgress(std::nullopt);
    setNotice({});
    setStyles({});
    setRecent({});
    refreshEmpty();
}

void MusicPage::makeTools() {
    m_open = new QToolButton(this);
    m_open->setObjectName(QStringLiteral("musicOpen"));
    m_open->setText(tr("Open") + QStringLiteral(" ▾"));
    m_open->setAccessibleName(tr("Open music"));
    m_open->setPopupMode(QToolButton::InstantPopup);
    m_open->setFocusPolicy(Qt::StrongFocus);
    m_openMenu = new QMenu(m_open);
    m_open->setMenu(m_openMenu);
    m_drumMap = new QPushButton(tr("Drum map…"), this);
    m_drumMap->setObjectName(QStringLiteral("musicDrumMap"));
    m_drumMap->setToolTip(tr("Which pitch is read as which drum"));
    m_close = new QPushButton(this);
    m_close->setObjectName(QStringLiteral("musicClose"));
    m_close->setProperty("role", QStringLiteral("quiet"));
    m_close->setFixedWidth(28);
    m_close->setAccessibleName(tr("Close the music"));
    m_close->setToolTip(tr("Back to the pattern (Esc)"));
    refreshIcons();
    connect(m_drumMap, &QPushButton::clicked, this, &MusicPage::drumMapRequested);
    connect(m_close, &QPushButton::clicked, this, &MusicPage::closeRequested);
}

QList<QWidget*> MusicPage::tools() const {
    return {m_open, m_drumMap, m_close};
}

QWidget* MusicPage::makeFilters() {
    auto* filters = new QWidget(this);
    m_search = new QLineEdit(filters);
    m_search->setObjectName(QStringLiteral("musicSearch"));
    m_search->setPlaceholderText(tr("Search names and styles"));
    m_search->setAccessibleName(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(200);
    m_searchTimer = new QTimer(this);
    m_searchTimer->setSingleShot(true);
    m_searchTimer->setInterval(kSearchDelay);
    m_style = combo(filters, "musicStyle", tr("Style"));
    m_order = combo(filters, "musicOrder", tr("Order"));
    m_order->addItems({tr("As found"), tr("By name"), tr("By style"), tr("By tempo"), tr("Most hits")});
    auto* row = new QHBoxLayout(filters);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_search, 2);
    row->addWidget(m_style, 1);
    row->addWidget(m_order, 1);

    connect(m_search, &QLineEdit::textChanged, m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_searchTimer, &QTimer::timeout, this, [this] {
        Q_EMIT searchChanged(m_search->text());
        refreshEmpty();
    });
    connect(m_style, &QComboBox::activated, this, [this] {
        Q_EMIT styleChosen(m_style->currentData().toString());
        refreshEmpty();
    });
    connect(m_order, &QComboBox::activated, this,
            [this](int index) { Q_EMIT orderChosen(static_cast<MusicOrder>(index)); });
    return filters;
}

QWidget* MusicPage::makeProgress() {
    m_progress = new QWidget(this);
    m_progressText = new ElidedLabel(m_progress);
    m_progressText->setProperty("role", QStringLiteral("secondary"));
    m_progressText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_bar = new QProgressBar(m_progress);
    m_bar->setRange(0, kProgressPositions);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of reading"));
    m_bar->setFixedWidth(72);
    auto* cancel = new QPushButton(tr("Cancel"), m_progress);
    cancel->setObjectName(QStringLiteral("musicCancel"));
    cancel->setProperty("role", QStringLiteral("compact"));
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_progressText, 1);
    row->addWidget(m_bar);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &MusicPage::cancelRequested);
    return m_progress;
}

QWidget* MusicPage::makeNotice() {
    m_notice = new QWidget(this);
    m_noticeText = new ElidedLabel(m_notice);
    m_noticeText->setProperty("role", QStringLiteral("warning"));
    m_noticeAction = new QPushButton(m_notice);
    m_noticeAction->setObjectName(QStringLiteral("musicNoticeAction"));
    m_noticeAction->setProperty("role", QStringLiteral("compact"));
    auto* row = new QHBoxLayout(m_notice);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_noticeText, 1);
    row->addWidget(m_noticeAction);
    connect(m_noticeAction, &QPushButton::clicked, this, &MusicPage::noticeActionRequested);
    return m_notice;
}

void MusicPage::setModel(QAbstractItemModel* model) {
    m_model = model;
    m_list->setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &MusicPage::refreshEmpty);
    connect(model, &QAbstractItemModel::rowsInserted, this, &MusicPage::refreshEmpty);
    refreshEmpty();
}

void MusicPage::setCounts(int windows, int remarks, int refused) {
    m_counts = {windows, remarks, refused};
    m_shown->setChoiceText(0, counted(tr("Windows"), windows));
    m_shown->setChoiceText(1, counted(tr("Remarks"), remarks));
    m_shown->setChoiceText(2, counted(tr("Refused"), refused));
    refreshEmpty();
}

void MusicPage::setStyles(const QStringList& styles) {
    const QString chosen = m_style->currentData().toString();
    m_style->clear();
    m_style->addItem(tr("All styles"));
    for (const QString& style : styles)
        m_style->addItem(style, style);
    m_style->setCurrentIndex(std::max(0, m_style->findData(chosen)));
    m_style->setEnabled(!styles.isEmpty());
}

void MusicPage::setRecent(const QStringList& paths) {
    m_openMenu->clear();
    connect(m_openMenu->addAction(tr("Files…")), &QAction::triggered, this, &MusicPage::openFilesRequested);
    connect(m_openMenu->addAction(tr("A folder…")), &QAction::triggered, this, &MusicPage::openFolderRequested);
    if (paths.isEmpty())
        return;
    m_openMenu->addSeparator();
    for (const QString& path : paths) {
        const QString shown =
            m_openMenu->fontMetrics().elidedText(QDir::toNativeSeparators(path), Qt::ElideMiddle, 400);
        connect(m_openMenu->addAction(shown), &QAction::triggered, this, [this, path] { Q_EMIT pathsOpened({path}); });
    }
}

void MusicPage::setProgress(std::optional<double> fraction, const QString& text) {
    for (QWidget* child : m_progress->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
        child->setVisible(fraction.has_value());
    if (fraction)
        m_bar->setValue(static_cast<int>(std::clamp(*fraction, 0.0, 1.0) * kProgressPositions));
    m_progressText->setText(text);
    refreshEmpty();
}

void MusicPage::setNotice(const QString& text, const QString& action) {
    m_noticeText->setText(text);
    m_noticeAction->setText(action);
    m_noticeAction->setVisible(!action.isEmpty());
    m_notice->setVisible(!text.isEmpty());
}

void MusicPage::takeFocus() {
    if (m_pages->currentWidget() != m_list) {
        m_open->setFocus();
        return;
    }
    m_list->setFocus();
    if (!m_list->currentIndex().isValid() && m_model)
        m_list->setCurrentIndex(m_model->index(0, 0));
}

MusicShown MusicPage::shown() const {
    return static_cast<MusicShown>(m_shown->current());
}

void MusicPage::setShown(MusicShown shown) {
    m_shown->setCurrent(static_cast<int>(shown));
    refreshEmpty();
}

bool MusicPage::isFiltered() const {
    return !m_search->text().isEmpty() || !m_style->currentData().toString().isEmpty();
}

void MusicPage::clearFilters() {
    m_search->clear();
    m_searchTimer->stop();
    m_style->setCurrentIndex(0);
    Q_EMIT searchChanged({});
    Q_EMIT styleChosen({});
}

/// Says why nothing is listed, and what helps.
void MusicPage::refreshEmpty() {
    if (m_model && m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_list);
        return;
    }
    m_pages->setCurrentWidget(m_empty);
    const bool reading = m_bar->isVisibleTo(m_progress);
    const auto count = m_counts[static_cast<std::size_t>(shown())];
    const bool hasAny = std::ranges::any_of(m_counts, [](int kind) { return kind > 0; });
    if (count > 0 && isFiltered()) {
        m_empty->setText(m_search->text().isEmpty() ? tr("Nothing of this style here")
                                                    : tr("Nothing here matches “%1”").arg(m_search->text()));
        m_empty->setAction(tr("Show all"));
    } else if (reading) {
        m_empty->setText(tr("Reading…"));
        m_empty->setAction({});
    } else if (shown() == MusicShown::Windows && hasAny) {
        m_empty->setText(tr("Nothing in this music can be played: it has no drums in 4/4"));
        m_empty->setAction(tr("Show why"));
    } else if (hasAny) {
        m_empty->setText(shown() == MusicShown::Refused
                             ? tr("No file was refused")
                             : tr("Every file was read as it is: there is nothing to remark"));
        m_empty->setAction({});
    } else {
        m_empty->setText(tr("Drop music files or a folder of them here.\nEvery stretch that can be played is listed: "
                            "listen to it, and make it A, B or the puck's place."));
        m_empty->setAction(tr("Open a folder…"));
    }
}

void MusicPage::helpWhenEmpty() {
    const bool hasAny = std::ranges::any_of(m_counts, [](int kind) { return kind > 0; });
    if (isFiltered()) {
        clearFilters();
    } else if (hasAny) {
        setShown(MusicShown::Refused);
        Q_EMIT shownChosen(MusicShown::Refused);
    } else {
        Q_EMIT openFolderRequested();
    }
}

/// Escape closes the page, or first empties the search; elsewhere in the window it is the panic key.
bool MusicPage::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    if (type != QEvent::ShortcutOverride && type != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape) {
        event->accept();
        if (type == QEvent::KeyPress) {
            if (watched == m_search && !m_search->text().isEmpty())
                m_search->clear();
            else
                Q_EMIT closeRequested();
        }
        return true;
    }
    if (watched == m_search && type == QEvent::KeyPress && key->key() == Qt::Key_Down) {
        takeFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void MusicPage::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedMusic(*event->mimeData()) && !droppedPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MusicPage::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    Q_EMIT pathsOpened(droppedPaths(*event->mimeData()));
}

void MusicPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_close)
        refreshIcons();
}

void MusicPage::refreshIcons() {
    m_close->setIcon(icon(Glyph::Close, themeOf(*this).secondaryText));
}

} // namespace segue::widgets

#include "widgets/TrainingPanel.h"

#include "widgets/ChoiceStrip.h"
#include "widgets/FileDrop.h"
#include "widgets/LearningMap.h"
#include "widgets/NewRunForm.h"
#include "widgets/RunCharts.h"
#include "widgets/RunHead.h"
#include "widgets/RunList.h"
#include "widgets/SampleBoard.h"
#include "widgets/Theme.h"

#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QResizeEvent>
#include <QStackedWidget>

namespace segue::widgets {
namespace {

/// From this width on the page stands beside the run.
constexpr int kWide = 820;
constexpr int kLeftWidth = 384;

} // namespace

TrainingPanel::TrainingPanel(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setAccessibleName(tr("Training"));
    m_left = makeLeft();
    m_newRun = new NewRunForm;
    m_charts = new RunCharts;
    m_samples = new SampleBoard;
    m_map = new LearningMap;
    m_runs = new RunList;
    m_pages = new QStackedWidget(this);
    for (QWidget* page : std::initializer_list<QWidget*>{m_newRun, m_charts, m_samples, m_map, m_runs})
        m_pages->addWidget(page);
    auto* right = new QVBoxLayout;
    right->setSpacing(4);
    right->addWidget(makeNotices());
    right->addWidget(m_pages, 1);
    m_sides = new QBoxLayout(QBoxLayout::TopToBottom, this);
    m_sides->setContentsMargins(0, 0, 0, 0);
    m_sides->setSpacing(spacing::kUnit);
    m_sides->addWidget(m_left);
    m_sides->addLayout(right, 1);
    connect(m_choice, &ChoiceStrip::chosen, this, qOverload<int>(&TrainingPanel::showPage));
    setTornOff(false);
}

QWidget* TrainingPanel::makeLeft() {
    auto* left = new QWidget(this);
    m_choice = new ChoiceStrip({tr("New"), tr("Charts"), tr("Listen"), tr("Map"), tr("Runs")}, left);
    m_choice->setObjectName(QStringLiteral("trainingPage"));
    m_tearOff = new QPushButton(left);
    m_tearOff->setObjectName(QStringLiteral("tearOff"));
    m_tearOff->setProperty("role", QStringLiteral("quiet"));
    m_head = new RunHead(left);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_choice);
    line->addStretch(1);
    line->addWidget(m_tearOff);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    column->addLayout(line);
    column->addWidget(m_head);
    column->addStretch(1);
    connect(m_tearOff, &QPushButton::clicked, this, &TrainingPanel::tearOffRequested);
    return left;
}

QWidget* TrainingPanel::makeNotices() {
    auto* notices = new QWidget(this);
    m_failureLine = new QWidget(notices);
    m_failure = new QLabel(m_failureLine);
    m_failure->setObjectName(QStringLiteral("failure"));
    m_failure->setProperty("role", QStringLiteral("failure"));
    m_failure->setWordWrap(true);
    m_failureAction = new QPushButton(m_failureLine);
    m_failureAction->setObjectName(QStringLiteral("failureAction"));
    m_failureAction->setProperty("role", QStringLiteral("compact"));
    auto* row = new QHBoxLayout(m_failureLine);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_failure, 1);
    row->addWidget(m_failureAction, 0, Qt::AlignTop);
    m_warnings = new QLabel(notices);
    m_warnings->setObjectName(QStringLiteral("warnings"));
    m_warnings->setProperty("role", QStringLiteral("warning"));
    m_warnings->setWordWrap(true);
    auto* column = new QVBoxLayout(notices);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_failureLine);
    column->addWidget(m_warnings);
    connect(m_failureAction, &QPushButton::clicked, this, &TrainingPanel::failureActionRequested);
    setFailure({});
    setWarnings({});
    return notices;
}

void TrainingPanel::addPage(const QString& name, QWidget* page) {
    m_choice->addChoice(name);
    m_pages->addWidget(page);
}

void TrainingPanel::showPage(Page page) {
    showPage(static_cast<int>(page));
}

void TrainingPanel::showPage(int index) {
    m_choice->setCurrent(index);
    m_pages->setCurrentIndex(index);
    Q_EMIT pageChanged(index);
}

int TrainingPanel::page() const {
    return m_pages->currentIndex();
}

void TrainingPanel::setFailure(const QString& sentence, const QString& action) {
    m_failure->setText(sentence);
    m_failureAction->setText(action);
    m_failureAction->setVisible(!action.isEmpty());
    showNotices();
}

void TrainingPanel::setWarnings(const QStringList& sentences) {
    m_warnings->setText(sentences.join(u'\n'));
    showNotices();
}

/// There is little room: what has failed comes first.
void TrainingPanel::showNotices() {
    const bool hasFailed = !m_failure->text().isEmpty();
    m_failureLine->setVisible(hasFailed);
    m_warnings->setVisible(!hasFailed && !m_warnings->text().isEmpty());
}

void TrainingPanel::setTornOff(bool tornOff) {
    m_tearOff->setText(tornOff ? QStringLiteral("⇲") : QStringLiteral("⇱"));
    m_tearOff->setToolTip(tornOff ? tr("Back into the main window") : tr("Into a window of its own"));
    m_tearOff->setAccessibleName(m_tearOff->toolTip());
}

void TrainingPanel::resizeEvent(QResizeEvent* /*event*/) {
    const bool wide = width() >= kWide;
    m_sides->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_sides->setSpacing(wide ? spacing::kPanelPadding : spacing::kUnit);
    m_left->setMinimumWidth(wide ? kLeftWidth : 0);
    m_left->setMaximumWidth(wide ? kLeftWidth : QWIDGETSIZE_MAX);
}

void TrainingPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedPaths(*event->mimeData()).size() == 1)
        event->acceptProposedAction();
}

void TrainingPanel::dropEvent(QDropEvent* event) {
    const QStringList paths = droppedPaths(*event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT musicDropped(paths.front());
}

} // namespace segue::widgets

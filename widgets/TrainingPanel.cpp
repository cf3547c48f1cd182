#include "widgets/TrainingPanel.h"

#include "widgets/ElidedLabel.h"
#include "widgets/FileDrop.h"
#include "widgets/RunChart.h"
#include "widgets/Theme.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr int kProgressPositions = 1000;

QLabel* secondaryLabel(QWidget* parent, const QString& text = {}) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setWordWrap(true);
    return label;
}

template <class Reports, class Value>
std::pair<QVector<double>, QVector<double>> curve(const Reports& reports, Value value) {
    std::pair<QVector<double>, QVector<double>> points;
    points.first.reserve(static_cast<qsizetype>(reports.size()));
    points.second.reserve(static_cast<qsizetype>(reports.size()));
    for (const auto& report : reports) {
        if (!std::isfinite(report.*value))
            continue;
        points.first << static_cast<double>(report.step);
        points.second << report.*value;
    }
    return points;
}

bool isRunning(runs::RunState state) {
    return state == runs::RunState::Starting || state == runs::RunState::Training || state == runs::RunState::Paused;
}

} // namespace

QString timeLeftText(double seconds) {
    if (!std::isfinite(seconds) || seconds <= 0)
        return {};
    constexpr double kMinute = 60;
    if (std::lround(seconds) < 60)
        return TrainingPanel::tr("%1 s left").arg(std::max(1L, std::lround(seconds)));
    const long minutes = std::lround(seconds / kMinute);
    if (minutes < 60)
        return TrainingPanel::tr("%1 min left").arg(minutes);
    if (minutes % 60 == 0)
        return TrainingPanel::tr("%1 h left").arg(minutes / 60);
    return TrainingPanel::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

TrainingPanel::TrainingPanel(QWidget* parent) : QWidget(parent) {
    setAcceptDrops(true);
    setAccessibleName(tr("Training"));
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeSetup());
    m_pages->addWidget(makeRun());
    m_pages->setMinimumWidth(240);
    m_failureLine = makeFailure();
    auto* left = new QVBoxLayout;
    left->setSpacing(spacing::kUnit);
    left->addWidget(m_pages);
    left->addWidget(m_failureLine);
    left->addStretch(1);
    m_reconstruction = new RunChart(tr("Reconstruction loss"), 1, 1, this);
    m_divergence = new RunChart(tr("KL, bits"), 0, 1, this);
    m_quality = new RunChart(tr("Hit F1, held out"), 2, 3, this);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addLayout(left, 4);
    row->addSpacing(spacing::kUnit);
    for (RunChart* chart : {m_reconstruction, m_divergence, m_quality})
        row->addWidget(chart, 3);
    refreshSetup();
    refreshButtons();
}

QWidget* TrainingPanel::makeFailure() {
    auto* line = new QWidget(this);
    m_failure = new QLabel(line);
    m_failure->setObjectName(QStringLiteral("failure"));
    m_failure->setProperty("role", QStringLiteral("failure"));
    m_failure->setWordWrap(true);
    m_failureAction = new QPushButton(line);
    m_failureAction->setObjectName(QStringLiteral("failureAction"));
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_failure, 1);
    row->addWidget(m_failureAction, 0, Qt::AlignTop);
    line->hide();
    connect(m_failureAction, &QPushButton::clicked, this, &TrainingPanel::failureActionRequested);
    return line;
}

QWidget* TrainingPanel::makeSetup() {
    auto* page = new QWidget(this);
    m_folderLabel = secondaryLabel(page);
    auto* browse = new QPushButton(tr("Choose…"), page);
    browse->setObjectName(QStringLiteral("browse"));
    browse->setAccessibleName(tr("Choose a folder of MIDI files"));
    m_summary = secondaryLabel(page);
    m_warning = new QLabel(page);
    m_warning->setProperty("role", QStringLiteral("warning"));
    m_warning->setWordWrap(true);
    m_name = new QLineEdit(page);
    m_name->setObjectName(QStringLiteral("runName"));
    m_name->setPlaceholderText(tr("Name of the run"));
    m_name->setAccessibleName(tr("Name of the run"));
    m_name->setMaxLength(80);
    m_train = new QPushButton(tr("Train"), page);
    m_train->setObjectName(QStringLiteral("train"));
    m_train->setProperty("role", QStringLiteral("primary"));

    auto* folder = new QHBoxLayout;
    folder->addWidget(m_folderLabel, 1);
    folder->addWidget(browse);
    auto* start = new QHBoxLayout;
    start->addWidget(m_name, 1);
    start->addWidget(m_train);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    column->addLayout(folder);
    column->addWidget(m_summary);
    column->addWidget(m_warning);
    column->addLayout(start);
    column->addStretch(1);

    connect(browse, &QPushButton::clicked, this, &TrainingPanel::browseRequested);
    connect(m_name, &QLineEdit::textChanged, this, &TrainingPanel::refreshSetup);
    const auto train = [this] {
        if (m_train->isEnabled())
            Q_EMIT trainRequested(m_folder, runName());
    };
    connect(m_train, &QPushButton::clicked, this, train);
    connect(m_name, &QLineEdit::returnPressed, this, train);
    return page;
}

QWidget* TrainingPanel::makeRun() {
    auto* page = new QWidget(this);
    m_title = new ElidedLabel(page);
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_progress = new QProgressBar(page);
    m_progress->setRange(0, kProgressPositions);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_state = new ElidedLabel(page);
    m_pause = new QPushButton(tr("Pause"), page);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_stop = new QPushButton(tr("Stop"), page);
    m_stop->setObjectName(QStringLiteral("stop"));
    m_play = new QPushButton(tr("Play this"), page);
    m_play->setObjectName(QStringLiteral("playThis"));
    m_play->setProperty("role", QStringLiteral("primary"));
    m_play->setToolTip(tr("Use the newest checkpoint now"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton* button : {m_pause, m_stop, m_play})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    column->addWidget(m_title);
    column->addWidget(m_progress);
    column->addWidget(m_state);
    column->addLayout(buttons);
    column->addStretch(1);

    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_runState.state == runs::RunState::Paused)
            Q_EMIT resumeRequested();
        else
            Q_EMIT pauseRequested();
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (isRunning(m_runState.state))
            Q_EMIT stopRequested();
        else
            Q_EMIT newRunRequested();
    });
    connect(m_play, &QPushButton::clicked, this, &TrainingPanel::playThisRequested);
    return page;
}

void TrainingPanel::setFolder(const QString& path) {
    m_folder = path;
    m_folderLabel->setToolTip(QDir::toNativeSeparators(path));
    if (runName().isEmpty() && !path.isEmpty())
        m_name->setText(QFileInfo(path).fileName());
    refreshSetup();
}

void TrainingPanel::setFolderSummary(const QString& text) {
    m_summary->setText(text);
    m_summary->setVisible(!text.isEmpty());
}

void TrainingPanel::setWarning(const QString& text) {
    m_warning->setText(text);
    m_warning->setVisible(!text.isEmpty());
}

void TrainingPanel::setRunName(const QString& name) {
    m_name->setText(name);
}

QString TrainingPanel::runName() const {
    return m_name->text().trimmed();
}

void TrainingPanel::refreshSetup() {
    m_folderLabel->setText(m_folder.isEmpty() ? tr("Drop a folder of MIDI files here, or choose one")
                                              : QFileInfo(m_folder).fileName());
    m_train->setEnabled(!m_folder.isEmpty() && !runName().isEmpty());
    m_summary->setVisible(!m_summary->text().isEmpty());
    m_warning->setVisible(!m_warning->text().isEmpty());
}

void TrainingPanel::showRun(const QString& title) {
    m_title->setText(title);
    m_pages->setCurrentIndex(1);
    setHistory({});
}

void TrainingPanel::showSetup() {
    m_pages->setCurrentIndex(0);
}

void TrainingPanel::setHistory(const runs::RunHistory& history) {
    using runs::EvaluationReport;
    using runs::TrainingReport;
    m_last = history.training.empty() ? std::nullopt : std::optional(history.training.back());
    m_runState = history.state;
    const auto show = [&history](RunChart& chart, double TrainingReport::*training, double EvaluationReport::*heldOut) {
        auto solid = curve(history.training, training);
        auto dashed = curve(history.evaluations, heldOut);
        chart.setTraining(std::move(solid.first), std::move(solid.second));
        chart.setHeldOut(std::move(dashed.first), std::move(dashed.second));
    };
    show(*m_reconstruction, &TrainingReport::reconstruction, &EvaluationReport::reconstruction);
    show(*m_divergence, &TrainingReport::klBits, &EvaluationReport::klBits);
    const bool makesDrumsAlone = !m_last || !std::isnan(m_last->hitAccuracy);
    m_quality->setTitle(makesDrumsAlone ? tr("Hit F1, held out") : tr("Accuracy, held out"));
    if (makesDrumsAlone)
        show(*m_quality, &TrainingReport::hitAccuracy, &EvaluationReport::hitF1);
    else
        show(*m_quality, &TrainingReport::accuracy, &EvaluationReport::accuracy);
    showProgress();
    refreshButtons();
    showFailure();
}

void TrainingPanel::showProgress() {
    const double total = m_last ? static_cast<double>(m_last->totalSteps) : 0;
    const double done = m_last && total > 0 ? static_cast<double>(m_last->step) / total : 0;
    m_progress->setValue(static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * kProgressPositions)));
    if (!m_last) {
        m_state->setText(m_runState.state == runs::RunState::Starting ? tr("Reading the music…") : runStateText());
        return;
    }
    const QLocale locale;
    QStringList parts{tr("step %1 of %2")
                          .arg(locale.toString(static_cast<qlonglong>(m_last->step)),
                               locale.toString(static_cast<qlonglong>(m_last->totalSteps)))};
    if (m_runState.state == runs::RunState::Starting || m_runState.state == runs::RunState::Training) {
        if (m_last->examplesPerSecond > 0)
            parts << tr("%1 ex/s").arg(
                locale.toString(static_cast<qlonglong>(std::llround(m_last->examplesPerSecond))));
        if (const QString left = timeLeftText(m_last->secondsLeft); !left.isEmpty())
            parts << left;
    } else {
        parts << runStateText();
    }
    m_state->setText(parts.join(QStringLiteral(" · ")));
}

QString TrainingPanel::runStateText() const {
    switch (m_runState.state) {
    case runs::RunState::Starting:
    case runs::RunState::Training: return tr("training");
    case runs::RunState::Paused: return tr("paused");
    case runs::RunState::Stopped: return tr("stopped");
    case runs::RunState::Finished: return tr("finished");
    case runs::RunState::Failed: return tr("failed");
    }
    return {};
}

void TrainingPanel::refreshButtons() {
    const bool running = isRunning(m_runState.state);
    m_pause->setVisible(running);
    m_pause->setText(m_runState.state == runs::RunState::Paused ? tr("Resume") : tr("Pause"));
    m_stop->setText(running ? tr("Stop") : tr("New run…"));
    m_play->setEnabled(m_playable);
}

void TrainingPanel::showFailure() {
    const bool isRunFailed = m_runState.state == runs::RunState::Failed;
    const QString sentence = !m_failureSentence.isEmpty() ? m_failureSentence
                             : isRunFailed                ? QString::fromStdString(m_runState.message)
                                                          : QString();
    m_failure->setText(sentence);
    m_failureAction->setVisible(!m_failureAction->text().isEmpty());
    m_failureLine->setVisible(!sentence.isEmpty());
}

void TrainingPanel::setPlayable(bool playable) {
    m_playable = playable;
    refreshButtons();
}

void TrainingPanel::setFailure(const QString& sentence, const QString& action) {
    m_failureSentence = sentence;
    m_failureAction->setText(action);
    showFailure();
}

void TrainingPanel::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList paths = droppedPaths(*event->mimeData());
    if (!paths.isEmpty() && QFileInfo(paths.front()).isDir())
        event->acceptProposedAction();
}

void TrainingPanel::dropEvent(QDropEvent* event) {
    const QStringList paths = droppedPaths(*event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT folderDropped(paths.front());
}

} // namespace segue::widgets

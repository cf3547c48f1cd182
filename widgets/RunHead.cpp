#include "widgets/RunHead.h"

#include "widgets/ElidedLabel.h"
#include "widgets/Theme.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

using runs::RunState;

constexpr int kProgressPositions = 1000;

} // namespace

QString timeLeftText(double seconds) {
    if (!std::isfinite(seconds) || seconds <= 0)
        return {};
    constexpr double kMinute = 60;
    if (std::lround(seconds) < 60)
        return RunHead::tr("%1 s left").arg(std::max(1L, std::lround(seconds)));
    const long minutes = std::lround(seconds / kMinute);
    if (minutes < 60)
        return RunHead::tr("%1 min left").arg(minutes);
    if (minutes % 60 == 0)
        return RunHead::tr("%1 h left").arg(minutes / 60);
    return RunHead::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
}

RunHead::RunHead(QWidget* parent) : QWidget(parent) {
    m_title = new ElidedLabel(this);
    m_title->setObjectName(QStringLiteral("runTitle"));
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, kProgressPositions);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_stateLine = new ElidedLabel(this);
    m_stateLine->setObjectName(QStringLiteral("runState"));
    const auto button = [this](const QString& text, const char* name) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(QString::fromLatin1(name));
        return made;
    };
    m_pause = button(tr("Pause"), "pause");
    m_stop = button(tr("Stop"), "stop");
    m_stop->setToolTip(tr("Write a checkpoint and end"));
    m_goOn = button(tr("Go on"), "goOn");
    m_goOn->setToolTip(tr("Learn on from the last checkpoint"));
    m_play = button(tr("Play this"), "playThis");
    m_play->setProperty("role", QStringLiteral("primary"));
    m_play->setToolTip(tr("Use the newest checkpoint now"));

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    for (QPushButton* each : {m_pause, m_stop, m_goOn, m_play})
        buttons->addWidget(each);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_progress);
    column->addWidget(m_stateLine);
    column->addLayout(buttons);

    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (isPaused())
            Q_EMIT resumeRequested();
        else
            Q_EMIT pauseRequested();
    });
    connect(m_stop, &QPushButton::clicked, this, &RunHead::stopRequested);
    connect(m_goOn, &QPushButton::clicked, this, &RunHead::goOnRequested);
    connect(m_play, &QPushButton::clicked, this, &RunHead::playThisRequested);
    setTitle({});
}

void RunHead::setTitle(const QString& title) {
    m_hasRun = !title.isEmpty();
    m_title->setText(m_hasRun ? title : tr("Nothing is learning. Begin under New, or see Runs"));
    setHistory({});
}

void RunHead::setHistory(const runs::RunHistory& history) {
    m_last = history.training.empty() ? std::nullopt : std::optional(history.training.back());
    m_state = history.state.state;
    showProgress();
    refresh();
}

void RunHead::setAtWork(bool atWork) {
    if (atWork == m_atWork)
        return;
    m_atWork = atWork;
    showProgress();
    refresh();
}

void RunHead::setPauseAsked(bool asked) {
    if (asked == m_pauseAsked)
        return;
    m_pauseAsked = asked;
    showProgress();
    refresh();
}

void RunHead::setPlayable(bool playable) {
    m_playable = playable;
    refresh();
}

bool RunHead::isRunning() const {
    return m_atWork && (m_state == RunState::Starting || m_state == RunState::Training || m_state == RunState::Paused);
}

/// Or is about to.
bool RunHead::isPaused() const {
    return m_state == RunState::Paused || m_pauseAsked;
}

QString RunHead::stateText() const {
    switch (m_state) {
    case RunState::Starting:
    case RunState::Training:
        return !m_atWork ? tr("interrupted") : m_pauseAsked ? tr("pausing after this step") : tr("training");
    case RunState::Paused: return m_atWork ? tr("paused") : tr("interrupted");
    case RunState::Stopped: return tr("stopped");
    case RunState::Finished: return tr("finished");
    case RunState::Failed: return tr("failed");
    }
    return {};
}

void RunHead::showProgress() {
    const double total = m_last ? static_cast<double>(m_last->totalSteps) : 0;
    const double done = m_last && total > 0 ? static_cast<double>(m_last->step) / total : 0;
    m_progress->setValue(static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * kProgressPositions)));
    if (!m_last) {
        m_stateLine->setText(isRunning() && m_state == RunState::Starting ? tr("Reading the music…") : stateText());
        return;
    }
    const QLocale locale;
    QStringList parts{tr("step %1 of %2")
                          .arg(locale.toString(static_cast<qlonglong>(m_last->step)),
                               locale.toString(static_cast<qlonglong>(m_last->totalSteps)))};
    if (isRunning() && !isPaused()) {
        if (m_last->examplesPerSecond > 0)
            parts << tr("%1 ex/s").arg(
                locale.toString(static_cast<qlonglong>(std::llround(m_last->examplesPerSecond))));
        if (const QString left = timeLeftText(m_last->secondsLeft); !left.isEmpty())
            parts << left;
    } else {
        parts << stateText();
    }
    m_stateLine->setText(parts.join(QStringLiteral(" · ")));
}

void RunHead::refresh() {
    const bool running = isRunning();
    m_progress->setVisible(m_hasRun);
    m_stateLine->setVisible(m_hasRun);
    m_pause->setVisible(m_hasRun && running);
    m_pause->setText(isPaused() ? tr("Resume") : tr("Pause"));
    m_stop->setVisible(m_hasRun && running);
    m_goOn->setVisible(m_hasRun && !running && m_state != RunState::Finished);
    m_play->setVisible(m_hasRun);
    m_play->setText(running ? tr("Play this") : tr("Play this model"));
    m_play->setEnabled(m_playable);
}

} // namespace segue::widgets

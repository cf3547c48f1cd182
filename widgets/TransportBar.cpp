#include "widgets/TransportBar.h"

#include "widgets/ActivityLight.h"
#include "widgets/Dial.h"
#include "widgets/Icons.h"
#include "widgets/NumberField.h"
#include "widgets/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <chrono>

namespace segue::widgets {
namespace {

constexpr NumberField::Range kTempoRange{TransportBar::kSlowest, TransportBar::kFastest, 1, 1};
constexpr NumberField::Range kTemperatureRange{0, 2, 0.05, 2};
constexpr NumberField::Range kThresholdRange{0.01, 0.99, 0.01, 2};

QLabel* caption(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

} // namespace

TransportBar::TransportBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Transport"));
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(14, 10, 14, 10);
    m_row->setSpacing(spacing::kUnit);
    addTransport(m_row);
    m_row->addSpacing(spacing::kUnit);

    m_temperature = new Dial(tr("Temperature"), kTemperatureRange, this);
    m_temperature->setToolTip(tr("0 plays the likeliest hits; higher draws more freely"));
    m_threshold = new Dial(tr("Threshold"), kThresholdRange, this);
    m_threshold->setToolTip(tr("How likely a hit must be to sound: lower is denser"));
    m_row->addWidget(m_temperature);
    m_row->addSpacing(4);
    m_row->addWidget(m_threshold);
    connect(m_temperature, &Dial::valueChanged, this, &TransportBar::temperatureChangeRequested);
    connect(m_threshold, &Dial::valueChanged, this, &TransportBar::thresholdChangeRequested);

    m_row->addStretch(1);
    addOutput(m_row);
    setTempo(Bpm(120));
    setTemperature(0);
    setThreshold(0.5);
    setOutputs({});
    refreshIcons();
}

void TransportBar::addTransport(QHBoxLayout* row) {
    m_play = new QToolButton(this);
    m_play->setObjectName(QStringLiteral("play"));
    m_play->setProperty("role", QStringLiteral("primary"));
    m_play->setFixedSize(44, 32);
    m_play->setIconSize({18, 18});
    m_play->setAccessibleName(tr("Play"));
    m_play->setToolTip(tr("Play (Space)"));
    m_stop = new QToolButton(this);
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setFixedSize(36, 32);
    m_stop->setIconSize({16, 16});
    m_stop->setAccessibleName(tr("Stop"));
    m_stop->setToolTip(tr("Stop (Space)"));
    m_stop->setEnabled(false);
    for (QToolButton* button : {m_play, m_stop}) {
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    row->addSpacing(spacing::kUnit);

    m_tempo = new NumberField(kTempoRange, this);
    m_tempo->setObjectName(QStringLiteral("tempo"));
    m_tempo->setFont(scaled(font(), 1.4, QFont::DemiBold));
    m_tempo->setUnit(tr("BPM"));
    m_tempo->setDefaultValue(120);
    m_tempo->setAccessibleName(tr("Tempo in beats a minute"));
    m_tempo->setToolTip(tr("Drag, scroll or type"));
    auto* tap = new QPushButton(tr("Tap"), this);
    tap->setObjectName(QStringLiteral("tap"));
    tap->setToolTip(tr("Tap the tempo"));
    row->addWidget(m_tempo);
    row->addWidget(tap);

    connect(m_play, &QToolButton::clicked, this, &TransportBar::playRequested);
    connect(m_stop, &QToolButton::clicked, this, &TransportBar::stopRequested);
    connect(m_tempo, &NumberField::valueChanged, this,
            [this](double value) { Q_EMIT tempoChangeRequested(Bpm(value)); });
    connect(tap, &QPushButton::pressed, this, [this] {
        const auto tempo = m_taps.tap(std::chrono::steady_clock::now());
        if (!tempo)
            return;
        setTempo(Bpm(std::clamp(tempo->value, kSlowest, kFastest)));
        Q_EMIT tempoChangeRequested(this->tempo());
    });
}

void TransportBar::addOutput(QHBoxLayout* row) {
    m_output = new QToolButton(this);
    m_output->setObjectName(QStringLiteral("output"));
    m_output->setFocusPolicy(Qt::StrongFocus);
    m_output->setPopupMode(QToolButton::InstantPopup);
    m_output->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_output->setMinimumWidth(120);
    m_output->setMaximumWidth(220);
    m_outputMenu = new QMenu(m_output);
    m_output->setMenu(m_outputMenu);
    m_light = new ActivityLight(this);
    auto* panic = new QPushButton(tr("Panic"), this);
    panic->setObjectName(QStringLiteral("panic"));
    panic->setToolTip(tr("Silence every note on every output"));
    row->addWidget(caption(tr("Output"), this));
    row->addWidget(m_output);
    row->addWidget(m_light);
    row->addWidget(panic);
    connect(m_outputMenu, &QMenu::aboutToShow, this, [this] {
        Q_EMIT outputsRequested();
        fillOutputMenu();
    });
    connect(panic, &QPushButton::clicked, this, &TransportBar::panicRequested);
}

void TransportBar::setPlaying(bool playing) {
    if (m_playing == playing)
        return;
    m_playing = playing;
    m_stop->setEnabled(playing);
    m_play->setToolTip(playing ? tr("Begin again") : tr("Play (Space)"));
}

void TransportBar::setTempo(Bpm tempo) {
    m_tempo->setValue(tempo.value);
}

Bpm TransportBar::tempo() const {
    return Bpm(m_tempo->value());
}

void TransportBar::setTemperature(double temperature) {
    m_temperature->setValue(temperature);
}

double TransportBar::temperature() const {
    return m_temperature->value();
}

void TransportBar::setThreshold(double threshold) {
    m_threshold->setValue(threshold);
}

double TransportBar::threshold() const {
    return m_threshold->value();
}

void TransportBar::setOutputs(const QList<OutputChoice>& outputs) {
    m_outputs = outputs;
    QStringList open;
    for (const OutputChoice& output : outputs)
        if (output.isOpen && !output.isHint)
            open << output.name;
    const QString names = open.isEmpty() ? tr("None") : open.join(QStringLiteral(" + "));
    constexpr int kTextWidth = 170;
    m_output->setText(m_output->fontMetrics().elidedText(names, Qt::ElideRight, kTextWidth) + QStringLiteral("  ▾"));
    m_output->setToolTip(open.isEmpty() ? tr("Choose where the notes go") : names);
    m_output->setAccessibleName(tr("Output: %1").arg(names));
    if (m_outputMenu->isVisible())
        fillOutputMenu();
}

void TransportBar::fillOutputMenu() {
    m_outputMenu->clear();
    for (const OutputChoice& output : m_outputs) {
        QAction* action = m_outputMenu->addAction(output.name);
        if (output.isHint) {
            action->setEnabled(false);
            continue;
        }
        action->setCheckable(true);
        action->setChecked(output.isOpen);
        connect(action, &QAction::toggled, this, [this, id = output.id](bool open) { Q_EMIT outputToggled(id, open); });
    }
    if (m_outputs.isEmpty())
        m_outputMenu->addAction(tr("No output was found"))->setEnabled(false);
}

void TransportBar::flashActivity() {
    m_light->flash();
}

void TransportBar::addTool(QWidget* tool) {
    m_row->addWidget(tool);
}

void TransportBar::refreshIcons() {
    const Theme& theme = themeOf(*this);
    m_play->setIcon(icon(Glyph::Play, theme.onAccent));
    m_stop->setIcon(icon(Glyph::Stop, theme.text));
}

void TransportBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_play)
        refreshIcons();
}

void TransportBar::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
}

} // namespace segue::widgets

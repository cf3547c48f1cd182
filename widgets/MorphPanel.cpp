#include "widgets/MorphPanel.h"

#include "widgets/AnchorCard.h"
#include "widgets/MorphSlider.h"
#include "widgets/NumberField.h"
#include "widgets/PatternThumbnail.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr int kInitialSteps = 8;
constexpr double kRideBeats = 16; // four bars

} // namespace

MorphPanel::MorphPanel(QWidget* parent) : QWidget(parent) {
    m_cardA = new AnchorCard(Anchor::A, this);
    m_cardB = new AnchorCard(Anchor::B, this);
    m_slider = new MorphSlider(this);
    m_slider->setObjectName(QStringLiteral("slider"));
    m_steps = new NumberField({kFewestSteps, kMostSteps, 1, 0}, this);
    m_steps->setUnit(tr("steps"));
    m_steps->setDefaultValue(kInitialSteps);
    m_steps->setAccessibleName(tr("Steps from A to B"));
    m_ride = new QPushButton(tr("Ride over 4 bars"), this);
    m_ride->setProperty("role", QStringLiteral("quiet"));
    m_ride->setCheckable(true);
    m_ride->setToolTip(tr("Moves from where the slider stands to the far end, in four bars"));
    m_export = new QPushButton(tr("Export all…"), this);
    m_export->setProperty("role", QStringLiteral("quiet"));
    m_hint = new QLabel(tr("Drag any pattern out ·"), this);
    m_hint->setProperty("role", QStringLiteral("secondary"));
    m_stripHost = new QWidget(this);
    m_rideTimer = new QTimer(this);
    m_rideTimer->setTimerType(Qt::PreciseTimer);
    m_rideTimer->setInterval(16);

    auto* below = new QHBoxLayout;
    below->setContentsMargins(0, 0, 0, 0);
    below->addWidget(m_steps);
    below->addStretch(1);
    below->addWidget(m_ride);
    auto* middle = new QVBoxLayout;
    middle->setSpacing(2);
    middle->addStretch(1);
    middle->addWidget(m_slider);
    middle->addLayout(below);
    middle->addStretch(1);
    auto* ends = new QHBoxLayout;
    ends->setSpacing(spacing::kPanelPadding);
    ends->addWidget(m_cardA, 4);
    ends->addLayout(middle, 6);
    ends->addWidget(m_cardB, 4);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(2);
    foot->addWidget(m_hint);
    foot->addWidget(m_export);
    foot->addStretch(1);
    auto* strip = new QHBoxLayout(m_stripHost);
    strip->setContentsMargins(0, 0, 0, 0);
    strip->setSpacing(4);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spacing::kUnit);
    column->addLayout(ends, 3);
    column->addWidget(m_stripHost, 2);
    column->addLayout(foot);

    connectCard(Anchor::A);
    connectCard(Anchor::B);
    connect(m_slider, &MorphSlider::valueChanged, this, [this](double value) {
        stopRide();
        markCurrent();
        Q_EMIT morphMoveRequested(value);
    });
    connect(m_slider, &MorphSlider::released, this, &MorphPanel::morphReleased);
    connect(m_steps, &NumberField::valueChanged, this, [this](double value) {
        rebuildStrip(static_cast<int>(std::lround(value)));
        Q_EMIT stepsChangeRequested(steps());
    });
    connect(m_export, &QPushButton::clicked, this, &MorphPanel::exportAllRequested);
    connect(m_ride, &QPushButton::toggled, this, [this](bool on) { on ? startRide() : stopRide(); });
    connect(m_rideTimer, &QTimer::timeout, this, &MorphPanel::advanceRide);
    rebuildStrip(kInitialSteps);
    setMorphEnabled(false);
}

void MorphPanel::connectCard(Anchor which) {
    AnchorCard* source = &card(which);
    connect(source, &AnchorCard::filesDropped, this,
            [this, which](const QStringList& paths) { Q_EMIT filesDropped(which, paths); });
    connect(source, &AnchorCard::musicDropped, this,
            [this, which](qint64 token) { Q_EMIT musicDropped(which, token); });
    connect(source, &AnchorCard::barChosen, this, [this, which](int bar) { Q_EMIT barChosen(which, bar); });
    connect(source, &AnchorCard::exampleChosen, this, [this, which](int index) { Q_EMIT exampleChosen(which, index); });
    connect(source, &AnchorCard::openFileRequested, this, [this, which] { Q_EMIT openFileRequested(which); });
    connect(source, &AnchorCard::clearRequested, this, [this, which] { Q_EMIT clearRequested(which); });
    connect(source, &AnchorCard::listenRequested, this, [this, which] { Q_EMIT listenRequested(which); });
}

void MorphPanel::setMorph(double value) {
    m_slider->setValue(value);
    markCurrent();
}

double MorphPanel::morph() const {
    return m_slider->value();
}

void MorphPanel::setSteps(int steps) {
    m_steps->setValue(steps);
    rebuildStrip(static_cast<int>(m_steps->value()));
}

void MorphPanel::rebuildStrip(int steps) {
    steps = std::clamp(steps, kFewestSteps, kMostSteps);
    if (steps == this->steps())
        return;
    while (this->steps() > steps) {
        m_strip.back()->deleteLater();
        m_strip.back()->hide();
        m_stripHost->layout()->removeWidget(m_strip.back());
        m_strip.pop_back();
    }
    while (this->steps() < steps) {
        const int index = this->steps();
        auto* thumbnail = new PatternThumbnail(m_stripHost);
        thumbnail->setMidiFileSupplier([this, index] { return m_supplier ? m_supplier(index) : QString(); });
        connect(thumbnail, &PatternThumbnail::clicked, this, [this, index] {
            stopRide();
            moveTo(static_cast<double>(index) / (this->steps() - 1));
            Q_EMIT morphReleased();
        });
        m_stripHost->layout()->addWidget(thumbnail);
        m_strip.push_back(thumbnail);
    }
    refreshColours();
    markCurrent();
}

void MorphPanel::refreshColours() {
    const Theme& theme = themeOf(*this);
    for (int i = 0; i < steps(); ++i) {
        PatternThumbnail* thumbnail = m_strip[static_cast<std::size_t>(i)];
        thumbnail->setColour(mix(theme.anchorA, theme.anchorB, static_cast<double>(i) / (steps() - 1)));
        thumbnail->setAccessibleName(tr("Step %1 of %2 from A to B").arg(i + 1).arg(steps()));
    }
}

void MorphPanel::setStrip(const std::vector<music::Pattern>& patterns) {
    if (patterns.empty()) {
        for (PatternThumbnail* thumbnail : m_strip)
            thumbnail->setPattern({});
        return;
    }
    setSteps(static_cast<int>(patterns.size()));
    for (std::size_t i = 0; i < m_strip.size() && i < patterns.size(); ++i)
        m_strip[i]->setPattern(patterns[i]);
    markCurrent();
}

void MorphPanel::setFilesRefused(const QString& why) {
    m_cardA->setFilesRefused(why);
    m_cardB->setFilesRefused(why);
}

void MorphPanel::setMidiFileSupplier(std::function<QString(int step)> supplier) {
    m_supplier = std::move(supplier);
}

void MorphPanel::setMorphEnabled(bool enabled) {
    m_slider->setEnabled(enabled);
    m_ride->setEnabled(enabled);
    m_export->setEnabled(enabled);
    m_hint->setVisible(enabled);
    if (!enabled)
        stopRide();
    markCurrent();
}

void MorphPanel::markCurrent() {
    const int current = m_slider->isEnabled() ? static_cast<int>(std::lround(morph() * (steps() - 1))) : -1;
    for (int i = 0; i < steps(); ++i)
        m_strip[static_cast<std::size_t>(i)]->setCurrent(i == current);
}

void MorphPanel::moveTo(double value) {
    setMorph(value);
    Q_EMIT morphMoveRequested(morph());
}

void MorphPanel::startRide() {
    m_rideFrom = morph();
    m_rideTo = morph() < 0.5 ? 1 : 0;
    m_rideClock.start();
    m_rideTimer->start();
}

void MorphPanel::stopRide() {
    if (m_rideTimer->isActive()) {
        m_rideTimer->stop();
        Q_EMIT morphReleased();
    }
    m_ride->setChecked(false);
}

void MorphPanel::advanceRide() {
    const double seconds = static_cast<double>(m_rideClock.nsecsElapsed()) * 1e-9;
    const double progress = std::min(1.0, seconds * m_tempo.value / 60 / kRideBeats);
    moveTo(m_rideFrom + (m_rideTo - m_rideFrom) * progress);
    if (progress >= 1)
        stopRide();
}

void MorphPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshColours();
}

} // namespace segue::widgets

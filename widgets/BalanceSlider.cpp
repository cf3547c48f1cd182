#include "widgets/BalanceSlider.h"

#include "widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr int kPositions = 8;
constexpr Balance kFreest{48, 0.2};
constexpr Balance kClosest{256, 0.05};

double between(double from, double to, double share) {
    return from * std::pow(to / from, share);
}

/// The position whose free bits are nearest.
int positionOf(const Balance& balance) {
    const double bits = std::clamp(balance.freeBits, kFreest.freeBits, kClosest.freeBits);
    return static_cast<int>(
        std::lround(kPositions * std::log(bits / kFreest.freeBits) / std::log(kClosest.freeBits / kFreest.freeBits)));
}

QLabel* endLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(scaled(label->font(), 0.9));
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

} // namespace

Balance balanceAt(double closeness) {
    const double share = std::clamp(closeness, 0.0, 1.0);
    constexpr double kWholeBits = 8;
    constexpr double kHundredths = 100;
    return {kWholeBits * std::round(between(kFreest.freeBits, kClosest.freeBits, share) / kWholeBits),
            std::round(kHundredths * between(kFreest.maxBeta, kClosest.maxBeta, share)) / kHundredths};
}

BalanceSlider::BalanceSlider(QWidget* parent) : QWidget(parent) {
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setObjectName(QStringLiteral("balance"));
    m_slider->setRange(0, kPositions);
    m_slider->setPageStep(2);
    m_slider->setValue(kPositions);
    m_slider->setAccessibleName(tr("Freer samples or closer reconstructions"));
    m_slider->setToolTip(tr("Close: what you play in comes back as it was. Free: what the model makes up by itself "
                            "sounds more like the music it learned"));
    m_values = endLabel({}, this);
    m_values->setAlignment(Qt::AlignHCenter);
    auto* ends = new QHBoxLayout;
    ends->setSpacing(spacing::kUnit);
    ends->addWidget(endLabel(tr("Freer samples"), this));
    ends->addWidget(m_slider, 1);
    ends->addWidget(endLabel(tr("Closer reconstructions"), this));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(ends);
    column->addWidget(m_values);
    connect(m_slider, &QSlider::valueChanged, this, [this] {
        m_moved = true;
        showValues();
        Q_EMIT changed();
    });
    showValues();
}

void BalanceSlider::setRecipe(std::optional<Balance> recipe) {
    m_recipe = recipe;
    if (!m_moved && recipe) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(positionOf(*recipe));
    }
    showValues();
}

std::optional<Balance> BalanceSlider::balance() const {
    if (!m_moved)
        return std::nullopt;
    return balanceAt(static_cast<double>(m_slider->value()) / kPositions);
}

void BalanceSlider::showValues() {
    const auto words = [](const Balance& balance) {
        const QLocale locale;
        return tr("%1 free bits, beta %2").arg(locale.toString(balance.freeBits), locale.toString(balance.maxBeta));
    };
    const auto chosen = balance();
    const QString text = chosen     ? words(*chosen)
                         : m_recipe ? tr("as the recipe has it: %1").arg(words(*m_recipe))
                                    : tr("as the recipe has it");
    m_values->setText(text);
    m_slider->setAccessibleDescription(text);
}

} // namespace segue::widgets

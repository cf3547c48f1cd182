#include "widgets/Dial.h"

#include "widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace segue::widgets {

Dial::Dial(const QString& name, NumberField::Range range, QWidget* parent) : QWidget(parent), m_step(range.step) {
    auto* label = new QLabel(name, this);
    label->setProperty("role", QStringLiteral("secondary"));
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setRange(static_cast<int>(std::lround(range.minimum / range.step)),
                       static_cast<int>(std::lround(range.maximum / range.step)));
    m_slider->setPageStep(10);
    m_slider->setMinimumWidth(48);
    m_slider->setMaximumWidth(80);
    m_slider->setAccessibleName(name);
    m_field = new NumberField(range, this);
    m_field->setAccessibleName(name);
    setFocusProxy(m_slider);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::kUnit);
    row->addWidget(label);
    row->addWidget(m_slider, 1);
    row->addWidget(m_field);
    showOnSlider();

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        m_field->setValue(position * m_step);
        Q_EMIT valueChanged(value());
    });
    connect(m_field, &NumberField::valueChanged, this, [this](double number) {
        showOnSlider();
        Q_EMIT valueChanged(number);
    });
}

void Dial::setValue(double value) {
    m_field->setValue(value);
    showOnSlider();
}

void Dial::showOnSlider() {
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(value() / m_step)));
}

} // namespace segue::widgets

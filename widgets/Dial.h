#pragma once

#include "widgets/NumberField.h"

#include <QWidget>

class QSlider;

namespace segue::widgets {

/// A named value with a slider and its number: two hands on one thing.
class Dial : public QWidget {
    Q_OBJECT

public:
    Dial(const QString& name, NumberField::Range range, QWidget* parent = nullptr);

    [[nodiscard]] double value() const { return m_field->value(); }
    /// Silent.
    void setValue(double value);

Q_SIGNALS:
    /// By the user only.
    void valueChanged(double value);

private:
    void showOnSlider();

    QSlider* m_slider = nullptr;
    NumberField* m_field = nullptr;
    double m_step = 1;
};

} // namespace segue::widgets

#include "widgets/ChoiceStrip.h"

#include "widgets/Theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace segue::widgets {
namespace {

/// The chosen one is heavier than its size hint knows.
void fit(QAbstractButton& button) {
    constexpr int kPadding = 2 * (10 + 1); // of the style sheet, and its border
    const QFontMetrics heavy(scaled(button.font(), 1, QFont::DemiBold));
    button.setMinimumWidth(heavy.horizontalAdvance(button.text()) + kPadding);
}

} // namespace

ChoiceStrip::ChoiceStrip(const QStringList& choices, QWidget* parent) : QWidget(parent) {
    m_buttons = new QButtonGroup(this);
    m_buttons->setExclusive(true);
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    for (const QString& choice : choices)
        addChoice(choice);
    setCurrent(0);
    connect(m_buttons, &QButtonGroup::idClicked, this, &ChoiceStrip::chosen);
}

void ChoiceStrip::addChoice(const QString& text) {
    auto* button = new QPushButton(text, this);
    button->setCheckable(true);
    button->setProperty("role", QStringLiteral("segment"));
    button->setCursor(Qt::PointingHandCursor);
    fit(*button);
    m_buttons->addButton(button, static_cast<int>(m_buttons->buttons().size()));
    m_row->addWidget(button);
}

int ChoiceStrip::current() const {
    return m_buttons->checkedId();
}

void ChoiceStrip::setCurrent(int index) {
    if (auto* button = m_buttons->button(index))
        button->setChecked(true);
}

void ChoiceStrip::setChoiceText(int index, const QString& text) {
    if (auto* button = m_buttons->button(index)) {
        button->setText(text);
        fit(*button);
    }
}

void ChoiceStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_buttons)
        for (QAbstractButton* button : m_buttons->buttons())
            fit(*button);
}

void ChoiceStrip::setChoiceEnabled(int index, bool enabled, const QString& reason) {
    if (auto* button = m_buttons->button(index)) {
        button->setEnabled(enabled);
        button->setToolTip(enabled ? QString() : reason);
    }
}

} // namespace segue::widgets

#include "widgets/ChoiceStrip.h"

#include "widgets/Theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>

namespace segue::widgets {

ChoiceStrip::ChoiceStrip(const QStringList& choices, QWidget* parent) : QWidget(parent) {
    m_buttons = new QButtonGroup(this);
    m_buttons->setExclusive(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    for (const QString& choice : choices) {
        auto* button = new QPushButton(choice, this);
        button->setCheckable(true);
        button->setProperty("role", QStringLiteral("segment"));
        button->setCursor(Qt::PointingHandCursor);
        m_buttons->addButton(button, static_cast<int>(m_buttons->buttons().size()));
        row->addWidget(button);
    }
    setCurrent(0);
    connect(m_buttons, &QButtonGroup::idClicked, this, &ChoiceStrip::chosen);
}

int ChoiceStrip::current() const {
    return m_buttons->checkedId();
}

void ChoiceStrip::setCurrent(int index) {
    if (auto* button = m_buttons->button(index))
        button->setChecked(true);
}

void ChoiceStrip::setChoiceEnabled(int index, bool enabled, const QString& reason) {
    if (auto* button = m_buttons->button(index)) {
        button->setEnabled(enabled);
        button->setToolTip(enabled ? QString() : reason);
    }
}

} // namespace segue::widgets

#include "widgets/EmptyState.h"

#include "widgets/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace segue::widgets {

EmptyState::EmptyState(const QString& text, QWidget* parent) : QWidget(parent) {
    m_text = new QLabel(text, this);
    m_text->setProperty("role", QStringLiteral("secondary"));
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_action = new QPushButton(this);
    m_action->hide();
    auto* column = new QVBoxLayout(this);
    column->setSpacing(spacing::kUnit);
    column->addStretch(1);
    column->addWidget(m_text);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    column->addStretch(1);
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionRequested);
}

void EmptyState::setText(const QString& text) {
    m_text->setText(text);
}

void EmptyState::setAction(const QString& text) {
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

} // namespace segue::widgets

#include "widgets/Panel.h"

#include "widgets/ElidedLabel.h"
#include "widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace segue::widgets {
namespace {

constexpr int kHeaderHeight = 28;

} // namespace

Panel::Panel(const QString& title, QWidget* parent) : QFrame(parent) {
    setAccessibleName(title);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(spacing::kPanelPadding, 9, spacing::kPanelPadding, spacing::kUnit);
    m_layout->setSpacing(spacing::kUnit);
    if (title.isEmpty())
        return;
    m_title = new QLabel(title, this);
    m_title->setFont(scaled(font(), 1.1, QFont::DemiBold));
    m_subtitle = new ElidedLabel(this);
    m_subtitle->setProperty("role", QStringLiteral("secondary"));
    auto* line = new QHBoxLayout;
    line->setSpacing(spacing::kUnit);
    line->addWidget(m_title);
    line->addWidget(m_subtitle, 1);
    m_tools = new QHBoxLayout;
    m_tools->setSpacing(4);
    m_tools->addStrut(kHeaderHeight);
    line->addLayout(m_tools);
    m_layout->addLayout(line);
}

void Panel::setSubtitle(const QString& text) {
    m_subtitle->setText(text);
}

void Panel::addTool(QWidget* tool) {
    m_tools->addWidget(tool);
}

void Panel::setContent(QWidget* content) {
    m_layout->addWidget(content, 1);
}

void Panel::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), spacing::kPanelRadius,
                            spacing::kPanelRadius);
}

} // namespace segue::widgets

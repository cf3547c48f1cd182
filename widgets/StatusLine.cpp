#include "widgets/StatusLine.h"

#include "widgets/ElidedLabel.h"
#include "widgets/Icons.h"
#include "widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

namespace segue::widgets {

/// The dot before a message: grey, accent or red.
class StatusLine::Light : public QWidget {
public:
    explicit Light(QWidget* parent) : QWidget(parent) { setFixedSize(8, 8); }

    void setLevel(Level level) {
        m_level = level;
        update();
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        const Theme& theme = themeOf(*this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_level == Level::Failure   ? theme.danger
                         : m_level == Level::Warning ? theme.accent
                                                     : theme.secondaryText);
        painter.drawEllipse(QRectF(0.5, 0.5, 7, 7));
    }

private:
    Level m_level = Level::Information;
};

StatusLine::StatusLine(QWidget* parent) : QWidget(parent) {
    m_light = new Light(this);
    m_text = new ElidedLabel(this);
    m_text->setProperty("role", QStringLiteral("secondary"));
    m_action = new QPushButton(this);
    m_action->setProperty("role", QStringLiteral("compact"));
    m_close = new QPushButton(this);
    m_close->setProperty("role", QStringLiteral("quiet"));
    m_close->setAccessibleName(tr("Dismiss"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setFixedWidth(24);
    m_detail = new QLabel(this);
    m_detail->setProperty("role", QStringLiteral("secondary"));
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::kPanelPadding, 2, spacing::kPanelPadding, 2);
    row->setSpacing(spacing::kUnit);
    row->addWidget(m_light);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    row->addWidget(m_detail);
    clear();

    connect(m_action, &QPushButton::clicked, this, [this] { Q_EMIT actionRequested(m_id); });
    connect(m_close, &QPushButton::clicked, this, [this] {
        clear();
        Q_EMIT dismissed();
    });
    connect(m_timer, &QTimer::timeout, this, &StatusLine::clear);
}

void StatusLine::show(Level level, const QString& message, const QString& action, const QString& id) {
    constexpr int kInformationMs = 8000;
    m_light->setLevel(level);
    m_light->show();
    m_text->setText(message);
    m_id = id;
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setIcon(icon(Glyph::Close, themeOf(*this).secondaryText));
    m_close->setVisible(level != Level::Information);
    if (level == Level::Information && action.isEmpty())
        m_timer->start(kInformationMs);
    else
        m_timer->stop();
}

void StatusLine::clear() {
    m_timer->stop();
    m_text->clear();
    m_light->hide();
    m_action->hide();
    m_close->hide();
}

QString StatusLine::message() const {
    return m_text->text();
}

void StatusLine::setDetail(const QString& text) {
    m_detail->setText(text);
}

} // namespace segue::widgets

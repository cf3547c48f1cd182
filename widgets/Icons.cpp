#include "widgets/Icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace segue::widgets {
namespace {

// Every glyph is drawn in a box of 16 by 16.
void paintGlyph(QPainter& painter, Glyph glyph, const QColor& colour) {
    const QPen pen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    QPainterPath path;
    switch (glyph) {
    case Glyph::Play:
        path.moveTo(3, 1.5);
        path.lineTo(14.5, 8);
        path.lineTo(3, 14.5);
        path.closeSubpath();
        painter.drawPath(path);
        return;
    case Glyph::Stop: painter.drawRoundedRect(QRectF(3, 3, 10, 10), 1, 1); return;
    case Glyph::DragOut:
        path.moveTo(6, 3);
        path.lineTo(2.5, 3);
        path.lineTo(2.5, 13.5);
        path.lineTo(13, 13.5);
        path.lineTo(13, 10);
        path.moveTo(7.5, 8.5);
        path.lineTo(14, 2);
        path.moveTo(9.5, 2);
        path.lineTo(14, 2);
        path.lineTo(14, 6.5);
        break;
    case Glyph::Close:
        path.moveTo(4, 4);
        path.lineTo(12, 12);
        path.moveTo(12, 4);
        path.lineTo(4, 12);
        break;
    }
    painter.strokePath(path, pen);
}

class GlyphEngine : public QIconEngine {
public:
    GlyphEngine(Glyph glyph, QColor colour) : m_glyph(glyph), m_colour(colour) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (mode == QIcon::Disabled)
            painter->setOpacity(painter->opacity() * 0.4);
        painter->translate(rect.topLeft());
        painter->scale(rect.width() / 16.0, rect.height() / 16.0);
        paintGlyph(*painter, m_glyph, m_colour);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return picture;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new GlyphEngine(m_glyph, m_colour); }

private:
    Glyph m_glyph;
    QColor m_colour;
};

} // namespace

QIcon icon(Glyph glyph, const QColor& colour) {
    return QIcon(new GlyphEngine(glyph, colour));
}

} // namespace segue::widgets

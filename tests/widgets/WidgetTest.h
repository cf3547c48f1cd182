#pragma once

#include "widgets/Theme.h"

#include <QApplication>
#include <QDropEvent>
#include <QImage>
#include <QMimeData>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>
#include <QWidget>

/// What the tests of widgets share: hands, and eyes that look at colours rather than at pixels of a font.
namespace segue::widgets::testing {

inline void drag(QWidget& widget, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton,
                 Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&widget, button, modifiers, from);
    constexpr int kMoves = 8;
    for (int i = 1; i <= kMoves; ++i) {
        const QPointF position = QPointF(from) + QPointF(to - from) * i / kMoves;
        QMouseEvent move(QEvent::MouseMove, position, widget.mapToGlobal(position), Qt::NoButton, button, modifiers);
        QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, button, modifiers, to);
}

/// `notches` of a wheel, away from the hand if positive.
inline void turnWheel(QWidget& widget, QPointF position, int notches, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(position, widget.mapToGlobal(position), {}, {0, notches * 120}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

/// True if the widget took it.
inline bool dropFile(QWidget& widget, QPointF position, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(position.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(&widget, &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent drop(position, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &drop);
    return drop.isAccepted();
}

/// Remembers what a widget repaints.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget& widget) { widget.installEventFilter(this); }
    QRegion region;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent*>(event)->region();
        return QObject::eventFilter(watched, event);
    }
};

inline QImage seen(QWidget& widget) {
    return widget.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

inline int distance(const QColor& a, const QColor& b) {
    return std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()), std::abs(a.blue() - b.blue())});
}

/// How many pixels of `area` are within `tolerance` of `colour`.
inline int count(const QImage& image, const QRect& area, const QColor& colour, int tolerance = 12) {
    int found = 0;
    for (int y = std::max(0, area.top()); y <= std::min(area.bottom(), image.height() - 1); ++y)
        for (int x = std::max(0, area.left()); x <= std::min(area.right(), image.width() - 1); ++x)
            found += distance(image.pixelColor(x, y), colour) <= tolerance ? 1 : 0;
    return found;
}

inline int count(const QImage& image, const QColor& colour, int tolerance = 12) {
    return count(image, image.rect(), colour, tolerance);
}

} // namespace segue::widgets::testing

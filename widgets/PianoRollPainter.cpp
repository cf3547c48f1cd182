#include "widgets/PianoRollPainter.h"

#include <QFontMetricsF>
#include <QImage>

#include <algorithm>
#include <cmath>

namespace segue::widgets {
namespace {

constexpr double kCornerRadius = 3;
constexpr double kQuietest = 0.3; // opacity of a note that can hardly be heard
constexpr double kRimOpacity = 0.9;
constexpr double kLowestWithRim = 6; // rows: in lower ones a note would be nothing but rim
constexpr double kNarrowestWithRim = 4;
constexpr double kQuietestSmall = 0.6; // opacity of such a note
constexpr double kLoneVelocity = 0.9; // opacity where the music has no velocities
constexpr double kBeyondHeight = 2; // of the mark of a note out of view
constexpr double kBlackKeyLength = 0.62; // of a white one's
constexpr double kNarrowestBeat = 7; // lines nearer than this are a smear
constexpr double kPartGap = 14;
constexpr double kPartMark = 9;
constexpr double kHottest = 0.85; // opacity of a certain note in the heat
constexpr double kHeatGamma = 0.65; // so that what is one in twenty can still be seen
constexpr float kUnlikely = 0.02F; // below it, heat is noise

double opacityOf(const RollNote& note) {
    return note.velocity ? kQuietest + (1 - kQuietest) * note.velocity->value / 127.0 : kLoneVelocity;
}

/// Whichever of the theme's two extremes is read better.
QColor textOn(const QColor& ground) {
    return contrast(ground, Qt::black) > contrast(ground, Qt::white) ? QColor(Qt::black) : QColor(Qt::white);
}

} // namespace

int PianoRollPainter::lowestPitch() const {
    return static_cast<int>(m_geometry.pitches().lowest);
}

int PianoRollPainter::highestPitch() const {
    return static_cast<int>(std::ceil(m_geometry.pitches().highest)) - 1;
}

void PianoRollPainter::paintGround(const RollPattern& pattern) const {
    const QRectF area = m_geometry.area();
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    for (int pitch = lowestPitch(); pitch <= highestPitch(); ++pitch) {
        const QRectF row = m_geometry.row(pitch);
        m_painter.fillRect(row, isBlackKey(pitch) ? m_theme.blackRow : m_theme.whiteRow);
        const bool ruled = pitch % 12 == 0 || pitch % 12 == 5; // below C and F no black key parts the white ones
        if (ruled)
            m_painter.fillRect(QRectF(row.left(), std::floor(row.bottom()) - 1, row.width(), 1), m_theme.blackRow);
    }
    const double beat = m_geometry.time().stepWidth() * pattern.stepsPerBeat;
    const StepRange seen = m_geometry.time().visible();
    for (int step = 0; step <= pattern.steps; step += pattern.stepsPerBeat) {
        const bool isBar = step % pattern.stepsPerBar() == 0;
        if (step < seen.first || step > seen.last || (!isBar && beat < kNarrowestBeat))
            continue;
        const double x = std::round(m_geometry.time().x(step));
        m_painter.fillRect(QRectF(x, area.top(), 1, area.height()),
                           isBar ? mix(m_theme.track, m_theme.secondaryText, 0.25) : m_theme.line);
    }
    m_painter.restore();
}

void PianoRollPainter::paintKeyboard(double left) const {
    const QRectF area = m_geometry.area();
    const QRectF keys(left, area.top(), area.left() - left - 1, area.height());
    m_painter.save();
    m_painter.setClipRect(keys);
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.fillRect(keys, m_theme.whiteKey);
    const double height = m_geometry.rowHeight();
    for (int pitch = lowestPitch(); pitch <= highestPitch(); ++pitch) {
        if (isBlackKey(pitch)) {
            const double middle = m_geometry.y(pitch + 0.5);
            m_painter.fillRect(QRectF(left, middle - 0.5, keys.width(), 1), m_theme.track);
            m_painter.fillRect(QRectF(left, m_geometry.y(pitch + 1), keys.width() * kBlackKeyLength, height),
                               m_theme.blackKey);
        } else if (pitch % 12 == 0 || pitch % 12 == 5) {
            m_painter.fillRect(QRectF(left, m_geometry.y(pitch) - 0.5, keys.width(), 1), m_theme.track);
        }
    }
    const QFont small = scaled(m_painter.font(), 0.8);
    const double textHeight = QFontMetricsF(small).height();
    if (12 * height >= textHeight) {
        m_painter.setFont(small);
        m_painter.setPen(m_theme.isDark ? m_theme.background : m_theme.text);
        for (int pitch = lowestPitch(); pitch <= highestPitch(); ++pitch) {
            const double bottom = std::min(m_geometry.y(pitch) + 1, keys.bottom());
            if (pitch % 12 == 0 && bottom - textHeight * 0.8 >= keys.top())
                m_painter.drawText(QRectF(left, bottom - textHeight, keys.width() - 3, textHeight),
                                   Qt::AlignRight | Qt::AlignBottom, pitchName(pitch));
        }
    }
    m_painter.restore();
}

void PianoRollPainter::paintKey(double left, int pitch, const QColor& colour) const {
    const QRectF row = m_geometry.row(pitch);
    const double width = (m_geometry.area().left() - left - 1) * (isBlackKey(pitch) ? kBlackKeyLength : 1);
    m_painter.save();
    m_painter.setClipRect(QRectF(left, m_geometry.area().top(), width, m_geometry.area().height()));
    m_painter.fillRect(QRectF(left, row.top(), width, row.height()), colour);
    m_painter.restore();
}

void PianoRollPainter::paintParts(const RollPattern& pattern, const QRectF& area) const {
    m_painter.save();
    m_painter.setFont(scaled(m_painter.font(), 0.9));
    const QFontMetricsF metrics(m_painter.font());
    const auto count = static_cast<double>(pattern.parts.size());
    const double widest = area.width() / count - kPartMark - kPartGap;
    m_painter.setRenderHint(QPainter::Antialiasing);
    double right = area.right();
    for (qsizetype part = pattern.parts.size() - 1; part >= 0; --part) {
        const QString name = metrics.elidedText(pattern.parts[part], Qt::ElideRight, widest);
        const double width = metrics.horizontalAdvance(name);
        m_painter.setPen(m_theme.secondaryText);
        m_painter.drawText(QRectF(right - width, area.top(), width + 1, area.height()), Qt::AlignVCenter, name);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_theme.partColour(static_cast<int>(part)));
        m_painter.drawRoundedRect(
            QRectF(right - width - kPartMark - 4, area.center().y() - kPartMark / 2 + 0.5, kPartMark, kPartMark - 2), 2,
            2);
        right -= width + kPartMark + kPartGap;
    }
    m_painter.restore();
}

void PianoRollPainter::paintHeat(const RollHeat& heat, int steps) const {
    if (heat.pitches <= 0 || steps <= 0)
        return;
    const QColor colour = mix(m_theme.partColour(heat.part), m_theme.secondaryText, 0.35);
    QImage spots(steps, heat.pitches, QImage::Format_ARGB32);
    for (int row = 0; row < heat.pitches; ++row) {
        auto* line = reinterpret_cast<QRgb*>(spots.scanLine(row));
        for (int step = 0; step < steps; ++step) {
            const float likely = heat.at(step, heat.lowestPitch + heat.pitches - 1 - row);
            const double alpha = likely < kUnlikely ? 0 : kHottest * std::pow(static_cast<double>(likely), kHeatGamma);
            line[step] = withAlpha(colour, alpha).rgba();
        }
    }
    const TimeAxis& time = m_geometry.time();
    const double top = m_geometry.y(heat.lowestPitch + heat.pitches);
    m_painter.save();
    m_painter.setClipRect(m_geometry.area());
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform);
    m_painter.drawImage(QRectF(time.x(0), top, time.x(steps) - time.x(0), m_geometry.y(heat.lowestPitch) - top), spots);
    m_painter.restore();
}

void PianoRollPainter::paintNote(const RollNote& note, const QColor& colour, double opacity) const {
    const QRectF box = m_geometry.note(note.pitch.value, note.start, note.length);
    const bool hasRim = m_geometry.rowHeight() >= kLowestWithRim && box.width() >= kNarrowestWithRim;
    const double radius = std::min({kCornerRadius, box.width() / 3, m_geometry.rowHeight() / 3});
    const double rim = hasRim ? 0.5 : 0;
    // The quietest note is a note, no heat.
    m_painter.setPen(hasRim ? QPen(withAlpha(colour, kRimOpacity), 1) : QPen(Qt::NoPen));
    m_painter.setBrush(withAlpha(colour, hasRim ? opacity : std::max(opacity, kQuietestSmall)));
    m_painter.drawRoundedRect(box.adjusted(rim, rim, -rim, -rim), radius, radius);
    const QFontMetricsF metrics(m_painter.font());
    constexpr double kPadding = 4;
    if (box.height() < metrics.ascent() || box.width() < metrics.height())
        return;
    const QString name = pitchName(note.pitch.value);
    if (metrics.horizontalAdvance(name) + 2 * kPadding > box.width())
        return;
    m_painter.setPen(textOn(mix(m_theme.whiteRow, colour, opacity)));
    m_painter.drawText(box.adjusted(kPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
}

void PianoRollPainter::paintNotes(const std::vector<RollNote>& notes) const {
    const QRectF area = m_geometry.area();
    const StepRange seen = m_geometry.time().visible();
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.setFont(scaled(m_painter.font(), 0.8));
    m_painter.setRenderHint(QPainter::Antialiasing);
    for (const RollNote& note : notes) {
        if (note.start + note.length <= seen.first || note.start >= seen.last)
            continue;
        const QColor& colour = m_theme.partColour(note.part);
        const QRectF box = m_geometry.note(note.pitch.value, note.start, note.length);
        if (box.bottom() <= area.top())
            m_painter.fillRect(QRectF(box.left(), area.top(), box.width(), kBeyondHeight), colour);
        else if (box.top() >= area.bottom())
            m_painter.fillRect(QRectF(box.left(), area.bottom() - kBeyondHeight, box.width(), kBeyondHeight), colour);
        else
            paintNote(note, colour, opacityOf(note));
    }
    m_painter.restore();
}

void PianoRollPainter::paintLitNote(const RollNote& note) const {
    m_painter.save();
    m_painter.setClipRect(m_geometry.area(), Qt::IntersectClip);
    m_painter.setFont(scaled(m_painter.font(), 0.8));
    m_painter.setRenderHint(QPainter::Antialiasing);
    paintNote(note, mix(m_theme.partColour(note.part), m_theme.isDark ? Qt::white : Qt::black, 0.45), 1);
    m_painter.restore();
}

} // namespace segue::widgets

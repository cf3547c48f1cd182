#include "widgets/RollReadout.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace segue::widgets {
namespace {

constexpr float kUnlikely = 0.01F; // not worth a word

QString tr(const char* text) {
    return QCoreApplication::translate("RollReadout", text);
}

QString nameOf(const RollNote& note, const QStringList& parts) {
    const QString part = parts.value(note.part);
    const QString pitch = pitchName(note.pitch.value);
    return part.isEmpty() ? pitch : part + QLatin1Char(' ') + pitch;
}

} // namespace

const RollNote* noteAt(const RollPattern& pattern, RollPlace place) {
    const auto found = std::find_if(pattern.notes.rbegin(), pattern.notes.rend(), [&](const RollNote& note) {
        return note.pitch.value == place.pitch && note.soundsAt(place.step);
    });
    return found == pattern.notes.rend() ? nullptr : &*found;
}

std::optional<RollPlace> placeOfNextNote(const RollPattern& pattern, std::optional<RollPlace> from, int direction) {
    const auto isBefore = [direction](const RollPlace& a, const RollPlace& b) {
        const auto order = [](const RollPlace& place) { return std::pair(place.step, place.pitch); };
        return direction > 0 ? order(a) < order(b) : order(b) < order(a);
    };
    std::optional<RollPlace> next;
    for (const RollNote& note : pattern.notes) {
        const RollPlace place{note.start, note.pitch.value};
        if ((!from || isBefore(*from, place)) && (!next || isBefore(place, *next)))
            next = place;
    }
    return next;
}

QString readoutOf(const RollPattern& pattern, std::span<const RollHeat> heat, RollPlace place) {
    if (place.step < 0 || place.step >= pattern.steps)
        return {};
    const auto where = [&](const QString& name, int step) {
        return tr("%1, step %2 of %3").arg(name).arg(step + 1).arg(pattern.steps);
    };
    if (const RollNote* note = noteAt(pattern, place)) {
        const QString length = note->length == 1 ? tr("1 step long") : tr("%1 steps long").arg(note->length);
        const QString text = tr("%1: %2").arg(where(nameOf(*note, pattern.parts), note->start), length);
        return note->velocity ? tr("%1, velocity %2").arg(text).arg(note->velocity->value) : text;
    }
    const QString empty = where(pitchName(place.pitch), place.step);
    float likely = 0;
    for (const RollHeat& part : heat)
        likely = std::max(likely, part.at(place.step, place.pitch));
    return likely < kUnlikely ? empty : tr("%1: silent, %2 % likely").arg(empty).arg(std::lround(likely * 100));
}

} // namespace segue::widgets

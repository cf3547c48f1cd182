#pragma once

#include "core/music/Pattern.h"

#include <QMetaType>
#include <QModelIndex>
#include <QString>

namespace segue::widgets {

/// What a row of music is used for: the ends of the morph, the puck's place, or only to be heard.
enum class MusicUse { Listen, Puck, A, B };

/// Which rows are listed: windows to play; files of which something was mended or left out; files without a window.
enum class MusicShown { Windows, Remarks, Refused };
enum class MusicOrder { Found, Name, Style, Tempo, Hits };

/// What a model of music says of a row, beside Qt::DisplayRole (the file's name), Qt::ToolTipRole and
/// Qt::AccessibleTextRole.
namespace music_role {
/// QString: "bar 5"; empty for a whole file, which can be looked at and not used.
inline constexpr int kPlace = Qt::UserRole + 1;
inline constexpr int kDetail = Qt::UserRole + 2; ///< QString: "funk · 105 bpm · 42 hits", or what is to be said
/// What is drawn: a music::Pattern, or a type that the list's thumbnail painter knows.
inline constexpr int kThumbnail = Qt::UserRole + 3;
inline constexpr int kRefused = Qt::UserRole + 4; ///< bool
inline constexpr int kSounding = Qt::UserRole + 5; ///< bool: it is listened to now
inline constexpr int kIsA = Qt::UserRole + 6; ///< bool
inline constexpr int kIsB = Qt::UserRole + 7; ///< bool
inline constexpr int kToken = Qt::UserRole + 8; ///< qint64: the same as long as the music is listed, whatever the order
} // namespace music_role

[[nodiscard]] inline bool isUsable(const QModelIndex& row) {
    return !row.data(music_role::kPlace).toString().isEmpty();
}

} // namespace segue::widgets

Q_DECLARE_METATYPE(segue::music::Pattern)

#pragma once

#include "tests/widgets/MadeUpData.h"
#include "widgets/MusicRow.h"

#include <QStandardItemModel>

/// A made-up list of music for the tests of what shows it.
namespace segue::widgets::testing {

inline QStandardItem* windowRow(const QString& name, int bar, qint64 token) {
    auto* item = new QStandardItem(name);
    item->setData(QStringLiteral("bar %1").arg(bar), music_role::kPlace);
    item->setData(QStringLiteral("funk · 100 bpm · 40 hits"), music_role::kDetail);
    item->setData(QVariant::fromValue(music::Pattern(madeup::groove(static_cast<std::uint64_t>(token)))),
                  music_role::kThumbnail);
    item->setData(token, music_role::kToken);
    return item;
}

inline QStandardItem* fileRow(const QString& name, const QString& why) {
    auto* item = new QStandardItem(name);
    item->setData(why, music_role::kDetail);
    item->setData(true, music_role::kRefused);
    item->setData(qint64{-1}, music_role::kToken);
    return item;
}

/// `windows` rows with the tokens from 0.
inline void fill(QStandardItemModel& model, int windows) {
    for (int i = 0; i < windows; ++i)
        model.appendRow(windowRow(QStringLiteral("song.mid"), i + 1, i));
}

} // namespace segue::widgets::testing

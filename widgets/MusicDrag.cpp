#include "widgets/MusicDrag.h"

#include <QCoreApplication>
#include <QMimeData>

namespace segue::widgets {
namespace {

const QString& format() {
    static const QString name = QStringLiteral("application/x-segue-music");
    return name;
}

/// Another Segue's rows are not ours.
QByteArray owner() {
    return QByteArray::number(QCoreApplication::applicationPid()) + ' ';
}

} // namespace

void markAsMusic(QMimeData& data, qint64 token) {
    data.setData(format(), owner() + QByteArray::number(token));
}

std::optional<qint64> draggedMusic(const QMimeData& data) {
    const QByteArray content = data.data(format());
    bool isNumber = false;
    const qint64 token = content.mid(owner().size()).toLongLong(&isNumber);
    return content.startsWith(owner()) && isNumber ? std::optional(token) : std::nullopt;
}

} // namespace segue::widgets

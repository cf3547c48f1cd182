#include "widgets/FileDrop.h"

#include <QMimeData>
#include <QUrl>

namespace segue::widgets {

QStringList droppedPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    return paths;
}

} // namespace segue::widgets

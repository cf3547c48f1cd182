#include "app/studio/GivenFiles.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace segue::studio {
namespace {

bool endsWithAny(const QString& path, const QStringList& endings) {
    return std::ranges::any_of(endings,
                               [&path](const QString& ending) { return path.endsWith(ending, Qt::CaseInsensitive); });
}

/// magenta.js writes its manifest under one of these names.
bool holdsWeights(const QDir& folder) {
    return folder.exists(QStringLiteral("weights_manifest.json")) || folder.exists(QStringLiteral("manifest.json"));
}

bool isCheckpoint(const QString& path) {
    if (QFileInfo(path).isDir())
        return holdsWeights(QDir(path)) || !QDir(path).entryList({QStringLiteral("*.index")}, QDir::Files).isEmpty();
    return endsWithAny(
        path, {QStringLiteral(".tar"), QStringLiteral(".tar.gz"), QStringLiteral(".tgz"), QStringLiteral(".index")});
}

} // namespace

GivenFiles sortedOut(const QStringList& paths) {
    GivenFiles files;
    for (const QString& path : paths)
        (endsWithAny(path, {QStringLiteral(".safetensors")}) ? files.models
         : isCheckpoint(path)                                ? files.checkpoints
                                                             : files.music)
            .append(path);
    return files;
}

} // namespace segue::studio

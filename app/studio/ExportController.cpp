#include "app/studio/ExportController.h"

#include "app/studio/PatternFiles.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace segue::studio {
namespace {

/// How near an example must be to give its style's name to what sounds, in units of the plane.
constexpr float kNear = 0.3F;

} // namespace

ExportController::ExportController(const Parts& parts, QWidget& window, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_window(window),
      m_folder(QDir::tempPath() + QStringLiteral("/segue-patterns-XXXXXX")) {}

bool ExportController::isReady() {
    return isOfModel(m_parts.patterns.current().pattern);
}

/// Right after another model came, what is there may still be of the one before.
bool ExportController::isOfModel(const music::Pattern& pattern) {
    if (m_parts.instruments.instrument() && codec().fits(pattern))
        return true;
    Q_EMIT failed(tr("There is no pattern to export yet"));
    return false;
}

QString ExportController::currentName() const {
    const auto& instrument = m_parts.instruments.instrument();
    const std::string kind(instrument ? architecture::typeName(instrument->model->architecture().codec) : "groove");
    std::string what = kind;
    const auto& layout = m_parts.instruments.layout();
    const auto& z = m_parts.patterns.current().z;
    if (m_parts.document.scene().mode == session::Mode::Morph) {
        what = "morph " + std::to_string(std::lround(100.0F * m_parts.document.scene().morph));
    } else if (layout && !z.empty()) {
        const int nearest = layout->map->nearest(m_parts.document.scene().puck, kNear);
        const auto& examples = instrument->examples->examples;
        if (nearest >= 0 && !examples[static_cast<std::size_t>(nearest)].style.empty())
            what = examples[static_cast<std::size_t>(nearest)].style + "-" + kind;
    }
    return QString::fromStdString(patternFileName(what, tempo()));
}

void ExportController::exportCurrent() {
    if (!isReady())
        return;
    const QDir folder(QString::fromStdString(m_parts.document.session().folders.exported));
    const QString path = QFileDialog::getSaveFileName(&m_window, tr("Export the pattern"),
                                                      folder.filePath(currentName()), tr("MIDI files (*.mid)"));
    if (!path.isEmpty())
        exportCurrentTo(path);
}

void ExportController::exportCurrentTo(const QString& path) {
    if (!isReady())
        return;
    const Status status = writePattern(path.toStdString(), m_parts.patterns.current().pattern, tempo(), codec());
    if (!status) {
        Q_EMIT failed(QString::fromStdString(status.error().text()));
        return;
    }
    m_parts.document.remember([&path](session::Session& session) {
        session.folders.exported = QFileInfo(path).absolutePath().toStdString();
    });
    Q_EMIT exported(tr("Exported %1").arg(QFileInfo(path).fileName()));
}

void ExportController::exportMorph() {
    if (m_parts.morph.strip().empty()) {
        Q_EMIT failed(tr("Set A and B first: there is no way between them to export yet"));
        return;
    }
    const QString folder =
        QFileDialog::getExistingDirectory(&m_window, tr("Export A to B into a folder"),
                                          QString::fromStdString(m_parts.document.session().folders.exported));
    if (!folder.isEmpty())
        exportMorphTo(folder);
}

void ExportController::exportMorphTo(const QString& folder) {
    const auto& strip = m_parts.morph.strip();
    if (strip.empty() || !isOfModel(strip.front()))
        return;
    const auto written = writeMorph(folder.toStdString(), strip, tempo(), codec());
    if (!written) {
        Q_EMIT failed(QString::fromStdString(written.error().text()));
        return;
    }
    m_parts.document.remember(
        [&folder](session::Session& session) { session.folders.exported = folder.toStdString(); });
    Q_EMIT exported(tr("Exported %n patterns into %1", nullptr, static_cast<int>(written->size())).arg(folder));
}

QString ExportController::write(const QString& name, const music::Pattern& pattern) {
    const QString path = m_folder.filePath(name);
    const Status status = writePattern(path.toStdString(), pattern, tempo(), codec());
    if (status)
        return path;
    Q_EMIT failed(QString::fromStdString(status.error().text()));
    return {};
}

QString ExportController::currentAsFile() {
    return isReady() ? write(currentName(), m_parts.patterns.current().pattern) : QString();
}

QString ExportController::asFile(const std::string& what, const music::Pattern& pattern) {
    return isOfModel(pattern) ? write(QString::fromStdString(patternFileName(what, tempo())), pattern) : QString();
}

QString ExportController::stepAsFile(int step) {
    const auto& strip = m_parts.morph.strip();
    if (step < 0 || step >= static_cast<int>(strip.size()) || !isOfModel(strip.front()))
        return {};
    return write(QString::fromStdString(morphFileName(step, static_cast<int>(strip.size()), tempo())),
                 strip[static_cast<std::size_t>(step)]);
}

} // namespace segue::studio

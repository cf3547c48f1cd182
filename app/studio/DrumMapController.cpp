#include "app/studio/DrumMapController.h"

#include "app/library/ReadingMap.h"
#include "core/files/DrumMapFile.h"

#include <QFileDialog>
#include <QFileInfo>

#include <string_view>
#include <utility>
#include <vector>

namespace segue::studio {
namespace {

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// Null for a codec without drums.
const music::DrumMap* drumMapOf(const architecture::CodecConfig& codec) {
    return std::visit(
        [](const auto& config) -> const music::DrumMap* {
            if constexpr (requires { config.drumMap; })
                return &config.drumMap;
            else
                return nullptr;
        },
        codec);
}

/// Errors: as music::validate() has them for the rows of a groove, with the path.
Status validate(const music::DrumMap& map, const QString& path) {
    auto status = music::validate(map, music::kDrumClasses, music::kDrumClasses);
    if (!status)
        return fail(status.error(), "in the drum map " + path.toStdString());
    return status;
}

} // namespace

using session::Session;
using widgets::DrumMapDialog;

DrumMapController::DrumMapController(session::SessionDocument& document, InstrumentController& instruments,
                                     QWidget& window, QObject* parent)
    : QObject(parent), m_document(document), m_instruments(instruments), m_window(window) {}

music::DrumMap DrumMapController::modelMap() const {
    const auto& instrument = m_instruments.instrument();
    const music::DrumMap* map = instrument ? drumMapOf(instrument->model->architecture().codec) : nullptr;
    return map && map->size() == music::kDrumClasses ? *map : music::rolandDrumMap();
}

void DrumMapController::edit(const std::map<int, int>& notes) {
    if (!m_dialog) {
        m_dialog = new DrumMapDialog(&m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &DrumMapDialog::applied, this, &DrumMapController::apply);
        connect(m_dialog, &DrumMapDialog::openRequested, this, &DrumMapController::chooseFile);
        connect(m_dialog, &DrumMapDialog::saveRequested, this, &DrumMapController::chooseTarget);
        connect(m_dialog, &DrumMapDialog::fileDropped, this, &DrumMapController::open);
    }
    const music::DrumMap usual = library::defaultReadingMap(modelMap());
    std::vector<DrumMapDialog::Preset> presets{{tr("As the model, then General MIDI"), usual}};
    for (const auto& [title, map] : music::drumMapPresets())
        if (map->size() == music::kDrumClasses)
            presets.push_back({text(title), *map});
    m_dialog->setPresets(std::move(presets));
    m_dialog->setMap(m_document.session().readingMap.value_or(usual));
    m_dialog->setCounts(notes);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

/// Belongs to the editor, and is gone when it is closed.
QFileDialog& DrumMapController::fileDialog(const QString& title) {
    auto* dialog = new QFileDialog(m_dialog, title, text(m_document.session().folders.drumMaps),
                                   tr("Drum maps (*.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return *dialog;
}

void DrumMapController::chooseFile() {
    QFileDialog& dialog = fileDialog(tr("Open a drum map"));
    dialog.setFileMode(QFileDialog::ExistingFile);
    dialog.open();
    connect(&dialog, &QFileDialog::fileSelected, this, &DrumMapController::open);
}

void DrumMapController::chooseTarget() {
    QFileDialog& dialog = fileDialog(tr("Save the drum map"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("json"));
    dialog.selectFile(text(m_dialog->map().name) + QStringLiteral(".json"));
    dialog.open();
    connect(&dialog, &QFileDialog::fileSelected, this, &DrumMapController::save);
}

void DrumMapController::open(const QString& path) {
    auto map = files::readDrumMapFile(path.toStdString());
    const Status status = map ? validate(*map, path) : fail(map.error());
    if (!status) {
        m_dialog->setFailure(text(status.error().text()));
        return;
    }
    map->name = QFileInfo(path).completeBaseName().toStdString();
    m_dialog->setMap(*map);
    remember(path);
}

void DrumMapController::save(const QString& path) {
    music::DrumMap map = m_dialog->map();
    map.name = QFileInfo(path).completeBaseName().toStdString();
    Status status = validate(map, path);
    if (status)
        status = files::writeDrumMapFile(path.toStdString(), map);
    if (!status) {
        m_dialog->setFailure(text(status.error().text()));
        return;
    }
    m_dialog->setMap(map);
    remember(path);
}

void DrumMapController::remember(const QString& path) {
    m_document.remember(
        [&path](Session& session) { session.folders.drumMaps = QFileInfo(path).absolutePath().toStdString(); });
}

void DrumMapController::apply(const music::DrumMap& map) {
    const auto chosen = library::chosenReadingMap(map, modelMap());
    if (chosen == m_document.session().readingMap)
        return;
    m_document.remember([&chosen](Session& session) { session.readingMap = chosen; });
    Q_EMIT readingMapChanged();
}

} // namespace segue::studio

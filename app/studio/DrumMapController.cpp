#include "app/studio/DrumMapController.h"

#include "app/library/ReadingMap.h"

namespace segue::studio {

using session::Session;
using widgets::DrumMapDialog;

DrumMapController::DrumMapController(session::SessionDocument& document, InstrumentController& instruments,
                                     QWidget& window, QObject* parent)
    : QObject(parent), m_document(document), m_instruments(instruments), m_window(window) {}

music::DrumMap DrumMapController::modelMap() const {
    const auto& instrument = m_instruments.instrument();
    return instrument ? instrument->model->architecture().codec.drumMap : music::rolandDrumMap();
}

void DrumMapController::edit(const std::map<int, int>& notes) {
    if (!m_dialog) {
        m_dialog = new DrumMapDialog(&m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &DrumMapDialog::applied, this, &DrumMapController::apply);
    }
    const music::DrumMap usual = library::defaultReadingMap(modelMap());
    m_dialog->setPresets({{tr("As the model, then General MIDI"), usual},
                          {tr("Roland TD (Groove)"), music::rolandDrumMap()},
                          {tr("General MIDI"), music::generalMidiDrumMap()}});
    m_dialog->setMap(m_document.session().readingMap.value_or(usual));
    m_dialog->setCounts(notes);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void DrumMapController::apply(const music::DrumMap& map) {
    auto chosen = library::chosenReadingMap(map, modelMap());
    if (chosen == m_document.session().readingMap)
        return;
    if (chosen)
        chosen->name = "own";
    m_document.remember([&chosen](Session& session) { session.readingMap = chosen; });
    Q_EMIT readingMapChanged();
}

} // namespace segue::studio

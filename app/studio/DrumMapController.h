#pragma once

#include "app/session/SessionDocument.h"
#include "app/studio/InstrumentController.h"
#include "widgets/DrumMapDialog.h"

#include <QObject>
#include <QPointer>

#include <map>

class QFileDialog;

namespace segue::studio {

/// The drum map that music is read with: shows it, changes it in the session, and takes it from files and to files.
/// Thread: UI.
class DrumMapController : public QObject {
    Q_OBJECT

public:
    /// The dialog belongs to `window`.
    DrumMapController(session::SessionDocument& document, InstrumentController& instruments, QWidget& window,
                      QObject* parent = nullptr);

    /// Opens the editor. `notes`: how many the listed music has of each pitch that belongs to no drum.
    void edit(const std::map<int, int>& notes);
    /// Shows the map in a file, by the file's name. Requires: the editor is open.
    void open(const QString& path);
    /// Writes what the editor shows, by the file's name. Requires: the editor is open.
    void save(const QString& path);
    /// The open editor, or null.
    [[nodiscard]] widgets::DrumMapDialog* dialog() const { return m_dialog; }

Q_SIGNALS:
    /// The session's, from now on.
    void readingMapChanged();

private:
    void chooseFile();
    void chooseTarget();
    QFileDialog& fileDialog(const QString& title);
    void remember(const QString& path);
    void apply(const music::DrumMap& map);
    [[nodiscard]] music::DrumMap modelMap() const;

    session::SessionDocument& m_document;
    InstrumentController& m_instruments;
    QWidget& m_window;
    QPointer<widgets::DrumMapDialog> m_dialog;
};

} // namespace segue::studio

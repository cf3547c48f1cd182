#pragma once

#include "app/studio/InstrumentController.h"
#include "app/studio/MorphController.h"
#include "app/studio/PatternController.h"

#include <QObject>
#include <QString>
#include <QTemporaryDir>

#include <string>

namespace segue::studio {

/// Takes patterns out of Segue as MIDI files: the one that sounds, the whole morph, or one dragged out of the window.
/// Thread: UI; the files are small.
class ExportController : public QObject {
    Q_OBJECT

public:
    struct Parts {
        session::SessionDocument& document;
        InstrumentController& instruments;
        PatternController& patterns;
        MorphController& morph;
    };

    ExportController(const Parts& parts, QWidget& window, QObject* parent = nullptr);

    /// Asks for a file name.
    void exportCurrent();
    /// Asks for a folder.
    void exportMorph();

    void exportCurrentTo(const QString& path);
    void exportMorphTo(const QString& folder);

    /// The pattern that sounds, as a file in a folder of our own that lives as long as the window; empty on failure.
    [[nodiscard]] QString currentAsFile();
    /// One step of the strip, likewise.
    [[nodiscard]] QString stepAsFile(int step);
    /// Any other pattern, likewise; `what` begins its name.
    [[nodiscard]] QString asFile(const std::string& what, const music::Pattern& pattern);
    /// "funk-groove 102bpm.mid": after the nearest example of the map.
    [[nodiscard]] QString currentName() const;

Q_SIGNALS:
    void exported(const QString& message);
    void failed(const QString& message);

private:
    [[nodiscard]] Bpm tempo() const { return Bpm(m_parts.document.scene().tempo); }
    [[nodiscard]] bool isReady();
    [[nodiscard]] bool isOfModel(const music::Pattern& pattern);
    [[nodiscard]] const codec::Codec& codec() const { return m_parts.instruments.instrument()->model->codec(); }
    [[nodiscard]] QString write(const QString& name, const music::Pattern& pattern);

    Parts m_parts;
    QWidget& m_window;
    QTemporaryDir m_folder;
};

} // namespace segue::studio

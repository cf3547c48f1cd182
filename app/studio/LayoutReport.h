#pragma once

#include <nlohmann/json_fwd.hpp>

#include <QObject>
#include <QString>
#include <QTimer>

#include <string>

namespace segue::studio {

class Studio;

/// Where everything is, for programs that press and drag with a real pointer:
///
///     {"ready": true, "playing": false, "mode": "map", "tempo": 100, "morph": 0, "published_pattern": 3,
///      "note_ons": 412, "late": 0, "dropped": 0, "outputs": 1, "model": "groove-2bar", "a": "rock.mid", "b": null,
///      "widgets": {"transport/play": [x, y, width, height], …},     every visible widget with an object name
///      "map": {"puck": [x, y], "a": [x, y] or null, "b": …, "classes": {"funk": [x, y], …}}}
///
/// All places in pixels of the screen. A class lies where its middlemost example is.
[[nodiscard]] nlohmann::json layoutReport(Studio& studio);

/// Keeps layoutReport() in a file, written anew (atomically) within a tenth of a second of a change.
class LayoutReporter : public QObject {
    Q_OBJECT

public:
    LayoutReporter(Studio& studio, QString path, QObject* parent = nullptr);

private:
    void report();

    Studio& m_studio;
    QString m_path;
    std::string m_written;
    QTimer m_timer;
};

} // namespace segue::studio

#pragma once

#include "app/session/Session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>

#include <chrono>
#include <filesystem>
#include <functional>

namespace segue::session {

/// Which kind of change an undo step is: changes of one kind within one gesture are one step.
enum class Change { Puck, Morph, Anchors, Tempo, Temperature, Threshold, Seed, Told, Plane, Instrument };

/// The session as the window works on it: the one place where the scene changes, with undo, and saved to a file soon
/// after every change.
///
/// Undo keeps whole scenes: they are small, and no step can forget to take something back.
/// Thread: UI.
class SessionDocument : public QObject {
    Q_OBJECT

public:
    explicit SessionDocument(Session session, QObject* parent = nullptr);
    /// Saves what was not saved yet.
    ~SessionDocument() override;

    [[nodiscard]] const Session& session() const { return m_session; }
    [[nodiscard]] const Scene& scene() const { return m_session.scene; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }

    /// Changes the scene, as one undo step, or as part of the last one if that is of the same kind and gesture. Turns
    /// of a knob (tempo, temperature, threshold) are one gesture until it rests for kRest.
    void change(Change kind, const QString& text, const std::function<void(Scene&)>& edit) {
        change(kind, text, m_gesture, edit);
    }
    /// As part of an earlier gesture(): for what took its time.
    void change(Change kind, const QString& text, int gesture, const std::function<void(Scene&)>& edit);
    /// A drag begins or ends: the next change is an undo step of its own.
    void beginGesture() { ++m_gesture; }
    [[nodiscard]] int gesture() const { return m_gesture; }

    static constexpr std::chrono::milliseconds kRest{1000};

    /// Changes what is not music; no undo.
    void remember(const std::function<void(Session&)>& edit);

    /// From now on the session is saved to `path` within a second of a change.
    void saveTo(std::filesystem::path path);
    void saveNow();

Q_SIGNALS:
    void sceneChanged(const segue::session::Scene& before, const segue::session::Scene& now);
    void savingFailed(const QString& message);

private:
    class Command;

    void apply(const Scene& scene);
    void saveSoon();

    Session m_session;
    QUndoStack m_undo;
    QTimer m_saveTimer;
    std::filesystem::path m_path;
    QElapsedTimer m_sinceChange;
    int m_gesture = 0;
    bool m_dirty = false;
};

} // namespace segue::session

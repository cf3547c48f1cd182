#include "app/session/SessionDocument.h"

#include <QUndoCommand>

#include <chrono>
#include <utility>

namespace segue::session {
namespace {

constexpr std::chrono::milliseconds kSaveDelay{700};
constexpr int kUndoLimit = 500;

bool isKnob(Change kind) {
    return kind == Change::Tempo || kind == Change::Temperature || kind == Change::Threshold;
}

} // namespace

/// The scene before and after a gesture.
class SessionDocument::Command : public QUndoCommand {
public:
    Command(SessionDocument& document, Change kind, int gesture, Scene after, const QString& text)
        : QUndoCommand(text),
          m_document(document),
          m_kind(kind),
          m_gesture(gesture),
          m_before(document.scene()),
          m_after(std::move(after)) {}

    void undo() override { m_document.apply(m_before); }
    void redo() override { m_document.apply(m_after); }
    [[nodiscard]] int id() const override { return static_cast<int>(m_kind); }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* later = static_cast<const Command*>(other);
        if (later->m_gesture != m_gesture)
            return false;
        m_after = later->m_after;
        return true;
    }

private:
    SessionDocument& m_document;
    Change m_kind;
    int m_gesture;
    Scene m_before;
    Scene m_after;
};

SessionDocument::SessionDocument(Session session, QObject* parent) : QObject(parent), m_session(std::move(session)) {
    m_undo.setUndoLimit(kUndoLimit);
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(kSaveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &SessionDocument::saveNow);
}

SessionDocument::~SessionDocument() {
    saveNow();
    m_undo.clear();
}

void SessionDocument::change(Change kind, const QString& text, int gesture, const std::function<void(Scene&)>& edit) {
    Scene after = scene();
    edit(after);
    after = sanitized(std::move(after));
    if (after == scene())
        return;
    if (isKnob(kind) && m_sinceChange.isValid() && m_sinceChange.hasExpired(kRest.count()))
        gesture = ++m_gesture;
    m_sinceChange.start();
    m_undo.push(new Command(*this, kind, gesture, std::move(after), text)); // the stack owns it
}

void SessionDocument::apply(const Scene& scene) {
    const Scene before = std::exchange(m_session.scene, scene);
    saveSoon();
    Q_EMIT sceneChanged(before, m_session.scene);
}

void SessionDocument::remember(const std::function<void(Session&)>& edit) {
    Session after = m_session;
    edit(after);
    after.scene = m_session.scene;
    if (after == m_session)
        return;
    m_session = std::move(after);
    saveSoon();
}

void SessionDocument::saveTo(std::filesystem::path path) {
    m_path = std::move(path);
}

void SessionDocument::saveSoon() {
    m_dirty = true;
    if (!m_path.empty() && !m_saveTimer.isActive())
        m_saveTimer.start();
}

void SessionDocument::saveNow() {
    m_saveTimer.stop();
    if (!m_dirty || m_path.empty())
        return;
    const Status status = writeSession(m_path, m_session);
    m_dirty = false;
    if (!status)
        Q_EMIT savingFailed(
            tr("The session could not be saved: %1").arg(QString::fromStdString(status.error().text())));
}

} // namespace segue::session

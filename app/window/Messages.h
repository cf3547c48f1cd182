#pragma once

#include "widgets/StatusLine.h"

#include <QObject>
#include <QString>

#include <functional>

class QPlainTextEdit;

namespace segue::window {

/// What Segue has to say: the newest on the status line, with a button that helps, and everything in the log.
/// Thread: UI.
class Messages : public QObject {
    Q_OBJECT

public:
    using Level = widgets::StatusLine::Level;

    Messages(widgets::StatusLine& line, QPlainTextEdit& log, QObject* parent = nullptr);

    void show(Level level, const QString& text);
    /// With a button called `action` that does `help`.
    void show(Level level, const QString& text, const QString& action, std::function<void()> help);
    /// How far something long has come: on the line only.
    void showProgress(const QString& text, const QString& action, std::function<void()> help);
    /// In the log only: what explains another message.
    void note(const QString& text);
    void inform(const QString& text) { show(Level::Information, text); }
    void warn(const QString& text) { show(Level::Warning, text); }
    void fail(const QString& text) { show(Level::Failure, text); }

private:
    widgets::StatusLine& m_line;
    QPlainTextEdit& m_log;
    std::function<void()> m_help;
};

} // namespace segue::window

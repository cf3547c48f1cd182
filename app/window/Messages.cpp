#include "app/window/Messages.h"

#include <QPlainTextEdit>
#include <QTime>

#include <utility>

namespace segue::window {

Messages::Messages(widgets::StatusLine& line, QPlainTextEdit& log, QObject* parent)
    : QObject(parent), m_line(line), m_log(log) {
    connect(&m_line, &widgets::StatusLine::actionRequested, this, [this] {
        const auto help = std::exchange(m_help, {});
        if (help)
            help();
    });
}

void Messages::show(Level level, const QString& text) {
    show(level, text, {}, {});
}

void Messages::show(Level level, const QString& text, const QString& action, std::function<void()> help) {
    m_help = std::move(help);
    m_line.show(level, text, action);
    note(text);
}

void Messages::note(const QString& text) {
    if (!text.isEmpty())
        m_log.appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + text);
}

void Messages::showProgress(const QString& text, const QString& action, std::function<void()> help) {
    m_help = std::move(help);
    m_line.show(Level::Information, text, action);
}

} // namespace segue::window

#include "app/cli/Report.h"

#include <iostream>
#include <unistd.h>

namespace segue::cli {

void Report::line(const std::string& text) {
    endProgress();
    if (!m_json)
        m_out << text << '\n';
}

void Report::note(const std::string& text) {
    endProgress();
    m_errors << text << '\n' << std::flush;
}

void Report::progress(const std::string& text) {
    if (!isTerminal()) {
        note(text);
        return;
    }
    m_errors << "\r\x1b[K" << text << std::flush; // back to the line's start, clear it
    m_hasProgress = true;
}

bool Report::isTerminal() const {
    return &m_errors == &std::cerr && isatty(STDERR_FILENO) == 1;
}

void Report::endProgress() {
    if (m_hasProgress)
        m_errors << '\n';
    m_hasProgress = false;
}

int Report::finish(const Error* error) {
    endProgress();
    if (error)
        m_errors << "segue-cli: " << error->text() << '\n';
    if (m_json) {
        m_object["ok"] = error == nullptr;
        if (error)
            m_object["error"] = {{"code", std::string(name(error->code()))}, {"message", error->text()}};
        m_out << m_object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
    m_out.flush();
    return error ? 1 : 0;
}

} // namespace segue::cli

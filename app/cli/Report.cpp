#include "app/cli/Report.h"

namespace segue::cli {

void Report::line(const std::string& text) {
    if (!m_json)
        m_out << text << '\n';
}

void Report::note(const std::string& text) {
    m_errors << text << '\n' << std::flush;
}

int Report::finish(const Error* error) {
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

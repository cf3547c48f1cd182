#include "core/files/RepairLog.h"

namespace segue::files {

void RepairLog::add(const std::string& place, std::string_view what) {
    if (const auto known = m_places.find(what); known != m_places.end()) {
        ++m_repairs[known->second].count;
        return;
    }
    m_places.emplace(what, m_repairs.size());
    m_repairs.push_back({std::string(place).append(": ").append(what), 1});
}

} // namespace segue::files

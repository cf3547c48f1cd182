#pragma once

#include "core/files/Repair.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace segue::files {

/// Repairs as a reader makes them: each kind once, with the place of its first case and the number of cases.
class RepairLog {
public:
    /// "Measure 3 of Piano" and "a tie leads nowhere". `what` is the kind: the same words count as the same repair, so
    /// nothing of the file's text belongs in it.
    void add(const std::string& place, std::string_view what);

    [[nodiscard]] std::vector<Repair> take() { return std::move(m_repairs); }

private:
    std::vector<Repair> m_repairs; // in the order of their first cases
    std::map<std::string, std::size_t, std::less<>> m_places; // of each kind in m_repairs
};

} // namespace segue::files

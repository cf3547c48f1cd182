#pragma once

#include "app/cli/Cli.h"

#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace segue::test {

/// What a run of segue-cli left behind.
struct CliRun {
    int exitCode = 0;
    std::string out;
    std::string errors;

    /// Discarded if `out` is no JSON.
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

inline CliRun runCli(std::vector<std::string> arguments) {
    std::ostringstream out;
    std::ostringstream errors;
    const int exitCode = cli::runCli(std::move(arguments), out, errors);
    return {exitCode, out.str(), errors.str()};
}

} // namespace segue::test

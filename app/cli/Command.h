#pragma once

#include "app/cli/Report.h"
#include "core/base/Result.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace segue::cli {

/// What a command does once its options are read. It returns an Error unless it did all it was asked.
using Action = std::function<Status(Report&)>;

/// One subcommand: its options and what it does. Every function add…Command of this folder makes one.
/// `Options` is the command's plain struct of option values; `run` gets it filled in.
template <class Options, class Define, class Run>
void addCommand(CLI::App& root, Action& chosen, const std::string& name, const std::string& description, Define define,
                Run run) {
    auto options = std::make_shared<Options>();
    CLI::App* command = root.add_subcommand(name, description);
    define(*command, *options);
    command->callback([&chosen, options, run] {
        chosen = [options, run](Report& report) -> Status { return run(*options, report); };
    });
}

} // namespace segue::cli

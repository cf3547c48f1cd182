#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace segue::cli {

/// The whole of segue-cli short of main(). `arguments` leave the program's name out.
/// Exit codes: 0 did all it was asked, 1 could not (the reason is on `errors`), 2 the command line cannot be meant.
int runCli(std::vector<std::string> arguments, std::ostream& out, std::ostream& errors);

/// `--input_dir=X` means `--input-dir=X`: option names are written with hyphens and understood with underscores.
[[nodiscard]] std::vector<std::string> withHyphens(std::vector<std::string> arguments);

} // namespace segue::cli

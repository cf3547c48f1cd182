#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace segue::bench {

/// Magenta's own program for the browser, running in a process of node (magenta_js/decode.js).
class MagentaJs {
public:
    /// `backend` is "wasm" or "cpu"; `model` a folder of one file a variable. The first time ever installs packages
    /// from npm beside the script. Errors: Unsupported (node, the network or the model is missing: says which).
    [[nodiscard]] static Result<MagentaJs> start(const std::string& backend, const std::filesystem::path& model);

    /// What is running: "wasm, SIMD".
    [[nodiscard]] const std::string& name() const { return m_name; }

    struct Melody {
        double seconds = 0;
        std::vector<int> tokens;
    };
    /// The likeliest melody of z. Errors: Unsupported (the process ended).
    [[nodiscard]] Result<Melody> decode(std::span<const float> z);

private:
    template <auto close>
    struct Close {
        void operator()(std::FILE* file) const { close(file); }
    };
    using Pipe = std::unique_ptr<std::FILE, Close<::pclose>>; // waits for its end
    using File = std::unique_ptr<std::FILE, Close<std::fclose>>;

    MagentaJs(Pipe in, File out) : m_out(std::move(out)), m_in(std::move(in)) {}
    /// The next line of its output.
    [[nodiscard]] Result<nlohmann::json> hear();

    File m_out;
    Pipe m_in; // closed, and so first, the process ends
    std::string m_name;
};

} // namespace segue::bench

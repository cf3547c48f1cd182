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
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    using File = std::unique_ptr<std::FILE, Close>;

    MagentaJs(File in, File out) : m_in(std::move(in)), m_out(std::move(out)) {}
    /// The next line of its output.
    [[nodiscard]] Result<nlohmann::json> hear();

    File m_in; // closed, it ends
    File m_out;
    std::string m_name;
};

} // namespace segue::bench

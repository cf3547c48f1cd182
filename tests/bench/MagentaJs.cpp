#include "tests/bench/MagentaJs.h"

#include <array>
#include <csignal>
#include <unistd.h>

namespace segue::bench {

Result<MagentaJs> MagentaJs::start(const std::string& backend, const std::filesystem::path& model) {
    if (!std::filesystem::is_directory(model))
        return fail(ErrorCode::Unsupported, "there is no " + model.string());
    std::signal(SIGPIPE, SIG_IGN); // if it ends, decode() says so
    std::array<int, 2> out{};
    if (::pipe(out.data()) != 0)
        return fail(ErrorCode::Unsupported, "there are no pipes");
    const std::string command = "exec node '" SEGUE_MAGENTA_JS "/decode.js' '" SEGUE_MAGENTA_JS_PACKAGES "' '" +
                                model.string() + "' " + backend + " >/proc/self/fd/" + std::to_string(out[1]);
    MagentaJs process(Pipe(::popen(command.c_str(), "we")), File(::fdopen(out[0], "r")));
    ::close(out[1]);
    if (!process.m_in)
        return fail(ErrorCode::Unsupported, "there are no processes");

    const auto greeting = process.hear();
    if (!greeting)
        return fail(ErrorCode::Unsupported, "node or magenta.js did not start: " + greeting.error().message());
    process.m_name = greeting->at("ready").get<std::string>();
    return process;
}

Result<nlohmann::json> MagentaJs::hear() {
    std::string line;
    for (int c = std::fgetc(m_out.get()); c != '\n'; c = std::fgetc(m_out.get())) {
        if (c == EOF)
            return fail(ErrorCode::Unsupported, "it ended");
        line += static_cast<char>(c);
    }
    auto answer = nlohmann::json::parse(line, nullptr, false);
    if (!answer.is_object() || answer.contains("error"))
        return fail(ErrorCode::Unsupported, answer.is_object() ? answer["error"].get<std::string>() : line);
    return answer;
}

Result<MagentaJs::Melody> MagentaJs::decode(std::span<const float> z) {
    const std::string line = nlohmann::json(z).dump() + "\n";
    if (std::fputs(line.c_str(), m_in.get()) == EOF || std::fflush(m_in.get()) == EOF)
        return fail(ErrorCode::Unsupported, "magenta.js ended");
    const auto answer = hear();
    if (!answer)
        return fail(answer.error());
    return Melody{answer->at("milliseconds").get<double>() / 1000.0, answer->at("tokens").get<std::vector<int>>()};
}

} // namespace segue::bench

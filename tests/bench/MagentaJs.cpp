#include "tests/bench/MagentaJs.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

namespace segue::bench {

Result<MagentaJs> MagentaJs::start(const std::string& backend, const std::filesystem::path& model) {
    if (!std::filesystem::is_directory(model))
        return fail(ErrorCode::Unsupported, "there is no " + model.string());
    std::signal(SIGPIPE, SIG_IGN); // if it ends, decode() says so
    std::signal(SIGCHLD, SIG_IGN); // nobody waits for it
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
        return fail(ErrorCode::Unsupported, "there are no pipes");
    MagentaJs process(File(::fdopen(in[1], "w")), File(::fdopen(out[0], "r")));

    std::vector<std::string> words = {"node", SEGUE_MAGENTA_JS "/decode.js", SEGUE_MAGENTA_JS_PACKAGES, model.string(),
                                      backend};
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    pid_t id = 0;
    const int failure = ::posix_spawnp(&id, "node", &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    if (failure != 0)
        return fail(ErrorCode::Unsupported, "there is no node");

    auto greeting = process.hear();
    if (!greeting)
        return fail(greeting.error());
    process.m_name = greeting->at("ready").get<std::string>();
    return process;
}

Result<nlohmann::json> MagentaJs::hear() {
    std::string line;
    for (int c = std::fgetc(m_out.get()); c != '\n'; c = std::fgetc(m_out.get())) {
        if (c == EOF)
            return fail(ErrorCode::Unsupported, "magenta.js ended");
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

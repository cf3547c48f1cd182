#pragma once

#include <stop_token>
#include <thread>

namespace segue::cli {

/// While it lives, the first SIGINT or SIGTERM asks for a stop, so that a command can end in order; one that comes more
/// than a second later ends the process at once. (Launchers pass on what the terminal has told everybody.) A reader of
/// the output that goes away (a closed window, `| head`) does not end it. One at a time in a process.
class StopOnSignal {
public:
    StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    ~StopOnSignal();

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_watcher;
};

} // namespace segue::cli

#include "app/cli/StopOnSignal.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace segue::cli {
namespace {

// A signal handler can reach nothing but statics, and may do little more than write to a pipe.
std::array<int, 2> wakePipe{-1, -1};
volatile std::sig_atomic_t firstSignal = 0; // the second it came at; 0: none has come
constexpr char kSignal = 's';
constexpr char kEnd = 'e';

extern "C" void onSignal(int number) {
    const int before = errno;
    std::timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const auto second = static_cast<std::sig_atomic_t>(now.tv_sec);
    if (firstSignal != 0 && second > firstSignal + 1)
        _exit(128 + number);
    if (firstSignal == 0)
        firstSignal = second;
    [[maybe_unused]] const auto written = write(wakePipe[1], &kSignal, 1);
    errno = before;
}

void setHandler(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace

StopOnSignal::StopOnSignal() {
    firstSignal = 0;
    if (pipe2(wakePipe.data(), O_CLOEXEC) != 0)
        return; // no descriptor left: signals keep their default meaning
    m_watcher = std::jthread([this] {
        char what = kEnd;
        while (read(wakePipe[0], &what, 1) < 0 && errno == EINTR) {
        }
        if (what == kSignal)
            m_stop.request_stop();
    });
    setHandler(onSignal);
    std::signal(SIGPIPE, SIG_IGN);
}

StopOnSignal::~StopOnSignal() {
    if (!m_watcher.joinable())
        return;
    setHandler(SIG_DFL);
    std::signal(SIGPIPE, SIG_DFL);
    [[maybe_unused]] const auto written = write(wakePipe[1], &kEnd, 1);
    m_watcher.join();
    close(wakePipe[0]);
    close(wakePipe[1]);
}

} // namespace segue::cli

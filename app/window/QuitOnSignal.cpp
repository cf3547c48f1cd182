#include "app/window/QuitOnSignal.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace segue::window {
namespace {

constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

// A signal handler may only do so much: it writes a byte here, and the event loop does the rest.
std::array<int, 2> pipeEnds{-1, -1};

void tellEventLoop(int /*signal*/) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

} // namespace

QuitOnSignal::QuitOnSignal(QObject* parent) : QObject(parent) {
    if (::pipe2(pipeEnds.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    auto* notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [] {
        char byte = 0;
        while (::read(pipeEnds[0], &byte, 1) > 0) {
        }
        QCoreApplication::exit(0); // asks no window: whoever sends a signal cannot answer
    });
    for (const int signal : kSignals)
        std::signal(signal, &tellEventLoop);
}

QuitOnSignal::~QuitOnSignal() {
    for (const int signal : kSignals)
        std::signal(signal, SIG_DFL);
    for (int& end : pipeEnds)
        if (end >= 0) {
            ::close(end);
            end = -1;
        }
}

} // namespace segue::window

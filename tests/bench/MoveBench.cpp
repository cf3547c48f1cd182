// How long a hand on the map waits to be heard: from a move of the mouse to the moment the player has the pattern, in
// the whole window with the bundled model, drawn without a screen, while it plays. The moves come when they come, 250
// a second, whether or not the window has done with the last one; a move that a later one overtook counts until that
// one was heard. Limit: a quarter of a frame of 60 a second.

#include "app/studio/Studio.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QMouseEvent>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

namespace {

using namespace segue;
using Clock = std::chrono::steady_clock;
using std::chrono::duration;

constexpr std::size_t kMoves = 10'000;
constexpr std::chrono::microseconds kBetweenMoves{4000};
constexpr duration<double> kFrame{1.0 / 60.0};

/// A hand that never rests, round and round over the whole map.
QPointF placeOf(std::size_t move, const QSize& map) {
    const auto at = static_cast<double>(move);
    return {(0.5 + 0.45 * std::sin(0.0131 * at)) * map.width(),
            (0.5 + 0.4 * std::sin(0.0173 * at + 1.0)) * map.height()};
}

void sendMouse(widgets::LatentMapView& map, QEvent::Type type, QPointF place) {
    const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    const auto held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, place, map.mapToGlobal(place), button, held, Qt::NoModifier);
    QApplication::sendEvent(&map, &event);
}

template <class Condition>
void runUntil(Condition condition) {
    while (!condition())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

/// Seconds that each move waited.
std::vector<double> waits(studio::Studio& studio) {
    struct Move {
        Clock::time_point at;
        std::uint64_t request = 0; // 0: the window has not seen it yet
    };
    std::vector<Move> moves(kMoves);
    std::vector<double> waited;
    waited.reserve(kMoves);
    widgets::LatentMapView& map = studio.window().map();
    const auto listening = QObject::connect(
        &studio.patterns(), &studio::PatternController::patternChanged, &map, [&](const workers::Decoded& decoded) {
            while (waited.size() < kMoves && moves[waited.size()].request != 0 &&
                   moves[waited.size()].request <= decoded.id)
                waited.push_back(duration<double>(decoded.playedAt - moves[waited.size()].at).count());
        });
    sendMouse(map, QEvent::MouseButtonPress, placeOf(0, map.size()));
    std::jthread hand([&] {
        auto next = Clock::now();
        for (std::size_t move = 0; move < kMoves; ++move) {
            next += kBetweenMoves;
            std::this_thread::sleep_until(next);
            QMetaObject::invokeMethod(
                &map,
                [&map, &studio, &moves, move, next] {
                    sendMouse(map, QEvent::MouseMove, placeOf(move + 1, map.size()));
                    moves[move] = {next, studio.patterns().lastRequest()};
                },
                Qt::QueuedConnection);
        }
    });
    runUntil([&] { return waited.size() == kMoves; });
    QObject::disconnect(listening);
    sendMouse(map, QEvent::MouseButtonRelease, placeOf(kMoves, map.size()));
    return waited;
}

void moveToScheduler(benchmark::State& state) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int argumentCount = 1;
    char name[] = "segue_bench";
    char* arguments[] = {name, nullptr};
    const QApplication application(argumentCount, arguments);
    const QTemporaryDir user;
    window::MainWindow window;
    studio::Options options;
    options.newSession = true;
    options.outputs.emplace();
    studio::Studio studio(window, options, {nullptr, outputs::makeDeviceCatalog(), user.path().toStdString()});
    window.show();
    studio.start();
    runUntil([&] { return studio.patterns().current().id != 0; });
    studio.playback().play();

    for (auto _ : state) {
        std::vector<double> waited = waits(studio);
        std::ranges::sort(waited);
        const double nearlyAll = waited[kMoves * 99 / 100];
        state.SetIterationTime(nearlyAll);
        state.counters["p50_ms"] = waited[kMoves / 2] * 1e3;
        state.counters["p99_ms"] = nearlyAll * 1e3;
        state.counters["worst_ms"] = waited.back() * 1e3;
        state.counters["of_a_frame"] = nearlyAll / kFrame.count();
    }
}

BENCHMARK(moveToScheduler)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

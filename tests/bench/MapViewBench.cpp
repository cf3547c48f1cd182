// What the map's view costs with 100,000 dots, on a screen of one pixel a pixel and on one of four: what a move of the
// puck or the cursor repaints, a pan, and the picture of all dots, which is made anew when the hand rests. Limit: a
// frame of a 60 Hz screen.

#include "core/base/Random.h"
#include "core/latent/DotIndex.h"
#include "tests/bench/Samples.h"
#include "widgets/LatentMapView.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWindow>

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace {

using namespace segue;
using namespace segue::widgets;
using Point = MapGeometry::Point;

constexpr int kDots = 100'000;
constexpr int kClasses = 18;
constexpr double kFrameSeconds = 1.0 / 60;

struct Dots {
    std::vector<Point> points;
    std::vector<int> classes;
    QStringList names;
};

/// Clouds, one a class.
const Dots& dots() {
    static const Dots made = [] {
        Random random(1);
        Dots all;
        for (int index = 0; index < kClasses; ++index)
            all.names.append(QStringLiteral("style %1").arg(index));
        for (int i = 0; i < kDots; ++i) {
            const int index = i % kClasses;
            const double angle = 0.35 * index;
            const double spread = i % 2 == 0 ? 0.08 : 0.2;
            all.points.push_back({static_cast<float>(0.6 * std::cos(angle) + spread * random.normal()),
                                  static_cast<float>(0.6 * std::sin(angle) + spread * random.normal())});
            all.classes.push_back(index);
        }
        return all;
    }();
    return made;
}

/// The view at its size in a window of 1,400 pixels, drawn without a screen.
class ShownView {
public:
    ShownView() {
        m_view.setPalette(paletteOf(darkTheme()));
        m_view.resize(760, 640);
        m_view.setDots(std::make_shared<const latent::DotIndex>(dots().points), dots().classes, dots().names);
        m_view.show();
        while (!m_view.windowHandle()->isExposed())
            QApplication::processEvents();
        m_view.repaint();
    }

    [[nodiscard]] LatentMapView& view() { return m_view; }

    void hoverAnywhere() {
        const QPointF position(m_random.uniform(50, 700), m_random.uniform(50, 550));
        QMouseEvent move(QEvent::MouseMove, position, m_view.mapToGlobal(position), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&m_view, &move);
    }

private:
    struct Offscreen {
        Offscreen() { qputenv("QT_QPA_PLATFORM", "offscreen"); }
    };
    Offscreen m_offscreen; // before the application
    int m_argumentCount = 1;
    std::array<char, 12> m_name{"segue_bench"};
    std::array<char*, 2> m_arguments{m_name.data(), nullptr};
    QApplication m_application{m_argumentCount, m_arguments.data()};
    LatentMapView m_view;
    Random m_random{2};
};

/// Times every call of `work`; the 99th of 100 against a frame.
template <class Work>
void everyFrame(benchmark::State& state, Work work) {
    bench::Samples ours;
    for (auto _ : state) {
        const double elapsed = bench::secondsOf(work);
        state.SetIterationTime(elapsed);
        ours.add(elapsed);
    }
    state.counters["p99_of_a_frame"] = ours.quantile(0.99) / kFrameSeconds;
}

void paintMovedPuck(benchmark::State& state) {
    ShownView shown;
    float angle = 0;
    everyFrame(state, [&] {
        angle += 0.03F;
        shown.view().setPuck({0.5F * std::cos(angle), 0.5F * std::sin(angle)});
        QApplication::processEvents();
    });
}

void hoverOverDots(benchmark::State& state) {
    ShownView shown;
    everyFrame(state, [&] { shown.hoverAnywhere(); });
}

void paintHoveredDot(benchmark::State& state) {
    ShownView shown;
    everyFrame(state, [&] {
        shown.hoverAnywhere();
        QApplication::processEvents();
    });
}

/// The picture there is, stretched.
void paintWhileZooming(benchmark::State& state) {
    ShownView shown;
    double factor = 1.01;
    everyFrame(state, [&] {
        shown.view().zoomBy(factor);
        factor = 1 / factor;
        shown.view().repaint();
    });
}

void renderDots(benchmark::State& state, double ratio) {
    MapGeometry geometry;
    geometry.setArea(QRectF(0, 0, 760, 600));
    geometry.setContent(dots().points);
    geometry.fit();
    DotLayer layer;
    everyFrame(state, [&] { layer.render(dots().points, dots().classes, geometry, darkTheme(), ratio, {}); });
}

void showOtherDots(benchmark::State& state) {
    ShownView shown;
    shown.view().setReducedMotion(true);
    const auto index = std::make_shared<const latent::DotIndex>(dots().points);
    everyFrame(state, [&] {
        shown.view().setDots(index, dots().classes, dots().names);
        shown.view().repaint();
    });
}

BENCHMARK(paintMovedPuck)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(hoverOverDots)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(paintHoveredDot)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(paintWhileZooming)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(renderDots, plain_screen, 1.0)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(renderDots, fine_screen, 2.0)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(showOtherDots)->UseManualTime()->Unit(benchmark::kMillisecond);

} // namespace

// What the map costs with 100,000 examples of 256 values: making it, which happens once, and what every move of the
// hand asks of it. Limits in the same run: a frame of a 60 Hz screen, of which a move may take a twentieth at most;
// reading the values that an answer is made of, wherever in memory they lie; and looking at every dot.

#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/latent/Colouring.h"
#include "core/latent/DotPlaces.h"
#include "core/latent/Interpolation.h"
#include "core/latent/Landmarks.h"
#include "core/latent/LatentMap.h"
#include "tests/bench/Samples.h"
#include "tests/bench/TemporaryFolder.h"

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace segue;
using namespace segue::latent;
using bench::Samples;
using bench::secondsOf;
using Point = LatentMap::Point;

constexpr int kExamples = 100'000;
constexpr int kLatentSize = 256;
constexpr auto kSize = static_cast<std::size_t>(kLatentSize);
constexpr int kStyles = 18;
constexpr double kFrameSeconds = 1.0 / 60;

/// Styles as clouds of their own along a few wide directions, pieces of ten windows each.
const MapFile& madeUpMap() {
    static const MapFile map = [] {
        Random random(1);
        std::vector<float> centres;
        for (std::size_t i = 0; i < kStyles * kSize; ++i)
            centres.push_back(static_cast<float>(random.normal() * (i % kSize < 8 ? 1.5 : 0.3)));
        MapFile made{.latentSize = kLatentSize,
                     .means = {},
                     .examples = {},
                     .title = "Made up",
                     .attribution = {},
                     .modelChecksum = {}};
        made.means.reserve(kExamples * kSize);
        for (int example = 0; example < kExamples; ++example) {
            const int piece = example / 10;
            const auto style = static_cast<std::size_t>(piece % kStyles);
            for (std::size_t i = 0; i < kSize; ++i)
                made.means.push_back(centres[style * kSize + i] + static_cast<float>(0.8 * random.normal()));
            made.examples.push_back({"session/" + std::to_string(piece) + ".mid", "style" + std::to_string(style),
                                     "drummer" + std::to_string(piece % 10), static_cast<float>(70 + piece % 100),
                                     example % 10});
        }
        return made;
    }();
    return map;
}

/// Its means, to be shared.
std::shared_ptr<const std::vector<float>> means() {
    return {std::shared_ptr<void>(), &madeUpMap().means};
}

const Projection& plane() {
    static const Projection projection =
        *discriminantPlane(madeUpMap().means, kLatentSize, colouring(madeUpMap().examples, ColourBy::Style).classOf);
    return projection;
}

const LatentMap& laidOut() {
    static const auto map = *LatentMap::create(means(), kLatentSize, plane());
    return *map;
}

Point somewhere(Random& random) {
    return {static_cast<float>(random.uniform(-1, 1)), static_cast<float>(random.uniform(-1, 1))};
}

/// Times every call of `work` and of its limit, and tells how the 99th of 100 calls compares with a frame.
template <class Work, class Limit>
void everyMove(benchmark::State& state, Work work, const char* limitName, Limit limit) {
    Samples ours;
    Samples limits;
    for (auto _ : state) {
        const double elapsed = secondsOf(work);
        state.SetIterationTime(elapsed);
        ours.add(elapsed);
        limits.add(secondsOf(limit));
    }
    state.counters["p99_of_a_frame"] = ours.quantile(0.99) / kFrameSeconds;
    state.counters[limitName] = ours.median() / limits.median();
}

/// Adds up whole rows of floats, sixteen sums side by side.
float read(std::span<const float> row) {
    std::array<float, 16> sums{};
    for (std::size_t at = 0; at + sums.size() <= row.size(); at += sums.size())
        for (std::size_t lane = 0; lane < sums.size(); ++lane)
            sums[lane] += row[at + lane];
    return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

/// The limit of what is made of `rows` rows: reading as many, each from another place.
auto readingRows(const LatentMap& map, int rows) {
    return [&map, rows, random = Random(9)]() mutable {
        for (int row = 0; row < rows; ++row)
            benchmark::DoNotOptimize(read(map.mean(static_cast<int>(random.below(kExamples)))));
    };
}

void slerpBetweenExamples(benchmark::State& state) {
    const LatentMap& map = laidOut();
    Random random(2);
    std::vector<float> z(kSize);
    everyMove(
        state,
        [&] {
            slerp(map.mean(static_cast<int>(random.below(kExamples))),
                  map.mean(static_cast<int>(random.below(kExamples))), static_cast<float>(random.uniform()), z);
            benchmark::ClobberMemory();
        },
        "over_reading_rows", readingRows(map, 2));
}

/// `spacing` in units of the map: 0.1 is some 30 pixels.
void invertPlace(benchmark::State& state, float spacing) {
    const LatentMap& map = laidOut();
    Random random(3);
    std::vector<float> z(kSize);
    everyMove(
        state,
        [&] {
            map.invert(somewhere(random), z, 1.0F, spacing);
            benchmark::ClobberMemory();
        },
        "over_reading_rows", readingRows(map, 3));
}

void projectVector(benchmark::State& state) {
    const LatentMap& map = laidOut();
    Random random(4);
    everyMove(
        state, [&] { benchmark::DoNotOptimize(map.project(map.mean(static_cast<int>(random.below(kExamples))))); },
        "over_reading_rows", readingRows(map, 3));
}

/// The example under the cursor.
void nearestDot(benchmark::State& state) {
    const LatentMap& map = laidOut();
    Random random(5);
    const auto lookAtAll = [&, points = map.points()] {
        const Point place = somewhere(random);
        float least = std::numeric_limits<float>::max();
        for (const Point& point : points)
            least =
                std::min(least, (point.x - place.x) * (point.x - place.x) + (point.y - place.y) * (point.y - place.y));
        benchmark::DoNotOptimize(least);
    };
    everyMove(
        state, [&] { benchmark::DoNotOptimize(map.nearest(somewhere(random), 0.05F)); }, "of_looking_at_every_dot",
        lookAtAll);
}

BENCHMARK(slerpBetweenExamples)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(invertPlace, every_dot, 0.0F)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(invertPlace, spaced_dots, 0.1F)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(projectVector)->UseManualTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(nearestDot)->Iterations(2000)->UseManualTime()->Unit(benchmark::kMicrosecond); // a look at every dot each

/// What happens once a map, against reading its means once.
template <class Work>
void once(benchmark::State& state, const Work& work) {
    Samples ours;
    Samples limits;
    for (auto _ : state) {
        ours.add(secondsOf(work));
        limits.add(secondsOf([] { benchmark::DoNotOptimize(read(madeUpMap().means)); }));
    }
    state.counters["over_reading_means"] = ours.median() / limits.median();
}

void colourExamples(benchmark::State& state) {
    once(state, [] { benchmark::DoNotOptimize(colouring(madeUpMap().examples, ColourBy::Style)); });
}
void makeDiscriminantPlane(benchmark::State& state) {
    const std::vector<int> classes = colouring(madeUpMap().examples, ColourBy::Style).classOf;
    once(state, [&] { benchmark::DoNotOptimize(discriminantPlane(madeUpMap().means, kLatentSize, classes)); });
}
void makePrincipalPlane(benchmark::State& state) {
    once(state, [] { benchmark::DoNotOptimize(principalComponents(madeUpMap().means, kLatentSize)); });
}
void placeDots(benchmark::State& state) {
    const Projection projection = inMapUnits(plane(), madeUpMap().means);
    once(state, [&] { benchmark::DoNotOptimize(placesOf(madeUpMap().means, projection, 3)); });
}
void chooseLandmarks(benchmark::State& state) {
    const DotPlaces places = placesOf(madeUpMap().means, inMapUnits(plane(), madeUpMap().means), 3);
    const auto spacing = static_cast<std::int32_t>(0.03 / places.unit);
    once(state, [&] { benchmark::DoNotOptimize(landmarks(places.sites, spacing, {})); });
}
void triangulateDots(benchmark::State& state) {
    const DotPlaces places = placesOf(madeUpMap().means, inMapUnits(plane(), madeUpMap().means), 3);
    once(state, [&] { benchmark::DoNotOptimize(Triangulation(places.sites, places.frame)); });
}
std::size_t bytesInUse() {
    const auto allocated = ::mallinfo2();
    return allocated.uordblks + allocated.hblkhd;
}
void layOutMap(benchmark::State& state) {
    const std::size_t before = bytesInUse();
    const auto another = LatentMap::create(means(), kLatentSize, plane());
    state.counters["memory_over_means"] =
        static_cast<double>(bytesInUse() - before) / static_cast<double>(means()->size() * sizeof(float));
    once(state, [] { benchmark::DoNotOptimize(LatentMap::create(means(), kLatentSize, plane())); });
}

BENCHMARK(colourExamples)->Unit(benchmark::kMillisecond);
BENCHMARK(makeDiscriminantPlane)->Unit(benchmark::kMillisecond);
BENCHMARK(makePrincipalPlane)->Unit(benchmark::kMillisecond);
BENCHMARK(placeDots)->Unit(benchmark::kMillisecond);
BENCHMARK(chooseLandmarks)->Unit(benchmark::kMillisecond);
BENCHMARK(triangulateDots)->Unit(benchmark::kMillisecond);
BENCHMARK(layOutMap)->Unit(benchmark::kMillisecond);

/// Against reading the file's bytes.
void loadMapFile(benchmark::State& state) {
    const bench::TemporaryFolder folder;
    const auto path = folder.path() / "made-up.segue-map";
    if (!writeMapFile(path, madeUpMap()))
        return state.SkipWithError("The map could not be written");
    Samples ours;
    Samples limits;
    for (auto _ : state) {
        ours.add(secondsOf([&] { benchmark::DoNotOptimize(readMapFile(path)); }));
        limits.add(secondsOf([&] { benchmark::DoNotOptimize(readFile(path)); }));
    }
    state.counters["over_reading_bytes"] = ours.median() / limits.median();
}
BENCHMARK(loadMapFile)->Unit(benchmark::kMillisecond);

} // namespace

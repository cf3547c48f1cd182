// How long Magenta's two-bar melody decoder takes for one z, against what this core could do at best and against
// others with the same weights. Tokens are Magenta's, or the benchmark fails.

#include "core/decoder/LiveModel.h"
#include "tests/bench/BenchModels.h"
#include "tests/bench/CoreLimits.h"
#include "tests/bench/MagentaJs.h"

#include <benchmark/benchmark.h>

#include <fstream>

namespace {

using namespace segue;
using bench::Samples;
using bench::secondsOf;

/// A z and the melody that Magenta makes of it.
struct Golden {
    std::vector<float> z;
    std::vector<int> tokens;
};

std::vector<Golden> goldenMelodies() {
    std::ifstream file(SEGUE_SHARED "/golden/magenta/decoder_cases.json");
    const auto json = nlohmann::json::parse(file, nullptr, false);
    std::vector<Golden> golden;
    if (json.is_object())
        for (const nlohmann::json& one : json.at("cases"))
            golden.push_back({one.at("z").get<std::vector<float>>(), one.at("tokens").get<std::vector<int>>()});
    return golden;
}

std::vector<int> tokensOf(std::span<const float> output, std::size_t steps) {
    std::vector<int> tokens;
    const std::size_t columns = output.size() / steps;
    for (std::size_t step = 0; step < steps; ++step)
        tokens.push_back(static_cast<int>(std::ranges::max_element(output.subspan(step * columns, columns)) -
                                          output.subspan(step * columns).begin()));
    return tokens;
}

/// A decoder of melodies and points for it, one after another.
class Melodies {
public:
    explicit Melodies(const decoder::Packing& packing = {}, const decoder::WorkspaceOptions& room = {})
        : m_model(*decoder::LiveModel::create(bench::melodyModel(), packing)),
          m_workspace(m_model->makeWorkspace(room)) {}

    void drawNext() { m_z = bench::drawZ(m_model->architecture(), m_random); }
    void set(std::span<const float> z) { m_z.assign(z.begin(), z.end()); }
    [[nodiscard]] std::span<const float> z() const { return m_z; }

    [[nodiscard]] std::vector<int> tokens() {
        return tokensOf(m_model->decodeTensors(m_z, {}, {}, *m_workspace).output,
                        static_cast<std::size_t>(m_model->architecture().shape().steps));
    }
    [[nodiscard]] bench::WeightsRead weightsRead() const { return bench::weightsRead(m_model->architecture()); }

    /// Decodes twice and times the second: whatever ran before has no part in it.
    [[nodiscard]] double seconds() {
        benchmark::DoNotOptimize(m_model->decodeTensors(m_z, {}, {}, *m_workspace));
        return secondsOf([&] { benchmark::DoNotOptimize(m_model->decodeTensors(m_z, {}, {}, *m_workspace)); });
    }

private:
    std::shared_ptr<const decoder::LiveModel> m_model;
    decoder::LiveModel::WorkspacePointer m_workspace;
    Random m_random{2};
    std::vector<float> m_z;
};

void decodeMelody(benchmark::State& state) {
    Melodies melodies;
    const bench::WeightsRead read = melodies.weightsRead();
    bench::ReadingLimit limit(read.aStep * sizeof(float), static_cast<int>(read.steps));
    Samples decoding;
    for (auto _ : state) {
        melodies.drawNext();
        const double seconds = melodies.seconds();
        state.SetIterationTime(seconds);
        decoding.add(seconds);
        limit.measure();
    }
    state.counters["over_reading_weights"] = decoding.median() / limit.seconds();
    state.counters["read_GB/s"] = limit.bytesPerSecond() / 1e9;
}
BENCHMARK(decodeMelody)->Unit(benchmark::kMillisecond)->UseManualTime();

/// Decoded otherwise, against single precision on one core.
void againstPlainly(benchmark::State& state, decoder::Precision precision, int threads, const char* counter) {
    Melodies plainly;
    Melodies otherwise({.precision = precision}, {.threads = threads});
    const bench::WeightsRead read = plainly.weightsRead();
    const std::size_t bytes = precision == decoder::Precision::BFloat16 ? 2 : sizeof(float);
    bench::ReadingLimit limit(read.aStep * bytes, static_cast<int>(read.steps), threads);
    Samples decodingPlainly;
    Samples decoding;
    for (auto _ : state) {
        plainly.drawNext();
        otherwise.set(plainly.z());
        decodingPlainly.add(plainly.seconds());
        const double seconds = otherwise.seconds();
        state.SetIterationTime(seconds);
        decoding.add(seconds);
        limit.measure();
    }
    state.counters[counter] = decodingPlainly.median() / decoding.median();
    state.counters["over_reading_weights"] = decoding.median() / limit.seconds();
}
BENCHMARK_CAPTURE(againstPlainly, threads, decoder::Precision::Float32, 2, "faster_than_one_thread")
    ->Name("decodeMelody/on_two_threads")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime();
BENCHMARK_CAPTURE(againstPlainly, bits, decoder::Precision::BFloat16, 1, "faster_than_32_bits")
    ->Name("decodeMelody/in_16_bits")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime();

void decodeManyMelodies(benchmark::State& state) {
    constexpr std::size_t kMelodies = 256;
    const auto model = *decoder::LiveModel::create(bench::melodyModel());
    const auto workspace = model->makeWorkspace({.rows = kMelodies});
    Random random(2);
    std::vector<float> z;
    for (std::size_t index = 0; index < kMelodies; ++index)
        std::ranges::copy(bench::drawZ(model->architecture(), random), std::back_inserter(z));
    const auto products = static_cast<double>(kMelodies * bench::weightsRead(model->architecture()).all);
    bench::ArithmeticLimit limit;
    Samples decoding;
    for (auto _ : state) {
        const double seconds = secondsOf([&] {
            model->decodeMany(z, {}, {}, *workspace, [](std::size_t, const decoder::DecodedTensors& decoded) {
                benchmark::DoNotOptimize(decoded.output.data());
                return true;
            });
        });
        state.SetIterationTime(seconds);
        decoding.add(seconds);
        limit.measure();
    }
    state.counters["over_arithmetic_peak"] = decoding.median() * limit.productsPerSecond() / products;
    state.counters["products/s"] = benchmark::Counter(limit.productsPerSecond());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kMelodies));
}
BENCHMARK(decodeManyMelodies)->Unit(benchmark::kMillisecond)->UseManualTime();

void againstMagentaJs(benchmark::State& state, const char* backend, int warmUp) {
    auto theirs = bench::MagentaJs::start(backend, bench::melodyFolder());
    if (!theirs) {
        state.SkipWithError(theirs.error().message().c_str());
        return;
    }
    Melodies melodies;
    for (const auto& [z, tokens] : goldenMelodies()) {
        melodies.set(z);
        const auto melody = theirs->decode(z);
        if (!melody || melody->tokens != tokens || melodies.tokens() != tokens) {
            state.SkipWithError("the melodies are not Magenta's");
            return;
        }
    }
    for (int i = 0; i < warmUp; ++i) // until the JavaScript is compiled
        (void)theirs->decode(melodies.z());
    Samples ours;
    Samples others;
    for (auto _ : state) {
        melodies.drawNext();
        const double seconds = melodies.seconds();
        state.SetIterationTime(seconds);
        ours.add(seconds);
        (void)theirs->decode(melodies.z());
        const auto melody = theirs->decode(melodies.z());
        if (!melody || melody->tokens != melodies.tokens()) {
            state.SkipWithError("the melodies differ");
            return;
        }
        others.add(melody->seconds);
    }
    state.SetLabel(theirs->name());
    state.counters["magenta_js_ms"] = 1000.0 * others.median();
    state.counters["faster_than_magenta_js"] = others.median() / ours.median();
}
BENCHMARK_CAPTURE(againstMagentaJs, wasm, "wasm", 200)
    ->Name("decodeMelody/against_magenta_js_wasm")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(100);
BENCHMARK_CAPTURE(againstMagentaJs, cpu, "cpu", 10)
    ->Name("decodeMelody/against_magenta_js_cpu")
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime()
    ->Iterations(10);

} // namespace

// How much memory a loaded model takes, and its loading at most, against the size of its weights.

#include "core/architecture/Blueprint.h"
#include "core/decoder/LiveModel.h"
#include "tests/bench/BenchModels.h"
#include "tests/bench/ModelMemory.h"
#include "tests/bench/ResidentMemory.h"
#include "tests/bench/TemporaryFolder.h"
#include "tests/support/RandomModel.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>

namespace segue::bench {

Result<ModelMemory> memoryOf(const std::filesystem::path& model) {
    const std::string program = std::filesystem::canonical("/proc/self/exe").string();
    const std::string command = "'" + program + "' " + kMemoryOption + " '" + model.string() + "'";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output(::popen(command.c_str(), "r"), ::pclose);
    ModelMemory memory;
    if (!output || std::fscanf(output.get(), "%lu %lu", &memory.resident, &memory.peak) != 2)
        return fail(ErrorCode::Unreadable, "the process that loads the model failed");
    return memory;
}

int printMemoryOf(const std::filesystem::path& path) {
    const auto decodeOnce = [](const decoder::LiveModel& model) {
        const auto workspace = model.makeWorkspace();
        Random random(1);
        const auto z = drawZ(model.architecture(), random);
        benchmark::DoNotOptimize(model.decodeTensors(z, {}, {}, *workspace).output.data());
        return residentMemory();
    };
    // The program's own pages are no part of a model: a small one brings them into memory.
    (void)decodeOnce(**decoder::LiveModel::create(test::randomModel(test::smallMelodyArchitecture(), 1)));
    forgetPeakMemory();
    const std::uint64_t before = residentMemory().now;
    const auto model = decoder::LiveModel::load(path);
    if (!model)
        return 1;
    const ResidentMemory after = decodeOnce(**model);
    std::printf("%lu %lu\n", after.now - before, after.peak - before);
    return 0;
}

} // namespace segue::bench

namespace {

using namespace segue;

void loadModel(benchmark::State& state, const std::function<files::ModelFile()>& make) {
    const bench::TemporaryFolder folder;
    const auto path = folder.path() / "model.safetensors";
    const files::ModelFile file = make();
    double weights = 0;
    for (const auto& [name, tensor] : file.weights)
        weights += static_cast<double>(tensor.values.size() * sizeof(float));
    if (!files::writeModelFile(path, file)) {
        state.SkipWithError("the model could not be written");
        return;
    }
    for (auto _ : state) {
        const auto memory = bench::memoryOf(path);
        if (!memory) {
            state.SkipWithError(memory.error().message().c_str());
            return;
        }
        state.counters["memory_over_weights"] = static_cast<double>(memory->resident) / weights;
        state.counters["peak_over_weights"] = static_cast<double>(memory->peak) / weights;
        state.counters["weights_MB"] = weights / 1e6;
    }
}
BENCHMARK_CAPTURE(loadModel, melody, bench::melodyModel)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(loadModel, long_melody,
                  [] { return test::randomModel(*architecture::namedConfiguration("hierdec-mel_16bar"), 1); })
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

} // namespace

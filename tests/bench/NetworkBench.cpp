// What a step of learning costs each configuration, at batch 32 on one core: forwards (encoder and decoder), the loss,
// and backwards. Networks of more than 25 million weights run only with SEGUE_BENCH_ALL set: the largest want 10 GB and
// some minutes.

#include "core/architecture/Blueprint.h"
#include "core/model/Backend.h"
#include "core/model/MusicVaeTorch.h"
#include "training/LossTorch.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>

namespace {

using namespace segue;
using torch::Tensor;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kBatch = 32;

/// One of each class, or an eighth of all answers, at every step.
Tensor drawTarget(const architecture::Architecture& architecture) {
    std::vector<Tensor> parts;
    const std::int64_t T = architecture.shape().steps;
    for (const auto& [kind, width] : architecture.decoder.outputs) {
        if (kind == architecture::OutputPart::Kind::Categorical)
            parts.push_back(torch::zeros({T, kBatch, width}).scatter_(2, torch::randint(width, {T, kBatch, 1}), 1.0));
        else
            parts.push_back((torch::rand({T, kBatch, width}) < 0.125).to(torch::kFloat32));
    }
    return torch::cat(parts, 2); // [T, B, V]
}

void learningStep(benchmark::State& state, const architecture::Architecture& architecture) {
    model::useThreads(1);
    const model::MusicVae network(architecture, {});
    const architecture::TensorShape shape = architecture.shape();
    model::BatchTensors batch;
    batch.input = (torch::rand({shape.steps, kBatch, shape.input}) < 0.1).to(torch::kFloat32);
    if (shape.control > 0)
        batch.control = (torch::rand({shape.steps, kBatch, shape.control}) < 0.1).to(torch::kFloat32);
    batch.target = drawTarget(architecture);
    batch.previous = torch::cat({torch::zeros({1, kBatch, shape.output}), batch.target.narrow(0, 0, shape.steps - 1)});

    double forward = 0;
    double loss = 0;
    double backward = 0;
    const auto secondsSince = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    for (auto _ : state) {
        const auto start = Clock::now();
        const auto posterior = network.encode(batch.input, batch.control);
        const Tensor z = posterior.mean + posterior.sigma * torch::randn_like(posterior.mean); // [B, Z]
        const Tensor logits = network.decode(batch, z); // [T, B, V]
        forward += secondsSince(start);
        const auto decoded = Clock::now();
        const training::LossWeights weights;
        const Tensor reconstruction =
            training::reconstructionLoss(architecture.decoder.outputs, logits, batch, weights); // [B]
        const Tensor total = training::lossTerms(reconstruction, training::klDivergence(posterior), weights).total;
        loss += secondsSince(decoded);
        const auto lost = Clock::now();
        total.backward();
        backward += secondsSince(lost);
        state.SetIterationTime(secondsSince(start));
        for (const Tensor& parameter : network.parameters())
            parameter.mutable_grad() = Tensor();
    }
    const auto milliseconds = [&](double seconds) {
        return benchmark::Counter(1000.0 * seconds, benchmark::Counter::kAvgIterations);
    };
    state.counters["forward_ms"] = milliseconds(forward);
    state.counters["loss_ms"] = milliseconds(loss);
    state.counters["backward_ms"] = milliseconds(backward);
    state.counters["parameters"] = static_cast<double>(architecture::weightCount(architecture));
    state.SetItemsProcessed(state.iterations() * kBatch);
}

const bool kRegistered = [] {
    constexpr std::int64_t kMany = 25'000'000;
    for (const architecture::Architecture& architecture : architecture::namedConfigurations()) {
        if (architecture::weightCount(architecture) > kMany && std::getenv("SEGUE_BENCH_ALL") == nullptr)
            continue;
        benchmark::RegisterBenchmark(("learningStep/" + architecture.name).c_str(), learningStep, architecture)
            ->Unit(benchmark::kMillisecond)
            ->UseManualTime()
            ->MinTime(0.2);
    }
    return true;
}();

} // namespace

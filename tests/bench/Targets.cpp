#include "tests/bench/Targets.h"

#include <iomanip>
#include <ostream>
#include <sstream>
#include <utility>

namespace segue::bench {
namespace {

std::string rounded(double value) {
    std::ostringstream text;
    text << std::setprecision(3) << value;
    return text.str();
}

std::string promised(const Target& target) {
    return (target.bound == Target::Bound::AtMost ? "at most " : "at least ") + rounded(target.ratio);
}

} // namespace

const std::vector<Target>& targets() {
    using enum Target::Bound;
    static const std::vector<Target> all = {
        {"decodeMelody", "over_reading_weights", "a two-bar melody", "reading its weights once a step", AtMost, 1.3},
        {"decodeMelody/against_libtorch", "faster_than_libtorch", "a two-bar melody", "LibTorch", AtLeast, 2},
        {"decodeMelody/against_magenta_js_wasm", "faster_than_magenta_js", "a two-bar melody",
         "magenta.js on WebAssembly with SIMD", AtLeast, 5},
        {"decodeMelody/against_magenta_js_cpu", "faster_than_magenta_js", "a two-bar melody",
         "magenta.js without WebAssembly", AtLeast, 60},
        {"decodeMelody/on_two_threads", "faster_than_one_thread", "a two-bar melody on two threads", "on one", AtLeast,
         1.7},
        {"decodeMelody/in_16_bits", "faster_than_32_bits", "a two-bar melody in 16 bits", "in 32", AtLeast, 1.7},
        {"decodeManyMelodies", "over_arithmetic_peak", "256 melodies at once", "this core's products a second", AtMost,
         1.7},
        {"decodeFirstBar", "of_a_step_at_120_bpm", "the first bar of sixteen, 16 bits", "a step at 120 BPM", AtMost,
         0.1},
        {"decodeTrio/in_32_bits", "over_reading_weights", "a trio of sixteen bars", "reading its weights", AtMost, 1.5},
        {"trainingStep/cat-drums_2bar_small/float32", "over_products", "learning drums in 512 classes, 128 at once",
         "its matrix products", AtMost, 1.7},
        {"trainingStep/groovae_2bar/float32", "over_products", "learning grooves, 128 at once", "its matrix products",
         AtMost, 1.7},
        {"trainingStep/hierdec-drums_4bar_small/float32", "over_products", "learning drums of four bars, 128 at once",
         "its matrix products", AtMost, 1.7},
        {"trainingStep/cat-drums_2bar_small/bfloat16", "over_products", "the same three in bfloat16",
         "its matrix products", AtMost, 1.7},
        {"trainingStep/groovae_2bar/bfloat16", "over_products", "", "", AtMost, 1.7},
        {"trainingStep/hierdec-drums_4bar_small/bfloat16", "over_products", "", "", AtMost, 1.7},
        {"moveToScheduler", "of_a_frame", "a move of the mouse until it is played", "a frame of 60 a second", AtMost,
         0.25},
        {"slerpBetweenExamples", "p99_of_a_frame", "a point between two of 100,000 examples", "a frame (p99)", AtMost,
         0.05},
        {"invertPlace/every_dot", "p99_of_a_frame", "a place on their map", "a frame (p99)", AtMost, 0.05},
        {"hoverOverDots", "p99_of_a_frame", "the dot under the cursor", "a frame (p99)", AtMost, 0.05},
        {"loadModel/melody", "memory_over_weights", "memory of a melody model", "its weights", AtMost, 1.2},
        {"loadModel/long_melody", "memory_over_weights", "memory of a model of sixteen bars", "its weights", AtMost,
         1.2},
    };
    return all;
}

std::string benchmarksWithTargets() {
    std::string filter;
    for (const Target& target : targets())
        filter += (filter.empty() ? "^(" : "|") + std::string(target.benchmark);
    return filter + ")(/(manual_time|iterations:[0-9]+|min_time:[0-9.]+))*$";
}

void TargetReporter::ReportRuns(const std::vector<Run>& runs) {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
        Measured& measured = m_measured[run.run_name.function_name];
        if (run.error_occurred)
            measured.whyNot = run.error_message;
        for (const auto& [name, counter] : run.counters)
            measured.counters[name] = counter.value;
    }
}

void TargetReporter::Finalize() {
    ConsoleReporter::Finalize();
    std::ostream& out = GetOutputStream();
    const auto row = [&out](const char* work, const char* against, const std::string& measured,
                            const std::string& target, const std::string& verdict) {
        out << std::left << std::setw(40) << work << std::setw(42) << against << std::setw(10) << measured
            << std::setw(14) << target << verdict << '\n';
    };
    bool isFirst = true;
    for (const Target& target : targets()) {
        const auto at = m_measured.find(target.benchmark);
        if (at == m_measured.end())
            continue;
        if (std::exchange(isFirst, false)) {
            out << '\n';
            row("work", "against", "measured", "target", "");
        }
        const auto counter = at->second.counters.find(target.counter);
        if (counter == at->second.counters.end())
            row(target.work, target.against, "-", promised(target), at->second.whyNot);
        else
            row(target.work, target.against, rounded(counter->second), promised(target),
                target.isMetBy(counter->second) ? "met" : "NOT MET");
    }
    out.flush();
}

} // namespace segue::bench

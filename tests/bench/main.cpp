#include "tests/bench/ModelMemory.h"
#include "tests/bench/Targets.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == segue::bench::kMemoryOption)
        return segue::bench::printMemoryOf(argv[2]);
    char** const end = std::remove_if(argv, argv + argc,
                                      [](const char* argument) { return std::string_view(argument) == "--targets"; });
    const bool onlyTargets = end != argv + argc;
    argc = static_cast<int>(end - argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    segue::bench::TargetReporter reporter(::isatty(STDOUT_FILENO) == 1);
    if (onlyTargets)
        benchmark::RunSpecifiedBenchmarks(&reporter, segue::bench::benchmarksWithTargets());
    else
        benchmark::RunSpecifiedBenchmarks(&reporter);
    benchmark::Shutdown();
    return 0;
}

#include "core/runs/RunFolder.h"

#include "tests/fuzz/MemoryFolder.h"

using namespace segue;

/// Any metrics.jsonl gives a history, the same whether it is read at once or while it grows.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    static MemoryFolder folder;
    std::filesystem::remove(folder.path() / runs::kMetricsName);
    runs::MetricsReader growing(folder.path());
    folder.write(runs::kMetricsName, bytes.first(bytes.size() / 2));
    promise(growing.poll().has_value());
    folder.write(runs::kMetricsName, bytes.subspan(bytes.size() / 2), std::ios::app);
    promise(growing.poll().has_value());
    runs::MetricsReader whole(folder.path());
    promise(whole.poll().has_value());
    promise(growing.history().training.size() == whole.history().training.size() &&
            growing.history().evaluations.size() == whole.history().evaluations.size() &&
            growing.skippedLines() == whole.skippedLines());
}

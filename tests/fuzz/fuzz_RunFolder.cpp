#include "core/runs/RunFolder.h"

#include "tests/fuzz/FuzzTarget.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace segue;

namespace {

/// In memory, as a file is written for every input.
class MemoryFolder {
public:
    MemoryFolder() { fuzz::promise(::mkdtemp(m_path.data()) != nullptr); }
    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;
    ~MemoryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] std::filesystem::path path() const { return m_path; }

private:
    std::string m_path = "/dev/shm/segue-fuzz-XXXXXX";
};

void append(const std::filesystem::path& path, std::span<const std::byte> bytes, std::ios::openmode mode) {
    std::ofstream(path, std::ios::binary | mode)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

/// Any metrics.jsonl gives a history, the same whether it is read at once or while it grows.
void segue::fuzz::consume(std::span<const std::byte> bytes) {
    static const MemoryFolder memory;
    const std::filesystem::path folder = memory.path();
    const std::filesystem::path file = folder / runs::kMetricsName;
    std::filesystem::remove(file);
    runs::MetricsReader growing(folder);
    append(file, bytes.first(bytes.size() / 2), std::ios::trunc);
    promise(growing.poll().has_value());
    append(file, bytes.subspan(bytes.size() / 2), std::ios::app);
    promise(growing.poll().has_value());
    runs::MetricsReader whole(folder);
    promise(whole.poll().has_value());
    promise(growing.history().training.size() == whole.history().training.size() &&
            growing.history().evaluations.size() == whole.history().evaluations.size() &&
            growing.skippedLines() == whole.skippedLines());
}

#pragma once

#include "tests/fuzz/FuzzTarget.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

namespace segue::fuzz {

/// A folder in memory, as a file is written for every input.
class MemoryFolder {
public:
    MemoryFolder() { promise(::mkdtemp(m_path.data()) != nullptr); }
    MemoryFolder(const MemoryFolder&) = delete;
    MemoryFolder& operator=(const MemoryFolder&) = delete;
    ~MemoryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] std::filesystem::path path() const { return m_path; }

    void write(const std::string& name, std::span<const std::byte> bytes, std::ios::openmode mode = std::ios::trunc) {
        std::ofstream(path() / name, std::ios::binary | mode)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }

private:
    std::string m_path = "/dev/shm/segue-fuzz-XXXXXX";
};

} // namespace segue::fuzz

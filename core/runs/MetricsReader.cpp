#include "core/runs/MetricsReader.h"

#include "core/runs/RunFolder.h"

#include <fstream>

namespace segue::runs {
namespace {

/// A line longer than this is no report.
constexpr std::size_t kLongestLine = 1 << 20;
/// Read at a time, so that a huge file does not stall who polls.
constexpr std::size_t kChunk = 4 << 20;

} // namespace

Result<bool> MetricsReader::poll() {
    const auto path = m_folder / kMetricsName;
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error == std::errc::no_such_file_or_directory)
        return false;
    if (error)
        return fail(ErrorCode::Unreadable, "Cannot read " + path.string() + ": " + error.message());
    if (size < m_offset) {
        m_history = {};
        m_partial.clear();
        m_offset = 0;
    }
    if (size == m_offset)
        return false;
    std::ifstream file(path, std::ios::binary);
    if (!file || !file.seekg(static_cast<std::streamoff>(m_offset)))
        return fail(ErrorCode::Unreadable, "Cannot read " + path.string());

    bool any = false;
    std::string chunk(kChunk, '\0');
    while (file) {
        file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        const auto got = static_cast<std::size_t>(file.gcount());
        m_offset += got;
        m_partial.append(chunk, 0, got);
        any = any || m_partial.find('\n') != std::string::npos;
        takeLines();
    }
    return any;
}

void MetricsReader::takeLines() {
    std::size_t start = 0;
    for (std::size_t end = m_partial.find('\n'); end != std::string::npos; end = m_partial.find('\n', start)) {
        if (!addLine(m_history, std::string_view(m_partial).substr(start, end - start)))
            ++m_skippedLines;
        start = end + 1;
    }
    m_partial.erase(0, start);
    if (m_partial.size() > kLongestLine)
        m_partial.assign(1, '?'); // what follows up to the line's end will not be understood, and is counted then
}

} // namespace segue::runs

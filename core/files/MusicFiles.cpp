#include "core/files/MusicFiles.h"

#include "core/base/SystemError.h"
#include "core/base/Utf8.h"
#include "core/files/MusicXml.h"
#include "core/files/TfRecord.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <span>
#include <string_view>
#include <system_error>

namespace segue::files {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kMidiExtensions{".mid", ".midi", ".kar", ".rmi"};
constexpr std::array<std::string_view, 3> kMusicXmlExtensions{".xml", ".musicxml", ".mxl"};

std::string lowerCaseExtension(const fs::path& path) {
    std::string extension = path.extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return extension;
}

class FolderWalk {
public:
    FolderWalk(const fs::path& root, bool recursive) : m_root(root), m_recursive(recursive) {}

    /// An Error only of `folder` itself. A folder that was entered before has nothing new.
    [[nodiscard]] Status enter(const fs::path& folder) {
        std::error_code error;
        const fs::path canonical = fs::canonical(folder, error);
        if (error)
            return fail(systemError(folder, "read", error.value()));
        if (!m_entered.insert(canonical).second)
            return {};
        for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
            add(*at);
        if (error)
            return fail(systemError(folder, "read", error.value()));
        return {};
    }

    [[nodiscard]] MusicFiles finish() {
        std::ranges::sort(m_found.files, {}, &MusicFile::name);
        return std::move(m_found);
    }

private:
    void add(const fs::directory_entry& entry) {
        if (entry.path().filename().string().starts_with('.'))
            return;
        std::error_code ignored;
        if (entry.is_directory(ignored)) {
            if (!m_recursive)
                return;
            if (auto status = enter(entry.path()); !status)
                m_found.unreadableFolders.push_back(std::move(status).error());
        } else if (hasMidiExtension(entry.path()) || hasMusicXmlExtension(entry.path())) {
            const std::string name = entry.path().lexically_relative(m_root).generic_string();
            m_found.files.push_back({entry.path().string(), utf8FromUnknown(name)});
        }
    }

    fs::path m_root;
    bool m_recursive;
    std::set<fs::path> m_entered;
    MusicFiles m_found;
};

} // namespace

bool hasMidiExtension(const fs::path& path) {
    return std::ranges::find(kMidiExtensions, lowerCaseExtension(path)) != kMidiExtensions.end();
}

bool hasMusicXmlExtension(const fs::path& path) {
    return std::ranges::find(kMusicXmlExtensions, lowerCaseExtension(path)) != kMusicXmlExtensions.end();
}

MusicKind musicKindOf(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored) || fs::is_directory(path, ignored))
        return MusicKind::Folder;
    std::array<char, 256> begin{}; // XML may begin with white space
    std::ifstream(path, std::ios::binary).read(begin.data(), begin.size());
    const auto bytes = std::as_bytes(std::span(begin));
    const std::string_view magic(begin.data(), 4);
    if (magic == "MThd" || magic == "RIFF")
        return MusicKind::Midi;
    if (isTfRecordHeader(bytes.first<kTfRecordHeaderSize>())) // its length may look like a '<'
        return MusicKind::NoteSequences;
    if (beginsAsZip(bytes) || beginsAsXml(bytes))
        return MusicKind::MusicXml;
    if (hasMidiExtension(path))
        return MusicKind::Midi;
    if (hasMusicXmlExtension(path))
        return MusicKind::MusicXml;
    if (path.extension().string().starts_with(".tfrecord"))
        return MusicKind::NoteSequences;
    return MusicKind::Other;
}

Result<MusicFiles> listMusicFiles(const fs::path& folder, bool recursive) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
        return fail(ErrorCode::InvalidArgument, folder.string() + " is not a folder");
    FolderWalk walk(folder, recursive);
    if (auto status = walk.enter(folder); !status)
        return fail(std::move(status).error());
    MusicFiles found = walk.finish();
    if (!found.files.empty())
        return found;
    if (!found.unreadableFolders.empty())
        return fail(found.unreadableFolders.front());
    return fail(ErrorCode::NoMusic, "There is no MIDI or MusicXML file in " + folder.string() +
                                        (recursive ? " or its folders" : "") + ": none that ends in " +
                                        kMusicExtensions);
}

} // namespace segue::files

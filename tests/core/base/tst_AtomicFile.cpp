#include "core/base/AtomicFile.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <string_view>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace segue;

namespace {

std::span<const std::byte> bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string content(const std::filesystem::path& path) {
    const auto read = readFile(path);
    return read ? std::string(reinterpret_cast<const char*>(read->data()), read->size()) : read.error().text();
}

std::ptrdiff_t entries(const std::filesystem::path& folder) {
    return std::distance(std::filesystem::directory_iterator(folder), {});
}

/// True if `attempt` returns true in a child process of its own.
template <class Attempt>
bool holdsInChild(Attempt attempt) {
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(attempt() ? 0 : 1);
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// As on a disk that fills up after `limit` bytes of a file: write() fails, with another reason.
bool limitFiles(rlim_t limit) {
    (void)std::signal(SIGXFSZ, SIG_IGN);
    const rlimit files{limit, limit};
    return ::setrlimit(RLIMIT_FSIZE, &files) == 0;
}

} // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = std::filesystem::path(m_folder->path().toStdString()) / "file";
    }

    void appearsAtCommit() {
        auto file = AtomicFile::create(m_path);
        QVERIFY(file);
        QVERIFY(file->write(bytes("kick ")));
        QVERIFY(file->write(bytes("snare")));
        QVERIFY(!std::filesystem::exists(m_path));
        QVERIFY(file->commit());
        QCOMPARE(content(m_path), std::string("kick snare"));
        QCOMPARE(entries(m_path.parent_path()), 1);
    }

    void withoutCommitNothingIsLeft() {
        QVERIFY(writeFileAtomically(m_path, std::string_view("old")));
        {
            auto file = AtomicFile::create(m_path);
            QVERIFY(file->write(bytes("new")));
            const AtomicFile moved = std::move(*file);
        }
        QCOMPARE(content(m_path), std::string("old"));
        QCOMPARE(entries(m_path.parent_path()), 1);
    }

    void permissionsFollowTheUmask() {
        const mode_t before = ::umask(027);
        const bool written = bool(writeFileAtomically(m_path, std::string_view("x")));
        ::umask(before);
        QVERIFY(written);
        QCOMPARE(static_cast<int>(std::filesystem::status(m_path).permissions()), 0640);
    }

    void twoWritersDoNotMix() {
        auto first = AtomicFile::create(m_path);
        auto second = AtomicFile::create(m_path);
        QVERIFY(first && second);
        QVERIFY(first->write(bytes("first")));
        QVERIFY(second->write(bytes("second")));
        QVERIFY(first->commit());
        QVERIFY(second->commit());
        QCOMPARE(content(m_path), std::string("second"));
    }

    void missingFolderIsNotFound() {
        const auto file = AtomicFile::create(m_path / "no" / "such");
        QVERIFY(!file);
        QVERIFY(file.error().code() == ErrorCode::NotFound);
    }

    void folderCannotBeOverwritten() {
        QVERIFY(AtomicFile::create(m_path.parent_path()).error().code() == ErrorCode::Unreadable);
    }

    void fullDiskLeavesTheOldFile() {
        QVERIFY(writeFileAtomically(m_path, std::string_view("old")));
        const std::string large(100'000, 'x');
        QVERIFY(holdsInChild([&] {
            if (!limitFiles(50'000))
                return false;
            const auto status = writeFileAtomically(m_path, large);
            return !status && status.error().code() == ErrorCode::Unreadable &&
                   status.error().text().find(m_path.string()) != std::string::npos;
        }));
        QCOMPARE(content(m_path), std::string("old"));
        QCOMPARE(entries(m_path.parent_path()), 1);
        QVERIFY(holdsInChild([&] { return limitFiles(200'000) && writeFileAtomically(m_path, large); }));
    }

    void readOnlyFolderIsUnreadable() {
        QVERIFY(writeFileAtomically(m_path, std::string_view("old")));
        using std::filesystem::perms;
        const auto folder = m_path.parent_path();
        std::filesystem::permissions(folder,
                                     perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
        const bool refused = holdsInChild([&] {
            constexpr uid_t kNobody = 65534;
            if (::geteuid() == 0 && ::setuid(kNobody) != 0) // the superuser may write everywhere
                return false;
            const auto status = writeFileAtomically(m_path, std::string_view("new"));
            return !status && status.error().code() == ErrorCode::Unreadable;
        });
        std::filesystem::permissions(folder, perms::owner_all);
        QVERIFY(refused);
        QCOMPARE(content(m_path), std::string("old"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
};

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "tst_AtomicFile.moc"

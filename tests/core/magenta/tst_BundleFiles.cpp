#include "core/magenta/BundleFiles.h"

#include "tests/support/MagentaBytes.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace segue;
using namespace segue::magenta;

/// The same files, in a folder and in an archive.
class TestBundleFiles : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::unique_ptr<BundleFiles> files(bool isArchive) {
        const std::filesystem::path folder = m_folder.path().toStdString();
        if (isArchive)
            return std::make_unique<ArchiveFiles>(folder / "all.tar");
        return std::make_unique<FolderFiles>(folder / "files");
    }

private Q_SLOTS:
    void initTestCase() {
        const std::filesystem::path folder = m_folder.path().toStdString();
        QVERIFY(std::filesystem::create_directories(folder / "files"));
        std::vector<test::TarEntry> entries;
        for (const char* name : {"a.index", "a.data", "._a.index"}) {
            QVERIFY(test::write(folder / "files" / name, name));
            entries.push_back({name, name});
        }
        QVERIFY(test::write(folder / "all.tar", test::tar(entries)));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void namesAreListedButNotThoseOfMacOs_data() {
        QTest::addColumn<bool>("isArchive");
        QTest::newRow("folder") << false;
        QTest::newRow("archive") << true;
    }
    void namesAreListedButNotThoseOfMacOs() {
        QFETCH(bool, isArchive);
        auto names = files(isArchive)->names();
        QVERIFY(names);
        std::ranges::sort(*names);
        QCOMPARE(*names, (std::vector<std::string>{"a.data", "a.index"}));
    }

    void thoseThatAreThereAreVisited_data() { namesAreListedButNotThoseOfMacOs_data(); }
    void thoseThatAreThereAreVisited() {
        QFETCH(bool, isArchive);
        std::map<std::string, std::string> visited;
        const auto status =
            files(isArchive)->visit({"a.data", "a.index", "b"}, [&](const std::string& name, ByteStream& stream) {
                std::string text(static_cast<std::size_t>(stream.remaining()), '\0');
                auto read = stream.read(std::as_writable_bytes(std::span(text)));
                visited[name] = text;
                return read;
            });
        QVERIFY2(status, status ? "" : status.error().text().c_str());
        QCOMPARE(visited, (std::map<std::string, std::string>{{"a.data", "a.data"}, {"a.index", "a.index"}}));
    }

    void whatTheVisitorSaysEndsIt_data() { namesAreListedButNotThoseOfMacOs_data(); }
    void whatTheVisitorSaysEndsIt() {
        QFETCH(bool, isArchive);
        int calls = 0;
        const auto status = files(isArchive)->visit({"a.data", "a.index"}, [&](const std::string&, ByteStream&) {
            ++calls;
            return Status(fail(ErrorCode::Cancelled, "enough"));
        });
        QCOMPARE(status.error().code(), ErrorCode::Cancelled);
        QCOMPARE(calls, 1);
    }

    void whatIsNotThereIsAnError() {
        QCOMPARE(FolderFiles("/nowhere").names().error().code(), ErrorCode::NotFound);
        QCOMPARE(ArchiveFiles("/nowhere.tar").names().error().code(), ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestBundleFiles)
#include "tst_BundleFiles.moc"

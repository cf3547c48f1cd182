#include "core/convert/UnfinishedFolder.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::convert;

namespace fs = std::filesystem;

class TestUnfinishedFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_output = fs::path(m_temporary->path().toStdString()) / "out";
    }

    void whatWasKeptIsFoundAgain() {
        const Checkpoint checkpoint{7, 12, {100, 3}, false};
        {
            auto folder = UnfinishedFolder::open(m_output, kTask, false);
            QVERIFY2(folder, folder ? "" : folder.error().text().c_str());
            QVERIFY(folder->checkpoint() == Checkpoint{});
            QVERIFY(folder->keep(checkpoint));
        }
        const auto again = UnfinishedFolder::open(m_output, kTask, false);
        QVERIFY(again && again->checkpoint() == checkpoint);
    }

    void theJournalEndsAtTheCheckpoint() {
        {
            auto folder = UnfinishedFolder::open(m_output, kTask, false);
            auto journal = folder->openJournal();
            QVERIFY(journal && journal->append("one\ntwo\n") && journal->flush());
            QVERIFY(folder->keep({2, journal->size(), {0}, false}));
            QVERIFY(journal->append("three, cut sho") && journal->flush());
        }
        const auto folder = UnfinishedFolder::open(m_output, kTask, false);
        std::string lines;
        QVERIFY(folder->readJournal([&lines](std::string_view line) -> Status {
            lines += "<" + std::string(line) + ">";
            return {};
        }));
        QCOMPARE(lines, std::string("<one><two>"));
        QCOMPARE(folder->openJournal()->size(), std::uint64_t{8});
    }

    void anotherTaskIsExplained() {
        QVERIFY(UnfinishedFolder::open(m_output, kTask, false));
        const auto says = [this](const nlohmann::json& task, const char* text) {
            const auto folder = UnfinishedFolder::open(m_output, task, false);
            return !folder && folder.error().code() == ErrorCode::InvalidArgument &&
                   folder.error().text().find(text) != std::string::npos;
        };
        QVERIFY(says({{"split", "test"}, {"shards", 4}, {"music", "abc"}}, "split was train and is now test."));
        QVERIFY(says({{"split", ""}, {"shards", 8}, {"music", "abc"}},
                     "shards was 4 and is now 8; split was train and is now not given."));
        QVERIFY(says({{"split", "train"}, {"shards", 4}, {"music", "xyz"}}, "files of music were added"));
        QVERIFY(UnfinishedFolder::open(m_output, {{"split", "test"}}, true)->checkpoint() == Checkpoint{});
    }

    void twoAtATimeAreRefused() {
        const auto first = UnfinishedFolder::open(m_output, kTask, false);
        QVERIFY(first);
        const auto second = UnfinishedFolder::open(m_output, kTask, true);
        QVERIFY(second.error().code() == ErrorCode::Unreadable);
        QVERIFY(second.error().text().find("Another process") != std::string::npos);
    }

    void brokenStateIsAnErrorUnlessBegunAnew_data() {
        QTest::addColumn<QByteArray>("state");
        for (const char* state : {"", "{", "[]", "{\"format\":1}",
                                  "{\"format\":1,\"task\":{\"split\":\"train\",\"shards\":4,"
                                  "\"music\":\"abc\"},\"songs\":-1,\"journal\":[]}"})
            QTest::newRow(state) << QByteArray(state);
    }
    void brokenStateIsAnErrorUnlessBegunAnew() {
        QFETCH(QByteArray, state);
        fs::create_directory(m_output.string() + ".unfinished");
        std::ofstream(m_output.string() + ".unfinished/state.json") << state.toStdString();
        QVERIFY(UnfinishedFolder::open(m_output, kTask, false).error().code() == ErrorCode::Malformed);
        QVERIFY(UnfinishedFolder::open(m_output, kTask, true));
    }

    void removedMeansNothingIsLeft() {
        const auto folder = UnfinishedFolder::open(m_output, kTask, false);
        QCOMPARE(folder->part(12).filename().string(), std::string("part-00012"));
        folder->remove();
        QVERIFY(fs::is_empty(m_output.parent_path()));
    }

    void outputThatCannotBeWrittenIsNamed() {
        const auto missing = UnfinishedFolder::open(m_output / "no" / "x", kTask, false);
        QVERIFY(missing.error().code() == ErrorCode::NotFound);
        QVERIFY(missing.error().text().find("Cannot write") != std::string::npos);
        QVERIFY(UnfinishedFolder::open(m_output.parent_path(), kTask, false).error().code() == ErrorCode::Unreadable);
    }

private:
    inline static const nlohmann::json kTask{{"split", "train"}, {"shards", 4}, {"music", "abc"}};

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_output;
};

QTEST_APPLESS_MAIN(TestUnfinishedFolder)
#include "tst_UnfinishedFolder.moc"

#include "app/learning/RunInfo.h"

#include "core/base/Files.h"
#include "core/runs/RunFolder.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::learning;

class TestRunInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theConfigurationTellsWhatIsLearned() {
        QTemporaryDir user;
        const std::filesystem::path run = user.path().toStdString();
        QVERIFY(
            writeFileAtomically(run / runs::kConfigName, std::string_view(R"({"architecture": {"name": "groovae_2bar"},
            "data": {"name": "breaks", "attribution": "me", "examples": ["/music", 3], "train": {"windows": 3120}}})")));
        const auto info = readRunInfo(run);
        QVERIFY(info);
        QCOMPARE(info->configuration, std::string("groovae_2bar"));
        QCOMPARE(info->examples, std::vector<std::filesystem::path>{"/music"});
        QCOMPARE(info->windows, 3120);
        const QString title = QString::fromStdString(titleOf("/runs/my breaks", *info));
        QVERIFY(title.startsWith(QStringLiteral("my breaks")));
        QVERIFY(title.endsWith(QStringLiteral("groovae_2bar")));
    }

    void anyOtherFileIsNoFault_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isRead");
        QTest::newRow("not JSON") << QByteArray("run: mine") << false;
        QTest::newRow("no object") << QByteArray("[]") << false;
        QTest::newRow("empty object") << QByteArray("{}") << true;
        QTest::newRow("other kinds") << QByteArray(R"({"architecture": 3, "data": {"train": [], "examples": {}}})")
                                     << true;
    }
    void anyOtherFileIsNoFault() {
        QFETCH(QByteArray, text);
        QTemporaryDir user;
        const std::filesystem::path run = user.path().toStdString();
        QVERIFY(writeFileAtomically(run / runs::kConfigName,
                                    std::string_view(text.constData(), static_cast<std::size_t>(text.size()))));
        QTEST(readRunInfo(run).has_value(), "isRead");
    }

    void aNewRunNeverTakesAnOldFolder() {
        QTemporaryDir user;
        const std::filesystem::path runs = user.path().toStdString();
        const auto first = newRunFolder(runs, "my breaks");
        QCOMPARE(first, runs / "my breaks");
        std::filesystem::create_directories(first);
        QCOMPARE(newRunFolder(runs, "my breaks"), runs / "my breaks 2");
        QCOMPARE(newRunFolder(runs, "../../etc").parent_path(), runs);
        QCOMPARE(newRunFolder(runs, "").filename().string(), std::string("run"));
    }
};

QTEST_GUILESS_MAIN(TestRunInfo)
#include "tst_RunInfo.moc"

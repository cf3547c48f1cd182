#include "training/Environment.h"

#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestEnvironment : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_temporary;
    [[nodiscard]] std::filesystem::path file() const {
        return std::filesystem::path(m_temporary.path().toStdString()) / "environment.json";
    }
    [[nodiscard]] nlohmann::json contents() const {
        const auto bytes = readFile(file()).value();
        const auto* text = reinterpret_cast<const char*>(bytes.data());
        return nlohmann::json::parse(text, text + bytes.size());
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void saysWhatThisProcessIs() {
        const auto facts = environmentFacts();
        QVERIFY(facts.at("program").get<std::string>().starts_with("segue "));
        QVERIFY(!facts.at("libraries").at("torch").get<std::string>().empty());
        QVERIFY(facts.at("cores").get<int>() > 0);
        QVERIFY(facts.at("memory_bytes").get<std::int64_t>() > 0);
        QVERIFY(facts.at("time").get<std::string>().ends_with("Z"));
    }

    void everyStartIsAdded() {
        QVERIFY(addStart(file(), {{"step", 0}}));
        QVERIFY(addStart(file(), {{"step", 7}}));
        QCOMPARE(contents().at("format_version").get<int>(), 1);
        QCOMPARE(contents().at("starts").size(), std::size_t{2});
        QCOMPARE(contents().at("starts").at(1).at("step").get<int>(), 7);
    }

    void fileThatCannotBeUnderstoodIsBegunAnew() {
        for (const char* const text : {"", "[", "3", "{}", "{\"starts\":3}"}) {
            QVERIFY(writeFileAtomically(file(), std::string_view(text)));
            QVERIFY(addStart(file(), {{"step", 7}}));
            QCOMPARE(contents().at("starts").size(), std::size_t{1});
        }
    }
};

QTEST_APPLESS_MAIN(TestEnvironment)
#include "tst_Environment.moc"

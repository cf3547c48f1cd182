#include "app/cli/Cli.h"
#include "app/cli/PortsCommand.h"

#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

using namespace segue;
using namespace segue::test;

class TestPortsCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutAnythingItSucceedsAndSaysWhy() {
        const JackServer server; // named, not started
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"ports", "--json"}, out, errors), 0);
        QVERIFY(errors.str().empty());
        const auto report = nlohmann::json::parse(out.str());
        QVERIFY(std::ranges::any_of(report["unavailable"], [](const auto& api) {
            return api["api"] == "JACK" && api["reason"] == "No JACK server is running";
        }));
    }

    void portsOfARunningServerAreListed() {
        if (const QString reason = JackServer::whyNot(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        JackServer server;
        QVERIFY(server.start());
        MidiListener listener;
        listener.openPort();
        std::ostringstream out;
        std::ostringstream errors;
        QCOMPARE(cli::runCli({"ports", "--json"}, out, errors), 0);
        const auto report = nlohmann::json::parse(out.str());
        const auto has = [&](const char* id) {
            return std::ranges::any_of(report["ports"], [&](const auto& port) { return port["id"] == id; });
        };
        QVERIFY(has("jack:listener:in"));
        QVERIFY(has("jack:virtual"));
    }
};

QTEST_GUILESS_MAIN(TestPortsCommand)
#include "tst_PortsCommand.moc"

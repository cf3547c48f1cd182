#include "training/Launch.h"

#include <QTest>

using namespace segue;
using training::Environment;
using training::Launch;
using training::launchFrom;

class TestLaunch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void launchersAreUnderstood_data() {
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<Launch>("expected");
        const auto row = [](const char* name, Environment environment, Launch launch) {
            QTest::newRow(name) << std::move(environment) << std::move(launch);
        };
        row("by hand", {{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "localhost"}, {"MASTER_PORT", "4711"}},
            {.rank = 1, .size = 2, .address = "localhost", .port = 4711, .interface = "lo"});
        row("torchrun",
            {{"RANK", "5"},
             {"WORLD_SIZE", "8"},
             {"LOCAL_RANK", "1"},
             {"MASTER_ADDR", "node03"},
             {"MASTER_PORT", "29400"},
             {"TORCHELASTIC_USE_AGENT_STORE", "True"}},
            {.rank = 5, .size = 8, .localRank = 1, .address = "node03", .port = 29401});
        row("torchrun inside a job of Slurm's",
            {{"RANK", "3"},
             {"WORLD_SIZE", "4"},
             {"MASTER_ADDR", "node03"},
             {"MASTER_PORT", "29400"},
             {"SLURM_PROCID", "0"},
             {"SLURM_NTASKS", "1"}},
            {.rank = 3, .size = 4, .address = "node03", .port = 29400});
        row("Open MPI on one machine",
            {{"OMPI_COMM_WORLD_RANK", "2"},
             {"OMPI_COMM_WORLD_SIZE", "3"},
             {"OMPI_COMM_WORLD_LOCAL_RANK", "2"},
             {"OMPI_COMM_WORLD_LOCAL_SIZE", "3"}},
            {.rank = 2, .size = 3, .localRank = 2, .address = "127.0.0.1", .port = 29500, .interface = "lo"});
        row("Open MPI on two machines, an interface chosen",
            {{"OMPI_COMM_WORLD_RANK", "2"},
             {"OMPI_COMM_WORLD_SIZE", "4"},
             {"OMPI_COMM_WORLD_LOCAL_RANK", "0"},
             {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"},
             {"MASTER_ADDR", "10.0.0.1"},
             {"GLOO_SOCKET_IFNAME", "eth1"}},
            {.rank = 2, .size = 4, .address = "10.0.0.1", .port = 29500, .interface = "eth1"});
        row("MPICH", {{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}, {"MPI_LOCALRANKID", "1"}, {"MPI_LOCALNRANKS", "2"}},
            {.rank = 1, .size = 2, .localRank = 1, .address = "127.0.0.1", .port = 29500, .interface = "lo"});
        row("Slurm",
            {{"SLURM_PROCID", "3"},
             {"SLURM_NTASKS", "4"},
             {"SLURM_LOCALID", "1"},
             {"SLURM_NODELIST", "node[07-08]"},
             {"SLURM_JOB_ID", "1234567"}},
            {.rank = 3, .size = 4, .localRank = 1, .address = "node07", .port = 24567});
        row("a step of a job of Slurm's that has more tasks",
            {{"SLURM_PROCID", "1"},
             {"SLURM_NTASKS", "4"},
             {"SLURM_STEP_NUM_TASKS", "2"},
             {"SLURM_STEP_NODELIST", "gpu3"},
             {"SLURM_NODELIST", "cpu[1-9]"}},
            {.rank = 1, .size = 2, .address = "gpu3", .port = 29500});
    }
    void launchersAreUnderstood() {
        QFETCH(Environment, environment);
        QFETCH(Launch, expected);
        const auto launch = launchFrom(environment);
        QVERIFY2(launch, launch ? "" : launch.error().text().c_str());
        QVERIFY(launch->has_value());
        QCOMPARE((*launch)->rank, expected.rank);
        QCOMPARE((*launch)->size, expected.size);
        QCOMPARE((*launch)->address, expected.address);
        QCOMPARE((*launch)->port, expected.port);
        QVERIFY(**launch == expected);
    }

    void whoWasStartedAloneIsAlone_data() {
        QTest::addColumn<Environment>("environment");
        QTest::newRow("nothing") << Environment{};
        QTest::newRow("a launcher of one") << Environment{{"RANK", "0"}, {"WORLD_SIZE", "1"}};
        QTest::newRow("variables that were cleared") << Environment{{"RANK", ""}, {"WORLD_SIZE", ""}};
        QTest::newRow("the shell of an allocation") << Environment{{"SLURM_NTASKS", "4"}, {"SLURM_NODELIST", "n[1-4]"}};
        QTest::newRow("the script of a job")
            << Environment{{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_STEP_NUM_TASKS", "1"}};
    }
    void whoWasStartedAloneIsAlone() {
        QFETCH(Environment, environment);
        const auto launch = launchFrom(environment);
        QVERIFY(launch);
        QVERIFY(!launch->has_value());
    }

    void contradictionsAreNamed_data() {
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* name, Environment environment, const char* faulty) {
            QTest::newRow(name) << std::move(environment) << QString::fromLatin1(faulty);
        };
        row("no size", {{"RANK", "0"}}, "WORLD_SIZE");
        row("no rank", {{"WORLD_SIZE", "2"}}, "RANK");
        row("rank behind the last", {{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}}, "RANK is \"2\"");
        row("rank below 0", {{"RANK", "-1"}, {"WORLD_SIZE", "2"}}, "RANK is \"-1\"");
        row("no number", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2x"}}, "OMPI_COMM_WORLD_SIZE");
        row("local rank behind the last", {{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "9"}}, "LOCAL_RANK");
        row("no address", {{"RANK", "0"}, {"WORLD_SIZE", "2"}}, "MASTER_ADDR");
        row("machines of MPI unknown",
            {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "4"}, {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}},
            "MASTER_ADDR");
        row("no port", {{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "70000"}},
            "MASTER_PORT");
        row("list of machines", {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}, {"SLURM_NODELIST", "node["}}, "node[");
    }
    void contradictionsAreNamed() {
        QFETCH(Environment, environment);
        QFETCH(QString, name);
        const auto launch = launchFrom(environment);
        QVERIFY(!launch);
        QVERIFY(launch.error().code() == ErrorCode::InvalidArgument);
        const QString message = QString::fromStdString(launch.error().message());
        QVERIFY2(message.contains(name), qPrintable(message));
    }

    void firstMachineOfSlurmsListIsRead_data() {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("host");
        const auto row = [](const char* list, const char* host) {
            QTest::newRow(*list == '\0' ? "nothing" : list) << QString::fromLatin1(list) << QString::fromLatin1(host);
        };
        row("gpu3", "gpu3");
        row("gpu3,gpu4", "gpu3");
        row("node[07-12,20],gpu3", "node07");
        row("node[20,07-12]", "node20");
        row("rack[1-2]-ib", "rack1-ib");
        row("rack[1-2]-ib,other", "rack1-ib");
        row("", "");
        row("node[", "");
        row("node[]", "");
        row("node[1-2", "");
        row("[1-2]", "1");
        row("rack[1-2]node[3-4]", "");
        row(",a", "");
    }
    void firstMachineOfSlurmsListIsRead() {
        QFETCH(QString, list);
        QFETCH(QString, host);
        const auto first = training::firstHost(list.toStdString());
        QCOMPARE(first.has_value(), !host.isEmpty());
        if (first)
            QCOMPARE(*first, host.toStdString());
    }

    void environmentOfThisProcessIsRead() {
        qputenv("SEGUE_TEST_LAUNCH", "a=b");
        QCOMPARE(training::processEnvironment().at("SEGUE_TEST_LAUNCH"), std::string("a=b"));
    }
};

Q_DECLARE_METATYPE(Environment)
Q_DECLARE_METATYPE(Launch)

QTEST_APPLESS_MAIN(TestLaunch)
#include "tst_Launch.moc"

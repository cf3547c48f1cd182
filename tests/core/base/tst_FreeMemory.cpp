#include "core/base/FreeMemory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;

class TestFreeMemory : public QObject {
    Q_OBJECT

    static void write(const QTemporaryDir& root, const char* path, const char* text) {
        const QString name = root.filePath(QString::fromLatin1(path));
        QVERIFY(QDir().mkpath(QFileInfo(name).path()));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static std::optional<std::uint64_t> free(const QTemporaryDir& root) {
        return freeMemory(root.path().toStdString());
    }
    static void writeMeminfo(const QTemporaryDir& root) {
        write(root, "proc/meminfo", "MemTotal:  8000 kB\nMemFree:   100 kB\nMemAvailable:   5000 kB\n");
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void isWhatTheSystemHasAvailable() {
        const QTemporaryDir root;
        writeMeminfo(root);
        QCOMPARE(free(root).value(), std::uint64_t{5'120'000});
    }

    void isNothingWhereTheSystemDoesNotTell() {
        const QTemporaryDir root;
        QVERIFY(!free(root));
        write(root, "proc/meminfo", "MemAvailable:\n");
        QVERIFY(!free(root));
    }

    void groupsOfTheSecondVersionLimitIt() {
        const QTemporaryDir root;
        writeMeminfo(root);
        write(root, "proc/self/cgroup", "0::/user/app\n");
        write(root, "sys/fs/cgroup/user/app/memory.max", "max\n");
        write(root, "sys/fs/cgroup/user/app/memory.current", "400000\n");
        QCOMPARE(free(root).value(), std::uint64_t{5'120'000});
        write(root, "sys/fs/cgroup/user/memory.max", "1000000\n"); // of the group that holds it
        write(root, "sys/fs/cgroup/user/memory.current", "600000\n");
        QCOMPARE(free(root).value(), std::uint64_t{400'000});
        write(root, "sys/fs/cgroup/user/memory.stat", "anon 1\ninactive_file 50000\n");
        QCOMPARE(free(root).value(), std::uint64_t{450'000});
    }

    void groupsOfTheFirstVersionLimitIt() {
        const QTemporaryDir root;
        writeMeminfo(root);
        write(root, "proc/self/cgroup", "9:cpu,memory:/box\n4:pids:/box\n");
        write(root, "sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1000000\n");
        write(root, "sys/fs/cgroup/memory/box/memory.usage_in_bytes", "1200000\n");
        QCOMPARE(free(root).value(), std::uint64_t{0});
        write(root, "sys/fs/cgroup/memory/box/memory.stat", "total_inactive_file 700000\n");
        QCOMPARE(free(root).value(), std::uint64_t{500'000});
    }

    void hostsPathThatIsNotThereMeansTheMount() {
        const QTemporaryDir root;
        writeMeminfo(root);
        write(root, "proc/self/cgroup", "0::/machine/that/is/not/here\n");
        write(root, "sys/fs/cgroup/memory.max", "300000\n");
        write(root, "sys/fs/cgroup/memory.current", "100000\n");
        QCOMPARE(free(root).value(), std::uint64_t{200'000});
    }

    void brokenGroupsAreNoLimit() {
        const QTemporaryDir root;
        writeMeminfo(root);
        write(root, "proc/self/cgroup", "nonsense\n::\n0::\n");
        write(root, "sys/fs/cgroup/memory.max", "many\n");
        QCOMPARE(free(root).value(), std::uint64_t{5'120'000});
    }

    void thisMachineHasSome() {
#ifdef __linux__
        QVERIFY(freeMemory().value() > 0);
#endif
    }
};

QTEST_APPLESS_MAIN(TestFreeMemory)
#include "tst_FreeMemory.moc"

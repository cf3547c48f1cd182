#include "app/learning/RunProcess.h"

#include "core/base/Files.h"
#include "core/runs/RunFolder.h"
#include "tests/app/support/TestTrainer.h"

#include <sys/resource.h>

using namespace segue;
using namespace segue::learning;
using test::TestTrainer;

namespace {

pid_t processOf(const std::filesystem::path& run) {
    QFile file(QString::fromStdString((run / kProcessName).string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

} // namespace

class TestRunProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_user = std::make_unique<QTemporaryDir>();
        QFile model(m_user->filePath(QStringLiteral("model")));
        QVERIFY(model.open(QIODevice::WriteOnly));
    }

    void aRunLearnsWithLowPriorityUntilItIsStopped() {
        TestTrainer trainer(folder() / "model", folder());
        const auto run = folder() / "run";
        QVERIFY(!isAtWork(run));
        QVERIFY(startRun(run, arguments(run)));
        QTRY_VERIFY(isAtWork(run));
        QCOMPARE(getpriority(PRIO_PROCESS, static_cast<id_t>(processOf(run))), 15);
        runs::MetricsReader reader(run);
        QTRY_VERIFY(reader.poll() && reader.history().training.size() > 2);
        QVERIFY(requestStop(run));
        QTRY_VERIFY(!isAtWork(run));
        QVERIFY(reader.poll());
        QVERIFY(reader.history().state.state == runs::RunState::Stopped);
        QVERIFY(requestStop(run).error().code() == ErrorCode::NotFound);
    }

    void pausingHoldsItAndGoingOnLetsItLearn() {
        TestTrainer trainer(folder() / "model", folder());
        const auto run = folder() / "run";
        QVERIFY(startRun(run, arguments(run)));
        runs::MetricsReader reader(run);
        QTRY_VERIFY(reader.poll() && !reader.history().training.empty());
        QVERIFY(setPaused(run, true));
        QVERIFY(isPauseAsked(run));
        QTRY_VERIFY(reader.poll() && reader.history().state.state == runs::RunState::Paused);
        const auto step = reader.history().training.back().step;
        QVERIFY(setPaused(run, false));
        QVERIFY(setPaused(run, false)); // twice is no fault
        QTRY_VERIFY(reader.poll() && reader.history().training.back().step > step);
        QVERIFY(kill(run));
        QTRY_VERIFY(!isAtWork(run));
    }

    void aKilledRunGoesOnAsItWasBegun() {
        TestTrainer trainer(folder() / "model", folder());
        const auto run = folder() / "run";
        QVERIFY(startRun(run, arguments(run) + QStringList{QStringLiteral("--minutes"), QStringLiteral("7")}));
        QTRY_VERIFY(isAtWork(run));
        QVERIFY(setPaused(run, true)); // when it was killed
        QVERIFY(kill(run));
        QTRY_VERIFY(!isAtWork(run));
        const auto renamed = folder() / "renamed";
        std::filesystem::rename(run, renamed);
        std::filesystem::remove(renamed / "arguments");
        QVERIFY(goOnWithRun(renamed));
        QVERIFY(!isPauseAsked(renamed));
        QTRY_VERIFY(std::filesystem::exists(renamed / "arguments"));
        QTRY_COMPARE(readAll(renamed / "arguments").trimmed(),
                     ("train --run-dir " + renamed.string() + " --minutes 7").c_str());
        QVERIFY(kill(renamed));
        QTRY_VERIFY(!isAtWork(renamed));
    }

    void aRunOfSomeoneElseGoesOnAsItsConfigSays() {
        TestTrainer trainer(folder() / "model", folder());
        const auto run = folder() / "run";
        QVERIFY(goOnWithRun(run).error().code() == ErrorCode::NotFound); // there is none
        std::filesystem::create_directories(run);
        QVERIFY(writeFileAtomically(run / runs::kConfigName,
                                    std::string_view(R"({"minutes": 25.0, "data": {"examples": ["/music"]}})")));
        QVERIFY(goOnWithRun(run));
        QTRY_VERIFY(readAll(run / "arguments").contains("--minutes 25 --examples /music"));
        QVERIFY(readAll(run / "arguments")
                    .contains("--config " + QByteArray::fromStdString((run / "config.json").string())));
        QTRY_VERIFY(isAtWork(run));
        QVERIFY(kill(run));
        QTRY_VERIFY(!isAtWork(run));
    }

    void whatItPrintsIsKept() {
        TestTrainer trainer(folder() / "model", folder(), TestTrainer::Character::FailsAtOnce);
        const auto run = folder() / "run";
        QVERIFY(startRun(run, arguments(run)));
        QTRY_VERIFY(lastOutput(run).find("no music here") != std::string::npos);
        QTRY_VERIFY(!isAtWork(run));
    }

    void aRunOfSomeoneElseIsNotStopped() {
        const auto run = folder() / "run";
        std::filesystem::create_directories(run);
        QVERIFY(requestStop(run).error().code() == ErrorCode::NotFound);
        QFile file(QString::fromStdString((run / kProcessName).string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::number(QCoreApplication::applicationPid())); // a number that another program has now
        file.close();
        QVERIFY(requestStop(run).error().code() == ErrorCode::NotFound);
    }

    void withoutATrainerItSaysSo() {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", m_user->path().toLocal8Bit());
        const Status started = startRun(folder() / "run", {});
        qputenv("PATH", path);
        if (started)
            QSKIP("a real segue-cli is beside this test");
        QVERIFY(started.error().code() == ErrorCode::NotFound);
        QVERIFY(started.error().text().find("segue-cli") != std::string::npos);
    }

    void aFolderThatCannotBeMadeIsSaid() {
        TestTrainer trainer(folder() / "model", folder());
        QVERIFY(!startRun("/proc/no/run", {}));
    }

private:
    static QByteArray readAll(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] std::filesystem::path folder() const { return m_user->path().toStdString(); }
    static QStringList arguments(const std::filesystem::path& run) {
        return {QStringLiteral("train"), QStringLiteral("--run-dir"), QString::fromStdString(run.string())};
    }

    std::unique_ptr<QTemporaryDir> m_user;
};

QTEST_GUILESS_MAIN(TestRunProcess)
#include "tst_RunProcess.moc"

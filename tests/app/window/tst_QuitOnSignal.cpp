#include "app/window/QuitOnSignal.h"

#include <QCoreApplication>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <csignal>

using segue::window::QuitOnSignal;

class TestQuitOnSignal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aSignalEndsTheEventLoop_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("terminate") << SIGTERM;
        QTest::newRow("hang up") << SIGHUP;
    }
    void aSignalEndsTheEventLoop() {
        QFETCH(int, signal);
        const QuitOnSignal quit;
        QTimer::singleShot(0, this, [signal] { std::raise(signal); });
        QTimer::singleShot(std::chrono::seconds(20), QCoreApplication::instance(), [] { QCoreApplication::exit(1); });
        QCOMPARE(QCoreApplication::exec(), 0);
    }
};

QTEST_GUILESS_MAIN(TestQuitOnSignal)
#include "tst_QuitOnSignal.moc"

#include "app/instrument/Engine.h"

#include "core/architecture/Architecture.h"

#include <QTest>

#include <thread>

using namespace segue;
using namespace segue::instrument;
using decoder::Precision;
using session::Engine;

namespace {

architecture::Architecture named(const char* name) {
    return *architecture::namedConfiguration(name);
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void ofItselfOnlyALargeModelIsHalvedAndShared() {
        const int most = std::thread::hardware_concurrency() > 1 ? 2 : 1;
        for (const char* small : {"cat-mel_2bar_small", "groovae_2bar"}) {
            QVERIFY(precisionFor(named(small), {}) == Precision::Float32);
            QCOMPARE(threadsFor(named(small), {}), 1);
        }
        for (const char* large : {"hierdec-mel_16bar", "hierdec-trio_16bar"}) {
            QVERIFY(precisionFor(named(large), {}) == Precision::BFloat16);
            QCOMPARE(threadsFor(named(large), {}), most);
        }
    }

    void whatIsChosenHoldsForAll() {
        for (const char* name : {"cat-mel_2bar_small", "hierdec-mel_16bar"}) {
            QVERIFY(precisionFor(named(name), Engine{true, {}}) == Precision::BFloat16);
            QVERIFY(precisionFor(named(name), Engine{false, {}}) == Precision::Float32);
            QCOMPARE(threadsFor(named(name), Engine{{}, false}), 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_Engine.moc"

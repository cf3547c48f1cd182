#include "training/Workers.h"

#include <QTest>

#include <array>
#include <atomic>
#include <stdexcept>

using namespace segue::training;

class TestWorkers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyPartIsDoneOnceByItsWorker_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("parts");
        QTest::newRow("alone") << 1 << 3;
        QTest::newRow("a part each") << 3 << 3;
        QTest::newRow("more parts than workers") << 2 << 5;
        QTest::newRow("more workers than parts") << 4 << 2;
        QTest::newRow("nothing to do") << 2 << 0;
    }
    void everyPartIsDoneOnceByItsWorker() {
        QFETCH(int, count);
        QFETCH(int, parts);
        Workers workers(count);
        QCOMPARE(workers.count(), count);
        for (int repetition = 0; repetition < 50; ++repetition) {
            std::array<std::thread::id, 8> byPart;
            std::array<std::atomic<int>, 8> times{};
            workers.run(parts, [&](int part) {
                byPart[static_cast<std::size_t>(part)] = std::this_thread::get_id();
                ++times[static_cast<std::size_t>(part)];
            });
            for (std::size_t part = 0; part < byPart.size(); ++part) {
                const bool isThere = part < static_cast<std::size_t>(parts);
                QCOMPARE(times[part].load(), isThere ? 1 : 0);
                if (isThere)
                    QVERIFY(byPart[part] == byPart[part % static_cast<std::size_t>(count)]);
            }
            QVERIFY(parts == 0 || byPart[0] == std::this_thread::get_id());
        }
    }

    void eachThreadBeginsOnce() {
        std::atomic<int> begun = 0;
        {
            Workers workers(3, [&] { ++begun; });
            workers.run(3, [](int) {});
            workers.run(3, [](int) {});
        }
        QCOMPARE(begun.load(), 2);
    }

    void whatATaskThrowsIsThrownAfterAllAreDone() {
        Workers workers(3);
        std::atomic<int> done = 0;
        const auto run = [&] {
            workers.run(3, [&](int part) {
                if (part == 1)
                    throw std::runtime_error("part 1");
                ++done;
            });
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, run());
        QCOMPARE(done.load(), 2);
        workers.run(3, [&](int) { ++done; }); // and all goes on
        QCOMPARE(done.load(), 5);
    }

    void thereIsACore() {
        QVERIFY(physicalCores() >= 1);
        QVERIFY(physicalCores() <= static_cast<int>(std::thread::hardware_concurrency()));
    }
};

QTEST_APPLESS_MAIN(TestWorkers)
#include "tst_Workers.moc"

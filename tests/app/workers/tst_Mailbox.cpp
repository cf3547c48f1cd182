#include "app/workers/Mailbox.h"

#include <QTest>

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

using namespace segue::workers;

namespace {

/// Larger than a cache line, and able to tell whether it is whole.
struct Letter {
    explicit Letter(std::uint64_t number) { words.fill(number); }
    [[nodiscard]] bool isWhole() const {
        for (const auto word : words)
            if (word != words.front())
                return false;
        return true;
    }
    std::array<std::uint64_t, 32> words{};
};

} // namespace

class TestMailbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theNewestLetterReplacesTheOneThatWaits() {
        Mailbox<int> box;
        QVERIFY(!box.put(1));
        QVERIFY(box.put(2));
        QCOMPARE(box.take({}).value_or(0), 2);
        QVERIFY(!box.put(3));
    }

    void anEmptyBoxKeepsNobodyWaiting() {
        Mailbox<int> box;
        QVERIFY(!box.takeNow());
        box.put(4);
        QCOMPARE(box.takeNow().value_or(0), 4);
        QVERIFY(!box.takeNow());
    }

    void stopEndsTheWait() {
        Mailbox<int> box;
        std::atomic<bool> gotNothing = false;
        {
            std::jthread reader([&](const std::stop_token& stop) { gotNothing = !box.take(stop).has_value(); });
        }
        QVERIFY(gotNothing);
    }

    void lettersArriveWholeInOrderAndTheLastOneAlways() {
        constexpr std::uint64_t kLetters = 100'000;
        Mailbox<Letter> box;
        std::atomic<bool> allWhole = true;
        std::atomic<bool> rising = true;
        std::atomic<std::uint64_t> last = 0;
        std::jthread reader([&](const std::stop_token& stop) {
            while (last != kLetters) {
                const auto letter = box.take(stop);
                if (!letter)
                    return;
                allWhole = allWhole && letter->isWhole();
                rising = rising && letter->words.front() > last;
                last = letter->words.front();
            }
        });
        for (std::uint64_t number = 1; number <= kLetters; ++number)
            box.put(Letter(number));
        QTRY_COMPARE(last.load(), kLetters);
        QVERIFY(allWhole);
        QVERIFY(rising);
    }
};

QTEST_GUILESS_MAIN(TestMailbox)
#include "tst_Mailbox.moc"

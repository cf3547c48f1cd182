#include "app/workers/Outbox.h"

#include <QTest>

#include <numeric>
#include <thread>

using namespace segue;

class TestOutbox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everythingArrivesOnceAndInOrder() {
        constexpr int kCount = 20000;
        workers::Outbox<int> box;
        std::jthread job([&box] {
            for (int i = 0; i < kCount; ++i)
                box.put(i);
        });
        std::vector<int> taken;
        while (taken.size() < kCount) {
            const auto some = box.takeAll();
            taken.insert(taken.end(), some.begin(), some.end());
        }
        std::vector<int> expected(kCount);
        std::iota(expected.begin(), expected.end(), 0);
        QVERIFY(taken == expected);
        QVERIFY(box.takeAll().empty());
    }
};

QTEST_APPLESS_MAIN(TestOutbox)
#include "tst_Outbox.moc"

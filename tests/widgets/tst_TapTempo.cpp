#include "widgets/TapTempo.h"

#include <QTest>

using namespace segue;
using namespace std::chrono_literals;
using widgets::TapTempo;

class TestTapTempo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void oneTapHasNoTempo() {
        TapTempo taps;
        QVERIFY(!taps.tap(m_start));
    }

    void evenTapsGiveTheirTempo() {
        TapTempo taps;
        (void)taps.tap(m_start);
        (void)taps.tap(m_start + 500ms);
        QCOMPARE(taps.tap(m_start + 1000ms)->value, 120.0);
    }

    void unevenTapsAreAveraged() {
        TapTempo taps;
        (void)taps.tap(m_start);
        (void)taps.tap(m_start + 450ms);
        QCOMPARE(taps.tap(m_start + 1000ms)->value, 120.0);
    }

    void pauseBeginsAnew() {
        TapTempo taps;
        (void)taps.tap(m_start);
        (void)taps.tap(m_start + 500ms);
        QVERIFY(!taps.tap(m_start + 2501ms));
        QCOMPARE(taps.tap(m_start + 3501ms)->value, 60.0);
    }

    void onlyTheLastTapsCount() {
        TapTempo taps;
        auto now = m_start;
        (void)taps.tap(now);
        for (int i = 0; i < 20; ++i)
            (void)taps.tap(now += 1000ms);
        std::optional<Bpm> tempo;
        for (std::size_t i = 0; i < TapTempo::kTaps; ++i)
            tempo = taps.tap(now += 400ms);
        // The first of the kept taps is a fast one already.
        QCOMPARE(tempo->value, 150.0);
    }

    void twoTapsAtOnceAreNotInfinitelyFast() {
        TapTempo taps;
        (void)taps.tap(m_start);
        QVERIFY(!taps.tap(m_start));
    }

private:
    std::chrono::steady_clock::time_point m_start{100s};
};

QTEST_APPLESS_MAIN(TestTapTempo)
#include "tst_TapTempo.moc"

#include "core/convert/WindowCount.h"

#include <QTest>

using namespace segue;
using namespace segue::convert;

class TestWindowCount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void windowsAreThoseOfTheConfiguration() {
        music::NoteSequence sequence; // a hit on each beat of 5 bars, and one that is no drum
        for (int beat = 0; beat < 20; ++beat)
            sequence.notes.push_back(
                {MidiPitch(36), Velocity(100), Seconds(beat * 0.5), Seconds(beat * 0.5 + 0.1), 0, 0, true});
        sequence.notes.push_back({MidiPitch(3), Velocity(100), Seconds(9.5), Seconds(9.6), 0, 0, true});
        const auto twoBars = windowCounter("groovae_2bar_humanize");
        QVERIFY(twoBars);
        const WindowCount count = (*twoBars)(sequence);
        QCOMPARE(count.windows, 4);
        QVERIFY(count.unmappedPitches == (std::map<int, int>{{3, 1}}));
        QVERIFY(count.why.empty());
        QCOMPARE((*windowCounter("groovae_4bar"))(sequence).windows, 2);
    }

    void aPieceWithoutWindowsSaysWhy() {
        const WindowCount count = (*windowCounter("groovae_2bar_humanize"))({});
        QCOMPARE(count.windows, 0);
        QVERIFY(!count.why.empty());
    }

    void anUnknownConfigurationIsAnError() {
        QVERIFY(windowCounter("groovae_3bar").error().code() == ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestWindowCount)
#include "tst_WindowCount.moc"

#include "app/library/ReadingMap.h"

#include <QTest>

using namespace segue;
using library::chosenReadingMap;
using library::defaultReadingMap;

class TestReadingMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theDefaultAsksTheModelFirstAndThenGeneralMidi() {
        const auto map = defaultReadingMap(music::rolandDrumMap());
        QCOMPARE(map.classOf(MidiPitch(45)), std::optional(5)); // a low tom of General MIDI's, a mid tom of Roland's
        QCOMPARE(map.classOf(MidiPitch(56)), std::optional(1)); // a cowbell, which Roland does not know
        QVERIFY(!map.classOf(MidiPitch(2)));
        QCOMPARE(map.size(), music::kDrumClasses);
    }

    void onlyWhatReadsOtherwiseIsAChoice() {
        auto map = defaultReadingMap(music::rolandDrumMap());
        std::swap(map.classes[1].pitches.front(), map.classes[1].pitches.back());
        map.name = "something else";
        QVERIFY(!chosenReadingMap(map, music::rolandDrumMap()));
        QVERIFY(chosenReadingMap(music::rolandDrumMap(), music::rolandDrumMap())); // it leaves the cowbell out
        map.classes[8].pitches.emplace_back(std::uint8_t{2});
        QVERIFY(chosenReadingMap(map, music::rolandDrumMap()) == std::optional(map));
    }
};

QTEST_APPLESS_MAIN(TestReadingMap)
#include "tst_ReadingMap.moc"

#include "widgets/PatternPicture.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QPainter>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestPatternPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hitsLieBottomUpAndLeftToRight() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {true, 1, 1, 0};
        pattern.at(31, 8) = {true, 1, 1, 0};
        const QImage image = painted(pattern);
        QCOMPARE(image.pixelColor(5, 85), QColor(Qt::white));
        QCOMPARE(image.pixelColor(315, 5), QColor(Qt::white));
        QCOMPARE(image.pixelColor(5, 5), QColor(Qt::black));
        QCOMPARE(image.pixelColor(160, 45), QColor(Qt::black));
    }

    void ofManyDrumsThoseThatAreHitShareTheHeight() {
        music::DrumPattern pattern(32, 4, 61);
        pattern.at(0, 3) = {true, 1, 1, 0};
        pattern.at(8, 20) = {true, 1, 1, 0};
        pattern.at(16, 40) = {true, 1, 1, 0};
        const QImage image = painted(pattern);
        QCOMPARE(image.pixelColor(5, 75), QColor(Qt::white));
        QCOMPARE(image.pixelColor(85, 45), QColor(Qt::white));
        QCOMPARE(image.pixelColor(165, 15), QColor(Qt::white));
        QVERIFY(count(painted(music::DrumPattern(32, 4, 61)), Qt::black, 0) == 320 * 90);
    }

    void notesLieBottomUpAndAsLongAsTheyLast() {
        music::MelodyPattern melody;
        melody.events.resize(32);
        melody.events[0] = music::MelodyEvent::on(MidiPitch(60));
        melody.events[16] = music::MelodyEvent::on(MidiPitch(72));
        const QImage image = painted(melody);
        QCOMPARE(image.pixelColor(80, 86), QColor(Qt::white)); // low, through all of the first half
        QCOMPARE(image.pixelColor(240, 86), QColor(Qt::black));
        QCOMPARE(image.pixelColor(240, 3), QColor(Qt::white));
        QCOMPARE(image.pixelColor(80, 3), QColor(Qt::black));
    }

    void loneNoteStandsInTheMiddleAndIsNotHuge() {
        music::MelodyPattern melody;
        melody.events.resize(32);
        melody.events[0] = music::MelodyEvent::on(MidiPitch(60));
        const QImage image = painted(melody);
        QCOMPARE(image.pixelColor(160, 45), QColor(Qt::white));
        QCOMPARE(image.pixelColor(160, 30), QColor(Qt::black));
        QCOMPARE(image.pixelColor(160, 60), QColor(Qt::black));
    }

    void trioHasItsDrumsBelowItsParts() {
        music::TrioPattern trio = madeup::trio(2);
        const int withDrums = count(painted(trio), QRect(0, 54, 320, 36), Qt::black);
        trio.drums.steps.assign(trio.drums.steps.size(), 0);
        const QImage image = painted(trio);
        QCOMPARE(count(image, QRect(0, 54, 320, 36), Qt::black), 320 * 36);
        QVERIFY(withDrums < 320 * 36 - 500);
        QVERIFY(count(image, QRect(0, 0, 320, 54), Qt::white) > 100); // the melody
        QVERIFY(count(image, QRect(0, 0, 320, 54), QColor(153, 153, 153)) > 100); // the bass is paler
    }

    void performanceFillsItsWidthHoweverManyBarsItHas() {
        music::PerformancePattern performance = madeup::performance();
        QVERIFY(count(painted(performance), QRect(250, 0, 70, 90), Qt::white) > 50);
        for (music::PerformanceTrack& track : performance.tracks) {
            const auto bar = track.events;
            track.events.insert(track.events.end(), bar.begin(), bar.end());
        }
        QVERIFY(count(painted(performance), QRect(250, 0, 70, 90), Qt::white) > 50);
    }

    void nothingIsDrawnOfNothing() {
        for (const music::Pattern& pattern : std::initializer_list<music::Pattern>{
                 music::DrumPattern(), music::MelodyPattern(), music::TrioPattern(), music::PerformancePattern()})
            QCOMPARE(count(painted(pattern), Qt::black, 0), 320 * 90);
    }

private:
    static QImage painted(const music::Pattern& pattern) {
        QImage image(320, 90, QImage::Format_RGB32);
        image.fill(Qt::black);
        QPainter painter(&image);
        paintPattern(painter, QRectF(0, 0, 320, 90), pattern, Qt::white);
        return image;
    }
};

QTEST_MAIN(TestPatternPicture)
#include "tst_PatternPicture.moc"

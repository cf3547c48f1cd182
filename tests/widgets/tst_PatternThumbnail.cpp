#include "widgets/PatternThumbnail.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QPainter>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestPatternThumbnail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hitsLieBottomUpAndLeftToRight() {
        music::DrumPattern pattern(32);
        pattern.at(0, 0) = {true, 1, 1, 0};
        pattern.at(31, 8) = {true, 1, 1, 0};
        QImage image(320, 90, QImage::Format_RGB32);
        image.fill(Qt::black);
        QPainter painter(&image);
        paintPattern(painter, QRectF(0, 0, 320, 90), pattern, Qt::white);
        painter.end();
        QCOMPARE(image.pixelColor(5, 85), QColor(Qt::white));
        QCOMPARE(image.pixelColor(315, 5), QColor(Qt::white));
        QCOMPARE(image.pixelColor(5, 5), QColor(Qt::black));
        QCOMPARE(image.pixelColor(160, 45), QColor(Qt::black));
    }

    void clickAndKeyChoose() {
        PatternThumbnail thumbnail;
        thumbnail.resize(80, 50);
        QSignalSpy clicked(&thumbnail, &PatternThumbnail::clicked);
        QTest::mouseClick(&thumbnail, Qt::LeftButton, {}, {40, 25});
        QCOMPARE(clicked.count(), 0); // nothing to choose yet
        thumbnail.setPattern(madeup::groove());
        QTest::mouseClick(&thumbnail, Qt::LeftButton, {}, {40, 25});
        QTest::keyClick(&thumbnail, Qt::Key_Return);
        QCOMPARE(clicked.count(), 2);
        QTest::mouseClick(&thumbnail, Qt::RightButton, {}, {40, 25});
        QCOMPARE(clicked.count(), 2);
    }

    void draggingAsksForTheFileAndIsNoClick() {
        PatternThumbnail thumbnail;
        thumbnail.resize(80, 50);
        thumbnail.setPattern(madeup::groove());
        int asked = 0;
        thumbnail.setMidiFileSupplier([&asked] {
            ++asked;
            return QString(); // as if it could not be written: no drag begins
        });
        QSignalSpy clicked(&thumbnail, &PatternThumbnail::clicked);
        drag(thumbnail, {10, 25}, {70, 25});
        QCOMPARE(asked, 1);
        QCOMPARE(clicked.count(), 0);
    }

    void currentHasAStrongFrame() {
        PatternThumbnail thumbnail;
        thumbnail.setPalette(paletteOf(darkTheme()));
        thumbnail.resize(80, 50);
        thumbnail.setPattern(madeup::groove());
        thumbnail.setColour(darkTheme().anchorA);
        const int before = count(seen(thumbnail), darkTheme().text, 40);
        thumbnail.setCurrent(true);
        QVERIFY(count(seen(thumbnail), darkTheme().text, 40) > before + 100);
    }
};

QTEST_MAIN(TestPatternThumbnail)
#include "tst_PatternThumbnail.moc"

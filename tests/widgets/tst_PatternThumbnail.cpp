#include "widgets/PatternThumbnail.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"

#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestPatternThumbnail : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

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

    void anyMusicCanBeShownAndChosen() {
        PatternThumbnail thumbnail;
        thumbnail.setPalette(paletteOf(darkTheme()));
        thumbnail.setColour(darkTheme().anchorA);
        thumbnail.resize(80, 50);
        const int empty = count(seen(thumbnail), darkTheme().anchorA, 40);
        QSignalSpy clicked(&thumbnail, &PatternThumbnail::clicked);
        for (const music::Pattern& pattern : std::initializer_list<music::Pattern>{
                 madeup::groove(), madeup::melody(2), madeup::trio(4), madeup::performance()}) {
            thumbnail.setPattern(pattern);
            QVERIFY(count(seen(thumbnail), darkTheme().anchorA, 40) > empty + 20);
            QTest::mouseClick(&thumbnail, Qt::LeftButton, {}, {40, 25});
        }
        QCOMPARE(clicked.count(), 4);
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

#include "widgets/TimeRuler.h"

#include "tests/widgets/WidgetTest.h"
#include "widgets/TimeAxis.h"

#include <QPainter>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestTimeRuler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_time = TimeAxis();
        m_time.setEdges(40, 680);
        m_time.setSteps(64);
    }

    void everyBarHasItsNumber() {
        const QImage image = painted();
        for (const int bar : {0, 1, 2, 3})
            QVERIFY(inkAt(image, bar * 160) > 3);
        QCOMPARE(inkAt(image, 80), 0);
    }

    void numbersThatWouldTouchAreLeftOut() {
        m_time.setSteps(64 * 16); // ten pixels a bar, and two figures
        const QImage image = painted();
        QVERIFY(inkAt(image, 0) > 3);
        QCOMPARE(count(image, QRect(50, 4, 18, 20), darkTheme().secondaryText, 60), 0);
        QVERIFY(inkAt(image, 40) > 3);
    }

    void partInViewIsALineOverTheWhole() {
        QCOMPARE(count(painted(), QRect(40, 2, 640, 2), darkTheme().secondaryText), 0);
        m_time.show({16, 32});
        const QImage image = painted();
        QCOMPARE(count(image, QRect(40, 2, 160, 2), darkTheme().secondaryText), 0);
        QCOMPARE(count(image, QRect(200, 2, 160, 2), darkTheme().secondaryText), 2 * 160);
        QCOMPARE(count(image, QRect(360, 2, 320, 2), darkTheme().secondaryText), 0);
    }

private:
    [[nodiscard]] QImage painted() const {
        QImage image(700, 24, QImage::Format_RGB32);
        image.fill(darkTheme().panel);
        QPainter painter(&image);
        paintTimeRuler(painter, darkTheme(), m_time, 16, QRectF(40, 0, 640, 24));
        return image;
    }
    static int inkAt(const QImage& image, int x) {
        return count(image, QRect(40 + x, 5, 12, 19), darkTheme().secondaryText, 60);
    }

    TimeAxis m_time;
};

QTEST_MAIN(TestTimeRuler)
#include "tst_TimeRuler.moc"

#include "widgets/ExampleCard.h"

#include "tests/widgets/MadeUpData.h"

#include <QFont>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace segue::widgets;

class TestExampleCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void cardStaysInsideAndBesideTheDot_data() {
        QTest::addColumn<QPointF>("dot");
        for (const QPointF& dot :
             {QPointF(5, 5), QPointF(595, 5), QPointF(5, 395), QPointF(595, 395), QPointF(300, 200)})
            QTest::addRow("%g %g", dot.x(), dot.y()) << dot;
    }
    void cardStaysInsideAndBesideTheDot() {
        QFETCH(QPointF, dot);
        const ExampleCard card{0, QStringLiteral("funk · drummer1 · 105 bpm"), {}};
        const QRectF bounds(0, 0, 600, 400);
        const QRectF place = card.place(dot, bounds, QFont());
        QVERIFY(bounds.contains(place));
        QVERIFY(!place.contains(dot));
    }

    void patternIsDrawnInTheClassesColour() {
        const ExampleCard card{0, QStringLiteral("rock"), madeup::groove()};
        QImage image(200, 100, QImage::Format_RGB32);
        image.fill(Qt::black);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        card.paint(painter, QRectF(10, 10, 150, 76), darkTheme(), Qt::green);
        painter.end();
        int green = 0;
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 200; ++x)
                if (const QColor colour = image.pixelColor(x, y); colour.green() > 120 && colour.red() < 60)
                    ++green;
        QVERIFY(green > 40);
    }
};

QTEST_MAIN(TestExampleCard)
#include "tst_ExampleCard.moc"

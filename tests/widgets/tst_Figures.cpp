#include "widgets/Figures.h"

#include <QFont>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace segue::widgets;

class TestFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void minusIsTrueAndZeroHasNone() {
        QCOMPARE(figures(-0.12, 2), QStringLiteral("\u22120.12"));
        QCOMPARE(figures(-0.001, 2), QStringLiteral("0.00"));
        QCOMPARE(figures(120, 1), QStringLiteral("120.0"));
    }

    void allFiguresAreEquallyWide() {
        const QFontMetricsF metrics{QFont()};
        const double width = figuresWidth(metrics, QStringLiteral("111.1"));
        for (const char* text : {"000.0", "999.9", "748.2"})
            QCOMPARE(figuresWidth(metrics, QString::fromLatin1(text)), width);
    }

    void textStaysWithinItsWidth() {
        QImage image(200, 40, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setPen(Qt::black);
        const double width = figuresWidth(QFontMetricsF(painter.font(), &image), QStringLiteral("123.4"));
        paintFigures(painter, QRectF(0, 0, 200, 40), Qt::AlignRight, QStringLiteral("123.4"));
        painter.end();
        int ink = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (image.pixel(x, y) != qRgb(255, 255, 255)) {
                    ++ink;
                    QVERIFY(x >= 200 - width - 2);
                }
        QVERIFY(ink > 0);
    }
};

QTEST_MAIN(TestFigures)
#include "tst_Figures.moc"

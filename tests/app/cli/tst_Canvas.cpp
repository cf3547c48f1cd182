#include "app/cli/Canvas.h"
#include "app/cli/PixelFont.h"

#include <QImage>
#include <QTest>

using namespace segue::cli;

namespace {

constexpr Colour kDark{10, 20, 30};
constexpr Colour kBright{250, 240, 230};

QImage imageOf(const Canvas& canvas) {
    const auto png = canvas.png();
    return QImage::fromData(reinterpret_cast<const uchar*>(png.data()), static_cast<int>(png.size()), "PNG");
}

} // namespace

class TestCanvas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void othersReadEveryPixel() {
        Canvas canvas(37, 11, kDark);
        canvas.fill(3, 2, 5, 4, kBright);
        const QImage image = imageOf(canvas);
        QCOMPARE(image.size(), QSize(37, 11));
        for (int y = 0; y < 11; ++y)
            for (int x = 0; x < 37; ++x) {
                const Colour colour = canvas.at(x, y);
                QCOMPARE(image.pixelColor(x, y), QColor(colour.red, colour.green, colour.blue));
                QCOMPARE(colour, x >= 3 && x < 8 && y >= 2 && y < 6 ? kBright : kDark);
            }
    }

    void whatReachesBeyondIsCutOff() {
        Canvas canvas(4, 4, kDark);
        canvas.fill(-5, -5, 6, 6, kBright);
        canvas.fill(3, 3, 100, 100, kBright);
        canvas.fill(2, 0, -3, 2, kBright);
        canvas.fill(50, 50, 2, 2, kBright);
        canvas.write(-100, 2, "A", kBright, 2);
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 4; ++x)
                QCOMPARE(canvas.at(x, y), (x == 0 && y == 0) || (x == 3 && y == 3) ? kBright : kDark);
    }

    void lettersAreTheFonts() {
        Canvas canvas(Canvas::textWidth("T1", 2), Canvas::textHeight(2), kDark);
        QCOMPARE(canvas.width(), 2 * (5 + 1 + 5));
        canvas.write(0, 0, "T1", kBright, 2);
        for (int y = 0; y < canvas.height(); ++y)
            for (int x = 0; x < canvas.width(); ++x) {
                const int column = x / 2 % 6;
                const auto& glyph = glyphOf(x < 12 ? 'T' : '1');
                const bool isInk = column < 5 && (glyph[static_cast<std::size_t>(y / 2)] >> (4 - column) & 1) != 0;
                QCOMPARE(canvas.at(x, y), isInk ? kBright : kDark);
            }
    }

    void flatPicturesAreSmall() { QVERIFY(Canvas(1000, 1000, kDark).png().size() < 20000U); }

    void coloursAreMixed() {
        QCOMPARE(mixed(kDark, kBright, 0), kDark);
        QCOMPARE(mixed(kDark, kBright, 1), kBright);
        QCOMPARE(mixed(kDark, kBright, 0.5), (Colour{130, 130, 130}));
        QCOMPARE(mixed(kDark, kBright, 7), kBright);
    }
};

QTEST_GUILESS_MAIN(TestCanvas)
#include "tst_Canvas.moc"

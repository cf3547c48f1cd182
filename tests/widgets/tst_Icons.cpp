#include "widgets/Icons.h"

#include "tests/widgets/WidgetTest.h"

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestIcons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyGlyphIsDrawnAndDimmedWhenDisabled() {
        for (const Glyph glyph : {Glyph::Play, Glyph::Stop, Glyph::DragOut, Glyph::Close}) {
            const QImage bright = icon(glyph, Qt::red).pixmap(32, 32).toImage();
            const QImage dim = icon(glyph, Qt::red).pixmap(32, 32, QIcon::Disabled).toImage();
            QVERIFY(opacity(bright) > 2000);
            QVERIFY(opacity(dim) < opacity(bright) / 2 && opacity(dim) > opacity(bright) / 4);
        }
    }

private:
    static qint64 opacity(const QImage& image) {
        qint64 sum = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                sum += image.pixelColor(x, y).alpha();
        return sum;
    }
};

QTEST_MAIN(TestIcons)
#include "tst_Icons.moc"

#include "app/cli/MapPicture.h"

#include <QImage>
#include <QTest>

using namespace segue;
using namespace segue::latent;

namespace {

/// Four dots at (-1, -1), (1, -1), (1, 1), (-1, 1): the means are their places.
std::shared_ptr<const LatentMap> square() {
    Projection projection;
    projection.latentSize = 2;
    projection.centre = {0, 0};
    projection.basis = {1, 0, 0, 1};
    projection.lift = {1, 0, 0, 1};
    return LatentMap::create({-1, -1, 1, -1, 1, 1, -1, 1}, 2, projection).value();
}

} // namespace

class TestMapPicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void tableQuotesWhatNeedsIt() {
        const std::vector<ExampleInfo> examples{{"a.mid", "rock", "", 120.5F, 3},
                                                {"b, c.mid", "say \"funk\"", "x", 0, 0},
                                                {"d.mid", "", "", 90, 1},
                                                {"e.mid", "", "", 90, 2}};
        QCOMPARE(cli::mapAsCsv(*square(), examples), std::string("x,y,file,bar,style,drummer,bpm\n"
                                                                 "-1,-1,a.mid,3,rock,,120.5\n"
                                                                 "1,-1,\"b, c.mid\",0,\"say \"\"funk\"\"\",x,0\n"
                                                                 "1,1,d.mid,1,,,90\n"
                                                                 "-1,1,e.mid,2,,,90\n"));
    }

    void dotsHaveTheColoursOfTheirClasses() {
        const Colouring colouring{{0, 1, 30, -1}, {{"a", 1}, {"b", 1}}};
        const auto bytes = cli::mapAsPng(*square(), colouring, 300);
        const QImage image =
            QImage::fromData(reinterpret_cast<const uchar*>(bytes.data()), static_cast<int>(bytes.size()), "PNG");
        QCOMPARE(image.size(), QSize(300, 300));
        // 1 of 1.1 to either side of the middle.
        const int low = 14;
        const int high = 286;
        QCOMPARE(image.pixelColor(low, high), QColor(0xe6, 0x9f, 0x00));
        QCOMPARE(image.pixelColor(high, high), QColor(0x56, 0xb4, 0xe9));
        QCOMPARE(image.pixelColor(high, low), QColor(0x98, 0xa1, 0xad));
        QCOMPARE(image.pixelColor(low, low), QColor(0x98, 0xa1, 0xad));
        QCOMPARE(image.pixelColor(150, 150), QColor(0x13, 0x15, 0x1a));
    }

    void pictureOfMoreThanOneBlockIsWhole() {
        const Colouring colouring{{0, 0, 0, 0}, {{"a", 4}}};
        const auto bytes = cli::mapAsPng(*square(), colouring);
        const QImage image =
            QImage::fromData(reinterpret_cast<const uchar*>(bytes.data()), static_cast<int>(bytes.size()), "PNG");
        QCOMPARE(image.size(), QSize(1024, 1024));
        QCOMPARE(image.pixelColor(1023, 1023), QColor(0x13, 0x15, 0x1a));
    }
};

QTEST_GUILESS_MAIN(TestMapPicture)
#include "tst_MapPicture.moc"

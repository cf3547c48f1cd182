#include "app/instrument/ClassPlaces.h"

#include "tests/app/support/TestAssets.h"

#include <cmath>

using namespace segue;
using namespace segue::instrument;

class TestClassPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void eachPlaceIsTheMiddlemostExampleOfItsClass() {
        test::TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        const auto layout = layOut(loaded->examples, {});
        QVERIFY(layout);
        const auto places = classPlaces(*layout);
        QCOMPARE(places.size(), layout->classNames.size());
        const auto& points = layout->map->points();
        for (std::size_t index = 0; index < places.size(); ++index) {
            float x = 0;
            float y = 0;
            float count = 0;
            for (std::size_t i = 0; i < points.size(); ++i)
                if (layout->classes[i] == static_cast<int>(index)) {
                    x += points[i].x;
                    y += points[i].y;
                    ++count;
                }
            const auto distance = [&](latent::LatentMap::Point p) {
                return std::hypot(p.x - x / count, p.y - y / count);
            };
            const int example = layout->map->nearest(places[index], 1e-5F);
            QVERIFY(example >= 0);
            QCOMPARE(layout->classes[static_cast<std::size_t>(example)], static_cast<int>(index));
            for (std::size_t i = 0; i < points.size(); ++i)
                if (layout->classes[i] == static_cast<int>(index))
                    QVERIFY(distance(places[index]) <= distance(points[i]) + 1e-4F);
        }
    }
};

QTEST_GUILESS_MAIN(TestClassPlaces)
#include "tst_ClassPlaces.moc"

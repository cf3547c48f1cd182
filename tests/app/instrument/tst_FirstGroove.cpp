#include "app/instrument/FirstGroove.h"

#include "tests/app/support/TestAssets.h"

using namespace segue;
using namespace segue::instrument;

namespace {

music::DrumPattern backbeat() {
    music::DrumPattern pattern(32);
    for (int step = 0; step < 32; ++step) {
        if (step % 2 == 0)
            pattern.at(step, 2) = {true, 1, step % 4 == 0 ? 0.8F : 0.4F, 0};
        if (step % 8 == 0)
            pattern.at(step, 0) = {true, 1, 0.9F, 0};
        if (step % 8 == 4)
            pattern.at(step, 1) = {true, 1, 1.0F, 0};
    }
    return pattern;
}

} // namespace

class TestFirstGroove : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aBackbeatIsLivelierThanSilenceOneHatAndNoise() {
        Random random(3);
        QVERIFY(liveliness(backbeat()) > liveliness(music::DrumPattern(32)));
        music::DrumPattern hat(32);
        hat.at(0, 2) = {true, 1, 1, 0};
        QVERIFY(liveliness(backbeat()) > liveliness(hat));
        QVERIFY(liveliness(backbeat()) > liveliness(test::randomPattern(32, 0.5, random)));
    }

    void itIsAnExampleWithItsTempoAndAlwaysTheSame() {
        test::TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        const auto layout = layOut(loaded->examples, {});
        QVERIFY(layout);
        const auto groove = firstGroove(*loaded, *layout);
        QVERIFY(groove);
        const int example = layout->map->nearest(groove->place, 1e-5F);
        QVERIFY(example >= 0);
        const auto& info = loaded->examples->examples[static_cast<std::size_t>(example)];
        QCOMPARE(info.style, std::string("funk"));
        QCOMPARE(groove->tempo, static_cast<double>(info.bpm));
        QVERIFY(firstGroove(*loaded, *layout)->place == groove->place);
    }

    void withoutExamplesThereIsNone() {
        test::TestAssets assets;
        auto loaded = loadInstrument({});
        QVERIFY(loaded);
        const auto layout = layOut(loaded->examples, {});
        loaded->examples = std::make_shared<const latent::MapFile>();
        QVERIFY(!firstGroove(*loaded, *layout));
    }
};

QTEST_GUILESS_MAIN(TestFirstGroove)
#include "tst_FirstGroove.moc"

#include "app/instrument/Decoding.h"

#include "app/instrument/Told.h"
#include "tests/support/RandomModel.h"

#include <QTest>

using namespace segue;
using namespace segue::instrument;
using namespace std::chrono_literals;
using decoder::DecodedPattern;
using decoder::LiveModel;

namespace {

using ModelPointer = std::shared_ptr<const LiveModel>;

/// Four segments of eight steps.
ModelPointer segmented() {
    auto architecture = test::smallArchitecture();
    architecture.decoder.levelLengths = {4, 8};
    return LiveModel::create(test::randomModel(architecture, 3)).value();
}

ModelPointer flat() {
    return LiveModel::create(test::randomModel(test::smallMelodyArchitecture(), 3)).value();
}

std::vector<float> points(const LiveModel& model, int count, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> z(static_cast<std::size_t>(count * model.architecture().latentSize));
    for (float& value : z)
        value = static_cast<float>(random.normal());
    return z;
}

/// What of a groove stands in its steps [first, last).
std::vector<music::DrumCell> cells(const music::Pattern& pattern, int first, int last) {
    const auto& drums = std::get<music::DrumPattern>(pattern);
    std::vector<music::DrumCell> some;
    for (int step = first; step < last; ++step)
        for (int drum = 0; drum < drums.drums(); ++drum)
            some.push_back(drums.at(step, drum));
    return some;
}

struct Heard {
    music::Pattern pattern;
    float arrived = 0;
};

/// All that is heard of one window; overtaken once so many parts were heard.
std::vector<Heard> hear(GrowingWindow& window, std::span<const float> z, std::size_t overtakenAfter = 100) {
    std::vector<Heard> parts;
    window.decode(
        z, {}, {}, [&] { return parts.size() >= overtakenAfter; },
        [&](DecodedPattern decoded, float arrived) {
            parts.push_back({std::move(decoded.pattern), arrived});
        });
    return parts;
}

} // namespace

class TestDecoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void manyAreWhatEachIsAlone_data() {
        QTest::addColumn<float>("temperature");
        QTest::newRow("the likeliest") << 0.0F;
        QTest::newRow("drawn") << 1.0F;
    }
    void manyAreWhatEachIsAlone() {
        QFETCH(float, temperature);
        const auto model = flat();
        const auto z = points(*model, 5, 1);
        const auto size = static_cast<std::size_t>(model->architecture().latentSize);
        const decoder::DecodeOptions options{temperature, 0.5F, 9};
        const auto alone = model->makeWorkspace();
        const auto together = model->makeWorkspace({.rows = 3});
        std::size_t count = 0;
        QVERIFY(decodeMany(*model, z, {}, options, *together, [&](std::size_t index, const DecodedPattern& pattern) {
            const auto expected = decode(*model, std::span(z).subspan(index * size, size), {}, options, *alone);
            return index == count++ && pattern.pattern == expected.pattern;
        }));
        QCOMPARE(count, std::size_t(5));
    }

    void manyEndWhenNobodyWantsThem() {
        const auto model = flat();
        const auto workspace = model->makeWorkspace({.rows = 2});
        int count = 0;
        QVERIFY(!decodeMany(*model, points(*model, 6, 1), {}, {}, *workspace,
                            [&](std::size_t, const DecodedPattern&) { return ++count < 3; }));
        QCOMPARE(count, 3);
    }

    void whatNobodyWaitsForEndsBetweenSegments() {
        const auto model = segmented();
        const auto workspace = model->makeWorkspace();
        int asked = 0;
        const auto part = decode(*model, points(*model, 1, 1), {}, {}, *workspace, [&] { return ++asked == 2; });
        QCOMPARE(part.steps, 16);
    }

    void partsComeOverWhatWasThereBefore() {
        const auto model = segmented();
        GrowingWindow window(model, 1, 0us);
        const auto z = points(*model, 2, 1);
        const auto size = static_cast<std::size_t>(model->architecture().latentSize);
        const auto before = hear(window, std::span(z).first(size)).back().pattern;
        const auto parts = hear(window, std::span(z).last(size));
        QCOMPARE(parts.size(), std::size_t(4));
        const auto& whole = parts.back().pattern;
        const auto workspace = model->makeWorkspace();
        QVERIFY(whole == decode(*model, std::span(z).last(size), {}, {}, *workspace).pattern);
        QVERIFY(cells(whole, 0, 32) != cells(before, 0, 32));
        for (int part = 0; part < 4; ++part) {
            const auto& heard = parts[static_cast<std::size_t>(part)];
            const int arrived = 8 * (part + 1);
            QCOMPARE(heard.arrived, static_cast<float>(arrived) / 32);
            QVERIFY(cells(heard.pattern, 0, arrived) == cells(whole, 0, arrived));
            QVERIFY(cells(heard.pattern, arrived, 32) == cells(before, arrived, 32));
        }
    }

    void overtakenItEndsOnceSomethingWasHeard() {
        const auto model = segmented();
        GrowingWindow window(model, 1, 0us);
        QCOMPARE(hear(window, points(*model, 1, 1), 0).size(), std::size_t(1));
        QCOMPARE(hear(window, points(*model, 1, 2), 2).size(), std::size_t(2));
        QCOMPARE(hear(window, points(*model, 1, 3)).size(), std::size_t(4)); // and the next one is whole
    }

    void whatIsThereSoonIsHeardAtOnceAndWholeThoughOvertaken() {
        const auto model = segmented();
        GrowingWindow window(model, 1, 1h);
        const auto parts = hear(window, points(*model, 1, 1), 0);
        QCOMPARE(parts.size(), std::size_t(1));
        QCOMPARE(parts.front().arrived, 1.0F);
    }
};

QTEST_GUILESS_MAIN(TestDecoding)
#include "tst_Decoding.moc"

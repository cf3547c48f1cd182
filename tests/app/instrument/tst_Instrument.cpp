#include "app/instrument/Instrument.h"

#include "tests/app/support/TestAssets.h"

using namespace segue;
using instrument::loadInstrument;
using session::ColourBy;
using session::PlaneKind;
using test::TestAssets;

class TestInstrument : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theBundledOneHasModelAndMap() {
        TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        QVERIFY(loaded->files.isBundled());
        QCOMPARE(loaded->title, std::string("groove-2bar"));
        QVERIFY(loaded->examples);
        QCOMPARE(loaded->examples->modelChecksum, loaded->checksum);
    }

    void theMapBesideAModelIsTaken() {
        TestAssets assets;
        const auto path = assets.folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 5);
        const auto loaded = loadInstrument({path.string(), {}});
        QVERIFY(loaded);
        QVERIFY(!loaded->drawsFromPrior);
        QCOMPARE(int(loaded->examples->examples.size()), TestAssets::kExamples);
    }

    void aModelWithoutAMapShowsItsPrior() {
        TestAssets assets;
        const auto path = assets.folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 5);
        QVERIFY(std::filesystem::remove(assets.folder() / "mine.segue-map"));
        const auto loaded = loadInstrument({path.string(), {}});
        QVERIFY(loaded);
        QVERIFY(loaded->drawsFromPrior);
        QCOMPARE(loaded->examples->modelChecksum, loaded->checksum);
        const auto layout = instrument::layOut(loaded->examples, {});
        QVERIFY(layout);
        QCOMPARE(layout->map->count(), static_cast<int>(loaded->examples->examples.size()));
        QVERIFY(layout->classNames.empty());
    }

    void theMapOfAnotherModelIsRefused() {
        TestAssets assets;
        const auto path = assets.folder() / "mine.safetensors";
        TestAssets::writeModelAndMap(path, 5);
        const auto loaded =
            loadInstrument({path.string(), (assets.folder() / "models/groove-2bar.segue-map").string()});
        QVERIFY(!loaded);
        QVERIFY(loaded.error().code() == ErrorCode::InvalidArgument);
        QVERIFY(loaded.error().text().find("mine.safetensors") != std::string::npos);
    }

    void aModelThatNeedsMoreMemoryThanThereIsIsRefusedBeforeItIsRead() {
        TestAssets assets;
        const auto path = assets.folder() / "mine.safetensors";
        TestAssets::writeModel(path, test::smallArchitecture());
        QVERIFY(instrument::hasRoomFor(path, std::nullopt));
        QVERIFY(instrument::hasRoomFor(path, 1ULL << 30U));
        const auto refused = instrument::hasRoomFor(path, 1000);
        QVERIFY(refused.error().code() == ErrorCode::OutOfMemory);
        QVERIFY(refused.error().text().find("mine.safetensors needs ") != std::string::npos);
        QVERIFY(refused.error().text().find("0.0 MB are free") != std::string::npos);
    }

    void noModelIsAnErrorThatNamesIt() {
        const auto loaded = loadInstrument({"/no/such/model.safetensors", {}});
        QVERIFY(!loaded);
        QVERIFY(loaded.error().text().find("/no/such/model.safetensors") != std::string::npos);
    }

    void aFileThatIsNoModelIsRefused() {
        TestAssets assets;
        const auto loaded = loadInstrument({assets.example("first.mid").string(), {}});
        QVERIFY(!loaded);
        QVERIFY(loaded.error().text().find("first.mid") != std::string::npos);
    }

    void everyPlaneHoldsEveryExample_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("colourBy");
        QTest::addColumn<std::size_t>("classes");
        for (const PlaneKind kind : {PlaneKind::Discriminant, PlaneKind::PrincipalComponents}) {
            const char* name = kind == PlaneKind::Discriminant ? "discriminant" : "PCA";
            QTest::addRow("%s by style", name) << int(kind) << int(ColourBy::Style) << std::size_t{3};
            QTest::addRow("%s by drummer", name) << int(kind) << int(ColourBy::Drummer) << std::size_t{2};
            QTest::addRow("%s by tempo", name) << int(kind) << int(ColourBy::Tempo) << std::size_t{3};
        }
    }
    void everyPlaneHoldsEveryExample() {
        QFETCH(int, kind);
        QFETCH(int, colourBy);
        TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        const session::Plane plane{static_cast<PlaneKind>(kind), static_cast<ColourBy>(colourBy)};
        const auto layout = instrument::layOut(loaded->examples, plane);
        QVERIFY(layout);
        QVERIFY(layout->plane == plane);
        QCOMPARE(layout->map->count(), TestAssets::kExamples);
        QCOMPARE(layout->classes.size(), std::size_t{TestAssets::kExamples});
        QTEST(layout->classNames.size(), "classes");
        for (const int index : layout->classes)
            QVERIFY(index >= 0 && index < static_cast<int>(layout->classNames.size()));
    }

    void layoutsShareTheMeansOfTheirExamples() {
        TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        const auto layout = instrument::layOut(loaded->examples, {});
        QVERIFY(layout);
        QCOMPARE(layout->map->mean(0).data(), loaded->examples->means.data());
    }

    void examplesWithoutTagsHaveAPlaneToo() {
        TestAssets assets;
        const auto loaded = loadInstrument({});
        QVERIFY(loaded);
        latent::MapFile untagged = *loaded->examples;
        for (latent::ExampleInfo& example : untagged.examples)
            example = {example.file, {}, {}, 0, 0};
        const auto layout = instrument::layOut(std::make_shared<const latent::MapFile>(untagged), {});
        QVERIFY(layout);
        QCOMPARE(layout->map->count(), TestAssets::kExamples);
        QVERIFY(layout->classNames.empty());
    }

    void examplesAreDescribedByWhatIsKnown() {
        QCOMPARE(instrument::describe({"a/b.mid", "funk", "drummer1", 104.6F, 3}),
                 std::string("funk · drummer1 · 105 bpm"));
        QCOMPARE(instrument::describe({"a/b.mid", {}, {}, 0, 3}), std::string("b.mid"));
    }
};

QTEST_GUILESS_MAIN(TestInstrument)
#include "tst_Instrument.moc"

#include "app/learning/Checkpoint.h"

#include "app/instrument/Instrument.h"
#include "tests/app/support/TestAssets.h"

using namespace segue;
using namespace segue::learning;
using test::TestAssets;

class TestCheckpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theNewestModelIsKeptWithTheMapOfItsMusic() {
        TestAssets assets;
        const auto request = requestFor(assets);
        const auto kept = keepCheckpoint(request);
        QVERIFY2(kept, kept ? "" : kept.error().text().c_str());
        const auto loaded = instrument::loadInstrument(*kept);
        QVERIFY(loaded);
        QVERIFY(loaded->examples);
        QVERIFY(loaded->examples->examples.size() >= 6);
        QCOMPARE(loaded->examples->title, std::string("my music"));
        QCOMPARE(loaded->title, std::string("run"));
    }

    void theKeptOneOutlivesTheNextCheckpoint() {
        TestAssets assets;
        const auto request = requestFor(assets);
        const auto first = keepCheckpoint(request);
        QVERIFY(first);
        const auto checksum = instrument::loadInstrument(*first)->checksum;
        TestAssets::writeModelAndMap(request.runFolder / "last.safetensors", 99);
        const auto second = keepCheckpoint(request);
        QVERIFY(second);
        QVERIFY(*second != *first);
        QCOMPARE(instrument::loadInstrument(*first)->checksum, checksum);
    }

    void keepingTwiceBuildsOnce() {
        TestAssets assets;
        auto request = requestFor(assets);
        const auto first = keepCheckpoint(request);
        QVERIFY(first);
        request.progress = [](double) { QFAIL("built again"); };
        const auto again = keepCheckpoint(request);
        QVERIFY(again);
        QVERIFY(*again == *first);
    }

    void cancellingLeavesNoMap() {
        TestAssets assets;
        auto request = requestFor(assets);
        std::stop_source stop;
        stop.request_stop();
        request.stop = stop.get_token();
        const auto kept = keepCheckpoint(request);
        QVERIFY(!kept);
        QVERIFY(kept.error().code() == ErrorCode::Cancelled);
    }

    void aRunWithoutModelIsAnError() {
        TestAssets assets;
        auto request = requestFor(assets);
        std::filesystem::remove(request.runFolder / "last.safetensors");
        QVERIFY(keepCheckpoint(request).error().code() == ErrorCode::NotFound);
    }

    void unknownMusicIsAnError() {
        TestAssets assets;
        auto request = requestFor(assets);
        request.music.clear();
        QVERIFY(keepCheckpoint(request).error().code() == ErrorCode::NoMusic);
    }

private:
    static CheckpointRequest requestFor(const TestAssets& assets) {
        CheckpointRequest request;
        request.runFolder = assets.folder() / "run";
        request.keepFolder = assets.folder() / "kept";
        std::filesystem::create_directories(request.runFolder);
        TestAssets::writeModelAndMap(request.runFolder / "last.safetensors", 42);
        request.music = {assets.folder() / "examples"};
        request.title = "my music";
        request.progress = [](double) {};
        return request;
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_Checkpoint.moc"

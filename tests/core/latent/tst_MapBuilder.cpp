#include "core/architecture/Blueprint.h"
#include "core/latent/MapBuilder.h"

#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::latent;

namespace {

/// A model of no training, small enough for a test.
std::shared_ptr<const decoder::LiveModel> smallModel() {
    files::ModelFile file;
    file.architecture.name = "small";
    file.architecture.latentSize = 6;
    file.architecture.encoder.sizes = {8};
    file.architecture.decoder.sizes = {8};
    std::get<architecture::GrooveCodecConfig>(file.architecture.codec).bars = 1;
    Random random(3);
    for (const auto& [name, shape] : architecture::weightShapes(file.architecture)) {
        files::Tensor& tensor = file.weights[name];
        tensor.shape = shape;
        std::int64_t size = 1;
        for (const std::int64_t dimension : shape)
            size *= dimension;
        for (std::int64_t i = 0; i < size; ++i)
            tensor.values.push_back(static_cast<float>(random.normal() * 0.5));
    }
    return decoder::LiveModel::create(file).value();
}

/// A piece of `bars` bars, each with its own hits.
files::CollectedSequence piece(const std::string& name, int bars, files::Split split = files::Split::Train) {
    files::CollectedSequence collected;
    collected.info.file = name;
    collected.info.style = "rock";
    collected.info.drummer = "anna";
    collected.info.bpm = 120;
    collected.info.split = split;
    collected.sequence.name = name;
    for (int bar = 0; bar < bars; ++bar)
        for (int step = 0; step <= bar % 8; ++step)
            collected.sequence.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(36 + step)),
                                                .velocity = Velocity(100),
                                                .start = Seconds(2.0 * bar + 0.125 * step),
                                                .end = Seconds(2.0 * bar + 0.125 * step + 0.1),
                                                .isDrum = true});
    return collected;
}

files::MusicCollection someCollection() {
    files::MusicCollection collection;
    collection.sequences = {piece("a.mid", 3), piece("b.mid", 5, files::Split::Test), piece("c.mid", 0),
                            piece("d.mid", 2, files::Split::Validation)};
    collection.refused = {{"broken.mid", Error(ErrorCode::Malformed, "broken")}};
    return collection;
}

} // namespace

class TestMapBuilder : public QObject {
    Q_OBJECT

    std::shared_ptr<const decoder::LiveModel> m_model = smallModel();

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyWindowOfTheSplitsIsThere() {
        const auto built = buildMap(*m_model, someCollection(), {.title = "T", .attribution = "A"});
        QVERIFY(built);
        const MapFile& map = built->map;
        QCOMPARE(map.latentSize, 6);
        QCOMPARE(map.means.size(), 5U * 6U);
        QVERIFY((map.examples == std::vector<ExampleInfo>{{"a.mid", "rock", "anna", 120, 0},
                                                          {"a.mid", "rock", "anna", 120, 1},
                                                          {"a.mid", "rock", "anna", 120, 2},
                                                          {"d.mid", "rock", "anna", 120, 0},
                                                          {"d.mid", "rock", "anna", 120, 1}}));
        QCOMPARE(map.title, std::string("T"));
        QCOMPARE(map.attribution, std::string("A"));
        QCOMPARE(map.modelChecksum, m_model->checksum());
    }

    void examplesAreMeasured() {
        const auto built = buildMap(*m_model, someCollection(), {});
        QVERIFY(built);
        const AttributeTable& attributes = built->attributes;
        QCOMPARE(attributes.names.front(), std::string("density"));
        QCOMPARE(attributes.values.size(), 5 * attributes.names.size());
        for (const auto& [example, onsets] : {std::pair(0, 1.0F), {1, 2.0F}, {2, 3.0F}, {3, 1.0F}, {4, 2.0F}})
            QCOMPARE(attributes.values[static_cast<std::size_t>(example) * attributes.names.size()], onsets);
        QCOMPARE(built->onsets.size(), 9U);
        QCOMPARE(built->onsets.front(), 1.0); // a kick in each
    }

    void meansAreTheModels() {
        const auto collection = someCollection();
        const auto built = buildMap(*m_model, collection, {});
        QVERIFY(built);
        const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>(m_model->architecture().codec));
        const auto windows = codec.extract(collection.sequences[0].sequence)->windows;
        const auto workspace = m_model->makeWorkspace();
        for (std::size_t i = 0; i < windows.size(); ++i)
            QVERIFY(std::ranges::equal(m_model->encode(windows[i].pattern, *workspace).mean,
                                       std::span(built->map.means).subspan(i * 6, 6)));
    }

    void whatCouldNotBeUsedIsTold() {
        const auto built = buildMap(*m_model, someCollection(), {});
        QVERIFY(built);
        QCOMPARE(built->refused.size(), 2U);
        QCOMPARE(built->refused[0].file, std::string("broken.mid"));
        QCOMPARE(built->refused[1].file, std::string("c.mid"));
        QVERIFY(built->refused[1].error.code() == ErrorCode::NoMusic);
    }

    void anyNumberOfThreadsMakesTheSameMap() {
        files::MusicCollection collection;
        for (int i = 0; i < 40; ++i)
            collection.sequences.push_back(piece(std::to_string(i) + ".mid", 1 + i % 7));
        const auto one = buildMap(*m_model, collection, {});
        const auto four = buildMap(*m_model, collection, {.threads = 4});
        QVERIFY(one && four);
        QVERIFY(one->map == four->map);
    }

    void progressEndsWithAllPieces() {
        int last = 0;
        const auto built = buildMap(*m_model, someCollection(), {.progress = [&last](int done, int total) {
            QCOMPARE(total, 3);
            QVERIFY(done > last);
            last = done;
        }});
        QVERIFY(built);
        QCOMPARE(last, 3);
    }

    void stopEndsIt() {
        std::stop_source source;
        const auto stopped =
            buildMap(*m_model, someCollection(),
                     {.progress = [&source](int, int) { source.request_stop(); }, .stop = source.get_token()});
        QVERIFY(stopped.error().code() == ErrorCode::Cancelled);
    }

    void collectionWithoutDrumsIsNoMusic() {
        files::MusicCollection collection;
        collection.sequences = {piece("silent.mid", 0)};
        QVERIFY(buildMap(*m_model, collection, {}).error().code() == ErrorCode::NoMusic);
        QVERIFY(buildMap(*m_model, files::MusicCollection{}, {}).error().code() == ErrorCode::NoMusic);
    }

    void missingFolderIsNotFound() {
        const auto built = buildMap(*m_model, std::filesystem::path("no/such/folder"), {});
        QVERIFY(built.error().code() == ErrorCode::NotFound);
    }

    void exceptionOfTheCallersBecomesAnError() {
        const auto built = buildMap(*m_model, someCollection(),
                                    {.progress = [](int, int) { throw std::runtime_error("no display"); }});
        QVERIFY(built.error().code() == ErrorCode::Internal);
    }
};

QTEST_APPLESS_MAIN(TestMapBuilder)
#include "tst_MapBuilder.moc"

#include "core/latent/Personal.h"

#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace segue;
using namespace segue::latent;

class TestPersonal : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    std::filesystem::path m_folder = m_temporary.path().toStdString();
    files::ModelFile m_file = test::randomModel(test::smallArchitecture(), 1);
    std::shared_ptr<const decoder::LiveModel> m_model = decoder::LiveModel::create(m_file).value();

    /// A piece of so many bars, in a folder of its own. Returns its path.
    [[nodiscard]] std::filesystem::path piece(const std::string& name, int bars) const {
        Random random(3);
        architecture::GrooveCodecConfig config;
        config.bars = bars;
        const auto pattern = test::randomPattern(16 * bars, 0.2, random);
        const auto path = m_folder / name;
        return files::writeMidiFile(path, codec::GrooveCodec(config).toNotes(pattern, Bpm(100)))
                   ? path
                   : std::filesystem::path();
    }

    [[nodiscard]] MapFile knownMap() const {
        MapFile map;
        map.latentSize = 8;
        map.title = "Known";
        map.modelChecksum = m_model->checksum();
        Random random(4);
        for (int i = 0; i < 40; ++i) {
            map.examples.push_back({"known.mid", "rock", "", 120, i});
            for (int value = 0; value < 8; ++value)
                map.means.push_back(static_cast<float>(random.normal()));
        }
        return map;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void ownWindowsJoinTheMapAndTheDraws() {
        const MapFile known = knownMap();
        const auto personal = personalise(*m_model, &known, {piece("mine.mid", 9)});
        QVERIFY2(personal, personal ? "" : personal.error().text().c_str());
        QCOMPARE(personal->windows, 8);
        QCOMPARE(personal->map.examples.size(), 48U);
        QCOMPARE(personal->map.means.size(), 48U * 8);
        QCOMPARE(personal->map.examples.front().style, std::string("rock"));
        QCOMPARE(personal->map.examples.back().style, std::string("yours"));
        QCOMPARE(personal->map.modelChecksum, m_model->checksum());
        QVERIFY(personal->stage.density);
        QCOMPARE(personal->stage.density->count(), 48);
        const auto own = std::span(personal->map.means).subspan(std::size_t{40} * 8);
        QVERIFY(std::ranges::equal(std::span(personal->stage.density->centres).subspan(std::size_t{40} * 8), own));
    }

    void densityOfTheModelIsWhatBends() {
        files::ModelFile file = m_file;
        SecondStage stage;
        stage.density = LatentDensity{8, std::vector<float>(8, 1.0F), {1}, std::vector<float>(64)};
        for (std::size_t i = 0; i < 64; i += 9)
            stage.density->factor[i] = 0.5F;
        stage.attributes = {{"density", std::vector<float>(8, 0.5F), 1, 2}};
        file.fitted = toFitted(stage);
        const auto model = decoder::LiveModel::create(file).value();
        const auto personal = personalise(*model, nullptr, {piece("few.mid", 4)});
        QVERIFY(personal);
        QCOMPARE(personal->stage.density->count(), 4);
        QVERIFY(personal->stage.density->factor == stage.density->factor);
        QVERIFY(personal->stage.attributes == stage.attributes);
        QCOMPARE(personal->map.examples.size(), 3U);
    }

    void ownMusicAloneIsEnough() {
        const auto personal = personalise(*m_model, nullptr, {piece("alone.mid", 5)});
        QVERIFY(personal && personal->stage.density);
    }

    void unreadableFilesAreToldAndTheOthersUsed() {
        const auto personal = personalise(*m_model, nullptr, {m_folder / "none.mid", piece("some.mid", 5)});
        QVERIFY(personal);
        QCOMPARE(personal->refused.size(), 1U);
        QCOMPARE(personal->refused.front().file, std::string("none.mid"));
        QVERIFY(personalise(*m_model, nullptr, {m_folder / "none.mid"}).error().code() == ErrorCode::NotFound);
        QVERIFY(personalise(*m_model, nullptr, {m_folder / "none.mid", m_folder / "no.mid"}).error().code() ==
                ErrorCode::NoMusic);
    }

    void itCanBeCancelled() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(personalise(*m_model, nullptr, {piece("cancel.mid", 5)}, {.stop = stop.get_token()}).error().code() ==
                ErrorCode::Cancelled);
    }

    void fewWindowsGetAHint() {
        QVERIFY(hintForFew(1).find("One window") == 0);
        QVERIFY(hintForFew(5).find("5 windows") == 0);
        QVERIFY(hintForFew(kOwnBalance).empty());
    }
};

QTEST_APPLESS_MAIN(TestPersonal)
#include "tst_Personal.moc"

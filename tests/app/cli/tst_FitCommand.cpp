#include "app/cli/FitCommand.h"

#include "core/decoder/LiveModel.h"
#include "core/latent/MapFile.h"
#include "core/latent/SecondStage.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestFitCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

    [[nodiscard]] test::CliRun fit(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"fit",        "--json",
                                           "--model",    m_folder.model(),
                                           "--examples", m_folder.path("music"),
                                           "--split",    "train,validation,test"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runCli(arguments);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void initTestCase() {
        std::filesystem::create_directory(m_folder.path("music"));
        for (int piece = 0; piece < 6; ++piece)
            m_folder.writeGroove("music/" + std::to_string(piece) + ".mid", 5, static_cast<std::uint64_t>(piece) + 1);
    }

    void modelIsFinishedWithItsMap() {
        const auto output = m_folder.path("done.safetensors");
        const auto result =
            fit({"--output", output, "--weights", "float16", "--title", "Six grooves", "--attribution", "us"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto model = decoder::LiveModel::load(output);
        const auto map = latent::readMapFile(m_folder.path("done.segue-map"));
        QVERIFY(model && map);
        QCOMPARE(map->modelChecksum, (*model)->checksum());
        QCOMPARE(map->examples.size(), 24U);
        QCOMPARE(map->title, std::string("Six grooves"));
        const auto stage = latent::secondStageOf((*model)->fitted(), 8);
        QVERIFY(stage && stage->density);
        QCOMPARE(stage->density->count(), 24);
        QVERIFY(stage->attribute("density"));
        QVERIFY(result.json()["onsets"].size() == 9U);
        QVERIFY(std::filesystem::file_size(output) < std::filesystem::file_size(m_folder.model()));
        // The means are those of the weights as they are written: an encoding of a window gives its mean again.
        const auto again = runCli({"fit", "--json", "--model", output, "--examples", m_folder.path("music"), "--split",
                                   "train,validation,test", "--output", m_folder.path("again.safetensors")});
        QVERIFY2(again.exitCode == 0, again.errors.c_str());
        QVERIFY(latent::readMapFile(m_folder.path("again.segue-map"))->means == map->means);
    }

    void mapShowsFewerWindowsThanWereHeard() {
        const auto result = fit({"--output", m_folder.path("few.safetensors"), "--map-windows", "10"});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        const auto map = latent::readMapFile(m_folder.path("few.segue-map"));
        const auto whole = latent::readMapFile(m_folder.path("done.segue-map"));
        QVERIFY(map && whole);
        QCOMPARE(map->examples.size(), 10U);
        QVERIFY(map->examples.back() == whole->examples[21]); // 9 * 24 / 10
        const auto model = decoder::LiveModel::load(m_folder.path("few.safetensors"));
        QVERIFY(model);
        QCOMPARE(latent::secondStageOf((*model)->fitted(), 8)->density->count(), 24);
    }

    void modelIsDrawnFromMovedAndInspected() {
        const auto output = m_folder.path("used.safetensors");
        QVERIFY(fit({"--output", output}).exitCode == 0);
        const auto sample = [&](const std::string& folder, std::vector<std::string> more) {
            std::vector<std::string> arguments{"sample", "--json", "--model",      output,
                                               "-n",     "2",      "--output-dir", m_folder.path(folder)};
            arguments.insert(arguments.end(), more.begin(), more.end());
            return runCli(arguments);
        };
        QVERIFY(sample("a", {}).json()["source"] == "density");
        QVERIFY(sample("b", {"--source", "map"}).json()["source"] == "map");
        QVERIFY(sample("c", {"--source", "prior"}).json()["source"] == "prior");
        QVERIFY(sample("d", {"--attribute", "density=+3,velocity=-2"}).exitCode == 0);
        QVERIFY(m_folder.readPattern("a/sample-001-of-002.mid") != m_folder.readPattern("d/sample-001-of-002.mid"));
        const auto unknown = sample("e", {"--attribute", "green=1"});
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY2(unknown.errors.find("density") != std::string::npos, unknown.errors.c_str());
        QCOMPARE(sample("f", {"--attribute", "density=much"}).exitCode, 1);
        const auto inspected = runCli({"inspect", "--json", output});
        QVERIFY(inspected.json()["fitted"]["attributes"][0]["name"] == "density");
        QVERIFY(inspected.json()["fitted"]["density"]["centres"] == 24);
        QVERIFY(runCli({"inspect", output}).out.find("direction density") != std::string::npos);
    }

    void modelWithoutADensityIsSaidToHaveNone() {
        const auto result = runCli(
            {"sample", "--model", m_folder.model(), "--source", "density", "--output-dir", m_folder.path("never")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("fit") != std::string::npos, result.errors.c_str());
    }

    void unknownSplitsAreRefused() {
        const auto result = runCli({"fit", "--model", m_folder.model(), "--examples", m_folder.path("music"), "--split",
                                    "half", "--output", m_folder.path("never.safetensors")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!std::filesystem::exists(m_folder.path("never.safetensors")));
    }
};

QTEST_APPLESS_MAIN(TestFitCommand)
#include "tst_FitCommand.moc"

#include "app/cli/Cli.h"
#include "core/architecture/Blueprint.h"
#include "core/base/Files.h"
#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/latent/MapFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <sstream>

using namespace segue;

namespace {

files::ModelFile smallModel() {
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
    return file;
}

} // namespace

class TestProjectCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    std::filesystem::path m_folder = m_temporary.path().toStdString();

    struct Outcome {
        int code;
        nlohmann::json report;
        std::string errors;
    };

    /// `project` on the model and the music of initTestCase(), with the options in `more`.
    Outcome project(std::vector<std::string> more) {
        std::vector<std::string> arguments{"project", "--json", "--model", path("model"), "--examples", path("music")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::ostringstream out, errors;
        const int code = cli::runCli(arguments, out, errors);
        return {code, nlohmann::json::parse(out.str(), nullptr, false), errors.str()};
    }

    [[nodiscard]] std::string path(const std::string& name) const { return (m_folder / name).string(); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void initTestCase() {
        const files::ModelFile model = smallModel();
        QVERIFY(files::writeModelFile(path("model"), model));
        std::filesystem::create_directory(path("music"));
        const codec::GrooveCodec codec(std::get<architecture::GrooveCodecConfig>(model.architecture.codec));
        Random random(5);
        for (int piece = 0; piece < 8; ++piece) {
            music::DrumPattern pattern(32);
            for (int step = 0; step < 32; ++step)
                pattern.at(step, static_cast<int>(random.below(9))) = {true, 1.0F, 0.7F, 0.0F};
            QVERIFY(files::writeMidiFile(m_folder / "music" / (std::to_string(piece) + ".mid"),
                                         codec.toNotes(pattern, Bpm(100))));
        }
        QVERIFY(writeFileAtomically(m_folder / "music" / "broken.mid", std::string_view("MThd")));
    }

    void mapTableAndPictureAreWritten() {
        const Outcome outcome = project({"--output", path("a.segue-map"), "--csv", path("a.csv"), "--png",
                                         path("a.png"), "--split", "train,validation,test", "--title", "Eight pieces",
                                         "--attribution", "Made here", "--by", "tempo"});
        QCOMPARE(outcome.errors.find("segue-cli:"), std::string::npos);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.report.at("examples").get<int>(), 16);
        QCOMPARE(outcome.report.at("refused").size(), 1U);
        QVERIFY(outcome.errors.find("broken.mid") != std::string::npos);

        const auto map = latent::readMapFile(path("a.segue-map"));
        QVERIFY(map);
        QCOMPARE(map->examples.size(), 16U);
        QCOMPARE(map->title, std::string("Eight pieces"));
        QCOMPARE(map->attribution, std::string("Made here"));
        QCOMPARE(map->modelChecksum, files::weightsChecksum(smallModel()));
        QCOMPARE(map->examples[3].file, std::string("1.mid"));
        QCOMPARE(map->examples[3].bar, 1);

        const auto csv = readFile(path("a.csv"));
        QVERIFY(csv);
        QCOMPARE(std::ranges::count(*csv, std::byte{'\n'}), 17);
        QVERIFY(readFile(path("a.png"))->size() > 1000U);
    }

    void drawsOfThePriorCanBeMapped() {
        std::ostringstream out, errors;
        const int code = cli::runCli({"project", "--model", path("model"), "--prior", "40", "--output",
                                      path("prior.segue-map"), "--png", path("prior.png"), "--title", "Draws"},
                                     out, errors);
        QVERIFY2(code == 0, errors.str().c_str());
        const auto map = latent::readMapFile(path("prior.segue-map"));
        QVERIFY(map);
        QCOMPARE(map->examples.size(), 40U);
        QCOMPARE(map->title, std::string("Draws"));
        QCOMPARE(cli::runCli({"project", "--model", path("model"), "--output", path("x.segue-map")}, out, errors), 2);
    }

    void whatCannotBeDoneFailsAndWritesNothing_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("no output") << QStringList{} << 2 << QStringLiteral("--output");
        QTest::newRow("unknown split") << QStringList{QStringLiteral("--output=x.segue-map"),
                                                      QStringLiteral("--split=holdout")}
                                       << 1 << QStringLiteral("holdout");
        QTest::newRow("no folder") << QStringList{QStringLiteral("--output=no/such/x.segue-map")} << 1
                                   << QStringLiteral("no/such");
    }
    void whatCannotBeDoneFailsAndWritesNothing() {
        QFETCH(QStringList, more);
        QFETCH(int, code);
        QFETCH(QString, said);
        std::vector<std::string> arguments;
        for (const QString& each : more)
            arguments.push_back(each.toStdString());
        const Outcome outcome = project(arguments);
        QCOMPARE(outcome.code, code);
        QVERIFY2(outcome.errors.find(said.toStdString()) != std::string::npos, outcome.errors.c_str());
        QVERIFY(!std::filesystem::exists("x.segue-map"));
    }
};

QTEST_GUILESS_MAIN(TestProjectCommand)
#include "tst_ProjectCommand.moc"

#include "app/cli/PersonaliseCommand.h"

#include "core/files/ModelFile.h"
#include "core/latent/MapFile.h"
#include "core/latent/SecondStage.h"
#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;
using test::runCli;

class TestPersonaliseCommand : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void drawsAndMapBendToOnesOwn() {
        const auto output = m_folder.path("mine.safetensors");
        const auto result = runCli({"personalise", "--json", "--model", m_folder.model(), "--examples",
                                    m_folder.writeGroove("a.mid", 6, 1), m_folder.writeGroove("b.mid", 5, 2), "--style",
                                    "me", "--output", output});
        QVERIFY2(result.exitCode == 0, result.errors.c_str());
        QVERIFY(result.json()["windows"] == 9);
        QVERIFY2(result.errors.find("9 windows of music are few") != std::string::npos, result.errors.c_str());
        const auto model = files::readModelFile(output);
        const auto map = latent::readMapFile(m_folder.path("mine.segue-map"));
        QVERIFY(model && map);
        QCOMPARE(files::weightsChecksum(*model), files::weightsChecksum(*files::readModelFile(m_folder.model())));
        QCOMPARE(map->modelChecksum, files::weightsChecksum(*model));
        QCOMPARE(map->examples.back().style, std::string("me"));
        QVERIFY(latent::secondStageOf(model->fitted, 8)->density);
    }

    void musicThatIsNotThereIsNamed() {
        const auto result = runCli({"personalise", "--model", m_folder.model(), "--examples", m_folder.path("no.mid"),
                                    "--output", m_folder.path("never.safetensors")});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.find("no.mid") != std::string::npos, result.errors.c_str());
        QVERIFY(!std::filesystem::exists(m_folder.path("never.safetensors")));
    }
};

QTEST_APPLESS_MAIN(TestPersonaliseCommand)
#include "tst_PersonaliseCommand.moc"

#include "app/cli/ConfigsCommand.h"

#include "tests/app/cli/RunCli.h"
#include "training/Configuration.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using test::runCli;

class TestConfigsCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyConfigurationIsListed() {
        const auto lines = runCli({"configs"});
        QCOMPARE(lines.exitCode, 0);
        const auto run = runCli({"configs", "--json"});
        const auto list = run.json()["configurations"];
        QCOMPARE(list.size(), architecture::namedConfigurations().size());
        for (const auto& entry : list) {
            QVERIFY(lines.out.find(entry["name"].get<std::string>() + " ") != std::string::npos);
            QVERIFY(entry["bars"] > 0 && entry["latent_size"] > 0);
            if (entry["name"] == "cat-mel_2bar_small") {
                QVERIFY(entry["makes"] == "melodies");
                QVERIFY(std::abs(entry["parameters"].get<double>() / 1e6 - 4.42) < 0.01); // as Magenta's
            }
        }
    }

    void shownOneCanBeReadBack() {
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("mine.json")).toStdString();
        const auto run = runCli({"configs", "--show", "hierdec-drums_4bar_small", "--output", path});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        const auto expected = training::namedConfiguration("hierdec-drums_4bar_small").value();
        QVERIFY(training::readConfiguration(path).value() == expected);
        const auto shown = nlohmann::json::parse(runCli({"configs", "--show", "hierdec-drums_4bar_small"}).out);
        QVERIFY(training::configurationFromJson(shown).value() == expected);
    }

    void recipeSaysHowItLearns() {
        const auto ours = nlohmann::json::parse(runCli({"configs", "--show", "cat-drums_2bar_small"}).out);
        const auto magentas =
            nlohmann::json::parse(runCli({"configs", "--show", "cat-drums_2bar_small", "--recipe", "magenta"}).out);
        QVERIFY(ours["hyperparameters"]["batch_size"] == 64);
        QVERIFY(magentas["hyperparameters"]["batch_size"] == 512);
        QVERIFY(magentas["hyperparameters"]["sampling_schedule"] == "inverse_sigmoid");
        const auto run = runCli({"configs", "--show", "cat-drums_2bar_small", "--recipe", "mine"});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.find("magenta") != std::string::npos);
    }

    void everyHyperparameterIsExplained() {
        const auto lines = runCli({"configs", "--hparams"});
        const auto list = runCli({"configs", "--hparams", "--json"}).json()["hyperparameters"];
        QCOMPARE(list.size(), training::hyperparameterHelp().size());
        for (const auto& entry : list)
            QVERIFY(lines.out.find(entry["name"].get<std::string>() + ": ") != std::string::npos);
    }

    void unknownNameSaysWhichThereAre() {
        const auto run = runCli({"configs", "--show", "groovae_3bar"});
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.find("groovae_4bar") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestConfigsCommand)
#include "tst_ConfigsCommand.moc"

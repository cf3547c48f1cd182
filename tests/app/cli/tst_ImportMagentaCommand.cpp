#include "app/cli/ImportMagentaCommand.h"

#include "core/files/ModelFile.h"
#include "tests/app/cli/RunCli.h"
#include "tests/support/MagentaVariables.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using test::runCli;

class TestImportMagentaCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::string path(const char* name) const {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }

private Q_SLOTS:
    void initTestCase() {
        const auto architecture = test::tiny("groovae_4bar");
        QVERIFY(test::write(path("groove.tar"), test::bundleTar(test::randomVariables(architecture, 3))));
        QVERIFY(test::write(path("tiny.json"), toJson(architecture).dump()));
        QVERIFY(test::write(path("run.json"), nlohmann::json{{"architecture", toJson(architecture)}}.dump()));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aTarBecomesAModel() {
        const auto run = runCli({"import-magenta", path("groove.tar"), "--output", path("model.safetensors"),
                                 "--config", path("tiny.json"), "--licence", "Apache-2.0", "--json"});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        const auto report = run.json();
        QVERIFY(report["format"] == "TensorFlow");
        QVERIFY(report["configuration"] == "groovae_4bar");
        QVERIFY(report["variables"] == 16);
        QVERIFY(report["ignored"].size() == 2 * 16 + 4);
        const auto model = files::readModelFile(path("model.safetensors"));
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        QVERIFY(model->architecture.encoder.present);
        QVERIFY(model->provenance["licence"] == "Apache-2.0");
    }

    void theEncoderCanBeLeftOut() {
        const auto run = runCli({"import-magenta", path("groove.tar"), "--output", path("deaf.safetensors"), "--config",
                                 path("run.json"), "--decoder_only", "--float16"});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        for (const char* words : {"mapped", "ignored        36", "left out       8", "no encoder"})
            QVERIFY2(run.out.find(words) != std::string::npos, run.out.c_str());
        const auto model = files::readModelFile(path("deaf.safetensors"));
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        QVERIFY(!model->architecture.encoder.present);
    }

    void whatCannotBeImportedLeavesNoFile_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        QTest::newRow("no configuration") << QStringList{QStringLiteral("groove.tar")} << QStringLiteral("--config");
        QTest::newRow("a wrong one") << QStringList{QStringLiteral("groove.tar"), QStringLiteral("--config"),
                                                    QStringLiteral("cat-mel_2bar_small")}
                                     << QStringLiteral("cat-mel_2bar_small makes it");
        QTest::newRow("an unknown one") << QStringList{QStringLiteral("groove.tar"), QStringLiteral("--config"),
                                                       QStringLiteral("jazz")}
                                        << QStringLiteral("jazz");
        QTest::newRow("no checkpoint") << QStringList{QStringLiteral("nowhere.tar")} << QStringLiteral("nowhere.tar");
    }
    void whatCannotBeImportedLeavesNoFile() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        std::vector<std::string> all{"import-magenta", path(qPrintable(arguments.takeFirst())), "--output",
                                     path("none.safetensors")};
        for (const QString& argument : arguments)
            all.push_back(argument.toStdString());
        const auto run = runCli(all);
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.find(word.toStdString()) != std::string::npos, run.errors.c_str());
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("none.safetensors"))));
    }
};

QTEST_APPLESS_MAIN(TestImportMagentaCommand)
#include "tst_ImportMagentaCommand.moc"

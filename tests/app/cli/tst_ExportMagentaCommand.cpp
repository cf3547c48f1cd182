#include "app/cli/ExportMagentaCommand.h"

#include "core/files/ModelFile.h"
#include "core/magenta/Import.h"
#include "tests/app/cli/RunCli.h"
#include "tests/support/MagentaVariables.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using test::runCli;

class TestExportMagentaCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::string path(const char* name) const {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }

private Q_SLOTS:
    void initTestCase() {
        files::ModelFile model;
        model.architecture = test::tiny("cat-mel_2bar_small");
        auto variables = test::randomVariables(model.architecture, 3);
        for (const auto& link : magenta::variableLinks(model.architecture))
            takeVariable(link, variables, model.weights);
        QVERIFY(writeModelFile(path("model.safetensors"), model));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aModelBecomesAFolder_data() {
        QTest::addColumn<QString>("bytes");
        for (const char* bytes : {"1", "2", "4"})
            QTest::addRow("%s bytes", bytes) << QString::fromUtf8(bytes);
    }
    void aModelBecomesAFolder() {
        QFETCH(QString, bytes);
        const std::string folder = path(qPrintable(QStringLiteral("js") + bytes));
        const auto run = runCli({"export-magenta", path("model.safetensors"), "--output", folder,
                                 "--quantization_bytes", bytes.toStdString()});
        QVERIFY2(run.exitCode == 0, run.errors.c_str());
        magenta::Reading reading;
        const auto imported = magenta::importCheckpoint(folder, {}, reading);
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QCOMPARE(imported->model.weights.size(),
                 files::readModelFile(path("model.safetensors")).value().weights.size());
        const auto again = runCli({"export-magenta", path("model.safetensors"), "--output", folder});
        QCOMPARE(again.exitCode, 1);
    }

    void otherSizesAreRefused() {
        QCOMPARE(
            runCli({"export-magenta", path("model.safetensors"), "--output", path("js"), "--quantization-bytes", "3"})
                .exitCode,
            2);
    }
};

QTEST_APPLESS_MAIN(TestExportMagentaCommand)
#include "tst_ExportMagentaCommand.moc"

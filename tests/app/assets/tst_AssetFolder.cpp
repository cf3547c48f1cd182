#include "app/assets/AssetFolder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace segue;

class TestAssetFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void cleanup() { qunsetenv("SEGUE_ASSETS"); }

    void theFirstBundledModelStandsBeforeTheOthers() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("models")));
        for (const char* name :
             {"a.safetensors", "groove-2bar.safetensors", "groove-2bar.segue-map", "z.safetensors"}) {
            QFile file(folder.filePath(QStringLiteral("models/") + QString::fromUtf8(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        qputenv("SEGUE_ASSETS", folder.path().toUtf8());
        QVERIFY(assets::bundledModels() == (std::vector<std::string>{"groove-2bar", "a", "z"}));
        QVERIFY(assets::bundledModel("z")->filename() == "z.safetensors");
        const auto unknown = assets::bundledModel("b");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().text().find("groove-2bar, a, z") != std::string::npos);
    }

    void environmentComesFirst() {
        QTemporaryDir folder;
        qputenv("SEGUE_ASSETS", folder.path().toUtf8());
        const auto found = assets::assetFolder();
        QVERIFY(found);
        QCOMPARE(found->string(), folder.path().toStdString());
    }

    void aFolderThatIsGoneIsPassedOver() {
        qputenv("SEGUE_ASSETS", "/no/such/folder");
        for (const auto& folder : assets::candidateFolders())
            if (std::filesystem::is_directory(folder)) {
                QCOMPARE(assets::assetFolder()->string(), folder.string());
                return;
            }
        QVERIFY(assets::assetFolder().error().text().find("/no/such/folder") != std::string::npos);
    }

    void missingFileIsNotFoundAndNamed() {
        QTemporaryDir folder;
        qputenv("SEGUE_ASSETS", folder.path().toUtf8());
        const auto file = assets::assetFile("models/none.safetensors");
        QVERIFY(!file);
        QVERIFY(file.error().code() == ErrorCode::NotFound);
        QVERIFY(file.error().text().find("none.safetensors") != std::string::npos);
    }

    void presentFileIsFound() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("examples")));
        qputenv("SEGUE_ASSETS", folder.path().toUtf8());
        QVERIFY(assets::assetFile(assets::kExamplesName));
    }
};

QTEST_GUILESS_MAIN(TestAssetFolder)
#include "tst_AssetFolder.moc"

#include "app/cli/StoredWeights.h"

#include "tests/app/cli/CliFolder.h"

#include <QTest>

using namespace segue;

class TestStoredWeights : public QObject {
    Q_OBJECT

    test::CliFolder m_folder;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void roundedWeightsAreThoseThatAreReadBack() {
        const auto model = files::readModelFile(m_folder.model());
        const auto rounded = cli::rounded(*model, files::StoredType::Float16);
        QVERIFY(rounded && rounded->weights != model->weights);
        const std::string path = m_folder.path("half.safetensors");
        QVERIFY(files::writeModelFile(path, *model, files::StoredType::Float16));
        QVERIFY(files::readModelFile(path)->weights == rounded->weights);
        QVERIFY(cli::rounded(*model, files::StoredType::Float32)->weights == model->weights);
        QVERIFY(*cli::storedType({}, path) == files::StoredType::Float16);
        QVERIFY(*cli::storedType({}, m_folder.model()) == files::StoredType::Float32);
        QVERIFY(*cli::storedType(files::StoredType::Float32, path) == files::StoredType::Float32);
    }

    void weightsThatAreTooLargeAreNamed() {
        auto model = *files::readModelFile(m_folder.model());
        model.weights["encoder.mean.bias"].values[0] = 1e6F;
        QVERIFY(cli::rounded(model, files::StoredType::Float16).error().text().find("encoder.mean.bias") !=
                std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestStoredWeights)
#include "tst_StoredWeights.moc"

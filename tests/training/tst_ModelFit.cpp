#include "training/ModelFit.h"

#include "core/codec/GrooveCodec.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

using namespace segue;
using namespace segue::training;

class TestModelFit : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path model() const {
        return m_folder.filePath(QStringLiteral("best.safetensors")).toStdString();
    }

    [[nodiscard]] static Dataset data() {
        const auto config = test::smallArchitecture().codec;
        Dataset dataset(config);
        Random random(1);
        for (int song = 0; song < 4; ++song) {
            architecture::GrooveCodecConfig whole;
            whole.bars = 6;
            const auto notes = codec::GrooveCodec(whole).toNotes(test::randomPattern(96, 0.2, random), Bpm(120));
            if (!dataset.add(std::to_string(song), notes))
                return Dataset(config);
        }
        return dataset;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void modelGetsItsSecondStageAndKeepsItsWeights() {
        const files::ModelFile before = test::randomModel(test::smallArchitecture(), 1);
        QVERIFY(files::writeModelFile(model(), before));
        const Dataset examples = data();
        QVERIFY(examples.size() >= 20);
        const Status status = fitModel(model(), examples);
        QVERIFY2(status, status ? "" : status.error().text().c_str());
        const auto after = files::readModelFile(model());
        QVERIFY(after && after->weights == before.weights && after->provenance == before.provenance);
        const auto stage = latent::secondStageOf(after->fitted, 8);
        QVERIFY(stage && stage->density);
        QCOMPARE(stage->density->count(), examples.size());
        QVERIFY(stage->densityFacts["pieces"] == 4);
    }

    void stoppedFitLeavesTheModelAsItWas() {
        QVERIFY(files::writeModelFile(model(), test::randomModel(test::smallArchitecture(), 1)));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(fitModel(model(), data(), {.stop = stop.get_token()}).error().code() == ErrorCode::Cancelled);
        QVERIFY(files::readModelFile(model())->fitted == files::Fitted());
    }
};

QTEST_APPLESS_MAIN(TestModelFit)
#include "tst_ModelFit.moc"

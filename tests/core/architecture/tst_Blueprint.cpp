#include "core/architecture/Blueprint.h"

#include <QTest>

#include <algorithm>

using namespace segue;
using namespace segue::architecture;

namespace {

std::vector<std::int64_t> shapeOf(const Architecture& architecture, const std::string& weight) {
    const auto shapes = weightShapes(architecture);
    const auto at = std::ranges::find(shapes, weight, &WeightShape::name);
    return at == shapes.end() ? std::vector<std::int64_t>{} : at->shape;
}

using Shape = std::vector<std::int64_t>;

} // namespace

class TestBlueprint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void parameterCountsAreMagentas_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("millions");
        QTest::addColumn<double>("within"); // of the last digit that is known
        QTest::newRow("melody") << "cat-mel_2bar_small" << 4.42 << 0.005;
        QTest::newRow("big melody") << "cat-mel_2bar_big" << 134.6 << 0.05;
        QTest::newRow("chords") << "cat-mel_2bar_med_chords" << 17.5 << 0.05;
        QTest::newRow("drums") << "cat-drums_2bar_small" << 4.64 << 0.005;
        QTest::newRow("big drums") << "cat-drums_2bar_big" << 137.6 << 0.05;
        QTest::newRow("reduced nade") << "nade-drums_2bar_reduced" << 13.8 << 0.05;
        QTest::newRow("full nade") << "nade-drums_2bar_full" << 14.4 << 0.05;
        QTest::newRow("flat trio") << "flat-trio_16bar" << 251.0 << 0.5;
        QTest::newRow("hierdec trio") << "hierdec-trio_16bar" << 231.0 << 0.5;
        QTest::newRow("hier trio") << "hier-trio_16bar" << 122.5 << 0.05;
        QTest::newRow("flat long melody") << "flat-mel_16bar" << 235.0 << 0.5;
        QTest::newRow("hierdec melody") << "hierdec-mel_16bar" << 176.0 << 0.5;
        QTest::newRow("hier melody") << "hier-mel_16bar" << 72.6 << 0.06;
        QTest::newRow("performance") << "hier-multiperf_vel_1bar_med" << 55.6 << 0.05;
        QTest::newRow("performance, chords") << "hier-multiperf_vel_1bar_med_chords" << 56.1 << 0.05;
        QTest::newRow("big performance") << "hier-multiperf_vel_1bar_big" << 204.6 << 0.05;
        QTest::newRow("big performance, chords") << "hier-multiperf_vel_1bar_big_chords" << 205.6 << 0.05;
        QTest::newRow("groove") << "groovae_4bar" << 4.09 << 0.005;
        QTest::newRow("hits control") << "groovae_2bar_hits_control_tfds" << 4.13 << 0.005;
    }
    void parameterCountsAreMagentas() {
        QFETCH(QString, name);
        QFETCH(double, millions);
        QFETCH(double, within);
        const double found = static_cast<double>(weightCount(*namedConfiguration(name.toStdString()))) * 1e-6;
        QVERIFY2(std::abs(found - millions) <= within, qPrintable(QString::number(found)));
    }

    // What is known of the published checkpoint of hierdec-mel_16bar.
    void hierarchicalShapesAreMagentas() {
        const auto melody = *namedConfiguration("hierdec-mel_16bar");
        QCOMPARE(shapeOf(melody, "decoder.core.layers.0.input_weight"), (Shape{4096, 90 + 1024}));
        QCOMPARE(shapeOf(melody, "decoder.core.initial_state.weight"), (Shape{4096, 1024}));
        QCOMPARE(shapeOf(melody, "decoder.core.output.weight"), (Shape{90, 1024}));
        QCOMPARE(shapeOf(melody, "decoder.conductors.0.layers.0.input_weight"), (Shape{4096, 1}));
        QCOMPARE(shapeOf(melody, "decoder.conductors.0.layers.1.input_weight"), (Shape{4096, 1024}));
        QCOMPARE(shapeOf(melody, "decoder.conductors.0.initial_state.weight"), (Shape{4096, 512}));
        QCOMPARE(shapeOf(melody, "encoder.layers.0.forward.input_weight"), (Shape{8192, 90}));
        QCOMPARE(blueprint(melody).segments, 16);
    }

    void splitOutputsHaveTheirOwnLayers() {
        const Blueprint trio = blueprint(*namedConfiguration("hier-trio_16bar"));
        QCOMPARE(trio.cores.size(), std::size_t{3});
        QCOMPARE(trio.cores[2].layers.prefix, std::string("decoder.core.parts.2"));
        QCOMPARE(trio.cores[2].firstColumn, 180);
        QCOMPARE(trio.cores[2].columns, 512);
        QCOMPARE(trio.cores[2].layers.inputs, 512 + 1024);
        QCOMPARE(trio.encoder.size(), std::size_t{2});
        QCOMPARE(trio.encoder[1].layers.inputs, 2048);
    }

    void conductorsReadWhatTheyAreMeantTo() {
        auto melody = *namedConfiguration("hier-mel_16bar");
        melody.encoder.levelLengths = {4, 4, 16};
        melody.decoder.levelLengths = {16, 4, 4};
        QVERIFY(validate(melody));
        QCOMPARE(blueprint(melody).conductors.size(), std::size_t{2});
        QCOMPARE(blueprint(melody).segments, 64);

        melody.decoder.conductorInput = ConductorInput::FinalStates;
        QVERIFY(validate(melody));
        QCOMPARE(blueprint(melody).conductors[0].layers.inputs, 4096 + 512); // the other conductor's states, and z
        QCOMPARE(blueprint(melody).conductors[1].layers.inputs, 4096 + 1024); // the core's, and the embedding

        melody.decoder.conductorInput = ConductorInput::Encodings;
        QVERIFY(validate(melody));
        QCOMPARE(blueprint(melody).conductors[0].layers.inputs, 2048 + 512);
        QCOMPARE(blueprint(melody).conductors[1].layers.inputs, 2048 + 1024);
    }

    void controlsMayBeReadFirst() {
        auto melody = *namedConfiguration("cat-mel_2bar_med_chords");
        QCOMPARE(blueprint(melody).cores[0].layers.inputs, 90 + 256 + 49);
        melody.decoder.controlSizes = {32};
        const Blueprint plan = blueprint(melody);
        QCOMPARE(plan.controls->inputs, 49);
        QCOMPARE(plan.cores[0].layers.inputs, 90 + 256 + 64);
        QCOMPARE(shapeOf(melody, "controls.layers.0.backward.input_weight"), (Shape{128, 49}));
    }

    void residualLayersProjectWhereSizesDiffer() {
        auto groove = *namedConfiguration("groovae_2bar");
        groove.decoder.residual = true;
        groove.decoder.sizes = {256, 256, 128};
        QCOMPARE(shapeOf(groove, "decoder.layers.0.projection.weight"), (Shape{256, 27 + 256}));
        QCOMPARE(shapeOf(groove, "decoder.layers.0.input_weight"), (Shape{1024, 256}));
        QVERIFY(shapeOf(groove, "decoder.layers.1.projection.weight").empty());
        QCOMPARE(shapeOf(groove, "decoder.layers.2.projection.weight"), (Shape{128, 256}));
        groove.encoder.residual = true;
        groove.encoder.sizes = {64, 64};
        QCOMPARE(shapeOf(groove, "encoder.layers.1.forward.projection.weight"), (Shape{64, 128}));
    }

    void withoutAnEncoderNoneOfItsWeightsAreThere() {
        auto groove = *namedConfiguration("groovae_2bar");
        groove.encoder.present = false;
        QVERIFY(validate(groove));
        for (const WeightShape& weight : weightShapes(groove))
            QVERIFY2(!weight.name.starts_with("encoder"), weight.name.c_str());
    }
};

QTEST_APPLESS_MAIN(TestBlueprint)
#include "tst_Blueprint.moc"

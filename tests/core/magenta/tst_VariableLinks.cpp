#include "core/magenta/VariableLinks.h"

#include "core/architecture/Blueprint.h"
#include "tests/support/MagentaVariables.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace segue;
using namespace segue::magenta;

namespace {

using architecture::Architecture;
using architecture::ConductorInput;

Architecture residual(std::string_view name) {
    Architecture architecture = test::tiny(name);
    architecture.encoder.residual = true;
    architecture.decoder.residual = true;
    return architecture;
}

Architecture withControls() {
    Architecture architecture = test::tiny("cat-mel_2bar_med_chords");
    architecture.decoder.controlSizes = {3, 2};
    return architecture;
}

Architecture told(ConductorInput input) {
    Architecture architecture = test::tiny("hier-mel_16bar");
    architecture.decoder.conductorInput = input;
    return architecture;
}

/// Every family of networks, at tiny sizes.
std::map<std::string, Architecture> families() {
    std::map<std::string, Architecture> all;
    for (const Architecture& named : architecture::namedConfigurations())
        all[named.name] = test::tiny(named.name);
    all["residual flat"] = residual("cat-mel_2bar_big");
    all["residual hierarchical"] = residual("hier-mel_16bar");
    all["controls read first"] = withControls();
    all["conductor told states"] = told(ConductorInput::FinalStates);
    all["conductor told encodings"] = told(ConductorInput::Encodings);
    all["three levels"] = test::tiny("hierdec-mel_16bar");
    all["three levels"].decoder.levelLengths = {4, 4, 16};
    return all;
}

std::vector<std::int64_t> shapeOf(const Architecture& architecture, const std::string& variable) {
    for (const VariableLink& link : variableLinks(architecture))
        if (link.variable == variable)
            return link.shape;
    return {};
}

} // namespace

class TestVariableLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void variablesMakeAllWeightsAndTheWayBackIsTheSame_data() {
        QTest::addColumn<QString>("family");
        for (const auto& [name, architecture] : families())
            QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
    }
    void variablesMakeAllWeightsAndTheWayBackIsTheSame() {
        QFETCH(QString, family);
        const Architecture architecture = families().at(family.toStdString());
        QVERIFY2(validate(architecture), "the test's own architecture");
        const Tensors original = test::randomVariables(architecture, 7);
        Tensors variables = original;
        Tensors weights;
        for (const VariableLink& link : variableLinks(architecture))
            takeVariable(link, variables, weights);
        QVERIFY(variables.empty());

        const auto expected = architecture::weightShapes(architecture);
        QCOMPARE(weights.size(), expected.size());
        for (const auto& [name, shape] : expected) {
            QVERIFY2(weights.contains(name), name.c_str());
            QCOMPARE(weights.at(name).shape, shape);
        }
        for (const VariableLink& link : variableLinks(architecture)) {
            const files::Tensor back = variableFrom(link, weights);
            const files::Tensor& before = original.at(link.variable);
            QCOMPARE(back.shape, before.shape);
            for (std::size_t i = 0; i < before.values.size(); ++i) // a bias loses a bit to the 1 that is added
                QVERIFY(std::abs(back.values[i] - before.values[i]) <=
                        (link.kind == VariableLink::Kind::LstmBias ? 1.2e-7F : 0.0F));
        }
    }

    void namesAndShapesAreMagentas_data() {
        QTest::addColumn<QString>("configuration");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QList<int>>("shape");
        const auto add = [](const char* configuration, const char* variable, QList<int> shape) {
            QTest::addRow("%s %s", configuration, variable)
                << QString::fromUtf8(configuration) << QString::fromUtf8(variable) << std::move(shape);
        };
        // As listings of published checkpoints have them.
        add("hierdec-mel_16bar", "core_decoder/decoder/multi_rnn_cell/cell_0/lstm_cell/kernel", {2138, 4096});
        add("hierdec-mel_16bar", "core_decoder/decoder/z_to_initial_state/kernel", {1024, 4096});
        add("hierdec-mel_16bar", "core_decoder/decoder/output_projection/kernel", {1024, 90});
        add("hierdec-mel_16bar", "decoder/hierarchical_level_0/cell_0/lstm_cell/kernel", {1025, 4096});
        add("hierdec-mel_16bar", "decoder/hierarchical_level_0/cell_1/lstm_cell/kernel", {2048, 4096});
        add("hierdec-mel_16bar", "decoder/hierarchical_level_0/initial_state/kernel", {512, 4096});
        add("hierdec-mel_16bar", "encoder/cell_0/bidirectional_rnn/fw/multi_rnn_cell/cell_0/lstm_cell/kernel",
            {2138, 8192});
        add("cat-mel_2bar_small", "encoder/cell_0/bidirectional_rnn/bw/multi_rnn_cell/cell_0/lstm_cell/kernel",
            {602, 2048});
        add("cat-mel_2bar_small", "decoder/multi_rnn_cell/cell_0/lstm_cell/kernel", {602, 1024});
        add("cat-mel_2bar_small", "encoder/mu/kernel", {1024, 256});
        add("hierdec-trio_16bar", "core_decoder/core_decoder_2/decoder/output_projection/bias", {512});
        add("hier-trio_16bar",
            "encoder/hierarchical_level_1/cell_0/bidirectional_rnn/bw/multi_rnn_cell/cell_0/lstm_cell/bias", {4096});
        add("nade-drums_2bar_full", "decoder/nade/w_enc", {61, 1, 128});
        add("nade-drums_2bar_full", "decoder/nade/w_dec_t", {61, 128, 1});
        add("nade-drums_2bar_full", "decoder/output_projection/bias", {189});
        add("groovae_2bar_hits_control_tfds", "decoder/multi_rnn_cell/cell_0/lstm_cell/kernel", {548, 1024});
    }
    void namesAndShapesAreMagentas() {
        QFETCH(QString, configuration);
        QFETCH(QString, variable);
        QFETCH(QList<int>, shape);
        const auto architecture = architecture::namedConfiguration(configuration.toStdString()).value();
        QCOMPARE(shapeOf(architecture, variable.toStdString()), std::vector<std::int64_t>(shape.begin(), shape.end()));
    }

    // The names were printed by Magenta's own cells.
    void residualLayersHaveTheirProjections() {
        Architecture architecture = residual("hierdec-mel_16bar");
        architecture.encoder.sizes = {4, 6};
        architecture.decoder.sizes = {4, 4, 6};
        std::set<std::string> names;
        for (const VariableLink& link : variableLinks(architecture))
            names.insert(link.variable);
        for (const char* name :
             {"encoder/cell_1/bidirectional_rnn/bw/multi_rnn_cell/cell_0/input_projection_wrapper/kernel",
              "encoder/cell_1/bidirectional_rnn/bw/multi_rnn_cell/cell_0/input_projection_wrapper/lstm_cell/kernel",
              "core_decoder/decoder/multi_rnn_cell/cell_0/input_projection_wrapper/bias",
              "core_decoder/decoder/multi_rnn_cell/cell_1/lstm_cell/kernel",
              "core_decoder/decoder/multi_rnn_cell/cell_2/input_projection_wrapper/kernel",
              "decoder/hierarchical_level_0/cell_0/input_projection_wrapper/kernel",
              "decoder/hierarchical_level_0/cell_1/lstm_cell/bias"})
            QVERIFY2(names.contains(name), name);
        QVERIFY(!names.contains("core_decoder/decoder/multi_rnn_cell/cell_1/input_projection_wrapper/kernel"));
        QCOMPARE(shapeOf(architecture, "decoder/hierarchical_level_0/cell_0/input_projection_wrapper/kernel"),
                 (std::vector<std::int64_t>{1, 4}));
        QCOMPARE(shapeOf(architecture, "decoder/hierarchical_level_0/cell_0/input_projection_wrapper/lstm_cell/kernel"),
                 (std::vector<std::int64_t>{8, 16}));
    }

    void gatesChangeTheirOrder() {
        Architecture architecture = test::tiny("cat-mel_2bar_small");
        architecture.decoder.sizes = {1, 1};
        const VariableLink* kernel = nullptr;
        const VariableLink* bias = nullptr;
        const auto links = variableLinks(architecture);
        for (const VariableLink& link : links) {
            if (link.variable == "decoder/multi_rnn_cell/cell_1/lstm_cell/kernel")
                kernel = &link;
            if (link.variable == "decoder/multi_rnn_cell/cell_1/lstm_cell/bias")
                bias = &link;
        }
        QVERIFY(kernel != nullptr && bias != nullptr);
        // Rows: input, state. Columns: i, g, f, o.
        Tensors variables{{kernel->variable, {{2, 4}, {1, 2, 3, 4, 10, 20, 30, 40}}},
                          {bias->variable, {{4}, {0.1F, 0.2F, 0.25F, 0.4F}}}};
        Tensors weights;
        takeVariable(*kernel, variables, weights);
        takeVariable(*bias, variables, weights);
        QCOMPARE(weights.at("decoder.layers.1.input_weight").values, (std::vector<float>{1, 3, 2, 4}));
        QCOMPARE(weights.at("decoder.layers.1.recurrent_weight").values, (std::vector<float>{10, 30, 20, 40}));
        QCOMPARE(weights.at("decoder.layers.1.bias").values, (std::vector<float>{0.1F, 1.25F, 0.2F, 0.4F}));
    }
};

QTEST_APPLESS_MAIN(TestVariableLinks)
#include "tst_VariableLinks.moc"

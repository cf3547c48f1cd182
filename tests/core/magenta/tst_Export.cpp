#include "core/magenta/Export.h"

#include "core/architecture/Blueprint.h"
#include "core/magenta/Import.h"
#include "core/magenta/Recognition.h"
#include "tests/support/MagentaVariables.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::magenta;

namespace {

namespace fs = std::filesystem;

files::ModelFile modelOf(const architecture::Architecture& architecture) {
    files::ModelFile model;
    model.architecture = asImported(architecture, CheckpointFormat::MagentaJs, Part::Everything);
    Tensors variables = test::randomVariables(model.architecture, 5);
    for (const VariableLink& link : variableLinks(model.architecture))
        takeVariable(link, variables, model.weights);
    return model;
}

/// In its real size, with values that cost nothing.
files::ModelFile realSize(std::string_view name) {
    files::ModelFile model;
    model.architecture =
        asImported(*architecture::namedConfiguration(name), CheckpointFormat::MagentaJs, Part::Everything);
    for (const auto& [weight, shape] : architecture::weightShapes(model.architecture))
        model.weights[weight] = {shape, std::vector<float>(static_cast<std::size_t>(*elementCount(shape)), 0.25F)};
    return model;
}

/// Whether every value of a weight differs by no more than its limit.
template <class Limit>
bool areNear(const files::ModelFile& one, const files::ModelFile& other, Limit limitOf) {
    if (one.weights.size() != other.weights.size())
        return false;
    for (const auto& [name, weight] : one.weights) {
        const auto at = other.weights.find(name);
        if (at == other.weights.end() || at->second.shape != weight.shape)
            return false;
        const float limit = limitOf(name);
        for (std::size_t i = 0; i < weight.values.size(); ++i)
            if (!(std::abs(weight.values[i] - at->second.values[i]) <= limit))
                return false;
    }
    return true;
}

} // namespace

class TestExport : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;

    Status write(const files::ModelFile& model, StoredBytes stored = StoredBytes::Four) {
        Reading progress;
        return exportJsFolder(model, m_folder / "js", stored, progress);
    }
    Result<Imported> readBack() {
        Reading reading;
        return importCheckpoint(m_folder / "js", {}, reading);
    }

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void whatIsExportedReadsBackEqual_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"cat-mel_2bar_small", "cat-mel_2bar_med_chords", "cat-drums_2bar_small", "nade-drums_2bar_full",
              "hier-mel_16bar", "hier-trio_16bar", "hier-multiperf_vel_1bar_med_chords", "groovae_4bar",
              "groovae_2bar_humanize", "groovae_2bar_tap_fixed_velocity"})
            QTest::addRow("%s", name) << QString::fromUtf8(name);
    }
    void whatIsExportedReadsBackEqual() {
        QFETCH(QString, name);
        const files::ModelFile model = modelOf(test::tiny(name.toStdString()));
        const auto status = write(model);
        QVERIFY2(status, status ? "" : status.error().text().c_str());
        const auto imported = readBack();
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QVERIFY(imported->model.architecture.encoder == model.architecture.encoder);
        QVERIFY(imported->model.architecture.decoder == model.architecture.decoder);
        QCOMPARE(imported->model.architecture.shape(), model.architecture.shape());
        // A forget gate's bias loses a bit to the 1 that is taken away and added.
        QVERIFY(areNear(model, imported->model,
                        [](const std::string& weight) { return weight.ends_with(".bias") ? 1.2e-7F : 0.0F; }));
    }

    void namedConfigurationsKeepTheirNames() {
        const files::ModelFile model = realSize("groovae_2bar_humanize");
        QVERIFY(write(model, StoredBytes::One));
        const auto imported = readBack();
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        QVERIFY(imported->model.architecture == model.architecture);
    }

    void roundedWeightsAreNear_data() {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<double>("step"); // of values from -1 to 1, that is 2 over the number of steps
        QTest::newRow("one byte") << 1 << 2.0 / 255;
        QTest::newRow("two bytes") << 2 << 2.0 / 65535;
    }
    void roundedWeightsAreNear() {
        QFETCH(int, bytes);
        QFETCH(double, step);
        const files::ModelFile model = modelOf(test::tiny("cat-mel_2bar_small"));
        QVERIFY(write(model, static_cast<StoredBytes>(bytes)));
        const auto imported = readBack();
        QVERIFY2(imported, imported ? "" : imported.error().text().c_str());
        const auto half = static_cast<float>(step * 0.5001 + 3e-7); // rounding of float32 besides
        QVERIFY(areNear(model, imported->model, [half](const std::string&) { return half; }));
        const auto size = fs::file_size(m_folder / "js" / "group1-shard1of1");
        std::size_t count = 0;
        for (const auto& [name, weight] : model.weights)
            count += weight.values.size();
        QCOMPARE(size, count * static_cast<std::size_t>(bytes));
    }

    void constantWeightsSurviveRounding() {
        files::ModelFile model = modelOf(test::tiny("cat-mel_2bar_small"));
        for (float& value : model.weights.at("decoder.output.bias").values)
            value = 0.25F;
        QVERIFY(write(model, StoredBytes::One));
        QVERIFY(readBack().value().model.weights.at("decoder.output.bias") == model.weights.at("decoder.output.bias"));
    }

    void shardsHaveFourMebibytes() {
        const files::ModelFile model = realSize("groovae_2bar");
        QVERIFY(write(model));
        const fs::path folder = m_folder / "js";
        QCOMPARE(fs::file_size(folder / "group1-shard1of4"), kShardBytes);
        QCOMPARE(fs::file_size(folder / "group1-shard3of4"), kShardBytes);
        QVERIFY(fs::file_size(folder / "group1-shard4of4") < kShardBytes);
    }

    void foldersWithACheckpointAreLeftAlone() {
        const files::ModelFile model = modelOf(test::tiny("cat-mel_2bar_small"));
        QVERIFY(write(model));
        QCOMPARE(write(model).error().code(), ErrorCode::InvalidArgument);
    }

    void whatMagentaJsCannotPlayIsRefused() {
        QCOMPARE(write(modelOf(test::tiny("hierdec-mel_16bar"))).error().code(), ErrorCode::Unsupported);
        files::ModelFile deaf = modelOf(test::tiny("cat-mel_2bar_small"));
        deaf.architecture.encoder.present = false;
        QCOMPARE(write(deaf).error().code(), ErrorCode::Unsupported);
        QVERIFY(!fs::exists(m_folder / "js"));
    }

    void aStopLeavesNoCheckpoint() {
        std::stop_source stop;
        stop.request_stop();
        Reading progress(Part::Everything, {}, stop.get_token());
        const auto status =
            exportJsFolder(modelOf(test::tiny("cat-mel_2bar_small")), m_folder / "js", StoredBytes::Four, progress);
        QCOMPARE(status.error().code(), ErrorCode::Cancelled);
        QVERIFY(!fs::exists(m_folder / "js" / "weights_manifest.json"));
    }
};

QTEST_APPLESS_MAIN(TestExport)
#include "tst_Export.moc"

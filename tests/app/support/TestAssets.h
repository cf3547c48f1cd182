#pragma once

#include "core/base/Random.h"
#include "core/codec/GrooveCodec.h"
#include "core/decoder/LiveModel.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/latent/MapFile.h"
#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <filesystem>
#include <string>

namespace segue::test {

/// An asset folder of our own, made anew for each object: a small model with random weights, the map of some random
/// patterns under it in three styles, and two example files. While it lives, Segue finds this one.
class TestAssets {
public:
    static constexpr int kExamples = 60;
    static constexpr std::array<const char*, 3> kStyles{"funk", "jazz", "rock"};

    explicit TestAssets(std::uint64_t seed = 1) {
        const auto models = folder() / "models";
        std::filesystem::create_directories(models);
        std::filesystem::create_directories(folder() / "examples");
        writeModelAndMap(models / "groove-2bar.safetensors", seed);
        Random random(seed + 100);
        for (const char* name : {"first.mid", "second.mid"})
            writeSong(folder() / "examples" / name, 4, random);
        qputenv("SEGUE_ASSETS", QByteArray::fromStdString(folder().string()));
    }
    ~TestAssets() { qunsetenv("SEGUE_ASSETS"); }
    TestAssets(const TestAssets&) = delete;
    TestAssets& operator=(const TestAssets&) = delete;

    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    [[nodiscard]] std::filesystem::path example(const char* name) const { return folder() / "examples" / name; }

    /// A model with random weights and, beside it, its map.
    static void writeModelAndMap(const std::filesystem::path& path, std::uint64_t seed) {
        const auto file = randomModel(smallArchitecture(), seed);
        QVERIFY(files::writeModelFile(path, file));
        const auto model = decoder::LiveModel::load(path);
        QVERIFY(model);
        const auto workspace = (*model)->makeWorkspace();
        latent::MapFile map;
        map.latentSize = file.architecture.latentSize;
        map.title = "random patterns";
        map.attribution = "made by a test";
        map.modelChecksum = (*model)->checksum();
        Random random(seed + 7);
        for (int i = 0; i < kExamples; ++i) {
            const auto style = static_cast<std::size_t>(i) % kStyles.size();
            const auto pattern = randomPattern(32, 0.04 + 0.08 * static_cast<double>(style), random);
            const auto posterior = (*model)->encode(pattern, *workspace);
            map.means.insert(map.means.end(), posterior.mean.begin(), posterior.mean.end());
            map.examples.push_back({"song" + std::to_string(i) + ".mid", kStyles[style],
                                    "drummer" + std::to_string(i % 2), 90.0F + static_cast<float>(i % 40), i});
        }
        QVERIFY(latent::writeMapFile(std::filesystem::path(path).replace_extension(".segue-map"), map));
    }

    /// A model with random weights that has no map.
    static void writeModel(const std::filesystem::path& path, const architecture::Architecture& architecture) {
        QVERIFY(files::writeModelFile(path, randomModel(architecture, 11)));
    }

    /// A drum part of `bars` bars at 100 BPM.
    static void writeSong(const std::filesystem::path& path, int bars, Random& random) {
        architecture::GrooveCodecConfig config;
        config.bars = bars;
        auto pattern = randomPattern(config.steps(), 0.1, random);
        for (int bar = 0; bar < bars; ++bar)
            pattern.at(16 * bar, 0) = {true, 1.0F, 0.8F, 0.0F};
        QVERIFY(files::writeMidiFile(path, codec::GrooveCodec(config).toNotes(pattern, Bpm(100))));
    }

private:
    QTemporaryDir m_folder;
};

} // namespace segue::test

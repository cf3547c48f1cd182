#include "core/decoder/LiveModel.h"
#include "core/decoder/ModelMemory.h"

#include "tests/support/RandomModel.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

// Every allocation of this program is counted.

namespace {

std::atomic<std::size_t> g_taken{0};
std::atomic<std::size_t> g_most{0};

void* counted(void* memory) {
    if (memory == nullptr)
        throw std::bad_alloc();
    const std::size_t taken = g_taken += ::malloc_usable_size(memory);
    g_most = std::max(g_most.load(), taken);
    return memory;
}

void giveBack(void* memory) noexcept {
    g_taken -= ::malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size) {
    return counted(std::malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto step = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(step, (size + step - 1) / step * step));
}
void operator delete(void* memory) noexcept {
    giveBack(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    giveBack(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
    giveBack(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
    giveBack(memory);
}

using namespace segue;
using namespace segue::decoder;

Q_DECLARE_METATYPE(architecture::Architecture)
Q_DECLARE_METATYPE(Precision)

class TestModelMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void isWhatLoadingTakes_data() {
        QTest::addColumn<architecture::Architecture>("architecture");
        QTest::addColumn<Precision>("precision");
        auto flat = test::smallArchitecture();
        flat.latentSize = 64;
        flat.encoder.sizes = {100};
        flat.decoder.sizes = {160, 160};
        QTest::newRow("flat") << flat << Precision::Float32;
        QTest::newRow("flat, 16 bits") << flat << Precision::BFloat16;
        architecture::MelodyCodecConfig codec;
        codec.bars = 1;
        auto hierarchical = flat;
        hierarchical.codec = codec;
        hierarchical.decoder.outputs = architecture::outputsFor(codec);
        hierarchical.encoder.sizes = {180, 120};
        hierarchical.decoder.levelLengths = {4, 4};
        QTest::newRow("hierarchical") << hierarchical << Precision::Float32;
        QTest::newRow("hierarchical, 16 bits") << hierarchical << Precision::BFloat16;
    }
    void isWhatLoadingTakes() {
        QFETCH(architecture::Architecture, architecture);
        QFETCH(Precision, precision);
        QVERIFY(architecture::validate(architecture));
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("model.safetensors")).toStdString();
        QVERIFY(files::writeModelFile(path, test::randomModel(architecture, 80)));

        const std::size_t before = g_taken;
        g_most = before;
        const auto model = LiveModel::load(path, {.precision = precision});
        QVERIFY(model);
        const auto taken = static_cast<double>(g_most - before);
        const auto said = static_cast<double>(memoryNeeded(architecture, precision));
        QVERIFY2(std::abs(said / taken - 1.0) < 0.1, qPrintable(QStringLiteral("%1 of %2").arg(said).arg(taken)));
    }

    void largeModelsAreNotInMemoryTwice() {
        const auto large = *architecture::namedConfiguration("flat-trio_16bar");
        std::uint64_t values = 0;
        for (const auto& weight : architecture::weightShapes(large))
            values += static_cast<std::uint64_t>(weight.shape[0] * (weight.shape.size() > 1 ? weight.shape[1] : 1));
        QVERIFY(memoryNeeded(large) > 4 * values);
        QVERIFY(memoryNeeded(large) < 4 * values * 3 / 2);
        QVERIFY(memoryNeeded(large, Precision::BFloat16) > 2 * values);
        QVERIFY(memoryNeeded(large, Precision::BFloat16) < 2 * values * 2);
    }
};

QTEST_APPLESS_MAIN(TestModelMemory)
#include "tst_ModelMemory.moc"

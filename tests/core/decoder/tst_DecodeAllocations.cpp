#include "core/decoder/LiveModel.h"
#include "tests/core/model/slow/TinyModels.h"

#include <QTest>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<int> allocations = 0;

} // namespace

// All others call these two.
void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const auto align = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(align, (size + align - 1) / align * align))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

using namespace segue;

namespace {

std::vector<float> flat(const slow::Rows& rows) {
    const slow::Row all = slow::joined(rows);
    return {all.begin(), all.end()};
}

} // namespace

/// Decoding takes no memory but its workspace's, whatever the architecture.
class TestDecodeAllocations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void allocationsAreSeen() {
        const int before = allocations;
        const std::vector<float> some(3);
        QCOMPARE(allocations - before, 1);
    }

    void decodingTakesNoMemory_data() {
        QTest::addColumn<float>("temperature");
        QTest::addColumn<int>("threads");
        QTest::newRow("likeliest") << 0.0F << 1;
        QTest::newRow("drawn") << 1.0F << 1;
        QTest::newRow("by a team") << 1.0F << 2;
    }
    void decodingTakesNoMemory() {
        QFETCH(float, temperature);
        QFETCH(int, threads);
        for (const architecture::Architecture& architecture : slow::tinyArchitectures()) {
            const auto model = *decoder::LiveModel::create(slow::tinyModel(architecture, 1));
            const auto workspace = model->makeWorkspace({.rows = 3, .threads = threads});
            const auto z = flat(slow::normalRows(4, architecture.latentSize, 2));
            const auto one = std::span(z).first(static_cast<std::size_t>(architecture.latentSize));
            const std::vector<float> control = flat(slow::tinyExamples(architecture, 1, 3).front().control);
            std::vector<float> probabilities(
                static_cast<std::size_t>(architecture.shape().steps * architecture.shape().output));
            const decoder::DecodeOptions options{temperature, 0.5F, 4};

            const int before = allocations;
            int handedOver = 0;
            (void)model->decodeTensors(one, control, options, *workspace, [&](const decoder::DecodedTensors& soFar) {
                model->probabilitiesOf(soFar, probabilities);
                ++handedOver;
                return true;
            });
            const bool isDone =
                model->decodeMany(z, control, options, *workspace, [&](std::size_t, const auto& decoded) {
                    model->probabilitiesOf(decoded, probabilities);
                    ++handedOver;
                    return true;
                });
            const int after = allocations;
            QVERIFY(isDone && handedOver >= 4);
            QVERIFY2(after == before, (architecture.name + ": " + std::to_string(after - before)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestDecodeAllocations)
#include "tst_DecodeAllocations.moc"

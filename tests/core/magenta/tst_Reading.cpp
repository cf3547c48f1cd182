#include "core/magenta/Reading.h"

#include "core/base/Float16.h"
#include "tests/support/MagentaBytes.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <cstring>

using namespace segue;
using namespace segue::magenta;

namespace {

/// Bytes in memory; what is claimed to be left need not be true.
class TextStream : public ByteStream {
public:
    explicit TextStream(std::string text) : m_text(std::move(text)) {}
    Status read(std::span<std::byte> bytes) override {
        m_largest = std::max(m_largest, bytes.size());
        if (bytes.size() > m_text.size() - m_at)
            return fail(ErrorCode::Malformed, "cut short");
        std::memcpy(bytes.data(), m_text.data() + m_at, bytes.size());
        m_at += bytes.size();
        return {};
    }
    Status skip(std::uint64_t count) override {
        m_at += static_cast<std::size_t>(count);
        return {};
    }
    [[nodiscard]] std::uint64_t remaining() const override { return m_text.size() - m_at; }
    [[nodiscard]] std::size_t largest() const { return m_largest; }

private:
    std::string m_text;
    std::size_t m_at = 0;
    std::size_t m_largest = 0;
};

template <class Stored>
std::vector<float> valuesAs(ElementType type, const std::vector<Stored>& stored) {
    return valuesOf(type, std::as_bytes(std::span(stored)));
}

} // namespace

class TestReading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void progressCountsWhatIsKept() {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
        Reading reading(Part::Everything,
                        [&told](std::uint64_t done, std::uint64_t total) { told.emplace_back(done, total); });
        reading.expect(6);
        TextStream stream("0123456789");
        QVERIFY(readBytes(stream, 2, reading));
        QVERIFY(skipBytes(stream, 4, reading));
        QVERIFY(readBytes(stream, 4, reading));
        QCOMPARE(told.front().first, std::uint64_t{2});
        QCOMPARE(told.back().first, std::uint64_t{6});
        QCOMPARE(told.back().second, std::uint64_t{6});
    }

    void aStopEndsReadingAndSkipping() {
        std::stop_source stop;
        stop.request_stop();
        Reading reading(Part::Everything, {}, stop.get_token());
        TextStream stream("0123456789");
        QCOMPARE(readBytes(stream, 2, reading).error().code(), ErrorCode::Cancelled);
        QCOMPARE(skipBytes(stream, 2, reading).error().code(), ErrorCode::Cancelled);
    }

    void hugeSizesTakeNoMemory() {
        Reading reading;
        TextStream stream(std::string(100, 'x'));
        QVERIFY(!readBytes(stream, std::uint64_t{1} << 50, reading));
        QVERIFY(stream.largest() <= std::size_t{1} << 20);
    }

    void shapesAreCounted() {
        QCOMPARE(elementCount({}), std::optional<std::uint64_t>(1));
        QCOMPARE(elementCount({3, 4}), std::optional<std::uint64_t>(12));
        QCOMPARE(elementCount({INT64_MAX, 0, INT64_MAX}), std::optional<std::uint64_t>(0));
        QCOMPARE(elementCount({INT64_MAX, INT64_MAX}), std::optional<std::uint64_t>());
        QCOMPARE(elementCount({-1}), std::optional<std::uint64_t>());
        QCOMPARE(elementCount({0, -1}), std::optional<std::uint64_t>());
    }

    void everyTypeBecomesFloat() {
        QCOMPARE(valuesAs<std::uint8_t>(ElementType::UInt8, {0, 255}), (std::vector<float>{0, 255}));
        QCOMPARE(valuesAs<std::uint16_t>(ElementType::UInt16, {0, 65535}), (std::vector<float>{0, 65535}));
        QCOMPARE(valuesAs<std::uint16_t>(ElementType::Float16, {halfFromFloat(-1.5F)}), (std::vector<float>{-1.5F}));
        QCOMPARE(valuesAs<std::uint16_t>(ElementType::BFloat16, {0x3FC0}), (std::vector<float>{1.5F}));
        QCOMPARE(valuesAs<float>(ElementType::Float32, {0.1F, -3}), (std::vector<float>{0.1F, -3}));
        const auto doubles = valuesAs<double>(ElementType::Float64, {0.1, 1e300});
        QCOMPARE(doubles[0], 0.1F);
        QVERIFY(std::isinf(doubles[1]));
    }
};

QTEST_APPLESS_MAIN(TestReading)
#include "tst_Reading.moc"

#include "app/devices/WavRenderer.h"

#include "app/devices/SoundFont.h"
#include "core/base/Files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::devices;

namespace {

constexpr int kRate = 44100;

TimedMessage hit(double time) {
    return {Seconds(time), {0x99, 38, 110}, 3};
}

/// Of full scale, over [from, to) seconds.
double loudness(const std::vector<std::int16_t>& samples, double from, double to) {
    const auto begin = static_cast<std::size_t>(from * kRate) * 2;
    const auto end = static_cast<std::size_t>(to * kRate) * 2;
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i)
        sum += std::pow(samples[i] / 32768.0, 2);
    return std::sqrt(sum / static_cast<double>(end - begin));
}

} // namespace

class TestWavRenderer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!findSoundFont())
            QSKIP("no packaged SoundFont on this system");
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void soundsWhereTheHitsAreAndIsSilentBefore() {
        const std::vector<TimedMessage> messages{hit(1.0), hit(4.0)};
        const auto samples = renderSamples(messages, {.tail = Seconds(1.0)});
        QVERIFY(samples);
        QCOMPARE(samples->size(), std::size_t{5 * kRate * 2});
        QVERIFY(loudness(*samples, 0.0, 0.99) < 1e-4); // nothing but dither
        QVERIFY(loudness(*samples, 1.0, 1.1) > 0.02);
        QVERIFY(loudness(*samples, 3.5, 3.99) < 1e-3); // the first hit has died away
        QVERIFY(loudness(*samples, 4.0, 4.1) > 0.02);
    }

    void placesAHitToWithinFluidSynthsGrain() {
        const auto samples = renderSamples(std::vector<TimedMessage>{hit(0.5)});
        QVERIFY(samples);
        std::size_t first = 0;
        while (first < samples->size() / 2 && std::abs((*samples)[2 * first]) < 30)
            ++first;
        const double late = static_cast<double>(first) - 0.5 * kRate;
        QVERIFY2(late >= 0 && late < 64 + 40, qPrintable(QString::number(late))); // and the sound's own attack
    }

    void renderingTwiceGivesTheSameBytes() {
        const std::vector<TimedMessage> messages{hit(0.0), hit(0.3)};
        QVERIFY(renderSamples(messages).value() == renderSamples(messages).value());
    }

    void nothingToPlayIsSilenceOfTheTailsLength() {
        const auto samples = renderSamples({}, {.sampleRate = 8000, .tail = Seconds(0.5)});
        QVERIFY(samples);
        QCOMPARE(samples->size(), std::size_t{8000});
    }

    void fileIsAWaveFileOfTheRightLength() {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "groove.wav";
        QVERIFY(renderWav(path, std::vector<TimedMessage>{hit(0.0)}, {.tail = Seconds(0.25)}));
        const auto bytes = readFile(path);
        QVERIFY(bytes);
        const QByteArray text(reinterpret_cast<const char*>(bytes->data()), 44);
        QCOMPARE(text.left(4), QByteArray("RIFF"));
        QCOMPARE(text.mid(8, 8), QByteArray("WAVEfmt "));
        QCOMPARE(text.mid(36, 4), QByteArray("data"));
        const int frames = kRate / 4;
        QCOMPARE(bytes->size(), static_cast<std::size_t>(44 + 4 * frames));
        QCOMPARE(text.mid(24, 4), QByteArray("\x44\xAC\x00\x00", 4)); // 44100
    }

    void wavIsLittleEndian() {
        const std::vector<std::int16_t> samples{1, -2};
        const auto bytes = encodeWav(samples, 8000);
        QCOMPARE(bytes.size(), std::size_t{48});
        QCOMPARE(static_cast<int>(bytes[44]), 1);
        QCOMPARE(static_cast<int>(bytes[45]), 0);
        QCOMPARE(static_cast<int>(bytes[46]), 0xFE);
        QCOMPARE(static_cast<int>(bytes[47]), 0xFF);
        QCOMPARE(static_cast<int>(bytes[40]), 4); // size of the samples
        QCOMPARE(static_cast<int>(bytes[4]), 40); // of all that follows
    }

    void whatCannotBeRenderedIsRefused() {
        const std::vector<TimedMessage> messages{hit(0.0)};
        QVERIFY(renderSamples(messages, {.sampleRate = 4}).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(renderSamples(messages, {.tail = Seconds(-1)}).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(renderSamples(messages, {.tail = Seconds(std::nan(""))}).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(renderSamples(messages, {.gain = -1}).error().code() == ErrorCode::InvalidArgument);
        QVERIFY(renderSamples(messages, {.soundFont = "no.sf2"}).error().code() == ErrorCode::NotFound);
        QVERIFY(renderSamples(std::vector<TimedMessage>{hit(1e9)}).error().code() == ErrorCode::Unsupported);
    }
};

QTEST_APPLESS_MAIN(TestWavRenderer)
#include "tst_WavRenderer.moc"

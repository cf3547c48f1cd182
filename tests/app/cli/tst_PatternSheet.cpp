#include "app/cli/PatternSheet.h"

#include "core/architecture/Architecture.h"
#include "core/music/DrumPattern.h"

#include <QImage>
#include <QTest>

#include <algorithm>

using namespace segue;

namespace {

QImage pictureOf(const std::vector<music::Pattern>& patterns, const codec::Codec& codec) {
    const auto png = cli::patternsAsPng(patterns, codec, "title");
    return QImage::fromData(reinterpret_cast<const uchar*>(png.data()), static_cast<int>(png.size()), "PNG");
}

int differences(const QImage& one, const QImage& other) {
    int count = 0;
    for (int y = 0; y < one.height(); ++y)
        for (int x = 0; x < one.width(); ++x)
            count += one.pixel(x, y) != other.pixel(x, y) ? 1 : 0;
    return count;
}

} // namespace

class TestPatternSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void patternsOfEveryKindCanBeDrawn_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"groovae_2bar", "nade-drums_2bar_full", "cat-mel_2bar_small", "hier-trio_16bar",
                                 "hier-multiperf_vel_1bar_med"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void patternsOfEveryKindCanBeDrawn() {
        QFETCH(QString, name);
        const auto codec = std::move(*codec::makeCodec(architecture::namedConfiguration(name.toStdString())->codec));
        const QImage one = pictureOf({codec->silence()}, *codec);
        QVERIFY(one.width() > 320 && one.height() > 60);
        const QImage five = pictureOf(std::vector(5, codec->silence()), *codec);
        QVERIFY(five.width() > one.width() && five.height() > one.height());
    }

    void aLongerNoteIsALongerBar() {
        const auto codec = std::move(*codec::makeCodec(architecture::MelodyCodecConfig{.bars = 2}));
        auto melody = std::get<music::MelodyPattern>(codec->silence());
        const auto withNoteUntil = [&](std::size_t end) {
            music::MelodyPattern pattern = melody;
            pattern.events[0] = music::MelodyEvent::on(MidiPitch(60));
            pattern.events[end] = music::MelodyEvent::off();
            return pictureOf({pattern}, *codec);
        };
        const QImage four = withNoteUntil(4);
        const int more = differences(four, withNoteUntil(12));
        QCOMPARE(more, 80 * 6); // two beats of 40 pixels, 6 high
    }

    void softerHitsAreDarker() {
        const auto codec = std::move(*codec::makeCodec(architecture::GrooveCodecConfig{}));
        const auto brightest = [&](float velocity) {
            music::DrumPattern pattern(32);
            pattern.at(8, 4) = {true, 1.0F, velocity, 0.0F};
            const QImage with = pictureOf({pattern}, *codec);
            pattern.at(8, 4).hit = false;
            const QImage without = pictureOf({pattern}, *codec);
            int most = 0;
            for (int y = 60; y < with.height(); ++y)
                for (int x = 0; x < with.width(); ++x)
                    if (with.pixel(x, y) != without.pixel(x, y))
                        most = std::max(most, qGreen(with.pixel(x, y)));
            return most;
        };
        QVERIFY(brightest(0.9F) > brightest(0.3F) && brightest(0.3F) > 0);
    }
};

QTEST_GUILESS_MAIN(TestPatternSheet)
#include "tst_PatternSheet.moc"

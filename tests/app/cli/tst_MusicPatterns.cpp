#include "app/cli/MusicPatterns.h"

#include "core/files/MidiFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace segue;
using namespace segue::cli;

namespace {

std::unique_ptr<const codec::Codec> melodyCodec() {
    return std::move(*codec::makeCodec(architecture::MelodyCodecConfig{.bars = 2}));
}

/// A note on every beat of `bars` bars, a bar later for each instrument.
music::NoteSequence pieceFor(int instruments, int bars) {
    music::NoteSequence piece;
    for (int instrument = 0; instrument < instruments; ++instrument)
        for (int beat = 0; beat < 4 * bars; ++beat)
            piece.notes.push_back({.pitch = MidiPitch(static_cast<std::uint8_t>(60 + 7 * instrument)),
                                   .velocity = Velocity(80),
                                   .start = Seconds(2.0 * instrument + 0.5 * beat),
                                   .end = Seconds(2.0 * instrument + 0.5 * beat + 0.4),
                                   .instrument = instrument});
    piece.sortNotes();
    return piece;
}

} // namespace

class TestMusicPatterns : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

    [[nodiscard]] PatternFile write(int instruments, int bars) const {
        if (!files::writeMidiFile(path("piece.mid"), pieceFor(instruments, bars)))
            return {{}, {}, Bpm(0)};
        return *readPatterns(path("piece.mid"), *melodyCodec());
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void withoutAChoiceAllWindowsAreMeant() {
        const PatternFile file = write(1, 4);
        const auto windows = chooseWindows(file, {});
        QVERIFY(windows);
        QCOMPARE(windows->size(), file.extraction.windows.size());
        QVERIFY(windows->size() > 2U);
    }

    void aBarIsOneWindowOfATrack() {
        const PatternFile file = write(1, 4);
        const auto windows = chooseWindows(file, {.bar = 2});
        QVERIFY(windows);
        QCOMPARE(windows->size(), 1U);
        QCOMPARE(windows->front().bar, 1);
    }

    void aTrackIsChosenByItsNumber() {
        const PatternFile file = write(2, 4);
        const auto windows = chooseWindows(file, {.track = 1});
        QVERIFY(windows);
        QVERIFY(std::ranges::all_of(*windows, [](const auto& window) { return window.instrument == 1; }));
        const auto& melody = std::get<music::MelodyPattern>(windows->front().pattern);
        QVERIFY(std::ranges::count(melody.events, music::MelodyEvent::on(MidiPitch(67))) > 0);
    }

    void whatIsMissingIsNamedWithWhatThereIs() {
        const PatternFile file = write(2, 4);
        const auto track = chooseWindows(file, {.track = 7});
        QCOMPARE(track.error().code(), ErrorCode::NotFound);
        QVERIFY2(track.error().text().find("0, 1") != std::string::npos, track.error().text().c_str());
        const auto bar = chooseWindows(file, {.bar = 40});
        QVERIFY2(bar.error().text().find("bar 40") != std::string::npos, bar.error().text().c_str());
        QVERIFY2(bar.error().text().find("piece.mid") != std::string::npos, bar.error().text().c_str());
    }

    void drumsAreOfNoTrack() {
        PatternFile file = write(1, 2);
        for (codec::PatternWindow& window : file.extraction.windows)
            window.instrument = -1;
        const auto track = chooseWindows(file, {.track = 0});
        QVERIFY2(track.error().text().find("no single track") != std::string::npos, track.error().text().c_str());
    }

    void aWindowIsToldByItsBarsAndTrack() {
        const PatternFile one = write(1, 2);
        const codec::PatternWindow& window = one.extraction.windows.front();
        const std::string text = describe(window, one, *melodyCodec());
        QVERIFY2(text.starts_with("bars 1 to 2 of ") && text.find("piece.mid, track 0") != std::string::npos,
                 text.c_str());
    }

    void writtenFilesAreToldWithHitsOrNotes() {
        std::ostringstream out, errors;
        Report report(out, errors);
        const auto codec = melodyCodec();
        auto silence = std::get<music::MelodyPattern>(codec->silence());
        silence.events[4] = music::MelodyEvent::on(MidiPitch(60));
        QVERIFY(writePatterns({silence}, *codec, Bpm(100), path("melodies"), "m", report));
        QVERIFY(report.object()["outputs"][0]["notes"] == 1);
        const auto drums = codec::makeCodec(architecture::GrooveCodecConfig{});
        music::DrumPattern groove(32);
        groove.at(0, 0) = {true, 1.0F, 0.5F, 0.0F};
        groove.at(0, 1) = {true, 1.0F, 0.5F, 0.0F};
        QVERIFY(writePatterns({groove}, **drums, Bpm(100), path("drums"), "d", report));
        QVERIFY(report.object()["outputs"][0]["hits"] == 2);
    }
};

QTEST_APPLESS_MAIN(TestMusicPatterns)
#include "tst_MusicPatterns.moc"

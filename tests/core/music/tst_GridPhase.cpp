#include "core/music/GridPhase.h"

#include "core/base/Random.h"
#include "core/files/MidiFile.h"
#include "core/music/BeatClock.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <vector>

using namespace segue;
using music::GridPhase;
using music::gridPhase;

namespace {

/// `count` onsets on random steps of the grid, `phase` steps late and up to `spread` steps beside that, in beats.
std::vector<double> onsets(int count, int stepsPerBeat, double phase, double spread, Random& random) {
    std::vector<double> beats;
    for (int i = 0; i < count; ++i)
        beats.push_back((static_cast<double>(random.below(1000)) + phase + random.uniform(-spread, spread)) /
                        stepsPerBeat);
    return beats;
}

/// Median distance from the grid, in steps.
double error(const std::vector<double>& beats, int stepsPerBeat, double shift) {
    std::vector<double> distances;
    for (const double beat : beats)
        distances.push_back(std::abs(std::remainder(beat * stepsPerBeat - shift, 1.0)));
    std::ranges::nth_element(distances, distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2));
    return distances[distances.size() / 2];
}

std::vector<double> quantile(std::vector<double> values, std::initializer_list<double> shares) {
    std::ranges::sort(values);
    std::vector<double> result;
    for (const double share : shares)
        result.push_back(values.at(static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))));
    return result;
}

std::vector<double> onsetsOf(const music::NoteSequence& piece) {
    std::vector<double> beats;
    music::BeatClock clock(piece.tempos);
    for (const music::Note& note : piece.notes)
        beats.push_back(clock.beatsAt(note.start));
    return beats;
}

} // namespace

class TestGridPhase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nothingHasNoPhase() { QVERIFY(gridPhase(std::vector<double>{}, 4) == GridPhase{}); }

    void commonPhaseIsFound_data() {
        QTest::addColumn<double>("phase");
        QTest::addColumn<int>("stepsPerBeat");
        for (const int stepsPerBeat : {4, 12})
            for (const double phase : {-0.5, -0.37, -0.08, 0.08, 0.25, 0.49})
                QTest::addRow("%g of 1/%d", phase, stepsPerBeat) << phase << stepsPerBeat;
    }
    void commonPhaseIsFound() {
        QFETCH(double, phase);
        QFETCH(int, stepsPerBeat);
        Random random(7);
        const auto beats = onsets(50, stepsPerBeat, phase, 0.0, random);
        const GridPhase found = gridPhase(beats, stepsPerBeat);
        // Half a step early is half a step late.
        QVERIFY(std::abs(std::remainder(found.steps - phase, 1.0)) < 1e-9);
        QVERIFY(found.steps >= -0.5 && found.steps < 0.5);
        QVERIFY(std::abs(found.coherence - 1.0) < 1e-9);
        QVERIFY(found.removed);
        QCOMPARE(found.shift(), found.steps);
        QVERIFY(error(beats, stepsPerBeat, found.shift()) < 1e-9);
    }

    void sixteenthsShiftedFarOnAFineGridGoBackToTheirLines() {
        for (const int stepsPerBeat : {12, 24}) {
            std::vector<double> beats;
            for (int i = 0; i < 32; ++i)
                beats.push_back((i + 0.4) / 4);
            const GridPhase phase = gridPhase(beats, stepsPerBeat);
            QVERIFY(phase.removed);
            QVERIFY(std::abs(phase.steps - 0.4 * stepsPerBeat / 4) < 1e-9);
        }
    }

    void coherenceIsTheMeanResultantLength() {
        // Two onsets a quarter of a circle apart: the mean of their unit vectors is as long as half the diagonal.
        const GridPhase phase = gridPhase(std::vector{0.0, 0.25 / 4}, 4);
        QVERIFY(std::abs(phase.coherence - std::numbers::sqrt2 / 2) < 1e-12);
        QVERIFY(gridPhase(std::vector{0.0, 0.5 / 4}, 4).coherence < 1e-12); // opposite
    }

    void ornamentsDoNotBendThePhase() {
        std::vector<double> beats;
        for (int i = 0; i < 80; ++i)
            beats.push_back((i + (i % 5 == 0 ? 0.65 : 0.4)) / 4);
        const GridPhase phase = gridPhase(beats, 4);
        QVERIFY(phase.removed);
        QVERIFY(std::abs(phase.steps - 0.4) < 1e-9);
    }

    void writtenGridStaysWhereItIs() {
        Random random(8);
        QVERIFY(!gridPhase(onsets(100, 4, 0.0, 0.0, random), 4).removed);
        QVERIFY(!gridPhase(onsets(100, 4, 0.015, 0.003, random), 4).removed); // rounding to ticks
        QCOMPARE(gridPhase(onsets(100, 4, 0.0, 0.0, random), 4).shift(), 0.0);
    }

    void drummerWhoDragsKeepsTheFeel() {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            Random random(seed);
            std::vector<double> beats;
            for (int i = 0; i < 100; ++i)
                beats.push_back((static_cast<double>(random.below(1000)) + 0.15 + 0.05 * random.normal()) / 4);
            const GridPhase phase = gridPhase(beats, 4);
            QVERIFY(std::abs(phase.steps - 0.15) < 0.03);
            QVERIFY(phase.coherence > 0.9);
            QVERIFY2(!phase.removed, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void swingIsNoPhase() {
        // Every off-beat sixteenth a third late, as many on the beat: by machine, but two opinions.
        std::vector<double> beats;
        for (int step = 0; step < 64; ++step)
            beats.push_back((step + (step % 2 == 1 ? 0.33 : 0.0)) / 4);
        QVERIFY(!gridPhase(beats, 4).removed);
        std::erase_if(beats, [](double beat) { return std::fmod(beat, 1.0) < 0.01; }); // no downbeats: 2 of 3 swing
        QVERIFY(!gridPhase(beats, 4).removed);
    }

    void fewOnsetsProveNothing() {
        Random random(9);
        QVERIFY(!gridPhase(onsets(7, 4, 0.3, 0.0, random), 4).removed);
        QVERIFY(gridPhase(onsets(8, 4, 0.3, 0.0, random), 4).removed);
    }

    void noFileOfTheGrooveDatasetIsMoved() {
        const std::filesystem::path folder = std::filesystem::path(SEGUE_SHARED) / "data/groove";
        if (!std::filesystem::exists(folder))
            QSKIP("the Groove MIDI Dataset is not here");
        int files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".mid")
                continue;
            const auto piece = files::readMidiFile(entry.path());
            QVERIFY2(piece && !gridPhase(*piece, 4).removed && !gridPhase(*piece, 12).removed, entry.path().c_str());
            ++files;
        }
        QCOMPARE(files, 1150);
    }

    /// Every eighth song, to be quick. Of all 909, 754 are moved.
    void songsOfPop909AreMovedOntoTheirGrid() {
        const std::filesystem::path folder = std::filesystem::path(SEGUE_SHARED) / "data/pop909";
        if (!std::filesystem::exists(folder))
            QSKIP("the POP909 dataset is not here");
        std::vector<double> before, after;
        int songs = 0, moved = 0;
        for (int song = 1; song <= 909; song += 8) {
            const auto name = QStringLiteral("%1.mid").arg(song, 3, 10, QLatin1Char('0')).toStdString();
            const auto piece = files::readMidiFile(folder / name);
            QVERIFY2(piece, name.c_str());
            const auto beats = onsetsOf(*piece);
            ++songs;
            const GridPhase phase = gridPhase(*piece, 4);
            if (phase.coherence < 0.8)
                continue;
            moved += phase.removed ? 1 : 0;
            before.push_back(error(beats, 4, 0.0));
            after.push_back(error(beats, 4, phase.shift()));
        }
        QCOMPARE(songs, 114);
        QVERIFY(moved > songs * 3 / 4);
        QVERIFY(quantile(before, {0.5})[0] > 0.25);
        const auto remaining = quantile(after, {0.5, 0.9});
        QVERIFY2(remaining[0] < 0.0005 && remaining[1] <= 0.003, qPrintable(QString::number(remaining[1])));
    }
};

QTEST_APPLESS_MAIN(TestGridPhase)
#include "tst_GridPhase.moc"

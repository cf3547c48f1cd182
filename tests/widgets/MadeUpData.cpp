#include "tests/widgets/MadeUpData.h"

#include "core/base/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace segue::widgets::madeup {

music::DrumPattern groove(std::uint64_t seed) {
    Random random(seed);
    music::DrumPattern pattern(32);
    const auto hit = [&](int step, int drum, double velocity, double late) {
        pattern.at(step, drum) = {true, 0.9F,
                                  static_cast<float>(std::clamp(velocity + random.normal() * 0.06, 0.1, 1.0)),
                                  static_cast<float>(std::clamp(late + random.normal() * 0.05, -0.5, 0.5))};
    };
    constexpr int kKick = 0;
    constexpr int kSnare = 1;
    constexpr int kHat = 2;
    constexpr int kOpenHat = 3;
    constexpr int kLowTom = 4;
    constexpr int kCrash = 7;
    for (int step = 0; step < 32; ++step) {
        if (step % 2 == 0 || random.chance(0.12))
            hit(step, kHat, step % 4 == 0 ? 0.9 : 0.55, 0.02);
        if (step % 8 == 4)
            hit(step, kSnare, 0.9, 0.12);
        else if (random.chance(0.1))
            hit(step, kSnare, 0.25, 0.1);
        if (step % 16 == 0 || step % 16 == 10 || random.chance(0.1))
            hit(step, kKick, 0.85, -0.03);
        for (int drum = 0; drum < music::kDrumClasses; ++drum) {
            music::DrumCell& cell = pattern.at(step, drum);
            if (!cell.hit && drum < 5 && random.chance(0.07))
                cell = {false, static_cast<float>(random.uniform(0.05, 0.45)), 0.5F,
                        static_cast<float>(random.normal() * 0.1)};
        }
    }
    hit(0, kCrash, 0.6, -0.1);
    hit(14, kOpenHat, 0.95, -0.05);
    hit(30, kOpenHat, 0.8, 0.1);
    hit(31, kLowTom, 0.6, 0.2);
    return pattern;
}

music::DrumPattern between(const music::DrumPattern& a, const music::DrumPattern& b, double t) {
    Random random(11);
    music::DrumPattern pattern(a.steps());
    for (int step = 0; step < a.steps(); ++step)
        for (int drum = 0; drum < music::kDrumClasses; ++drum)
            pattern.at(step, drum) = random.chance(t) ? b.at(step, drum) : a.at(step, drum);
    return pattern;
}

namespace {

constexpr int kBarSteps = 16;
constexpr std::array kRoots{0, 9, 5, 7}; // C Am F G
constexpr std::array kThirds{4, 3, 4, 4};
constexpr std::array<std::uint8_t, 4> kTriads{1, 22, 6, 8};

music::MelodyPattern silence(int bars) {
    music::MelodyPattern pattern;
    pattern.events.resize(static_cast<std::size_t>(bars * kBarSteps));
    for (int step = 0; step < pattern.steps(); ++step)
        pattern.chords.push_back(kTriads[static_cast<std::size_t>(step / kBarSteps % 4)]);
    return pattern;
}

music::MelodyEvent note(int pitch) {
    return music::MelodyEvent::on(MidiPitch(static_cast<std::uint8_t>(pitch)));
}

} // namespace

music::MelodyPattern melody(int bars, std::uint64_t seed) {
    Random random(seed);
    music::MelodyPattern pattern = silence(bars);
    for (int step = 0; step < pattern.steps();) {
        const auto bar = static_cast<std::size_t>(step / kBarSteps % 4);
        const std::array tones{0, kThirds[bar], 7, 12, 14};
        const auto tone = static_cast<std::size_t>(random.uniform(0, tones.size() - 0.01));
        auto& event = pattern.events[static_cast<std::size_t>(step)];
        event = random.chance(0.12) ? music::MelodyEvent::off() : note(60 + kRoots[bar] + tones[tone]);
        step += random.chance(0.15) ? 8 : random.chance(0.4) ? 4 : 2;
    }
    return pattern;
}

music::MelodyPattern bass(int bars, std::uint64_t seed) {
    Random random(seed);
    music::MelodyPattern pattern = silence(bars);
    for (int step = 0; step < pattern.steps(); step += random.chance(0.5) ? 4 : 6) {
        const int root = kRoots[static_cast<std::size_t>(step / kBarSteps % 4)];
        pattern.events[static_cast<std::size_t>(step)] = note(36 + root + (random.chance(0.2) ? 7 : 0));
        if (random.chance(0.3) && step + 3 < pattern.steps())
            pattern.events[static_cast<std::size_t>(step + 3)] = music::MelodyEvent::off();
    }
    return pattern;
}

music::TrioPattern trio(int bars, std::uint64_t seed) {
    music::TrioPattern pattern{melody(bars, seed), bass(bars, seed), {}};
    const music::HitPattern beat = music::hitPattern(groove(seed));
    for (int step = 0; step < pattern.steps(); ++step)
        pattern.drums.steps.push_back(beat.steps[static_cast<std::size_t>(step) % beat.steps.size()]);
    return pattern;
}

music::PerformancePattern performance(std::uint64_t seed) {
    constexpr int kBeat = 24;
    Random random(seed);
    const auto track = [&](int program, std::vector<std::vector<int>> beats, int length) {
        music::PerformanceTrack written{program, program < 0, {}, {}};
        written.program = std::max(0, program);
        using enum music::PerformanceEvent::Type;
        for (const std::vector<int>& pitches : beats) {
            written.events.push_back({Velocity, 3 + static_cast<int>(random.uniform(0, 5.9))});
            for (const int pitch : pitches)
                written.events.push_back({NoteOn, pitch});
            written.events.push_back({Shift, length});
            for (const int pitch : pitches)
                written.events.push_back({NoteOff, pitch});
            if (length < kBeat)
                written.events.push_back({Shift, kBeat - length});
        }
        return written;
    };
    return {{track(0, {{60, 64, 67}, {}, {60, 65, 69}, {62, 67}}, 22), track(33, {{36}, {36}, {41}, {43}}, 15),
             track(48, {{72}, {76}, {77}, {79, 83}}, 24), track(-1, {{36, 42}, {38, 42}, {36, 42}, {38, 46}}, 6)}};
}

std::vector<float> melodyProbabilities(const music::MelodyPattern& melody) {
    constexpr int kLowest = 21;
    constexpr std::size_t kDepth = 90;
    Random random(3);
    std::vector<float> probabilities(melody.events.size() * kDepth, 0.0F);
    for (std::size_t step = 0; step < melody.events.size(); ++step) {
        const auto row = std::span(probabilities).subspan(step * kDepth, kDepth);
        row[0] = 0.9F;
        if (melody.events[step].kind != music::MelodyEvent::Kind::On) {
            if (random.chance(0.2))
                row[static_cast<std::size_t>(random.uniform(40, 65))] = 0.15F;
            continue;
        }
        row[0] = 0.1F;
        const int pitch = melody.events[step].pitch.value - kLowest + 2;
        for (const auto& [away, likely] :
             {std::pair(0, 0.5F), {-1, 0.02F}, {2, 0.1F}, {-2, 0.08F}, {5, 0.12F}, {-3, 0.2F}, {7, 0.06F}, {-5, 0.04F}})
            row[static_cast<std::size_t>(pitch + away)] = likely;
    }
    return probabilities;
}

Map clusters(int count, int classes, std::uint64_t seed) {
    static const QStringList kNames{
        QStringLiteral("rock"),      QStringLiteral("funk"),          QStringLiteral("jazz"),
        QStringLiteral("latin"),     QStringLiteral("hiphop"),        QStringLiteral("soul"),
        QStringLiteral("afrocuban"), QStringLiteral("punk"),          QStringLiteral("neworleans"),
        QStringLiteral("reggae"),    QStringLiteral("gospel"),        QStringLiteral("pop"),
        QStringLiteral("country"),   QStringLiteral("dance"),         QStringLiteral("highlife"),
        QStringLiteral("blues"),     QStringLiteral("middleeastern"), QStringLiteral("afrobeat")};
    Random random(seed);
    Map map;
    map.names = kNames.mid(0, classes);
    for (int i = 0; i < count; ++i) {
        const int index = i % classes;
        const double angle = 2 * std::numbers::pi * index / std::max(1, classes - 1) + 2.4;
        const double ring = index == classes - 1 ? 0.05 : 0.68;
        const double spread = random.chance(0.5) ? 0.07 : 0.15;
        map.points.push_back({static_cast<float>(ring * std::cos(angle) * 1.15 + spread * random.normal()),
                              static_cast<float>(-ring * std::sin(angle) + spread * random.normal())});
        map.classes.push_back(index);
    }
    return map;
}

runs::RunHistory run(int step) {
    Random random(5);
    runs::RunHistory history;
    history.state.state = runs::RunState::Training;
    constexpr int kTotal = 10000;
    for (int at = 20; at <= step; at += 20) {
        const double learned = 1 - std::exp(-at / 2200.0);
        runs::TrainingReport report;
        report.step = at;
        report.totalSteps = kTotal;
        report.reconstruction = 96 - 66 * learned + random.normal() * 1.2;
        report.klBits = 8 + 41 * learned + random.normal() * 0.8;
        report.hitAccuracy = 0.42 + 0.47 * learned + random.normal() * 0.01;
        report.examplesPerSecond = 2100;
        report.secondsLeft = (kTotal - at) * 0.19;
        history.training.push_back(report);
        if (at % 1000 == 0) {
            runs::EvaluationReport evaluation;
            evaluation.step = at;
            evaluation.reconstruction = 99 - 64 * learned;
            evaluation.klBits = 7 + 41 * learned;
            evaluation.hitF1 = 0.40 + 0.46 * learned;
            history.evaluations.push_back(evaluation);
        }
    }
    return history;
}

} // namespace segue::widgets::madeup

#include "core/architecture/Architecture.h"
#include "core/codec/DrumsCodec.h"
#include "core/codec/GrooveCodec.h"
#include "core/codec/MelodyCodec.h"
#include "core/codec/PerformanceCodec.h"
#include "core/codec/TrioCodec.h"
#include "core/files/MidiFile.h"
#include "tests/core/codec/MadeUpMusic.h"
#include "tests/core/codec/slow/Groove.h"
#include "tests/core/codec/slow/Performance.h"
#include "tests/core/codec/slow/Trio.h"

#include <QDirIterator>
#include <QTest>

#include <cmath>
#include <memory>

using namespace segue;
using architecture::CodecConfig;
using architecture::DrumsCodecConfig;
using architecture::GrooveCodecConfig;
using architecture::MelodyCodecConfig;
using architecture::PerformanceCodecConfig;
using architecture::TrioCodecConfig;
using music::NoteSequence;

namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::unique_ptr<codec::Codec> codecOf(const CodecConfig& config) {
    using Made = std::unique_ptr<codec::Codec>;
    return std::visit(
        Overloaded{
            [](const MelodyCodecConfig& melody) -> Made { return std::make_unique<codec::MelodyCodec>(melody); },
            [](const DrumsCodecConfig& drums) -> Made { return std::make_unique<codec::DrumsCodec>(drums); },
            [](const TrioCodecConfig& trio) -> Made { return std::make_unique<codec::TrioCodec>(trio); },
            [](const GrooveCodecConfig& groove) -> Made { return std::make_unique<codec::GrooveCodec>(groove); },
            [](const PerformanceCodecConfig& performance) -> Made {
                return std::make_unique<codec::PerformanceCodec>(performance);
            },
        },
        config);
}

slow::DrumClasses classesOf(const music::DrumMap& map) {
    slow::DrumClasses drums;
    for (const auto& drum : map.classes) {
        drums.emplace_back();
        for (const MidiPitch pitch : drum.pitches)
            drums.back().push_back(pitch.value);
    }
    return drums;
}

std::vector<slow::Window> slowly(const CodecConfig& config, const NoteSequence& music) {
    return std::visit(Overloaded{
                          [&](const MelodyCodecConfig& melody) {
                              return slow::melodies(music, {.bars = melody.bars,
                                                            .stepsPerBeat = melody.stepsPerBeat,
                                                            .lowestPitch = melody.lowestPitch,
                                                            .highestPitch = melody.highestPitch,
                                                            .melodyPrograms = melody.melodyPrograms,
                                                            .chords = melody.chords,
                                                            .key = melody.key});
                          },
                          [&](const DrumsCodecConfig& drums) {
                              return slow::drums(music, {.bars = drums.bars,
                                                         .stepsPerBeat = drums.stepsPerBeat,
                                                         .roll = drums.output == DrumsCodecConfig::Output::Roll,
                                                         .drums = classesOf(drums.drumMap)});
                          },
                          [&](const TrioCodecConfig& trio) {
                              return slow::trios(music, {.bars = trio.bars,
                                                         .stepsPerBeat = trio.stepsPerBeat,
                                                         .lowestPitch = trio.lowestPitch,
                                                         .highestPitch = trio.highestPitch,
                                                         .gapBars = trio.gapBars,
                                                         .drums = classesOf(trio.drumMap)});
                          },
                          [&](const GrooveCodecConfig& groove) {
                              return slow::grooves(music, {.bars = groove.bars,
                                                           .stepsPerBeat = groove.stepsPerBeat,
                                                           .drums = classesOf(groove.drumMap),
                                                           .humanize = groove.humanize,
                                                           .fixedVelocities = groove.fixedVelocities,
                                                           .tapify = groove.tapify,
                                                           .addInstruments = {groove.addInstruments.begin(),
                                                                              groove.addInstruments.end()},
                                                           .hitsAsControls = groove.hitsAsControls,
                                                           .splitInstruments = groove.splitInstruments,
                                                           .velocityBins = groove.velocityBins,
                                                           .offsetBins = groove.offsetBins});
                          },
                          [&](const PerformanceCodecConfig& performance) {
                              return slow::performances(music, {.chords = performance.chords});
                          },
                      },
                      config);
}

struct Named {
    std::string name;
    CodecConfig config;
};

/// What the named configurations need, each once, and what else the codecs can do.
std::vector<Named> configurations() {
    std::vector<Named> all;
    const auto add = [&all](std::string name, const CodecConfig& config) {
        if (std::ranges::none_of(all, [&](const Named& earlier) { return earlier.config == config; }))
            all.push_back({std::move(name), config});
    };
    for (const architecture::Architecture& configuration : architecture::namedConfigurations())
        add(configuration.name, configuration.codec);
    add("melody with keys", MelodyCodecConfig{.key = true});
    add("melody with chords and keys", MelodyCodecConfig{.chords = true, .key = true});
    add("melody with triplets", MelodyCodecConfig{.stepsPerBeat = 12});
    add("drums with triplets", DrumsCodecConfig{.stepsPerBeat = 12});
    add("short trio", TrioCodecConfig{.bars = 4, .gapBars = 1});
    add("groove with triplets", GrooveCodecConfig{.stepsPerBeat = 12});
    add("groove tapped", GrooveCodecConfig{.tapify = true});
    add("groove, a drum a step", GrooveCodecConfig{.hitsAsControls = true, .splitInstruments = true});
    add("groove in bins", GrooveCodecConfig{.velocityBins = 8, .offsetBins = 16});
    add("groove in bins, a drum a step",
        GrooveCodecConfig{.humanize = true, .splitInstruments = true, .velocityBins = 5, .offsetBins = 7});
    return all;
}

bool isGroove(const CodecConfig& config) {
    return std::holds_alternative<GrooveCodecConfig>(config);
}

/// Whether the rules say anything about this music. Magenta breaks off at a groove's pitches that are no drum; and what
/// is not written must be inferred, which is not this test's matter.
bool isReadable(const CodecConfig& config, const NoteSequence& music) {
    return std::visit(
        Overloaded{
            [&](const GrooveCodecConfig& groove) {
                return std::ranges::all_of(music.notes, [&](const music::Note& note) {
                    return note.isDrum && groove.drumMap.classOf(note.pitch).has_value();
                });
            },
            [&](const MelodyCodecConfig& melody) {
                return (!melody.chords || !music.chords.empty()) && (!melody.key || !music.keySignatures.empty());
            },
            [&](const PerformanceCodecConfig& performance) { return !performance.chords || !music.chords.empty(); },
            [](const auto&) { return true; },
        },
        config);
}

/// Magenta breaks off at performances of such notes, and takes a groove's note of velocity 0 for a hit.
bool takesOddNotes(const CodecConfig& config) {
    return !isGroove(config) && !std::holds_alternative<PerformanceCodecConfig>(config);
}

/// The first part of a piece, as if written in 4/4 at one tempo.
NoteSequence inFour(NoteSequence music) {
    constexpr std::size_t kMostNotes = 600;
    music.notes.resize(std::min(music.notes.size(), kMostNotes));
    music.tempos = {{Seconds(0), music.firstTempo()}};
    music.timeSignatures.clear();
    return music;
}

/// The same, played by drums alone.
NoteSequence drummed(NoteSequence music) {
    music = inFour(std::move(music));
    for (music::Note& note : music.notes) {
        note.isDrum = true;
        note.instrument = 9;
        const std::size_t drum = note.pitch.value % test::detail::kDrums.size();
        note.pitch = MidiPitch(static_cast<std::uint8_t>(test::detail::kDrums[drum]));
    }
    music.sortNotes();
    return music;
}

/// The same, dealt to melody, bass and drums, with chords and keys.
NoteSequence arranged(NoteSequence music) {
    music = inFour(std::move(music));
    int dealt = 0;
    for (music::Note& note : music.notes) {
        note.instrument = (note.instrument + std::max(0, dealt++ % 5 - 2)) % 3; // three fifths stay where they are
        note.program = note.instrument == 1 ? 33 : 0;
        note.isDrum = note.instrument == 2;
        const std::size_t drum = note.pitch.value % test::detail::kDrums.size();
        if (note.isDrum)
            note.pitch = MidiPitch(static_cast<std::uint8_t>(test::detail::kDrums[drum]));
    }
    for (music::ControlChange& change : music.controlChanges)
        change.instrument %= 3;
    music.sortNotes();
    music.chords.clear();
    music.keySignatures.clear();
    const char* const figures[]{"C", "Am", "F#dim", "Baug", "N.C."};
    for (int i = 0; i < 200; ++i) {
        music.chords.push_back({Seconds(i * 1.7), figures[i % 5]});
        music.keySignatures.push_back({Seconds(i * 11.1), i % 12, false});
    }
    return music;
}

/// Twenty and a few of a data set's files, evenly from all of them; empty where it is not here.
const std::vector<NoteSequence>& filesOf(const QString& set) {
    static std::map<QString, std::vector<NoteSequence>> sets;
    auto& files = sets[set];
    if (!files.empty())
        return files;
    QStringList paths;
    QDirIterator it(QStringLiteral(SEGUE_SHARED "/data/") + set, {QStringLiteral("*.mid")}, QDir::Files,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        paths << it.next();
    paths.sort();
    constexpr int kFiles = 22;
    for (int i = 0; i < kFiles && !paths.isEmpty(); ++i)
        if (auto music = files::readMidiFile(paths[(2 * i + 1) * paths.size() / (2 * kFiles)].toStdString()))
            files.push_back(std::move(*music));
    return files;
}

std::vector<NoteSequence> madeUp(const CodecConfig& config) {
    std::vector<NoteSequence> music;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
        music.push_back(test::madeUpMusic(
            seed, {.changes = seed % 3 == 0, .drumsOnly = isGroove(config), .oddNotes = takesOddNotes(config)}));
    return music;
}

/// Where two matrices differ first, or nothing. Numbers that a float rounds differently are equal.
QString difference(const char* what, const std::vector<slow::Row>& slow, const std::vector<float>& fast, int depth) {
    if (slow.size() * static_cast<std::size_t>(depth) != fast.size())
        return QStringLiteral("%1: %2 steps and %3 numbers").arg(QLatin1String(what)).arg(slow.size()).arg(fast.size());
    const float* cell = fast.data();
    for (std::size_t step = 0; step < slow.size(); ++step) {
        auto next = slow[step].begin();
        for (int column = 0; column < depth; ++column, ++cell) {
            const bool here = next != slow[step].end() && next->first == column;
            const float expected = here ? (next++)->second : 0.0F;
            if (!(std::abs(expected - *cell) <= 1e-6F))
                return QStringLiteral("%1, step %2, column %3: slowly %4, codec %5")
                    .arg(QLatin1String(what))
                    .arg(step)
                    .arg(column)
                    .arg(static_cast<double>(expected))
                    .arg(static_cast<double>(*cell));
        }
        if (next != slow[step].end())
            return QStringLiteral("%1, step %2: slowly a column %3")
                .arg(QLatin1String(what))
                .arg(step)
                .arg(next->first);
    }
    return {};
}

/// `comparePlaces`: bars count from the beginning of the same piece.
QString difference(const slow::Window& slow, const codec::ExampleWindow& fast, const architecture::TensorShape& shape,
                   bool comparePlaces) {
    if (comparePlaces && slow.bar != fast.bar)
        return QStringLiteral("slowly bar %1, codec bar %2").arg(slow.bar).arg(fast.bar);
    if (slow.instrument != fast.instrument)
        return QStringLiteral("slowly instrument %1, codec instrument %2").arg(slow.instrument).arg(fast.instrument);
    if (slow.lengths != fast.pattern.lengths)
        return QStringLiteral("lengths");
    for (const QString& found : {difference("input", slow.input, fast.pattern.input, shape.input),
                                 difference("output", slow.output, fast.pattern.output, shape.output),
                                 difference("control", slow.control, fast.pattern.control, shape.control)})
        if (!found.isEmpty())
            return found;
    return {};
}

/// Compares all windows of one piece. Empty if they are the same.
QString difference(const std::vector<slow::Window>& slow, const codec::Examples& fast,
                   const architecture::TensorShape& shape, bool comparePlaces) {
    if (slow.size() != fast.windows.size())
        return QStringLiteral("slowly %1 windows, codec %2").arg(slow.size()).arg(fast.windows.size());
    for (std::size_t i = 0; i < slow.size(); ++i)
        if (const QString where = difference(slow[i], fast.windows[i], shape, comparePlaces); !where.isEmpty())
            return QStringLiteral("window %1: %2").arg(i).arg(where);
    return {};
}

/// How much was compared, and the first difference if there is one.
struct Compared {
    int pieces = 0;
    std::size_t windows = 0;
    QString difference;
};

/// Compares what the rules can say something about, until a difference.
Compared compareAll(const CodecConfig& config, const std::vector<NoteSequence>& pieces) {
    Compared compared;
    for (const NoteSequence& music : pieces) {
        if (!isReadable(config, music))
            continue;
        const auto slow = slowly(config, music);
        const auto fast = codecOf(config)->examples(music, {.rules = codec::Rules::Magenta});
        const bool onePiece = slow::piecesOf(music).size() == 1;
        compared.difference = fast ? difference(slow, *fast, architecture::tensorShape(config), onePiece)
                                   : QString::fromStdString(fast.error().text());
        if (!compared.difference.isEmpty()) {
            compared.difference.prepend(QString::fromStdString(music.name) + QStringLiteral(": "));
            return compared;
        }
        ++compared.pieces;
        compared.windows += slow.size();
    }
    qInfo("%d pieces, %zu windows", compared.pieces, compared.windows);
    return compared;
}

} // namespace

/// Every codec finds the windows that the slow implementation of the same rules finds, and gives their tensors.
class TestCodecParity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void madeUpMusic_data() { addRows({QStringLiteral("made up")}); }
    void madeUpMusic() {
        const Named codec = configuration();
        const Compared compared = compareAll(codec.config, madeUp(codec.config));
        QVERIFY2(compared.difference.isEmpty(), qPrintable(compared.difference));
        QCOMPARE(compared.pieces, 30);
        QVERIFY(compared.windows > 0);
    }

    void dataSets_data() {
        addRows({QStringLiteral("groove"), QStringLiteral("pop909"), QStringLiteral("nottingham")});
    }
    void dataSets() {
        QFETCH(QString, music);
        const Named codec = configuration();
        const auto& files = filesOf(music);
        if (files.empty())
            QSKIP(qPrintable(music + QStringLiteral(" is not here")));
        const Compared written = compareAll(codec.config, files);
        QVERIFY2(written.difference.isEmpty(), qPrintable(written.difference));

        std::vector<NoteSequence> played;
        std::ranges::transform(files, std::back_inserter(played), isGroove(codec.config) ? drummed : arranged);
        const Compared arrangement = compareAll(codec.config, played);
        QVERIFY2(arrangement.difference.isEmpty(), qPrintable(QStringLiteral("arranged: ") + arrangement.difference));
        QVERIFY(arrangement.pieces >= 20);
        QVERIFY(arrangement.windows > 0);
    }

private:
    static void addRows(const QStringList& musics) {
        QTest::addColumn<int>("codec");
        QTest::addColumn<QString>("music");
        const auto codecs = configurations();
        for (std::size_t i = 0; i < codecs.size(); ++i)
            for (const QString& music : musics)
                QTest::addRow("%s, %s", codecs[i].name.c_str(), qPrintable(music)) << static_cast<int>(i) << music;
    }
    static Named configuration() {
        QFETCH(int, codec);
        return configurations()[static_cast<std::size_t>(codec)];
    }
};

QTEST_APPLESS_MAIN(TestCodecParity)
#include "tst_CodecParity.moc"

#include "core/convert/Conversion.h"

#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/music/Fingerprint.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

using namespace segue;
using namespace segue::convert;

namespace fs = std::filesystem;

namespace {

constexpr int kSongs = 40;
constexpr int kFiles = kSongs + 2; // one is a duplicate, one cannot be read

music::NoteSequence song(int number) {
    music::NoteSequence sequence;
    sequence.tempos = {{Seconds(0), Bpm(96)}};
    for (int i = 0; i <= number % 7; ++i)
        sequence.notes.push_back({MidiPitch(36), Velocity(static_cast<std::uint8_t>(20 + number)), Seconds(i * 0.5),
                                  Seconds(i * 0.5 + 0.25), 0, 0, true});
    return sequence;
}

/// All that a conversion leaves.
struct Outcomes {
    std::vector<std::string> files; ///< their bytes
    std::vector<FileReport> reports;
    std::string totals;

    friend bool operator==(const Outcomes&, const Outcomes&) = default;
};

std::string bytesOf(const fs::path& path) {
    const auto bytes = readFile(path);
    return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : "none";
}

} // namespace

class TestConversion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_music.isValid());
        fs::create_directories(input() / "b" / "deep");
        for (int i = 0; i < kSongs; ++i)
            QVERIFY(
                files::writeMidiFile(input() / (i % 3 == 0 ? "b" : "b/deep") / (std::to_string(i) + ".mid"), song(i)));
        QVERIFY(files::writeMidiFile(input() / "z.mid", song(5)));
        std::ofstream(input() / "c.mid") << "no music";
    }

    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
    }

    void threadsChangeNothing_data() {
        QTest::addColumn<int>("shards");
        QTest::newRow("one file") << 0;
        QTest::newRow("three shards") << 3;
        QTest::newRow("more shards than songs") << 60;
    }
    void threadsChangeNothing() {
        QFETCH(int, shards);
        auto options = defaults();
        options.shards = shards;
        const Outcomes one = convert(options);
        QCOMPARE(one.files.size(), static_cast<std::size_t>(std::max(shards, 1)));
        QCOMPARE(one.reports.size(), static_cast<std::size_t>(kFiles));
        for (const int jobs : {2, 5}) {
            options.jobs = jobs;
            QVERIFY(convert(options) == one);
        }
    }

    void everySongIsInOneShard() {
        auto options = defaults();
        options.shards = 4;
        (void)convert(options);
        const auto together = files::readMusicCollection(options.output);
        QVERIFY2(together, together ? "" : together.error().text().c_str());
        const auto folder = files::readMusicCollection(input());
        QVERIFY(folder);
        QCOMPARE(together->sequences.size(), folder->sequences.size());
        for (std::size_t i = 0; i < folder->sequences.size(); ++i) {
            const files::CollectedSequence& ours = together->sequences[i];
            const files::CollectedSequence& theirs = folder->sequences[i];
            QCOMPARE(ours.info.file, theirs.info.file);
            QCOMPARE(ours.collection, std::string("music"));
            QVERIFY(ours.info.split == theirs.info.split);
            QVERIFY(ours.sequence.notes == theirs.sequence.notes);
        }
    }

    void aShardAloneIsThatOfAllTogether() {
        auto options = defaults();
        options.shards = 5;
        const Outcomes together = convert(options);
        std::set<std::string> names;
        std::size_t reports = 0;
        for (int shard = 0; shard < 5; ++shard) {
            options.onlyShard = shard;
            const Outcomes alone = convert(options);
            QCOMPARE(alone.files.size(), std::size_t{1});
            QVERIFY(alone.files[0] == together.files[static_cast<std::size_t>(shard)]);
            reports += alone.reports.size();
            for (const FileReport& report : alone.reports)
                names.insert(report.file);
        }
        QCOMPARE(reports, static_cast<std::size_t>(kFiles));
        QCOMPARE(names.size(), static_cast<std::size_t>(kFiles));
    }

    void aKilledConversionGoesOn_data() {
        QTest::addColumn<int>("shards");
        QTest::addColumn<int>("songs");
        for (const auto& [shards, songs] :
             {std::pair(0, 1), {0, 5}, {0, 6}, {0, kFiles}, {4, 4}, {4, 23}, {4, kFiles - 1}})
            QTest::addRow("%d songs of %d shards", songs, shards) << shards << songs;
    }
    void aKilledConversionGoesOn() {
        QFETCH(int, shards);
        QFETCH(int, songs);
        auto options = defaults();
        options.shards = shards;
        options.configuration = "groovae_2bar_humanize";
        options.songsBetweenCheckpoints = 5;
        const Outcomes whole = convertAndClear(options);
        killAfter(songs, options);
        QVERIFY(!fs::exists(shards == 0 ? options.output : files::shardPath(options.output, 0, shards)));

        options.jobs = 3;
        auto conversion = Conversion::open(options);
        QVERIFY2(conversion, conversion ? "" : conversion.error().text().c_str());
        QCOMPARE(conversion->songsDoneBefore(), static_cast<std::uint64_t>(songs == kFiles ? 40 : (songs - 1) / 5 * 5));
        QVERIFY(finish(std::move(*conversion)) == whole);
        QVERIFY(!fs::exists(options.output.string() + ".unfinished"));
    }

    void aStoppedConversionLosesNothing() {
        auto options = defaults();
        const Outcomes whole = convertAndClear(options);
        std::stop_source source;
        options.stop = source.get_token();
        options.progress = [&source](std::uint64_t done, std::uint64_t) {
            if (done == 17)
                source.request_stop();
        };
        {
            auto conversion = Conversion::open(options);
            const auto status = conversion->run();
            QVERIFY(status.error().code() == ErrorCode::Cancelled);
            QVERIFY(status.error().text().find("17 of 42 files") != std::string::npos);
            QVERIFY(!fs::exists(options.output));
        }
        options.stop = {};
        options.progress = {};
        auto conversion = Conversion::open(options);
        QCOMPARE(conversion->songsDoneBefore(), std::uint64_t{17});
        QVERIFY(finish(std::move(*conversion)) == whole);
    }

    void onlyTheRenamingMayBeLeft() {
        auto options = defaults();
        options.shards = 3;
        const Outcomes whole = convert(options);
        {
            auto conversion = Conversion::open(options);
            QVERIFY(conversion->run());
        }
        fs::rename(options.output.string() + ".unfinished/part-00000", files::shardPath(options.output, 0, 3));
        auto conversion = Conversion::open(options);
        QVERIFY(finish(std::move(*conversion)) == whole);
    }

    void changedMusicIsNoticed() {
        auto options = defaults();
        options.inputs = {{fs::path(m_temporary->path().toStdString()) / "own", true}};
        fs::create_directory(options.inputs[0].path);
        for (const char* name : {"a.mid", "b.mid"})
            QVERIFY(files::writeMidiFile(options.inputs[0].path / name, song(1)));
        QVERIFY(Conversion::open(options));
        QVERIFY(Conversion::open(options));
        QVERIFY(files::writeMidiFile(options.inputs[0].path / "b.mid", song(6)));
        QVERIFY(Conversion::open(options).error().code() == ErrorCode::InvalidArgument);
        options.restart = true;
        QVERIFY(Conversion::open(options));
        options.restart = false;
        options.filter.split = files::Split::Test;
        const auto changed = Conversion::open(options);
        QVERIFY(changed.error().text().find("split was not given and is now test") != std::string::npos);
    }

    void duplicatesAreFoundByTheirMusic() {
        auto options = defaults();
        const Outcomes kept = convert(options);
        const auto twin = std::ranges::find(kept.reports, "z.mid", &FileReport::file);
        QVERIFY(twin->outcome == Outcome::Written);
        QCOMPARE(twin->duplicateOf, std::string("b/deep/5.mid"));
        QCOMPARE(twin->fingerprint, music::fingerprint(files::recoverMidiFile(input() / "z.mid")->sequence));
        options.dropDuplicates = true;
        const Outcomes dropped = convert(options);
        const auto left = std::ranges::find(dropped.reports, "z.mid", &FileReport::file);
        QVERIFY(left->outcome == Outcome::Duplicate);
        QVERIFY(dropped.files[0].size() < kept.files[0].size());
        QVERIFY(kept.files[0].starts_with(dropped.files[0])); // it was the last
    }

    void whatCannotBeReadIsReported() {
        const Outcomes outcomes = convert(defaults());
        const auto bad = std::ranges::find(outcomes.reports, "c.mid", &FileReport::file);
        QVERIFY(bad->outcome == Outcome::Refused);
        QCOMPARE(bad->reason, std::string("malformed"));
        QVERIFY(!bad->message.empty());
    }

    void shardsBecomeOneFile() {
        auto options = defaults();
        const Outcomes direct = convert(options);
        options.shards = 4;
        (void)convert(options);
        auto merging = defaults();
        merging.inputs = {{options.output, true}};
        merging.output = options.output.parent_path() / "merged";
        QVERIFY(convert(merging).files == direct.files);
    }

    void filesOfSeveralFoldersAreTold() {
        auto options = defaults();
        options.inputs = {{input() / "z.mid", true}, {input() / "b", false}};
        const Outcomes outcomes = convert(options);
        QCOMPARE(outcomes.reports.size(), std::size_t{1 + 14});
        QCOMPARE(outcomes.reports[0].file, (input() / "z.mid").string());
        QCOMPARE(outcomes.reports[1].file, (input() / "b" / "0.mid").string());
    }

    void aDiskThatFillsUpKeepsWhatThereIs() {
        if (!fs::exists("/dev/full"))
            QSKIP("this system has no /dev/full");
        auto options = defaults();
        const Outcomes whole = convert(options);
        const fs::path part = options.output.string() + ".unfinished/part-00000";
        fs::create_directory(part.parent_path());
        fs::create_symlink("/dev/full", part);
        {
            auto conversion = Conversion::open(options);
            const auto status = conversion->run();
            QVERIFY(!status);
            QVERIFY2(status.error().text().find("No space left") != std::string::npos, status.error().text().c_str());
            QVERIFY(status.error().code() == ErrorCode::Unreadable);
        }
        fs::remove(part);
        auto conversion = Conversion::open(options);
        QVERIFY(finish(std::move(*conversion)) == whole);
    }

    void discardedMeansNothingIsLeft() {
        auto options = defaults();
        auto conversion = Conversion::open(options);
        QVERIFY(conversion->run());
        conversion->discard();
        QVERIFY(fs::is_empty(options.output.parent_path()));
    }

private:
    [[nodiscard]] fs::path input() const { return fs::path(m_music.path().toStdString()) / "music"; }

    [[nodiscard]] ConversionOptions defaults() const {
        ConversionOptions options;
        options.inputs = {{input(), true}};
        const fs::path folder = fs::path(m_temporary->path().toStdString()) / "out";
        fs::create_directories(folder);
        options.output = folder / "x.tfrecord";
        return options;
    }

    static Outcomes finish(Conversion conversion) {
        Outcomes outcomes;
        if (auto status = conversion.run(); !status)
            qFatal("%s", status.error().text().c_str());
        (void)conversion.visitReports([&outcomes](const FileReport& report) -> Status {
            outcomes.reports.push_back(report);
            return {};
        });
        outcomes.totals = toJson(conversion.totals()).dump();
        const auto published = conversion.publish();
        if (!published)
            qFatal("%s", published.error().text().c_str());
        for (const fs::path& path : *published)
            outcomes.files.push_back(bytesOf(path));
        return outcomes;
    }

    static Outcomes convert(const ConversionOptions& options) {
        auto conversion = Conversion::open(options);
        if (!conversion)
            qFatal("%s", conversion.error().text().c_str());
        return finish(std::move(*conversion));
    }

    static Outcomes convertAndClear(const ConversionOptions& options) {
        const Outcomes outcomes = convert(options);
        fs::remove_all(options.output.parent_path());
        fs::create_directory(options.output.parent_path());
        return outcomes;
    }

    /// In a process of its own, which nothing can clean up after.
    static void killAfter(int songs, ConversionOptions options) {
        const pid_t child = fork();
        if (child == 0) {
            options.progress = [songs](std::uint64_t done, std::uint64_t) {
                if (done == static_cast<std::uint64_t>(songs))
                    (void)raise(SIGKILL);
            };
            auto conversion = Conversion::open(options);
            (void)(conversion && conversion->run());
            _exit(1);
        }
        int state = 0;
        QCOMPARE(waitpid(child, &state, 0), child);
        QVERIFY(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
    }

    QTemporaryDir m_music;
    std::unique_ptr<QTemporaryDir> m_temporary;
};

QTEST_APPLESS_MAIN(TestConversion)
#include "tst_Conversion.moc"

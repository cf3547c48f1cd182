#include "core/playback/Player.h"

#include "core/base/Random.h"
#include "core/playback/MemorySink.h"

#include <QTest>

#include <set>
#include <thread>

using namespace segue;
using namespace segue::playback;

namespace {

/// A note on every step of a bar, each sounding for `length` steps.
LoopPattern ticking(int pitch, float length = 0.5F) {
    LoopPattern pattern;
    pattern.steps = 16;
    for (int step = 0; step < 16; ++step)
        pattern.add({static_cast<float>(step), length, static_cast<std::uint8_t>(pitch), 100, 9});
    return pattern;
}

std::size_t noteOns(const MidiRecording& recording) {
    const auto messages = recording.messages();
    return static_cast<std::size_t>(std::ranges::count_if(messages, &RecordedMessage::isNoteOn));
}

/// What was begun and not ended.
std::set<std::pair<int, int>> hanging(const MidiRecording& recording) {
    std::set<std::pair<int, int>> sounding;
    for (const RecordedMessage& message : recording.messages()) {
        const std::pair voice(message.bytes[0] & 15, int(message.bytes[1]));
        if (message.isNoteOn())
            sounding.insert(voice);
        else if (message.isNoteOff())
            sounding.erase(voice);
    }
    return sounding;
}

/// Refuses every message, as a port does whose other end is gone.
class BrokenSink : public MidiSink {
public:
    [[nodiscard]] bool send(std::span<const std::uint8_t> /*message*/) noexcept override { return false; }
    [[nodiscard]] std::string name() const override { return "Broken"; }
};

/// Tells where and whether it was destroyed.
class MortalSink : public MemorySink {
public:
    MortalSink(std::shared_ptr<MidiRecording> recording, std::thread::id& diedOn)
        : MemorySink(std::move(recording)), m_diedOn(diedOn) {}
    ~MortalSink() override { m_diedOn = std::this_thread::get_id(); }

private:
    std::thread::id& m_diedOn;
};

} // namespace

class TestPlayer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyOutputHearsTheLoopAndItsEnd() {
        const auto one = std::make_shared<MidiRecording>();
        const auto other = std::make_shared<MidiRecording>();
        Player player(Bpm(600.0));
        QVERIFY(player.addSink(std::make_unique<MemorySink>(one)));
        QVERIFY(player.addSink(std::make_unique<MemorySink>(other)));
        player.publish(ticking(36, 20.0F));
        QVERIFY(player.play());
        QTRY_VERIFY(noteOns(*one) >= 20 && noteOns(*other) >= 20);
        QVERIFY(player.status().playing);
        QVERIFY(player.stop());
        QTRY_VERIFY(!player.status().playing);
        QVERIFY(hanging(*one).empty());
        QVERIFY(hanging(*other).empty());
        QVERIFY(one->messages().size() == other->messages().size());
    }

    void statusTellsWhatSounds() {
        Player player(Bpm(300.0));
        QTRY_COMPARE(player.status().tempo, Bpm(300.0));
        const auto first = player.publish(ticking(36));
        QVERIFY(player.play());
        QTRY_COMPARE(player.status().patternId, first);
        QTRY_VERIFY(player.status().noteOns > 0);
        QVERIFY(player.status().lastStruck[36] > TimePoint());
        const auto second = player.publish(ticking(38));
        QVERIFY(second > first);
        QTRY_COMPARE(player.status().patternId, second);
        QTRY_VERIFY(player.status().lastStruck[38] > player.status().lastStruck[36]);
        const double position = player.status().positionAt(Clock::now());
        QTRY_VERIFY(player.status().positionAt(Clock::now()) > position + 4.0);
        QVERIFY(player.status().loopPositionAt(Clock::now()) < 16.0);
    }

    void twoThreadsPublishAndTheLastOneSounds() {
        constexpr int kEach = 500;
        Player player(Bpm(300.0));
        std::array<std::vector<std::uint64_t>, 2> ids;
        {
            const std::jthread other([&] {
                for (int i = 0; i < kEach; ++i)
                    ids[1].push_back(player.publish(ticking(38)));
            });
            for (int i = 0; i < kEach; ++i)
                ids[0].push_back(player.publish(ticking(36)));
        }
        std::set<std::uint64_t> all;
        for (const auto& risen : ids) {
            QVERIFY(std::ranges::is_sorted(risen));
            all.insert(risen.begin(), risen.end());
        }
        QCOMPARE(all.size(), std::size_t(2 * kEach));
        QVERIFY(player.play());
        QTRY_COMPARE(player.status().patternId, *all.rbegin());
        const int pitch = ids[0].back() > ids[1].back() ? 36 : 38;
        QTRY_VERIFY(player.status().noteOns > 3);
        QVERIFY(player.status().lastStruck[static_cast<std::size_t>(pitch)] > TimePoint());
        QCOMPARE(player.status().lastStruck[static_cast<std::size_t>(36 + 38 - pitch)], TimePoint());
    }

    void tempoIsHeldWithinItsRange() {
        Player player;
        QVERIFY(player.setTempo(Bpm(1e9)));
        QTRY_COMPARE(player.status().tempo, Player::kFastest);
        QVERIFY(player.setTempo(Bpm(-3.0)));
        QTRY_COMPARE(player.status().tempo, Player::kSlowest);
    }

    void brokenOutputIsReportedAndTheOthersPlayOn() {
        const auto recording = std::make_shared<MidiRecording>();
        Player player(Bpm(600.0));
        const auto broken = player.addSink(std::make_unique<BrokenSink>());
        const auto sound = player.addSink(std::make_unique<MemorySink>(recording));
        QVERIFY(broken && sound);
        QCOMPARE(player.sinkName(*broken), std::string("Broken"));
        player.publish(ticking(36));
        QVERIFY(player.play());
        QTRY_VERIFY(noteOns(*recording) > 5);
        const auto sinks = player.status().sinks;
        QCOMPARE(sinks[0].id, *broken);
        QVERIFY(sinks[0].failures > 0);
        QVERIFY((sinks[1] == SinkStatus{*sound, 0}));
    }

    void outputTakenAwayIsSilencedThenDestroyedHere() {
        const auto leaving = std::make_shared<MidiRecording>();
        const auto staying = std::make_shared<MidiRecording>();
        std::thread::id diedOn;
        Player player(Bpm(600.0));
        const auto id = player.addSink(std::make_unique<MortalSink>(leaving, diedOn));
        QVERIFY(player.addSink(std::make_unique<MemorySink>(staying)));
        player.publish(ticking(36, 15.5F));
        QVERIFY(player.play());
        QTRY_VERIFY(noteOns(*leaving) > 3);
        QVERIFY(player.removeSink(*id));
        QVERIFY(player.removeSink(*id).error().code() == ErrorCode::NotFound);
        QTRY_VERIFY(!player.status().playing || diedOn == std::this_thread::get_id());
        QVERIFY(player.status().playing);
        QVERIFY(hanging(*leaving).empty());
        const std::size_t before = noteOns(*staying);
        QTRY_VERIFY(noteOns(*staying) > before + 3);
    }

    void outputsAreLimitedInNumber() {
        Player player;
        std::vector<SinkId> ids;
        for (std::size_t index = 0; index < kMaxSinks; ++index)
            ids.push_back(*player.addSink(std::make_unique<MemorySink>(std::make_shared<MidiRecording>())));
        const auto refused = player.addSink(std::make_unique<MemorySink>(std::make_shared<MidiRecording>(), "Ninth"));
        QVERIFY(refused.error().code() == ErrorCode::Unsupported);
        QVERIFY(refused.error().message().find("Ninth") != std::string::npos);
        QVERIFY(player.removeSink(ids.front()));
        QVERIFY(player.addSink(std::make_unique<MemorySink>(std::make_shared<MidiRecording>())));
    }

    void panicReachesEveryOutput() {
        const auto recording = std::make_shared<MidiRecording>();
        Player player;
        QVERIFY(player.addSink(std::make_unique<MemorySink>(recording)));
        QVERIFY(player.panic());
        QTRY_COMPARE(recording->messages().size(), std::size_t{32});
    }

    void destructionWhilePlayingEndsEveryNote() {
        const auto recording = std::make_shared<MidiRecording>();
        {
            Player player(Bpm(600.0));
            QVERIFY(player.addSink(std::make_unique<MemorySink>(recording)));
            player.publish(ticking(36, 15.5F));
            QVERIFY(player.play());
            QTRY_VERIFY(noteOns(*recording) > 0);
        }
        QVERIFY(hanging(*recording).empty());
    }

    // All that a session can ask, as fast as it can be asked, against the playing thread.
    void stormOfRequestsLeavesNothingHanging() {
        constexpr std::uint64_t kSeed = 60;
        Random random(kSeed);
        std::vector<std::shared_ptr<MidiRecording>> recordings;
        const auto always = std::make_shared<MidiRecording>();
        {
            Player player(Bpm(1000.0));
            QVERIFY(player.addSink(std::make_unique<MemorySink>(always)));
            std::vector<SinkId> open;
            const auto until = Clock::now() + std::chrono::seconds(2);
            while (Clock::now() < until) {
                switch (random.below(8)) {
                case 0: (void)player.play(); break;
                case 1: (void)(random.chance(0.2) ? player.stop() : player.play()); break;
                case 2: (void)player.setTempo(Bpm(random.uniform(300.0, 1000.0))); break;
                case 3:
                    recordings.push_back(std::make_shared<MidiRecording>());
                    if (const auto id = player.addSink(std::make_unique<MemorySink>(recordings.back())))
                        open.push_back(*id);
                    break;
                case 4:
                    if (!open.empty() && player.removeSink(open.front()))
                        open.erase(open.begin());
                    break;
                case 5: (void)player.status(); break;
                default: player.publish(ticking(36 + static_cast<int>(random.below(4)), 3.0F)); break;
                }
                if (random.chance(0.5))
                    std::this_thread::yield();
                else
                    QTest::qWait(1);
            }
        }
        QVERIFY(noteOns(*always) > 10);
        QVERIFY(hanging(*always).empty());
        for (const auto& recording : recordings)
            QVERIFY(hanging(*recording).empty());
    }
};

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_Player.moc"

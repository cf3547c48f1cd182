#include "core/codec/GrooveCodec.h"
#include "core/decoder/LiveModel.h"
#include "core/files/MidiFile.h"
#include "core/playback/DrumLoop.h"
#include "tests/e2e/SegueProcess.h"
#include "tests/support/HeardLoop.h"
#include "tests/support/JackServer.h"
#include "tests/support/MidiListener.h"
#include "tests/support/VirtualDisplay.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <chrono>

using namespace segue;
using namespace segue::test;
using namespace std::chrono_literals;

namespace {

const QString kFileA = QStringLiteral(SEGUE_ASSETS "/examples/rock-straight.mid");
const QString kFileB = QStringLiteral(SEGUE_ASSETS "/examples/bossa-nova.mid");
constexpr int kSlow = 120000; // ms: everything takes longer on a machine that is busy with other tests
/// A third of a sixteenth: a busy machine is late, but a note of another step is another note.
constexpr std::chrono::duration<double> kTolerance = 50ms;

/// What the model makes of a file's first window: decode(encode(x)), computed here and not in the window.
Result<playback::LoopPattern> reconstruction(const QString& file) {
    const auto model = decoder::LiveModel::load(SEGUE_ASSETS "/models/groove-2bar.safetensors");
    if (!model)
        return fail(model.error());
    const auto notes = files::readMidiFile(file.toStdString());
    if (!notes)
        return fail(notes.error());
    const auto& codec = std::get<architecture::GrooveCodecConfig>((*model)->architecture().codec);
    const auto extraction = codec::GrooveCodec(codec).extract(*notes);
    if (!extraction)
        return fail(extraction.error());
    const auto workspace = (*model)->makeWorkspace();
    const decoder::Posterior posterior = (*model)->encode(extraction->windows.front().pattern, *workspace);
    return playback::drumLoop(
        std::get<music::DrumPattern>((*model)->decode(posterior.mean, {}, {}, *workspace).pattern), codec.drumMap);
}

} // namespace

/// Segue as a user has it: a window on a screen, a pointer that presses and drags, and somebody who listens to its
/// port. Without sound card, without display, without hardware.
class TestWholeApp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const QString& reason : {VirtualDisplay::whyNot(), JackServer::whyNot()})
            if (!reason.isEmpty())
                QSKIP(qPrintable(reason));
        m_display = std::make_unique<VirtualDisplay>();
        QVERIFY(m_display->start());
        m_server = std::make_unique<JackServer>();
        QVERIFY(m_server->start(256));
        m_loopA = reconstruction(kFileA).value();
        m_loopB = reconstruction(kFileB).value();
        QVERIFY(difference(countsOf(m_loopA), countsOf(m_loopB)) > 8); // or the test would show little
    }
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_segue = std::make_unique<SegueProcess>();
        m_listener.reset();
    }
    void cleanup() {
        if (QTest::currentTestFailed() && m_segue && m_display)
            qInfo("Segue said: %s", qPrintable(m_segue->complaints()));
        m_listener.reset();
        m_segue.reset();
    }
    void cleanupTestCase() {
        m_server.reset();
        m_display.reset();
    }

    void playsDragsMorphsStopsAndCloses() {
        startSegue({QStringLiteral("--appearance"), QStringLiteral("dark"), kFileA, kFileB});
        if (QTest::currentTestFailed())
            return;

        QVERIFY(m_display->click(place(QStringLiteral("transport/play"))));
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->heard().size() > 8, kSlow); // notes arrive

        slideMorphTo(0);
        const Bpm tempo(m_segue->report()[QStringLiteral("tempo")].toDouble());
        QVERIFY(becomesLoop(expectedLoop(m_loopA, tempo)));
        takePicture(QStringLiteral("morph-a"));
        slideMorphTo(1);
        QVERIFY(becomesLoop(expectedLoop(m_loopB, tempo)));
        takePicture(QStringLiteral("morph-b"));

        const auto [from, to] = farthestClasses();
        dragPuckTo(m_segue->classPlace(from));
        const HitCounts before = hitsOfOnePeriod(tempo);
        takePicture(QStringLiteral("map-") + from);
        dragPuckTo(m_segue->classPlace(to));
        const HitCounts after = hitsOfOnePeriod(tempo);
        takePicture(QStringLiteral("map-") + to);
        QVERIFY2(difference(before, after) > 4, qPrintable(from + QStringLiteral(" against ") + to));

        QVERIFY(m_display->click(place(QStringLiteral("transport/stop"))));
        QTRY_VERIFY_WITH_TIMEOUT(!m_segue->report()[QStringLiteral("playing")].toBool(), kSlow);
        QTRY_COMPARE_WITH_TIMEOUT(hangingNotes(m_listener->heard()), 0, kSlow);
        const auto silent = m_listener->heard().size();
        QVERIFY(!QTest::qWaitFor([&] { return m_listener->heard().size() != silent; }, 1000)); // and it stays silent

        closeWindow();
        QCOMPARE(m_segue->complaints(), QString());
    }

    void closingWhileItPlaysEndsEveryNote() {
        startSegue({});
        if (QTest::currentTestFailed())
            return;
        QVERIFY(m_display->click(place(QStringLiteral("transport/play"))));
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->heard().size() > 8, kSlow);
        closeWindow();
        QCOMPARE(hangingNotes(m_listener->heard()), 0);
    }

    void theServersDeathIsSurvivedAndTold() {
        startSegue({});
        if (QTest::currentTestFailed())
            return;
        QVERIFY(m_display->click(place(QStringLiteral("transport/play"))));
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->heard().size() > 8, kSlow);
        m_listener.reset();
        m_server->die();
        QTRY_VERIFY_WITH_TIMEOUT(!m_segue->isRunning() || m_segue->report()[QStringLiteral("outputs")].toInt() == 0,
                                 kSlow);
        QVERIFY2(m_segue->isRunning(), qPrintable(QString::number(m_segue->exitCode())));
        takePicture(QStringLiteral("server-gone"));
        closeWindow();
        QVERIFY(m_server->start(256));
    }

private:
    void startSegue(const QStringList& arguments) {
        QVERIFY(m_segue->start(QStringLiteral(SEGUE_WINDOW), m_display->name(), arguments));
        QTRY_VERIFY_WITH_TIMEOUT(m_segue->report()[QStringLiteral("ready")].toBool() || !m_segue->isRunning(), kSlow);
        QVERIFY(m_segue->isRunning());
        if (arguments.contains(kFileB))
            QTRY_VERIFY_WITH_TIMEOUT(m_segue->report()[QStringLiteral("b")].isString(), kSlow);
        m_listener = std::make_unique<MidiListener>();
        QTRY_VERIFY_WITH_TIMEOUT(m_listener->connectTo(QStringLiteral("Segue:")), kSlow);
    }

    /// As its close button does: exit code 0 within seconds, no process left, and no port.
    void closeWindow() {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_display->askWindowsToClose());
        QVERIFY(m_segue->waitForEnd(kSlow));
        qInfo("closed in %lld ms", timer.elapsed());
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_segue->exitCode(), 0);
        QVERIFY(!m_segue->hasLeftProcesses());
    }

    [[nodiscard]] QPoint place(const QString& widget) const {
        const QRect rectangle = m_segue->widget(widget);
        if (rectangle.isEmpty())
            qWarning("%s is not on the screen", qPrintable(widget));
        return rectangle.center();
    }

    /// To one end, pulled a little beyond it.
    void slideMorphTo(int end) {
        const QRect slider = m_segue->widget(QStringLiteral("morph/slider"));
        const int y = slider.bottom() - slider.height() / 3;
        const QPoint target(end == 0 ? slider.left() - 10 : slider.right() + 10, y);
        QVERIFY(m_display->drag({slider.center().x(), y}, target));
        QTRY_COMPARE_WITH_TIMEOUT(m_segue->report()[QStringLiteral("morph")].toDouble(-1), static_cast<double>(end),
                                  kSlow);
        QTRY_COMPARE_WITH_TIMEOUT(m_segue->report()[QStringLiteral("mode")].toString(), QStringLiteral("morph"), kSlow);
    }

    void dragPuckTo(QPoint target) {
        QVERIFY(m_display->drag(m_segue->puck(), target));
        QTRY_VERIFY_WITH_TIMEOUT((m_segue->puck() - target).manhattanLength() < 12, kSlow);
        QTRY_COMPARE_WITH_TIMEOUT(m_segue->report()[QStringLiteral("mode")].toString(), QStringLiteral("map"), kSlow);
    }

    /// Whether, sooner or later, nothing else than this loop is heard for a period and a quarter.
    [[nodiscard]] bool becomesLoop(const ExpectedLoop& expected) {
        QString difference;
        const bool became = QTest::qWaitFor(
            [&] {
                difference = differenceFromLoop(lastHeard(std::chrono::duration<double>(1.25 * expected.period)),
                                                expected, kTolerance);
                return difference.isEmpty();
            },
            kSlow);
        if (!became)
            qInfo("%s", qPrintable(difference));
        return became;
    }

    [[nodiscard]] QList<MidiListener::Heard> lastHeard(std::chrono::duration<double> span) const {
        QList<MidiListener::Heard> heard = m_listener->heard();
        if (heard.isEmpty())
            return heard;
        const auto from = heard.last().time - std::chrono::duration_cast<std::chrono::nanoseconds>(span);
        heard.removeIf([from](const MidiListener::Heard& message) { return message.time < from; });
        return heard;
    }

    /// What is heard once everything of before has been played.
    [[nodiscard]] HitCounts hitsOfOnePeriod(Bpm tempo) {
        const auto period = std::chrono::duration<double>(8 * 60.0 / tempo.value); // two bars
        const auto now = std::chrono::steady_clock::now();
        const bool played = QTest::qWaitFor(
            [&] {
                const auto heard = m_listener->heard();
                return !heard.isEmpty() && heard.last().time - now > 1.5 * period;
            },
            kSlow);
        return played ? hitCounts(lastHeard(period)) : HitCounts();
    }

    /// The two kinds of groove that lie farthest from each other on the screen.
    [[nodiscard]] std::pair<QString, QString> farthestClasses() const {
        std::pair<QString, QString> farthest;
        int distance = -1;
        const QRect map = m_segue->widget(QStringLiteral("map")).adjusted(20, 20, -20, -20);
        const QStringList classes = m_segue->classes();
        for (const QString& a : classes)
            for (const QString& b : classes) {
                const QPoint from = m_segue->classPlace(a);
                const QPoint to = m_segue->classPlace(b);
                if (!map.contains(from) || !map.contains(to) || (from - to).manhattanLength() <= distance)
                    continue;
                distance = (from - to).manhattanLength();
                farthest = {a, b};
            }
        return farthest;
    }

    [[nodiscard]] static HitCounts countsOf(const playback::LoopPattern& loop) {
        HitCounts counts;
        for (const playback::LoopNote& note : loop.all())
            ++counts[{note.pitch, note.velocity}];
        return counts;
    }

    /// For people: nothing is checked on them.
    void takePicture(const QString& name) {
        QDir().mkpath(QStringLiteral(SEGUE_PICTURES));
        if (!m_display->saveScreenshot(QStringLiteral(SEGUE_PICTURES "/") + name + QStringLiteral(".png")))
            qInfo("no picture of %s: is ImageMagick installed?", qPrintable(name));
    }

    std::unique_ptr<VirtualDisplay> m_display;
    std::unique_ptr<JackServer> m_server;
    std::unique_ptr<SegueProcess> m_segue;
    std::unique_ptr<MidiListener> m_listener;
    playback::LoopPattern m_loopA;
    playback::LoopPattern m_loopB;
};

QTEST_GUILESS_MAIN(TestWholeApp)
#include "tst_WholeApp.moc"

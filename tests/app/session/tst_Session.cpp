#include "app/session/Session.h"

#include "core/base/Files.h"
#include "core/base/Random.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace segue;
using namespace segue::session;

namespace {

Anchor someAnchor() {
    Anchor anchor;
    anchor.title = "my_funk.mid";
    anchor.file = "/music/my_funk.mid";
    anchor.bar = 4;
    music::DrumPattern pattern(32);
    pattern.at(0, 0) = {true, 1.0F, 0.9F, -0.25F};
    pattern.at(31, 8) = {true, 0.5F, 0.25F, 0.5F};
    anchor.pattern = pattern;
    anchor.z = {0.125F, -2.5F};
    anchor.modelChecksum = "abc";
    return anchor;
}

Session fullSession() {
    Session session;
    session.scene.instrument = {"/runs/mine/last.safetensors", "/runs/mine/map.segue-map"};
    session.scene.plane = {PlaneKind::PrincipalComponents, ColourBy::Drummer};
    session.scene.mode = Mode::Morph;
    session.scene.puck = {0.25F, -0.75F};
    session.scene.spacing = 0.0625F;
    session.scene.z = {1.5F, -0.25F};
    session.scene.a = someAnchor();
    session.scene.b = someAnchor();
    session.scene.b->title = "bossa.mid";
    music::MelodyPattern melody;
    melody.events = {music::MelodyEvent::on(MidiPitch(60)), {}, music::MelodyEvent::off(), {}};
    session.scene.b->pattern = melody;
    melody.chords = {0, 0, 48, 48};
    session.scene.told = melody;
    session.scene.morph = 0.5F;
    session.scene.tempo = 133.5;
    session.scene.temperature = 0.75F;
    session.scene.threshold = 0.25F;
    session.scene.seed = 0xfedcba9876543210U;
    session.outputs = {"fluidsynth", "Segue"};
    session.outputsChosen = true;
    session.morphSteps = 5;
    session.reducedMotion = true;
    session.heatShown = false;
    session.engine = {true, false};
    session.appearance = Appearance::Light;
    session.windowGeometry = "AdnQywAD";
    session.watchedRun = "/runs/mine";
    session.folders = {"/m", "/e", "/o", "/t", "/r", "/l", "/d"};
    session.recentMusic = {"/music/groove", "/music/a.mid"};
    session.readingMap = music::generalMidiDrumMap();
    session.readingMap->classes[8].pitches.clear(); // a kit without a ride
    return session;
}

std::filesystem::path in(const QTemporaryDir& folder, const char* name) {
    return std::filesystem::path(folder.path().toStdString()) / name;
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void restoredSessionIsTheSavedOne() {
        QTemporaryDir folder;
        const auto path = in(folder, "new/session.json");
        QVERIFY(writeSession(path, fullSession()));
        const auto restored = readSession(path);
        QVERIFY(restored);
        QVERIFY(*restored == fullSession());
    }

    void aFirstStartFindsNothing() {
        const auto session = readSession("/no/such/session.json");
        QVERIFY(!session);
        QVERIFY(session.error().code() == ErrorCode::NotFound);
    }

    void garbageIsMalformed() {
        QTemporaryDir folder;
        const auto path = in(folder, "session.json");
        QVERIFY(writeFileAtomically(path, std::string_view("{\"scene\": ")));
        QVERIFY(readSession(path).error().code() == ErrorCode::Malformed);
        QVERIFY(writeFileAtomically(path, std::string_view("[1, 2]")));
        QVERIFY(readSession(path).error().code() == ErrorCode::Malformed);
    }

    void wrongFieldsCostOnlyThemselves() {
        auto json = toJson(fullSession());
        json["scene"]["tempo"] = "fast";
        json["scene"]["temperature"] = -7;
        json["scene"]["plane"] = 12;
        json["morph_steps"] = 100000;
        json.erase("folders");
        const Session session = sessionFromJson(json);
        QCOMPARE(session.scene.tempo, Scene().tempo);
        QCOMPARE(session.scene.temperature, 0.0F);
        QVERIFY(session.scene.plane.kind == Plane().kind);
        QCOMPARE(session.morphSteps, 64);
        QVERIFY(session.folders == Folders());
        QVERIFY(session.scene.a == fullSession().scene.a);
    }

    void aSceneOfEarlierVersionsIsRead() {
        auto json = toJson(fullSession());
        json["scene"].erase("told");
        json["scene"]["a"]["pattern"].erase("drums");
        const Session session = sessionFromJson(json);
        QVERIFY(session.scene.a == fullSession().scene.a);
        QVERIFY(music::isEmpty(session.scene.told));
    }

    void drumMapsOfEarlierVersionsAreRead() {
        auto json = toJson(fullSession());
        auto& map = json["reading_map"];
        map["drums"] = std::move(map["classes"]);
        map.erase("classes");
        QVERIFY(sessionFromJson(json).readingMap == fullSession().readingMap);
    }

    void halfADrumMapIsNone() {
        auto json = toJson(fullSession());
        json["reading_map"]["classes"].erase(8);
        QVERIFY(!sessionFromJson(json).readingMap);
        json = toJson(fullSession());
        json["reading_map"]["classes"][3]["pitches"] = "all";
        QVERIFY(!sessionFromJson(json).readingMap);
    }

    void morphWithoutAnEndIsTheMap() {
        Scene scene = fullSession().scene;
        scene.b.reset();
        QVERIFY(sanitized(scene).mode == Mode::Morph);
        scene.a.reset();
        QVERIFY(sanitized(scene).mode == Mode::Map);
    }

    void notANumberBecomesTheDefault() {
        Scene scene;
        scene.tempo = std::nan("");
        scene.morph = INFINITY;
        QVERIFY(sanitized(scene) == Scene());
    }

    void anyDamageGivesASession() {
        const std::string good = toJson(fullSession()).dump();
        const std::uint64_t seed = 20260;
        Random random(seed);
        for (int round = 0; round < 3000; ++round) {
            std::string text = good;
            for (int i = 0; i < 4; ++i)
                text[random.below(text.size())] = static_cast<char>(random.below(128));
            const auto json = nlohmann::json::parse(text, nullptr, false);
            if (json.is_object()) {
                const Session session = sessionFromJson(json);
                QVERIFY2(session.scene == sanitized(session.scene), text.c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_Session.moc"

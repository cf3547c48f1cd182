#include "core/architecture/DrumMapJson.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace segue;
using namespace segue::architecture;

class TestDrumMapJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void mapIsAnObjectOfItsDrums() {
        const music::DrumMap map{"kit", {{"Kick", {MidiPitch(36), MidiPitch(35)}}}};
        const auto object = drumMapToJson(map);
        QVERIFY(object ==
                nlohmann::json::parse(R"({"name": "kit", "classes": [{"name": "Kick", "pitches": [36, 35]}]})"));
        QVERIFY(*drumMapFromJson(object) == map);
    }

    void wrongTypesAreRefused() {
        for (const char* text : {"{}", R"({"name": 1, "classes": []})", R"({"name": "a"})",
                                 R"({"name": "a", "classes": [1]})", R"({"name": "a", "classes": [{"name": "b"}]})",
                                 R"({"name": "a", "classes": [{"name": "b", "pitches": [-1]}]})",
                                 R"({"name": "a", "classes": [{"name": "b", "pitches": [1.5]}]})"})
            QVERIFY2(drumMapFromJson(nlohmann::json::parse(text)).error().code() == ErrorCode::Malformed, text);
    }
};

QTEST_APPLESS_MAIN(TestDrumMapJson)
#include "tst_DrumMapJson.moc"

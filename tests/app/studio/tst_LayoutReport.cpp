#include "app/studio/LayoutReport.h"

#include "core/base/Files.h"
#include "tests/app/support/TestStudio.h"

#include <nlohmann/json.hpp>

#include <cmath>

using namespace segue;
using nlohmann::json;
using test::TestStudio;

class TestLayoutReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)"))); }

    void aPointerFindsWhatItNames() {
        TestStudio segue;
        QVERIFY(segue.start());
        const json report = studio::layoutReport(segue.studio());
        QVERIFY(report["ready"].get<bool>());
        const auto play = report["widgets"]["transport/play"];
        const QPoint middle(play[0].get<int>() + play[2].get<int>() / 2, play[1].get<int>() + play[3].get<int>() / 2);
        QCOMPARE(segue.window().childAt(segue.window().mapFromGlobal(middle))->objectName(), QStringLiteral("play"));
        QCOMPARE(report["map"]["classes"].size(), std::size_t{3});
        const auto funk = report["map"]["classes"]["funk"];
        const QPoint dot = segue.window().map().mapFromGlobal(QPoint(funk[0].get<int>(), funk[1].get<int>()));
        QVERIFY(segue.window().map().rect().contains(dot));
        QVERIFY(report["map"]["a"].is_null());
    }

    void aClickOnAClassTakesThePuckThere() {
        TestStudio segue;
        QVERIFY(segue.start());
        const auto jazz = studio::layoutReport(segue.studio())["map"]["classes"]["jazz"];
        const QPoint dot = segue.window().map().mapFromGlobal(QPoint(jazz[0].get<int>(), jazz[1].get<int>()));
        QVERIFY(segue.decodesAfter([&] { QTest::mouseClick(&segue.window().map(), Qt::LeftButton, {}, dot); }));
        const auto& layout = *segue.studio().instruments().layout();
        const int example = layout.map->nearest(segue.scene().puck, 1e-4F);
        QVERIFY(example >= 0);
        QCOMPARE(layout.classNames[static_cast<std::size_t>(layout.classes[static_cast<std::size_t>(example)])],
                 std::string("jazz"));
    }

    void theFileFollowsWhatHappens() {
        TestStudio segue;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("layout.json"));
        studio::LayoutReporter reporter(segue.studio(), path);
        QVERIFY(segue.start());
        const auto says = [&path](const char* key, const json& value) {
            const auto bytes = readFile(path.toStdString());
            if (!bytes)
                return false;
            const auto* text = reinterpret_cast<const char*>(bytes->data());
            return json::parse(text, text + bytes->size())[key] == value;
        };
        QVERIFY(segue.eventually([&] { return says("ready", true) && says("playing", false); }));
        segue.studio().playback().play();
        QVERIFY(segue.eventually([&] { return says("playing", true); }));
    }
};

QTEST_MAIN(TestLayoutReport)
#include "tst_LayoutReport.moc"

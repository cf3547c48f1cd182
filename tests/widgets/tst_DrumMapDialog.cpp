#include "widgets/DrumMapDialog.h"

#include "tests/widgets/WidgetTest.h"
#include "widgets/DrumMapBoard.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace segue;
using namespace segue::widgets;

class TestDrumMapDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_dialog = std::make_unique<DrumMapDialog>();
        m_dialog->setPresets({{QStringLiteral("Roland"), music::rolandDrumMap()},
                              {QStringLiteral("General MIDI"), music::generalMidiDrumMap()}});
        m_dialog->setMap(music::rolandDrumMap());
        m_dialog->setCounts({{23, 17}});
        m_dialog->show();
    }
    void cleanup() { m_dialog.reset(); }

    void aPresetIsRecognisedAndChosen() {
        QCOMPARE(preset()->currentText(), QStringLiteral("Roland"));
        QTest::keyClick(preset(), Qt::Key_Down);
        QVERIFY(m_dialog->map() == music::generalMidiDrumMap());
        QCOMPARE(preset()->currentText(), QStringLiteral("General MIDI"));
    }

    void aChangeMakesItOnesOwnAndResetTakesItBack() {
        QVERIFY(!button("drumMapReset")->isEnabled());
        m_dialog->board().assign(23, 8);
        QCOMPARE(preset()->currentText(), QStringLiteral("Your own"));
        button("drumMapReset")->click();
        QCOMPARE(preset()->currentText(), QStringLiteral("Roland"));
        QVERIFY(m_dialog->map() == music::rolandDrumMap());
    }

    void onlyApplyingAppliesAndCancellingDoesNot() {
        QSignalSpy applied(m_dialog.get(), &DrumMapDialog::applied);
        m_dialog->board().assign(23, 8);
        button("drumMapCancel")->click();
        QCOMPARE(applied.count(), 0);
        QVERIFY(!m_dialog->isVisible());
        m_dialog->show();
        button("drumMapApply")->click();
        QCOMPARE(applied.count(), 1);
        QCOMPARE(applied.at(0).at(0).value<music::DrumMap>().classOf(MidiPitch(23)), std::optional(8));
        QVERIFY(!m_dialog->isVisible());
    }

    void aMapOfAnotherNameCanBeChosenByIt() {
        m_dialog->setMap(kit());
        QCOMPARE(preset()->currentText(), QStringLiteral("my kit"));
        QCOMPARE(preset()->count(), 3);
        m_dialog->board().assign(23, 7);
        QCOMPARE(preset()->currentText(), QStringLiteral("Your own"));
        QVERIFY(m_dialog->map().name == DrumMapDialog::kOwnName);
        m_dialog->board().assign(23, 8);
        QCOMPARE(preset()->currentText(), QStringLiteral("my kit"));
        QVERIFY(m_dialog->map() == kit());
    }

    void aMapThatChangedTakesThePlaceOfTheOlderOne() {
        m_dialog->setMap(kit());
        auto newer = kit();
        newer.classes[7].pitches.emplace_back(std::uint8_t{3});
        m_dialog->setMap(newer);
        QCOMPARE(preset()->count(), 3);
        QVERIFY(m_dialog->map() == newer);
    }

    void aMapWithTheDrumsOfAPresetStillHasItsName() {
        auto same = music::generalMidiDrumMap();
        same.name = "my kit";
        m_dialog->setMap(same);
        QCOMPARE(preset()->currentText(), QStringLiteral("my kit"));
        QTest::keyClick(preset(), Qt::Key_Up);
        QCOMPARE(preset()->currentText(), QStringLiteral("General MIDI"));
    }

    void aMapFileCanBeDropped() {
        QSignalSpy dropped(m_dialog.get(), &DrumMapDialog::fileDropped);
        QVERIFY(testing::dropFile(*m_dialog, {20, 20}, QStringLiteral("/kits/mine.json")));
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped.at(0).at(0).toString(), QStringLiteral("/kits/mine.json"));
        QVERIFY(!testing::dropFile(*m_dialog, {20, 20}, QStringLiteral("/kits/mine.mid")));
        QCOMPARE(dropped.count(), 1);
    }

    void whatWentWrongIsSaidUntilTheNextMap() {
        auto* failure = m_dialog->findChild<QLabel*>(QStringLiteral("drumMapFailure"));
        QVERIFY(!failure->isVisible());
        m_dialog->setFailure(QStringLiteral("There is no such file"));
        QVERIFY(failure->isVisible());
        m_dialog->setMap(music::generalMidiDrumMap());
        QVERIFY(!failure->isVisible());
    }

    void anyPitchCanBeBroughtOntoTheBoard() {
        auto* others = m_dialog->findChild<QComboBox*>(QStringLiteral("drumMapOther"));
        const int before = others->count();
        QCOMPARE(others->findData(36), -1); // it is there
        const int index = others->findData(99);
        others->setCurrentIndex(index);
        Q_EMIT others->activated(index);
        QVERIFY(m_dialog->board().shows(99));
        QCOMPARE(others->count(), before - 1);
    }

private:
    /// Roland's, and pitch 23 a ride.
    [[nodiscard]] static music::DrumMap kit() {
        auto map = music::rolandDrumMap();
        map.name = "my kit";
        map.classes[8].pitches.emplace_back(std::uint8_t{23});
        return map;
    }
    [[nodiscard]] QComboBox* preset() const { return m_dialog->findChild<QComboBox*>(QStringLiteral("drumMapPreset")); }
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_dialog->findChild<QPushButton*>(QString::fromLatin1(name));
    }

    std::unique_ptr<DrumMapDialog> m_dialog;
};

QTEST_MAIN(TestDrumMapDialog)
#include "tst_DrumMapDialog.moc"

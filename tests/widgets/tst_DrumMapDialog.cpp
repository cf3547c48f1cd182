#include "widgets/DrumMapDialog.h"

#include "tests/widgets/WidgetTest.h"
#include "widgets/DrumMapBoard.h"

#include <QComboBox>
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
    [[nodiscard]] QComboBox* preset() const { return m_dialog->findChild<QComboBox*>(QStringLiteral("drumMapPreset")); }
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_dialog->findChild<QPushButton*>(QString::fromLatin1(name));
    }

    std::unique_ptr<DrumMapDialog> m_dialog;
};

QTEST_MAIN(TestDrumMapDialog)
#include "tst_DrumMapDialog.moc"

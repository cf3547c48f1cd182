#include "widgets/NewRunForm.h"

#include "tests/widgets/WidgetTest.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestNewRunForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_form = std::make_unique<NewRunForm>();
        m_form->resize(830, 160);
        m_form->setConfigurations({{QStringLiteral("groovae_2bar"), QStringLiteral("Drum grooves")},
                                   {QStringLiteral("cat-mel_2bar_small"), QStringLiteral("Melodies")}});
        m_form->setStarts({{QStringLiteral("From groove-2bar"), QStringLiteral("/models/groove.safetensors"),
                            QStringLiteral("groovae_2bar")}});
        m_form->show();
    }
    void cleanup() { m_form.reset(); }

    void trainNeedsMusicAndAName() {
        QSignalSpy train(m_form.get(), &NewRunForm::trainRequested);
        QVERIFY(!button("train")->isEnabled());
        m_form->setMusic(QStringLiteral("/music/my breaks"));
        QCOMPARE(m_form->run().name, QStringLiteral("my breaks"));
        QVERIFY(button("train")->isEnabled());
        auto* name = m_form->findChild<QLineEdit*>(QStringLiteral("runName"));
        name->setText(QStringLiteral("  "));
        QVERIFY(!button("train")->isEnabled());
        name->clear();
        QTest::keyClicks(name, QStringLiteral("breaks 2"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(train.size(), 1);
        QCOMPARE(m_form->run().music, QStringLiteral("/music/my breaks"));
        QCOMPARE(m_form->run().name, QStringLiteral("breaks 2"));
    }

    void theModelToStartFromKeepsItsConfiguration() {
        QSignalSpy changed(m_form.get(), &NewRunForm::changed);
        m_form->choose(QStringLiteral("cat-mel_2bar_small"));
        QCOMPARE(changed.size(), 1);
        m_form->chooseStart(QStringLiteral("/models/groove.safetensors"));
        QCOMPARE(m_form->run().configuration, QStringLiteral("groovae_2bar"));
        QCOMPARE(m_form->run().startFrom, QStringLiteral("/models/groove.safetensors"));
        QTest::keyClick(box("configuration"), Qt::Key_Down); // melodies
        QCOMPARE(m_form->run().configuration, QStringLiteral("cat-mel_2bar_small"));
        QVERIFY(m_form->run().startFrom.isEmpty());
    }

    void anotherModelIsAskedFor() {
        QSignalSpy asked(m_form.get(), &NewRunForm::modelRequested);
        QTest::keyClick(box("start"), Qt::Key_End);
        QCOMPARE(asked.size(), 1);
        QVERIFY(m_form->run().startFrom.isEmpty());
        QCOMPARE(box("start")->currentIndex(), 0);
    }

    void timeIsToldInMinutesOrHours() {
        m_form->setMinutes(25);
        QCOMPARE(m_form->run().minutes, 25);
        m_form->setMinutes(180);
        QCOMPARE(m_form->findChild<QSpinBox*>(QStringLiteral("time"))->value(), 3);
        QCOMPARE(m_form->run().minutes, 180);
        box("timeUnit")->setCurrentIndex(0);
        QCOMPARE(m_form->run().minutes, 3);
    }

    void theEstimateHasAButtonWhereOneHelps() {
        QSignalSpy asked(m_form.get(), &NewRunForm::estimateActionRequested);
        m_form->setEstimate(QStringLiteral("About 12,000 steps"));
        QVERIFY(!button("estimateAction")->isVisible());
        m_form->setEstimate(QStringLiteral("not known"), QStringLiteral("Measure"));
        QVERIFY(button("estimateAction")->isVisible());
        QTest::mouseClick(button("estimateAction"), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

    void groupsStandOneBelowTheOtherWhereThereIsLittleWidth() {
        const auto top = [this](const char* name) {
            auto* widget = m_form->findChild<QWidget*>(QLatin1String(name));
            return widget->mapTo(m_form->widget(), QPoint()).y();
        };
        QVERIFY(top("train") < 80);
        m_form->resize(320, 400);
        QTRY_VERIFY(top("train") > top("configuration") && top("configuration") > top("browse"));
        QVERIFY(m_form->widget()->width() <= 320);
    }

    void everyFieldHasANameForThoseWhoDoNotSee() {
        for (const auto* widget : m_form->findChildren<QWidget*>())
            if (widget->focusPolicy() & Qt::TabFocus && qobject_cast<const QAbstractButton*>(widget) == nullptr &&
                widget->objectName() != QStringLiteral("qt_spinbox_lineedit") &&
                !widget->inherits("QAbstractItemView") && !widget->inherits("QScrollBar"))
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }

private:
    [[nodiscard]] QPushButton* button(const char* name) const {
        return m_form->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QComboBox* box(const char* name) const {
        return m_form->findChild<QComboBox*>(QString::fromLatin1(name));
    }

    std::unique_ptr<NewRunForm> m_form;
};

QTEST_MAIN(TestNewRunForm)
#include "tst_NewRunForm.moc"

#include "widgets/TrainingPanel.h"

#include "tests/widgets/WidgetTest.h"
#include "widgets/ChoiceStrip.h"
#include "widgets/LearningMap.h"
#include "widgets/NewRunForm.h"
#include "widgets/RunCharts.h"
#include "widgets/RunHead.h"
#include "widgets/RunList.h"
#include "widgets/SampleBoard.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestTrainingPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_panel = std::make_unique<TrainingPanel>();
        m_panel->resize(1224, 136);
        m_panel->show();
    }
    void cleanup() { m_panel.reset(); }

    void everyPageIsAClickAway() {
        auto* log = new QLabel(QStringLiteral("what happened"));
        m_panel->addPage(QStringLiteral("Log"), log);
        const std::initializer_list<std::pair<const char*, QWidget*>> pages{
            {"Charts", &m_panel->charts()}, {"Listen", &m_panel->samples()}, {"Map", &m_panel->map()},
            {"Runs", &m_panel->runs()},     {"New", &m_panel->newRun()},     {"Log", log}};
        for (const auto& [name, page] : pages) {
            QTest::mouseClick(choice(name), Qt::LeftButton);
            QVERIFY2(page->isVisible(), name);
        }
    }

    void theRunStandsBesideThePageOrAboveIt() {
        const auto place = [this](const QWidget& widget) { return widget.mapTo(m_panel.get(), QPoint()); };
        QTRY_VERIFY(place(m_panel->newRun()).x() > place(m_panel->head()).x());
        m_panel->resize(420, 500);
        QTRY_VERIFY(place(m_panel->newRun()).y() > place(m_panel->head()).y());
    }

    void itFitsALowDockAndANarrowOne() {
        QVERIFY(m_panel->minimumSizeHint().height() <= 136);
        QVERIFY(m_panel->head().mapTo(m_panel.get(), QPoint(0, m_panel->head().height())).y() <= 136);
        m_panel->resize(420, 500);
        QTRY_VERIFY2(m_panel->minimumSizeHint().width() <= 400,
                     qPrintable(QString::number(m_panel->minimumSizeHint().width())));
    }

    void failureHasASentenceAndAButton() {
        QSignalSpy action(m_panel.get(), &TrainingPanel::failureActionRequested);
        m_panel->setFailure(QStringLiteral("The folder holds no MIDI files."), QStringLiteral("Choose another"));
        QVERIFY(label("failure")->isVisible());
        QTest::mouseClick(m_panel->findChild<QPushButton*>(QStringLiteral("failureAction")), Qt::LeftButton);
        QCOMPARE(action.size(), 1);
        m_panel->setFailure({});
        QVERIFY(!label("failure")->isVisible());
    }

    void warningsStandAboveEveryPage() {
        m_panel->setWarnings({QStringLiteral("KL has collapsed"), QStringLiteral("Not enough data")});
        m_panel->showPage(TrainingPanel::Page::Runs);
        QVERIFY(label("warnings")->isVisible());
        QVERIFY(label("warnings")->text().contains(QStringLiteral("Not enough data")));
        m_panel->setWarnings({});
        QVERIFY(!label("warnings")->isVisible());
    }

    void musicCanBeDroppedAnywhere() {
        QTemporaryDir folder;
        QSignalSpy dropped(m_panel.get(), &TrainingPanel::musicDropped);
        QVERIFY(dropFile(*m_panel, {20, 20}, folder.path()));
        QVERIFY(dropFile(*m_panel, {900, 60}, QStringLiteral("/data/a.tfrecord")));
        QCOMPARE(dropped.at(0).at(0).toString(), folder.path());
        QCOMPARE(dropped.at(1).at(0).toString(), QStringLiteral("/data/a.tfrecord"));
    }

    void aWindowOfItsOwnIsAskedFor() {
        QSignalSpy asked(m_panel.get(), &TrainingPanel::tearOffRequested);
        auto* button = m_panel->findChild<QPushButton*>(QStringLiteral("tearOff"));
        QVERIFY(!button->accessibleName().isEmpty());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
    }

private:
    [[nodiscard]] QPushButton* choice(const char* text) const {
        for (auto* button : m_panel->findChild<ChoiceStrip*>()->findChildren<QPushButton*>())
            if (button->text() == QLatin1String(text))
                return button;
        return nullptr;
    }
    [[nodiscard]] QLabel* label(const char* name) const {
        return m_panel->findChild<QLabel*>(QString::fromLatin1(name));
    }

    std::unique_ptr<TrainingPanel> m_panel;
};

QTEST_MAIN(TestTrainingPanel)
#include "tst_TrainingPanel.moc"

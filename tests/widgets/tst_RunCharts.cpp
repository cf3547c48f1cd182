#include "widgets/RunCharts.h"

#include "tests/widgets/MadeUpData.h"
#include "tests/widgets/WidgetTest.h"
#include "widgets/RunChart.h"

#include <QScrollBar>

#include <limits>
#include <set>

using namespace segue;
using namespace segue::widgets;
using namespace segue::widgets::testing;

class TestRunCharts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
        m_charts = std::make_unique<RunCharts>();
        m_charts->resize(840, 130);
        m_charts->show();
    }
    void cleanup() { m_charts.reset(); }

    void everyChartShowsARun() {
        m_charts->setHistory(madeup::run(6240));
        for (const QString& title :
             {QStringLiteral("Reconstruction"), QStringLiteral("KL, bits"), QStringLiteral("Free-running F1"),
              QStringLiteral("Teacher-forced F1"), QStringLiteral("Loss"), QStringLiteral("Learning rate"),
              QStringLiteral("Examples/s")}) {
            QVERIFY2(chart(title), qPrintable(title));
            QVERIFY2(chart(title)->valueText() != QStringLiteral("–"), qPrintable(title));
        }
    }

    void melodiesShowTheirAccuracy() {
        runs::RunHistory history = madeup::run(6240);
        for (auto& report : history.training) {
            report.accuracy = 0.25;
            report.hitAccuracy = std::numeric_limits<double>::quiet_NaN();
        }
        for (auto& report : history.evaluations) {
            report.accuracy = 0.125;
            report.measures["teacher_forced_accuracy"] = 0.375;
            report.hitF1 = std::numeric_limits<double>::quiet_NaN();
        }
        m_charts->setHistory(history);
        QCOMPARE(chart(QStringLiteral("Free-running accuracy"))->valueText(), QStringLiteral("0.125"));
        QCOMPARE(chart(QStringLiteral("Teacher-forced accuracy"))->valueText(), QStringLiteral("0.375"));
    }

    void readingOneChartReadsAll() {
        m_charts->setHistory(madeup::run(6240));
        auto* loss = chart(QStringLiteral("Reconstruction"));
        QTest::mouseMove(loss, QPoint(loss->width() / 2, loss->height() / 2));
        QTRY_VERIFY(!loss->readingText().isEmpty());
        QVERIFY(chart(QStringLiteral("KL, bits"))->readingText().startsWith(loss->readingText().section(u':', 0, 0)));
    }

    void comparedRunsAreReadByTheirNames() {
        m_charts->setHistory(madeup::run(6240));
        m_charts->setCompared({{QStringLiteral("older"), std::make_shared<const runs::RunHistory>(madeup::run(3000))}});
        auto* score = chart(QStringLiteral("Free-running F1"));
        score->setReading(2000);
        QVERIFY(score->readingText().contains(QStringLiteral("older")));
    }

    void thereIsOneRowInADockAndMoreInAWindow() {
        QCOMPARE(rows(), 1);
        QVERIFY(!m_charts->verticalScrollBar()->isVisible());
        m_charts->resize(960, 620);
        QTRY_VERIFY(rows() >= 2);
        m_charts->resize(320, 300);
        QTRY_COMPARE(rows(), 7);
        QVERIFY(m_charts->widget()->width() <= 320);
    }

private:
    [[nodiscard]] RunChart* chart(const QString& title) const {
        for (auto* each : m_charts->findChildren<RunChart*>())
            if (each->title() == title)
                return each;
        return nullptr;
    }
    [[nodiscard]] int rows() const {
        std::set<int> tops;
        for (const auto* each : m_charts->findChildren<RunChart*>())
            tops.insert(each->y());
        return static_cast<int>(tops.size());
    }

    std::unique_ptr<RunCharts> m_charts;
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestRunCharts test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_RunCharts.moc"

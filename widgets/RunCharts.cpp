#include "widgets/RunCharts.h"

#include "widgets/RunChart.h"
#include "widgets/Theme.h"

#include <QGridLayout>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace segue::widgets {
namespace {

using runs::EvaluationReport;
using runs::RunHistory;
using runs::TrainingReport;

template <class Report, class Value>
RunChart::Curve curveOf(const std::vector<Report>& reports, Value value) {
    RunChart::Curve curve;
    for (const Report& report : reports) {
        const double y = value(report);
        if (!std::isfinite(y))
            continue;
        curve.x << static_cast<double>(report.step);
        curve.y << y;
    }
    return curve;
}

double measure(const EvaluationReport& report, const char* name) {
    const auto found = report.measures.find(name);
    return found != report.measures.end() ? found->second : std::numeric_limits<double>::quiet_NaN();
}

RunChart::Curve training(const RunHistory& history, double TrainingReport::*value) {
    return curveOf(history.training, [value](const TrainingReport& report) { return report.*value; });
}

RunChart::Curve heldOut(const RunHistory& history, double EvaluationReport::*value) {
    return curveOf(history.evaluations, [value](const EvaluationReport& report) { return report.*value; });
}

RunChart::Curve freeRunning(const RunHistory& history) {
    return curveOf(history.evaluations, [](const EvaluationReport& report) { return runs::score(report); });
}

} // namespace

RunCharts::RunCharts(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Charts of the run"));
    auto* sheet = new QWidget;
    m_grid = new QGridLayout(sheet);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(spacing::kUnit);
    m_reconstruction = add(tr("Reconstruction"), 1, 1);
    m_divergence = add(tr("KL, bits"), 0, 1);
    m_freeRunning = add({}, 2, 3);
    m_teacherForced = add({}, 4, 3);
    m_loss = add(tr("Loss"), 6, 1);
    m_learningRate = add(tr("Learning rate"), 7, -2);
    m_speed = add(tr("Examples/s"), 5, 0);
    showWhatItMakes(true);
    setWidget(sheet);
    // The panel shows through.
    viewport()->setAutoFillBackground(false);
    sheet->setAutoFillBackground(false);
    flow();
}

RunChart* RunCharts::add(const QString& title, int colourIndex, int decimals) {
    auto* chart = new RunChart(title, colourIndex, decimals);
    for (RunChart* other : m_charts) {
        connect(chart, &RunChart::readingChanged, other, &RunChart::setReading);
        connect(other, &RunChart::readingChanged, chart, &RunChart::setReading);
    }
    m_charts.push_back(chart);
    return chart;
}

void RunCharts::showWhatItMakes(bool makesDrumsAlone) {
    m_makesDrumsAlone = makesDrumsAlone;
    m_freeRunning->setTitle(makesDrumsAlone ? tr("Free-running F1") : tr("Free-running accuracy"));
    m_teacherForced->setTitle(makesDrumsAlone ? tr("Teacher-forced F1") : tr("Teacher-forced accuracy"));
}

void RunCharts::setHistory(const RunHistory& history) {
    showWhatItMakes(history.training.empty() || std::isfinite(history.training.back().hitAccuracy));
    m_reconstruction->setTraining(training(history, &TrainingReport::reconstruction));
    m_reconstruction->setHeldOut(heldOut(history, &EvaluationReport::reconstruction));
    m_divergence->setTraining(training(history, &TrainingReport::klBits));
    m_divergence->setHeldOut(heldOut(history, &EvaluationReport::klBits));
    m_freeRunning->setHeldOut(freeRunning(history));
    m_teacherForced->setTraining(
        training(history, m_makesDrumsAlone ? &TrainingReport::hitAccuracy : &TrainingReport::accuracy));
    const char* const name = m_makesDrumsAlone ? "teacher_forced_hit_f1" : "teacher_forced_accuracy";
    m_teacherForced->setHeldOut(
        curveOf(history.evaluations, [name](const EvaluationReport& report) { return measure(report, name); }));
    m_loss->setTraining(training(history, &TrainingReport::loss));
    m_loss->setHeldOut(heldOut(history, &EvaluationReport::loss));
    m_learningRate->setTraining(training(history, &TrainingReport::learningRate));
    m_speed->setTraining(training(history, &TrainingReport::examplesPerSecond));
}

void RunCharts::setCompared(std::vector<Compared> compared) {
    m_compared = std::move(compared);
    showCompared();
}

/// Of other runs, the curve that is smoothest where there are two: what was measured on held-out music.
void RunCharts::showCompared() {
    const auto overlay = [this](RunChart& chart, auto curve) {
        std::vector<RunChart::Other> others;
        int colour = 3;
        for (const Compared& run : m_compared)
            others.push_back({run.name, curve(*run.history), colour++});
        chart.setOthers(std::move(others));
    };
    overlay(*m_reconstruction, [](const auto& run) { return heldOut(run, &EvaluationReport::reconstruction); });
    overlay(*m_divergence, [](const auto& run) { return heldOut(run, &EvaluationReport::klBits); });
    overlay(*m_freeRunning, freeRunning);
    overlay(*m_teacherForced, [this](const auto& run) {
        return training(run, m_makesDrumsAlone ? &TrainingReport::hitAccuracy : &TrainingReport::accuracy);
    });
    overlay(*m_loss, [](const auto& run) { return heldOut(run, &EvaluationReport::loss); });
    overlay(*m_learningRate, [](const auto& run) { return training(run, &TrainingReport::learningRate); });
    overlay(*m_speed, [](const auto& run) { return training(run, &TrainingReport::examplesPerSecond); });
}

void RunCharts::flow() {
    constexpr int kComfortable = 220;
    const int count = static_cast<int>(m_charts.size());
    const int room = viewport()->width() + spacing::kUnit;
    // One row while it is readable; beyond that, charts of a comfortable width.
    const bool fitsOneRow = room >= count * (RunChart::kLeastWidth + spacing::kUnit);
    const bool isLow = viewport()->height() < 260;
    const int columns = fitsOneRow && isLow ? count : std::clamp(room / (kComfortable + spacing::kUnit), 1, count);
    if (columns == m_columns)
        return;
    for (int column = columns; column < m_columns; ++column)
        m_grid->setColumnStretch(column, 0);
    m_columns = columns;
    for (int i = 0; i < count; ++i) {
        m_grid->addWidget(m_charts[static_cast<std::size_t>(i)], i / columns, i % columns);
        m_grid->setColumnStretch(i % columns, 1);
    }
}

void RunCharts::resizeEvent(QResizeEvent* event) {
    flow(); // before the sheet is fitted to it
    QScrollArea::resizeEvent(event);
}

} // namespace segue::widgets

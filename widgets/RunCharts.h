#pragma once

#include "core/runs/RunFolder.h"

#include <QScrollArea>
#include <QString>

#include <memory>
#include <vector>

class QGridLayout;

namespace segue::widgets {

class RunChart;

/// How a run learns, as charts side by side, in as many rows as the width asks for: losses, KL, accuracy with the true
/// step before and without, learning rate, speed. Reading a step in one of them reads it in all.
class RunCharts : public QScrollArea {
    Q_OBJECT

public:
    /// A run to lay over the one that is watched.
    struct Compared {
        QString name;
        std::shared_ptr<const runs::RunHistory> history;
    };

    explicit RunCharts(QWidget* parent = nullptr);

    void setHistory(const runs::RunHistory& history);
    void setCompared(std::vector<Compared> compared);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    RunChart* add(const QString& title, int colourIndex, int decimals);
    void flow();
    void showCompared();
    void showWhatItMakes(bool makesDrumsAlone);

    QGridLayout* m_grid = nullptr;
    std::vector<RunChart*> m_charts; // in the order they are read
    RunChart* m_reconstruction = nullptr;
    RunChart* m_divergence = nullptr;
    RunChart* m_freeRunning = nullptr;
    RunChart* m_teacherForced = nullptr;
    RunChart* m_loss = nullptr;
    RunChart* m_learningRate = nullptr;
    RunChart* m_speed = nullptr;
    std::vector<Compared> m_compared;
    bool m_makesDrumsAlone = true;
    int m_columns = 0;
};

} // namespace segue::widgets

#pragma once

#include <QStringList>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace segue::widgets {

class ChoiceStrip;
class LearningMap;
class NewRunForm;
class RunCharts;
class RunHead;
class RunList;
class SampleBoard;

/// Where one trains a model of one's own: the run that is watched at the left, and at its right one of several pages,
/// or below it where there is little width. What is wrong, and what a run is warned of, stands above the page in words.
class TrainingPanel : public QWidget {
    Q_OBJECT

public:
    enum class Page { NewRun, Charts, Samples, Map, Runs };

    explicit TrainingPanel(QWidget* parent = nullptr);

    /// One more page, after those of training. Takes ownership.
    void addPage(const QString& name, QWidget* page);
    void showPage(Page page);
    /// Any page, in the order of the strip.
    void showPage(int index);
    [[nodiscard]] int page() const;

    [[nodiscard]] RunHead& head() { return *m_head; }
    [[nodiscard]] NewRunForm& newRun() { return *m_newRun; }
    [[nodiscard]] RunCharts& charts() { return *m_charts; }
    [[nodiscard]] SampleBoard& samples() { return *m_samples; }
    [[nodiscard]] LearningMap& map() { return *m_map; }
    [[nodiscard]] RunList& runs() { return *m_runs; }

    /// A sentence, and what the button that helps is called; an empty sentence clears it.
    void setFailure(const QString& sentence, const QString& action = {});
    /// What the run that is watched should be warned of, in sentences.
    void setWarnings(const QStringList& sentences);
    /// Whether it stands in a window of its own.
    void setTornOff(bool tornOff);

Q_SIGNALS:
    void pageChanged(int index);
    void musicDropped(const QString& path);
    void failureActionRequested();
    /// Into a window of its own, or back.
    void tearOffRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeNotices();
    void showNotices();

    QBoxLayout* m_sides = nullptr;
    QWidget* m_left = nullptr;
    ChoiceStrip* m_choice = nullptr;
    QPushButton* m_tearOff = nullptr;
    RunHead* m_head = nullptr;
    QStackedWidget* m_pages = nullptr;
    NewRunForm* m_newRun = nullptr;
    RunCharts* m_charts = nullptr;
    SampleBoard* m_samples = nullptr;
    LearningMap* m_map = nullptr;
    RunList* m_runs = nullptr;
    QWidget* m_failureLine = nullptr;
    QLabel* m_failure = nullptr;
    QPushButton* m_failureAction = nullptr;
    QLabel* m_warnings = nullptr;
};

} // namespace segue::widgets

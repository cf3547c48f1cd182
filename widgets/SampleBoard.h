#pragma once

#include "core/music/Pattern.h"
#include "widgets/Theme.h"

#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace segue::widgets {

class PatternThumbnail;

/// What a model could play at one evaluation: held-out windows as they are and as it gives them back, and draws of its
/// own.
struct RunSamples {
    std::int64_t step = 0;
    std::vector<music::Pattern> originals;
    std::vector<music::Pattern> reconstructions; ///< one an original
    std::vector<music::Pattern> draws;

    friend bool operator==(const RunSamples&, const RunSamples&) = default;
};

/// Which of them.
struct SamplePlace {
    enum class Kind { Original, Reconstruction, Draw };
    Kind kind = Kind::Original;
    int index = 0;

    friend bool operator==(const SamplePlace&, const SamplePlace&) = default;
};

/// The samples of one evaluation as small pictures, each original above its reconstruction: click one to hear it, A
/// and B make it an end of the morph; the evaluations before it are a click away.
class SampleBoard : public QWidget {
    Q_OBJECT

public:
    explicit SampleBoard(QWidget* parent = nullptr);

    /// The evaluations that have samples, in order. Follows the newest unless an earlier one was chosen.
    void setSteps(std::vector<std::int64_t> steps);
    /// Whose samples should be set; nothing while there are none.
    [[nodiscard]] std::optional<std::int64_t> step() const;
    void setSamples(const RunSamples& samples);
    [[nodiscard]] const RunSamples& samples() const { return m_samples; }
    /// Null if there is none at that place.
    [[nodiscard]] const music::Pattern* at(const SamplePlace& place) const;
    /// The one that sounds; nothing: none.
    void setSounding(std::optional<SamplePlace> place);

Q_SIGNALS:
    /// step() is another one.
    void stepChanged();
    /// Click or key: hear it, or stop hearing it.
    void listenRequested(const segue::widgets::SamplePlace& place);
    void anchorRequested(const segue::widgets::SamplePlace& place, segue::widgets::Anchor anchor);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void go(int by);
    void fillRow(int row, SamplePlace::Kind kind, const std::vector<music::Pattern>& patterns);
    void dress();
    void refresh();
    void choose(const SamplePlace& place);
    [[nodiscard]] PatternThumbnail* thumbnail(const SamplePlace& place) const;

    struct Cell {
        SamplePlace place;
        PatternThumbnail* thumbnail = nullptr;
    };

    QLabel* m_title = nullptr;
    QPushButton* m_earlier = nullptr;
    QPushButton* m_later = nullptr;
    QPushButton* m_toA = nullptr;
    QPushButton* m_toB = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_sheet = nullptr;
    QGridLayout* m_grid = nullptr;
    std::vector<Cell> m_cells;
    std::vector<std::int64_t> m_steps;
    std::size_t m_index = 0; // of m_steps
    RunSamples m_samples;
    std::optional<SamplePlace> m_chosen; // what A and B speak of
    std::optional<SamplePlace> m_sounding;
};

} // namespace segue::widgets

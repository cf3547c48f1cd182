#pragma once

#include "core/music/DrumMap.h"

#include <QDialog>

#include <map>
#include <vector>

class QComboBox;
class QPushButton;

namespace segue::widgets {

class DrumMapBoard;

/// Chooses and edits the drum map that music is read with.
class DrumMapDialog : public QDialog {
    Q_OBJECT

public:
    struct Preset {
        QString name;
        music::DrumMap map;
    };

    explicit DrumMapDialog(QWidget* parent = nullptr);

    /// The first is what Reset goes back to. Requires: at least one.
    void setPresets(std::vector<Preset> presets);
    void setMap(const music::DrumMap& map);
    [[nodiscard]] const music::DrumMap& map() const;
    /// Of the music that is listed: pitch -> notes.
    void setCounts(const std::map<int, int>& notes);
    [[nodiscard]] DrumMapBoard& board() { return *m_board; }

Q_SIGNALS:
    /// The dialog closes by itself.
    void applied(const segue::music::DrumMap& map);

private:
    void showPreset();
    void fillOtherPitches();

    std::vector<Preset> m_presets;
    QComboBox* m_preset = nullptr;
    QComboBox* m_others = nullptr;
    QPushButton* m_reset = nullptr;
    DrumMapBoard* m_board = nullptr;
};

} // namespace segue::widgets

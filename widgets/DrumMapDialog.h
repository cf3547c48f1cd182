#pragma once

#include "core/music/DrumMap.h"

#include <QDialog>

#include <map>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace segue::widgets {

class DrumMapBoard;

/// Chooses and edits the drum map that music is read with, and asks for files to take it from and to.
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
    /// A map that is none of those to choose from joins them under its name, which may take the place of an older one;
    /// not if the name is kOwnName.
    void setMap(const music::DrumMap& map);
    /// By the name of the one that was chosen, or by kOwnName if it was changed since.
    [[nodiscard]] music::DrumMap map() const;
    /// What a map is named that was made here and not saved.
    static constexpr const char* kOwnName = "own";
    /// Of the music that is listed: pitch -> notes.
    void setCounts(const std::map<int, int>& notes);
    /// Why a file could not be read or written; gone with the next map. Empty: none.
    void setFailure(const QString& sentence);
    [[nodiscard]] DrumMapBoard& board() { return *m_board; }

Q_SIGNALS:
    /// The dialog closes by itself.
    void applied(const segue::music::DrumMap& map);
    void openRequested();
    void saveRequested();
    void fileDropped(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    [[nodiscard]] bool isListed(const music::DrumMap& map) const;
    /// Among m_presets; their number if the map is none of them.
    [[nodiscard]] std::size_t shownPreset() const;
    void showPreset();
    void fillOtherPitches();

    std::vector<Preset> m_presets;
    QComboBox* m_preset = nullptr;
    QComboBox* m_others = nullptr;
    QPushButton* m_reset = nullptr;
    QLabel* m_failure = nullptr;
    DrumMapBoard* m_board = nullptr;
};

} // namespace segue::widgets

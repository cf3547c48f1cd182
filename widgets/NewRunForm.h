#pragma once

#include "widgets/BalanceSlider.h"

#include <QScrollArea>
#include <QString>

#include <optional>
#include <vector>

class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace segue::widgets {

/// What a new run is asked to be.
struct NewRun {
    QString music; ///< a folder, a file of music, or a TFRecord
    QString name;
    QString configuration; ///< by name
    QString startFrom; ///< a model file; empty: from nothing
    std::optional<Balance> balance; ///< nothing: as the recipe has it
    int minutes = 0;
    QString hyperparameters; ///< "learning_rate=0.0005,batch_size=32"; may be empty

    friend bool operator==(const NewRun&, const NewRun&) = default;
};

/// Where a model of one's own begins: which music, what to make of it, how long. Everything but the music has a
/// sensible value already.
class NewRunForm : public QScrollArea {
    Q_OBJECT

public:
    struct Configuration {
        QString name; ///< "groovae_2bar"
        QString words; ///< "Drum grooves with feel, 2 bars"
    };
    /// A model that can be learned on from.
    struct Start {
        QString words; ///< "From groove-2bar, which is playing"
        QString model; ///< its file
        QString configuration; ///< which it stays
    };

    explicit NewRunForm(QWidget* parent = nullptr);

    void setMusic(const QString& path);
    void setRunName(const QString& name);
    /// What was found in the music: "214 files, 3,120 windows".
    void setSummary(const QString& text);
    /// A caution that does not forbid.
    void setWarning(const QString& text);
    /// Keeps what is chosen where it is among them.
    void setConfigurations(const std::vector<Configuration>& configurations);
    void setStarts(const std::vector<Start>& starts);
    /// Chooses, as a hand would.
    void choose(const QString& configuration);
    void chooseStart(const QString& model);
    void setRecipe(std::optional<Balance> recipe);
    void setMinutes(int minutes);
    /// What fits into the time: "About 12,000 steps …". `action`: what the button beside it is called, if any.
    void setEstimate(const QString& text, const QString& action = {});
    [[nodiscard]] NewRun run() const;

Q_SIGNALS:
    void folderRequested();
    void fileRequested();
    /// run() is another one.
    void changed();
    void modelRequested();
    void estimateActionRequested();
    void trainRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeMusic();
    QWidget* makeModel();
    QWidget* makeTime();
    void takeConfiguration();
    void takeStart();
    /// The model that is learned on from; null: from nothing.
    [[nodiscard]] const Start* start() const;
    void refresh();

    QBoxLayout* m_groups = nullptr;
    QLabel* m_musicLabel = nullptr;
    QLabel* m_summary = nullptr;
    QLabel* m_warning = nullptr;
    QComboBox* m_configuration = nullptr;
    QComboBox* m_start = nullptr;
    BalanceSlider* m_balance = nullptr;
    QSpinBox* m_amount = nullptr;
    QComboBox* m_unit = nullptr;
    QLabel* m_estimate = nullptr;
    QPushButton* m_estimateAction = nullptr;
    QLineEdit* m_hyperparameters = nullptr;
    QLineEdit* m_name = nullptr;
    QPushButton* m_train = nullptr;
    QString m_music;
    QString m_startModel;
    std::vector<Start> m_starts;
};

} // namespace segue::widgets

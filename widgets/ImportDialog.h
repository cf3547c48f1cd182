#pragma once

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace segue::widgets {

/// Asks how a checkpoint of another program becomes a model file, and shows how far that is.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    explicit ImportDialog(QWidget* parent = nullptr);

    /// What is imported, and where the model would be saved.
    void setFiles(const QString& source, const QString& target);
    /// Names to choose from, beside finding it out.
    void setConfigurations(const QStringList& names);
    /// Between 0 and 1 while it is imported, when nothing can be changed; nothing when it is not.
    void setProgress(std::optional<double> fraction);
    /// Why it did not work; gone with the next attempt.
    void setFailure(const QString& sentence);

    /// Empty: to be found out.
    [[nodiscard]] QString configuration() const;
    [[nodiscard]] bool decoderOnly() const;
    [[nodiscard]] QString target() const;

Q_SIGNALS:
    void importRequested();
    /// Asks for another place to save to.
    void browseRequested();
    /// Closes the dialog too, unless something was under way: that ends first.
    void cancelRequested();

protected:
    void reject() override;

private:
    QLabel* m_source = nullptr;
    QComboBox* m_configuration = nullptr;
    QComboBox* m_part = nullptr;
    QLineEdit* m_target = nullptr;
    QPushButton* m_browse = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_failure = nullptr;
    QPushButton* m_import = nullptr;
    bool m_working = false;
};

} // namespace segue::widgets

#include "widgets/ImportDialog.h"

#include "widgets/Theme.h"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr int kWidth = 560;
constexpr int kParts = 1000; // of the progress bar

QPushButton* button(const QString& text, const char* name, QWidget* parent) {
    auto* made = new QPushButton(text, parent);
    made->setObjectName(QString::fromLatin1(name));
    made->setAutoDefault(false);
    return made;
}

} // namespace

ImportDialog::ImportDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Import a Magenta checkpoint"));
    m_source = new QLabel(this);
    m_source->setObjectName(QStringLiteral("importSource"));
    m_source->setTextFormat(Qt::PlainText);
    m_configuration = new QComboBox(this);
    m_configuration->setObjectName(QStringLiteral("importConfiguration"));
    m_configuration->setAccessibleName(tr("Configuration"));
    m_part = new QComboBox(this);
    m_part->setObjectName(QStringLiteral("importPart"));
    m_part->setAccessibleName(tr("Part"));
    m_part->addItem(tr("Encoder and decoder"), false);
    m_part->addItem(tr("Only the decoder: plays points of its map, hears no music"), true);
    m_target = new QLineEdit(this);
    m_target->setObjectName(QStringLiteral("importTarget"));
    m_target->setAccessibleName(tr("Save the model as"));
    m_browse = button(tr("Browse…"), "importBrowse", this);
    auto* where = new QHBoxLayout;
    where->setSpacing(spacing::kUnit);
    where->addWidget(m_target, 1);
    where->addWidget(m_browse);
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setHorizontalSpacing(spacing::kPanelPadding);
    form->setVerticalSpacing(spacing::kUnit);
    form->addRow(tr("Checkpoint"), m_source);
    form->addRow(tr("Configuration"), m_configuration);
    form->addRow(tr("Part"), m_part);
    form->addRow(tr("Save as"), where);

    m_failure = new QLabel(this);
    m_failure->setObjectName(QStringLiteral("importFailure"));
    m_failure->setProperty("role", QStringLiteral("failure"));
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setWordWrap(true);
    m_progress = new QProgressBar(this);
    m_progress->setRange(0, kParts);
    m_progress->setTextVisible(false);
    auto* cancel = button(tr("Cancel"), "importCancel", this);
    m_import = button(tr("Import and open"), "importStart", this);
    m_import->setProperty("role", QStringLiteral("primary"));
    m_import->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(spacing::kUnit);
    bottom->addWidget(m_progress, 1);
    bottom->addStretch(0);
    bottom->addWidget(cancel);
    bottom->addWidget(m_import);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kPanelPadding, spacing::kPanelPadding, spacing::kPanelPadding,
                               spacing::kPanelPadding);
    column->setSpacing(spacing::kPanelPadding);
    column->addLayout(form);
    column->addWidget(m_failure);
    column->addLayout(bottom);
    resize(kWidth, sizeHint().height());

    connect(m_import, &QPushButton::clicked, this, &ImportDialog::importRequested);
    connect(m_browse, &QPushButton::clicked, this, &ImportDialog::browseRequested);
    connect(cancel, &QPushButton::clicked, this, &ImportDialog::reject);
    setConfigurations({});
    setFailure({});
    setProgress(std::nullopt);
}

void ImportDialog::setFiles(const QString& source, const QString& target) {
    m_source->setText(QFileInfo(source).fileName());
    m_source->setToolTip(source);
    m_target->setText(target);
}

void ImportDialog::setConfigurations(const QStringList& names) {
    m_configuration->clear();
    m_configuration->addItem(tr("Find out by the weights"), QString());
    for (const QString& name : names)
        m_configuration->addItem(name, name);
}

void ImportDialog::setProgress(std::optional<double> fraction) {
    m_working = fraction.has_value();
    m_progress->setVisible(m_working);
    m_progress->setValue(static_cast<int>(kParts * fraction.value_or(0.0)));
    for (QWidget* choice :
         {static_cast<QWidget*>(m_configuration), static_cast<QWidget*>(m_part), static_cast<QWidget*>(m_target),
          static_cast<QWidget*>(m_browse), static_cast<QWidget*>(m_import)})
        choice->setEnabled(!m_working);
    if (m_working)
        setFailure({});
}

void ImportDialog::setFailure(const QString& sentence) {
    m_failure->setText(sentence);
    const int height = m_failure->heightForWidth(width() - 2 * spacing::kPanelPadding);
    m_failure->setMinimumHeight(std::max(0, height)); // the dialog grows
    m_failure->setVisible(!sentence.isEmpty());
}

QString ImportDialog::configuration() const {
    return m_configuration->currentData().toString();
}

bool ImportDialog::decoderOnly() const {
    return m_part->currentData().toBool();
}

QString ImportDialog::target() const {
    return m_target->text();
}

void ImportDialog::reject() {
    const bool wasWorking = m_working;
    setProgress(std::nullopt);
    Q_EMIT cancelRequested();
    if (!wasWorking)
        QDialog::reject();
}

} // namespace segue::widgets

#include "widgets/NewRunForm.h"

#include "widgets/ElidedLabel.h"
#include "widgets/Theme.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace segue::widgets {
namespace {

constexpr int kDefaultMinutes = 25;
constexpr int kMinutesAnHour = 60;
/// From this width on the three groups stand side by side.
constexpr int kWide = 760;
/// The last entry of the starts asks for a file.
const char* const kAsk = "?";

QLabel* quietLabel(QWidget* parent, const QString& text = {}) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("secondary"));
    label->setWordWrap(true);
    return label;
}

QPushButton* compactButton(const QString& text, const char* name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setProperty("role", QStringLiteral("compact"));
    return button;
}

/// A group of the form: rows, one below the other, at its top.
QVBoxLayout* columnOf(QWidget* group) {
    auto* column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    return column;
}

/// A combo box with an arrow in the theme's colours, for which a style sheet would need a picture. Entries that are
/// long do not widen it.
class DropDown : public QComboBox {
public:
    explicit DropDown(QWidget* parent) : QComboBox(parent) {
        setProperty("role", QStringLiteral("ownArrow"));
        setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        setMinimumContentsLength(8);
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QComboBox::paintEvent(event);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled() ? themeOf(*this).secondaryText : themeOf(*this).faintText);
        const QPointF tip(width() - 13.0, height() / 2.0 + 2.5);
        painter.drawPolygon(QPolygonF{tip, tip + QPointF(-4, -5), tip + QPointF(4, -5)});
    }
};

} // namespace

NewRunForm::NewRunForm(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("New run"));
    auto* sheet = new QWidget;
    m_groups = new QBoxLayout(QBoxLayout::LeftToRight, sheet);
    m_groups->setContentsMargins(0, 0, 0, 0);
    m_groups->setSpacing(spacing::kPanelPadding);
    m_groups->addWidget(makeMusic(), 4);
    m_groups->addWidget(makeModel(), 5);
    m_groups->addWidget(makeTime(), 5);
    setWidget(sheet);
    viewport()->setAutoFillBackground(false);
    sheet->setAutoFillBackground(false);
    setStarts({});
    refresh();
}

QWidget* NewRunForm::makeMusic() {
    auto* group = new QWidget(this);
    m_musicLabel = new ElidedLabel(group);
    m_musicLabel->setObjectName(QStringLiteral("music"));
    auto* folder = compactButton(tr("Folder…"), "browse", group);
    folder->setAccessibleName(tr("Choose a folder of music to learn from"));
    auto* file = compactButton(tr("File…"), "browseFile", group);
    file->setAccessibleName(tr("Choose a TFRecord to learn from"));
    m_summary = quietLabel(group);
    m_warning = new QLabel(group);
    m_warning->setObjectName(QStringLiteral("warning"));
    m_warning->setProperty("role", QStringLiteral("warning"));
    m_warning->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(folder);
    buttons->addWidget(file);
    buttons->addStretch(1);
    auto* column = columnOf(group);
    column->addWidget(m_musicLabel);
    column->addLayout(buttons);
    column->addWidget(m_summary);
    column->addWidget(m_warning);
    column->addStretch(1);
    connect(folder, &QPushButton::clicked, this, &NewRunForm::folderRequested);
    connect(file, &QPushButton::clicked, this, &NewRunForm::fileRequested);
    return group;
}

QWidget* NewRunForm::makeModel() {
    auto* group = new QWidget(this);
    m_configuration = new DropDown(group);
    m_configuration->setObjectName(QStringLiteral("configuration"));
    m_configuration->setAccessibleName(tr("What the model makes"));
    m_start = new DropDown(group);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setAccessibleName(tr("What learning starts from"));
    m_balance = new BalanceSlider(group);
    m_hyperparameters = new QLineEdit(group);
    m_hyperparameters->setObjectName(QStringLiteral("hyperparameters"));
    m_hyperparameters->setPlaceholderText(tr("advanced: learning_rate=0.0005,batch_size=32"));
    m_hyperparameters->setAccessibleName(tr("Hyper-parameters, as name=value with commas between"));
    auto* column = columnOf(group);
    column->addWidget(m_configuration);
    column->addWidget(m_start);
    column->addWidget(m_balance);
    column->addWidget(m_hyperparameters);
    column->addStretch(1);
    connect(m_configuration, &QComboBox::currentIndexChanged, this, &NewRunForm::takeConfiguration);
    connect(m_start, &QComboBox::activated, this, &NewRunForm::takeStart);
    connect(m_balance, &BalanceSlider::changed, this, &NewRunForm::changed);
    connect(m_hyperparameters, &QLineEdit::editingFinished, this, &NewRunForm::changed);
    return group;
}

QWidget* NewRunForm::makeTime() {
    auto* group = new QWidget(this);
    m_amount = new QSpinBox(group);
    m_amount->setObjectName(QStringLiteral("time"));
    m_amount->setRange(1, 9999);
    m_amount->setButtonSymbols(QAbstractSpinBox::NoButtons); // keys, wheel and typing do
    m_amount->setAccessibleName(tr("How long to learn"));
    m_unit = new DropDown(group);
    m_unit->setObjectName(QStringLiteral("timeUnit"));
    m_unit->addItem(tr("minutes"), 1);
    m_unit->addItem(tr("hours"), kMinutesAnHour);
    m_unit->setAccessibleName(tr("Minutes or hours"));
    m_estimate = quietLabel(group);
    m_estimate->setObjectName(QStringLiteral("estimate"));
    m_estimateAction = compactButton({}, "estimateAction", group);
    m_name = new QLineEdit(group);
    m_name->setObjectName(QStringLiteral("runName"));
    m_name->setPlaceholderText(tr("Name of the run"));
    m_name->setAccessibleName(tr("Name of the run"));
    m_name->setMaxLength(80);
    m_train = new QPushButton(tr("Train"), group);
    m_train->setObjectName(QStringLiteral("train"));
    m_train->setProperty("role", QStringLiteral("primary"));

    auto* time = new QHBoxLayout;
    time->setSpacing(6);
    time->addWidget(m_amount);
    time->addWidget(m_unit);
    time->addStretch(1);
    auto* estimate = new QHBoxLayout;
    estimate->setSpacing(6);
    estimate->addWidget(m_estimate, 1);
    estimate->addWidget(m_estimateAction, 0, Qt::AlignTop);
    auto* start = new QHBoxLayout;
    start->setSpacing(6);
    start->addWidget(m_name, 1);
    start->addWidget(m_train);
    auto* column = columnOf(group);
    column->addLayout(time);
    column->addLayout(start);
    column->addLayout(estimate);
    column->addStretch(1);
    setMinutes(kDefaultMinutes);
    setEstimate({});
    connect(m_amount, &QSpinBox::valueChanged, this, &NewRunForm::changed);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &NewRunForm::changed);
    connect(m_estimateAction, &QPushButton::clicked, this, &NewRunForm::estimateActionRequested);
    connect(m_name, &QLineEdit::textChanged, this, &NewRunForm::refresh);
    const auto train = [this] {
        if (m_train->isEnabled())
            Q_EMIT trainRequested();
    };
    connect(m_train, &QPushButton::clicked, this, train);
    connect(m_name, &QLineEdit::returnPressed, this, train);
    return group;
}

void NewRunForm::setMusic(const QString& path) {
    m_music = path;
    if (run().name.isEmpty() && !path.isEmpty())
        setRunName(QFileInfo(path).completeBaseName());
    refresh();
}

void NewRunForm::setRunName(const QString& name) {
    m_name->setText(name);
}

void NewRunForm::setSummary(const QString& text) {
    m_summary->setText(text);
    refresh();
}

void NewRunForm::setWarning(const QString& text) {
    m_warning->setText(text);
    refresh();
}

void NewRunForm::setConfigurations(const std::vector<Configuration>& configurations) {
    const QString chosen = run().configuration;
    m_configuration->clear();
    for (const Configuration& configuration : configurations) {
        m_configuration->addItem(configuration.words, configuration.name);
        m_configuration->setItemData(m_configuration->count() - 1, configuration.name, Qt::ToolTipRole);
    }
    choose(chosen);
}

void NewRunForm::choose(const QString& configuration) {
    if (const int index = m_configuration->findData(configuration); index >= 0)
        m_configuration->setCurrentIndex(index);
}

void NewRunForm::setStarts(const std::vector<Start>& starts) {
    m_starts = starts;
    m_start->clear();
    m_start->addItem(tr("From nothing"), QString());
    for (const Start& start : starts)
        m_start->addItem(start.words, start.model);
    m_start->addItem(tr("From another model…"), QString::fromLatin1(kAsk));
    m_start->setCurrentIndex(std::max(0, m_start->findData(m_startModel)));
    takeStart();
}

void NewRunForm::chooseStart(const QString& model) {
    m_start->setCurrentIndex(std::max(0, m_start->findData(model)));
    takeStart();
}

const NewRunForm::Start* NewRunForm::start() const {
    const auto found = std::ranges::find(m_starts, m_startModel, &Start::model);
    return found != m_starts.end() ? &*found : nullptr;
}

/// A model that is learned on from keeps its configuration: who wants another one begins from nothing.
void NewRunForm::takeConfiguration() {
    m_configuration->setToolTip(m_configuration->currentData().toString());
    if (start() && start()->configuration != m_configuration->currentData().toString())
        chooseStart({});
    else
        Q_EMIT changed();
}

void NewRunForm::takeStart() {
    const QString chosen = m_start->currentData().toString();
    if (chosen == QString::fromLatin1(kAsk)) {
        m_start->setCurrentIndex(std::max(0, m_start->findData(m_startModel)));
        Q_EMIT modelRequested();
        return;
    }
    m_startModel = chosen;
    if (start())
        choose(start()->configuration);
    Q_EMIT changed();
}

void NewRunForm::setRecipe(std::optional<Balance> recipe) {
    m_balance->setRecipe(recipe);
}

void NewRunForm::setMinutes(int minutes) {
    const bool isHours = minutes >= 2 * kMinutesAnHour && minutes % kMinutesAnHour == 0;
    m_unit->setCurrentIndex(isHours ? 1 : 0);
    m_amount->setValue(isHours ? minutes / kMinutesAnHour : minutes);
}

void NewRunForm::setEstimate(const QString& text, const QString& action) {
    m_estimate->setText(text);
    m_estimateAction->setText(action);
    m_estimateAction->setVisible(!action.isEmpty());
}

NewRun NewRunForm::run() const {
    return {m_music,
            m_name->text().trimmed(),
            m_configuration->currentData().toString(),
            m_startModel,
            m_balance->balance(),
            m_amount->value() * m_unit->currentData().toInt(),
            m_hyperparameters->text().trimmed()};
}

void NewRunForm::refresh() {
    m_musicLabel->setText(m_music.isEmpty() ? tr("Drop a folder or a TFRecord here")
                                            : tr("Learn from %1").arg(QFileInfo(m_music).fileName()));
    m_musicLabel->setToolTip(QDir::toNativeSeparators(m_music));
    m_summary->setVisible(!m_summary->text().isEmpty());
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_train->setEnabled(!m_music.isEmpty() && !run().name.isEmpty());
}

void NewRunForm::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    m_groups->setDirection(viewport()->width() >= kWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace segue::widgets

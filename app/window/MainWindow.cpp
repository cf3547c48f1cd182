#include "app/window/MainWindow.h"

#include "widgets/FileDrop.h"
#include "widgets/MusicDrag.h"
#include "widgets/Theme.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace segue::window {

using widgets::Panel;
namespace spacing = widgets::spacing;

namespace {

constexpr QSize kFirstSize{1280, 800};
constexpr int kDockHeight = 152;
constexpr QSize kTornOffSize{980, 640};
constexpr int kMostMessages = 2000;

/// A handle as wide as the gap between panels, drawn as nothing.
QSplitter* makeSplitter(Qt::Orientation orientation, const QString& name) {
    auto* splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    splitter->setHandleWidth(spacing::kGap);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

} // namespace

MainWindow::MainWindow() {
    setWindowTitle(QStringLiteral("Segue"));
    setAcceptDrops(true);
    resize(kFirstSize);
    m_transport = new widgets::TransportBar;
    m_transport->setObjectName(QStringLiteral("transport"));

    auto* right = makeSplitter(Qt::Vertical, QStringLiteral("patternAndMorph"));
    m_upperRight = new QStackedWidget;
    m_upperRight->addWidget(makePattern());
    m_upperRight->addWidget(makeMusic());
    right->addWidget(m_upperRight);
    right->addWidget(makeMorph());
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 2);
    auto* upper = makeSplitter(Qt::Horizontal, QStringLiteral("mapAndRest"));
    upper->addWidget(makeMap());
    upper->addWidget(right);
    upper->setStretchFactor(0, 1);
    upper->setStretchFactor(1, 1);
    upper->setSizes({636, 608});
    m_all = makeSplitter(Qt::Vertical, QStringLiteral("instrumentAndDock"));
    m_all->addWidget(upper);
    m_dock = makeDock();
    m_all->addWidget(m_dock);
    m_all->setStretchFactor(0, 1);
    m_all->setStretchFactor(1, 0);
    m_all->setSizes({kFirstSize.height(), kDockHeight});

    auto* body = new QVBoxLayout;
    body->setContentsMargins(spacing::kGap, spacing::kGap, spacing::kGap, 0);
    body->addWidget(m_all);
    auto* central = new QWidget;
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_transport);
    column->addLayout(body, 1);
    m_status = new widgets::StatusLine;
    m_status->setObjectName(QStringLiteral("status"));
    column->addWidget(m_status);
    setCentralWidget(central);
}

QWidget* MainWindow::makeMap() {
    m_map = new widgets::LatentMapView;
    m_map->setObjectName(QStringLiteral("map"));
    m_colour = new widgets::ChoiceStrip({tr("Style"), tr("Drummer"), tr("Tempo")});
    m_colour->setObjectName(QStringLiteral("colourBy"));
    m_colour->setToolTip(tr("What the colours tell apart"));
    m_plane = new widgets::ChoiceStrip({tr("Discriminant"), tr("PCA")});
    m_plane->setObjectName(QStringLiteral("plane"));
    m_plane->setToolTip(tr("How the space is laid on the plane"));
    m_mapPanel = new Panel(tr("Map"));
    m_mapPanel->addTool(m_colour);
    m_mapPanel->addTool(m_plane);
    m_mapPanel->setContent(m_map);
    return m_mapPanel;
}

QWidget* MainWindow::makePattern() {
    m_pattern = new widgets::PatternView;
    m_pattern->setObjectName(QStringLiteral("pattern"));
    m_pattern->setAccessibleName(tr("Pattern"));
    m_dice = new QPushButton(tr("Roll the dice"));
    m_dice->setObjectName(QStringLiteral("dice"));
    m_dice->setToolTip(tr("Draw other notes at the same place (R); the temperature says how freely"));
    m_dragOut = new widgets::DragOutButton;
    m_dragOut->setObjectName(QStringLiteral("dragOut"));
    m_patternPanel = new Panel(tr("Pattern"));
    m_patternPanel->addTool(m_dice);
    m_patternPanel->addTool(m_dragOut);
    m_patternPanel->setContent(m_pattern);
    return m_patternPanel;
}

QWidget* MainWindow::makeMusic() {
    m_music = new widgets::MusicPage;
    m_music->setObjectName(QStringLiteral("music"));
    m_musicPanel = new Panel(tr("Music"));
    for (QWidget* tool : m_music->tools())
        m_musicPanel->addTool(tool);
    m_musicPanel->setContent(m_music);
    return m_musicPanel;
}

QWidget* MainWindow::makeMorph() {
    m_morph = new widgets::MorphPanel;
    m_morph->setObjectName(QStringLiteral("morph"));
    auto* panel = new Panel(tr("Morph"));
    panel->setContent(m_morph);
    return panel;
}

QWidget* MainWindow::makeDock() {
    m_training = new widgets::TrainingPanel;
    m_training->setObjectName(QStringLiteral("training"));
    m_messages = new QPlainTextEdit;
    m_messages->setObjectName(QStringLiteral("messages"));
    m_messages->setReadOnly(true);
    m_messages->setMaximumBlockCount(kMostMessages);
    m_messages->setFrameShape(QFrame::NoFrame);
    m_messages->setPlaceholderText(tr("What Segue has to say is kept here"));
    m_messages->setAccessibleName(tr("Messages"));
    m_training->addPage(tr("Log"), m_messages);
    connect(m_training, &widgets::TrainingPanel::tearOffRequested, this, [this] { tearOffDock(!m_dock->isWindow()); });
    auto* panel = new Panel(QString());
    panel->setAccessibleName(tr("Training"));
    panel->setContent(m_training);
    panel->installEventFilter(this);
    return panel;
}

void MainWindow::tearOffDock(bool tornOff) {
    if (tornOff == m_dock->isWindow())
        return;
    if (tornOff) {
        m_dock->setParent(this, Qt::Window);
        m_dock->setWindowTitle(tr("Segue: training"));
        m_dock->resize(kTornOffSize);
    } else {
        m_all->addWidget(m_dock);
        m_all->setSizes({height(), kDockHeight});
    }
    m_training->setTornOff(tornOff);
    m_dock->show();
}

/// Closed, a dock that was torn off goes back to where it was.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_dock || event->type() != QEvent::Close || !m_dock->isWindow())
        return QMainWindow::eventFilter(watched, event);
    event->ignore();
    tearOffDock(false);
    return true;
}

void MainWindow::showDock(bool visible) {
    m_dock->setVisible(visible);
}

void MainWindow::showMusic(bool visible) {
    m_upperRight->setCurrentWidget(visible ? m_musicPanel : m_patternPanel);
    if (visible)
        m_music->takeFocus();
    else
        m_map->setFocus();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_mayClose && !m_mayClose()) {
        event->ignore();
        return;
    }
    event->accept();
    Q_EMIT closed();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!widgets::draggedMusic(*event->mimeData()) && !widgets::droppedPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    Q_EMIT filesDropped(widgets::droppedPaths(*event->mimeData()));
}

} // namespace segue::window

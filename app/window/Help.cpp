#include "app/window/Help.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QScrollArea>
#include <QString>
#include <QVBoxLayout>

#include <array>

namespace segue::window {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("segue::window::Help", text);
}

struct Gesture {
    const char* keys;
    const char* meaning;
};

constexpr std::array<Gesture, 25> kGestures{{
    {"Space", "Play or stop"},
    {"Esc", "Panic: silence everything"},
    {"T", "Tap the tempo"},
    {"S", "Surprise me: play a draw from what the model knows, anywhere on the map"},
    {"R", "Roll the dice: other hits at the same place, when the temperature is above 0"},
    {"Drag on the map", "Play the place under the pointer"},
    {"Arrow keys on the map", "Move the puck; with Shift further"},
    {"Wheel, + and −", "Zoom the map"},
    {"Right drag", "Move the map"},
    {"F or double-click", "Show the whole map"},
    {"Right click on the map", "Make this place A or B"},
    {"Drop MIDI or MusicXML", "On A, on B or on the map: play between them"},
    {"Drop more, or a folder", "List all music in them: anywhere on the window"},
    {"Ctrl+O, Ctrl+Shift+O", "Open music files, or a folder of them, as a list"},
    {"A, B, P, Return on the list", "Make it A or B, take the puck there, or listen; arrow keys go on listening"},
    {"Ctrl+1, Ctrl+2", "Open a MIDI or MusicXML file as A or B"},
    {"Ctrl+E", "Export the pattern; with Shift the whole way from A to B"},
    {"Ctrl+H, Ctrl+T", "Humanize the pattern, or play drums to its rhythm, with models that can"},
    {"Ctrl+Z, Ctrl+Y", "Undo and redo anything"},
    {"Ctrl+M", "Open a model"},
    {"L", "Show or hide what else the model found likely, in the pattern"},
    {"Ctrl+I", "Import a Magenta checkpoint"},
    {"F8", "Show or hide the music; Esc on it hides it"},
    {"F9", "Show or hide training and messages"},
    {"F11", "Full screen"},
}};

void showText(QWidget& parent, const QString& title, const QString& html) {
    auto* dialog = new QDialog(&parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* label = new QLabel(html);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setOpenExternalLinks(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setMargin(16);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(label);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(scroll);
    column->addWidget(buttons);
    dialog->resize(560, 520);
    dialog->show();
}

} // namespace

void showShortcuts(QWidget& parent) {
    QString rows;
    for (const Gesture& gesture : kGestures)
        rows += QStringLiteral(
                    "<tr><td style='padding:4px 24px 4px 0'><b>%1</b></td><td style='padding:4px 0'>%2</td></tr>")
                    .arg(tr(gesture.keys).toHtmlEscaped(), tr(gesture.meaning).toHtmlEscaped());
    showText(parent, tr("Shortcuts"), QStringLiteral("<table>%1</table>").arg(rows));
}

void showAbout(QWidget& parent, const QString& dataAttribution) {
    QString html =
        QStringLiteral("<h2>Segue %1</h2><p>%2</p><p>%3</p><p>%4</p><p>%5</p>")
            .arg(QStringLiteral(SEGUE_VERSION), tr("Explore the latent space of music by ear and hand."),
                 tr("Free software under the GNU General Public License, version 3 or later, without any warranty."),
                 tr("Built on Qt (LGPL-3.0), QCustomPlot (GPL-3.0), RtMidi (MIT), FluidSynth (LGPL-2.1), JACK "
                    "(LGPL-2.1), "
                    "Eigen (MPL-2.0), nanoflann (BSD-2-Clause), nlohmann-json (MIT) and tl-expected (CC0). Training "
                    "uses "
                    "LibTorch (BSD-3-Clause) in a program of its own."),
                 tr("The model is a MusicVAE: Roberts, Engel, Raffel, Hawthorne and Eck, arXiv 1803.05428, with the "
                    "groove "
                    "decoder of GrooVAE: Gillick, Roberts, Engel, Eck and Bamman, arXiv 1905.06118."));
    if (!dataAttribution.isEmpty())
        html += QStringLiteral("<p>%1</p>").arg(tr("The map shows: %1").arg(dataAttribution.toHtmlEscaped()));
    showText(parent, tr("About Segue"), html);
}

} // namespace segue::window

#pragma once

#include "app/session/Session.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace segue::studio {

/// What becomes of a run that is still learning when the window closes.
enum class AtClose { Ask, LeaveRunning, Stop };

/// How Segue was started.
struct Options {
    QStringList files; ///< a model, or MIDI files to morph between
    QString tourFolder; ///< play the tour, leave its souvenirs there and exit
    QString screenshot; ///< write a picture of the window there once it is ready, and exit
    QString layoutReport; ///< keep a description of where everything is there
    std::optional<QStringList> outputs; ///< ids to open instead of the session's; may be empty
    std::optional<session::Appearance> appearance; ///< instead of the session's
    AtClose trainingAtClose = AtClose::Ask;
    bool newSession = false; ///< neither restore nor save
    bool play = false; ///< as soon as there is something to play and somewhere to play it
    bool startupReport = false; ///< print what the start took
};

struct ParsedOptions {
    Options options;
    QString text; ///< to print, when `exitCode` is set
    std::optional<int> exitCode; ///< --help, --version, or a command line that cannot be meant
};

[[nodiscard]] ParsedOptions parseOptions(const QStringList& arguments);

} // namespace segue::studio

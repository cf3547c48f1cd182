#include "app/studio/Options.h"

#include <QCommandLineOption>
#include <QCommandLineParser>
#include <QCoreApplication>

namespace segue::studio {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("segue::studio::Options", text);
}

QCommandLineOption withValue(const char* name, const char* description, const char* value) {
    return {QString::fromLatin1(name), tr(description), QString::fromLatin1(value)};
}

QCommandLineOption hidden(QCommandLineOption option) {
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

ParsedOptions refused(const QString& text) {
    return {{}, text, 2};
}

std::optional<AtClose> atCloseNamed(const QString& name) {
    if (name == QLatin1String("ask"))
        return AtClose::Ask;
    if (name == QLatin1String("leave"))
        return AtClose::LeaveRunning;
    return name == QLatin1String("stop") ? std::optional(AtClose::Stop) : std::nullopt;
}

std::optional<session::Appearance> appearanceNamed(const QString& name) {
    using session::Appearance;
    if (name == QLatin1String("system"))
        return Appearance::System;
    if (name == QLatin1String("dark"))
        return Appearance::Dark;
    return name == QLatin1String("light") ? std::optional(Appearance::Light) : std::nullopt;
}

} // namespace

ParsedOptions parseOptions(const QStringList& arguments) {
    const auto tour = withValue("tour",
                                "Play a tour of 20 seconds, leave a picture, the MIDI and a WAV of it in <folder>, "
                                "and exit.",
                                "folder");
    const auto screenshot = withValue("screenshot", "Write a picture of the window to <file> and exit.", "file");
    const auto output = withValue("output",
                                  "Open this output and no other (see segue-cli ports; \"none\" for silence). "
                                  "May be given more than once.",
                                  "id");
    const auto appearance = withValue("appearance", "Take these colours: system, dark or light.", "choice");
    const auto layout = hidden(withValue("print-layout", "Keep the places of widgets and dots in <file>.", "file"));
    const auto atClose = hidden(withValue("training-at-close", "What becomes of a run: ask, leave or stop.", "choice"));
    const QCommandLineOption fresh(QStringLiteral("new-session"),
                                   tr("Neither restore the last session nor save this one."));
    const QCommandLineOption play(QStringLiteral("play"), tr("Play as soon as everything is there."));
    const QCommandLineOption startup(QStringLiteral("print-startup"),
                                     tr("Print how long each part of the start took, once the first note is played."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, tr("Print this help."));
    const QCommandLineOption version({QStringLiteral("v"), QStringLiteral("version")}, tr("Print the version."));

    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Explore the latent space of music by ear and hand."));
    parser.addOptions({tour, screenshot, output, appearance, layout, atClose, fresh, play, startup, help, version});
    parser.addPositionalArgument(QStringLiteral("files"),
                                 tr("A model (.safetensors), or MIDI or MusicXML files to morph between."),
                                 QStringLiteral("[files...]"));

    if (!parser.parse(arguments))
        return refused(parser.errorText() + QLatin1Char('\n'));
    ParsedOptions parsed;
    if (parser.isSet(help)) {
        parsed.text = parser.helpText();
        parsed.exitCode = 0;
    }
    if (parser.isSet(version)) {
        parsed.text = QStringLiteral("segue " SEGUE_VERSION "\n");
        parsed.exitCode = 0;
    }
    Options& options = parsed.options;
    options.files = parser.positionalArguments();
    options.tourFolder = parser.value(tour);
    options.screenshot = parser.value(screenshot);
    options.layoutReport = parser.value(layout);
    options.newSession = parser.isSet(fresh) || !options.tourFolder.isEmpty(); // a tour leaves no trace
    options.play = parser.isSet(play);
    options.startupReport = parser.isSet(startup);
    if (parser.isSet(output)) {
        options.outputs = parser.values(output);
        options.outputs->removeAll(QStringLiteral("none"));
    }
    if (parser.isSet(atClose)) {
        const auto choice = atCloseNamed(parser.value(atClose));
        if (!choice)
            return refused(tr("--training-at-close is ask, leave or stop\n"));
        options.trainingAtClose = *choice;
    }
    if (parser.isSet(appearance)) {
        options.appearance = appearanceNamed(parser.value(appearance));
        if (!options.appearance)
            return refused(tr("--appearance is system, dark or light\n"));
    }
    return parsed;
}

} // namespace segue::studio

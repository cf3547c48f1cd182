#include "app/cli/InspectCommand.h"

#include "app/cli/InspectAgreement.h"
#include "app/cli/InspectMusic.h"
#include "app/cli/InspectTensors.h"
#include "core/files/MusicFiles.h"

#include <filesystem>

namespace segue::cli {
namespace {

struct InspectOptions {
    std::filesystem::path file;
    bool agreement = false;
};

Status inspectFile(const InspectOptions& options, Report& report) {
    switch (files::musicKindOf(options.file)) {
    case files::MusicKind::Midi: return inspectPiece(options.file, "midi", report);
    case files::MusicKind::MusicXml: return inspectPiece(options.file, "musicxml", report);
    case files::MusicKind::Folder: return inspectCollection(options.file, "folder", report);
    case files::MusicKind::NoteSequences: return inspectCollection(options.file, "note-sequences", report);
    case files::MusicKind::Other: break;
    }
    return inspectTensors(options.file, report);
}

Status inspect(const InspectOptions& options, Report& report) {
    report.set("file", options.file.string());
    if (auto status = inspectFile(options, report); !status || !options.agreement)
        return status;
    if (report.object()["kind"] != "model")
        return fail(ErrorCode::InvalidArgument,
                    options.file.string() + " is no model: --agreement compares a model with itself in 16 bits");
    return inspectAgreement(options.file, report);
}

} // namespace

void addInspectCommand(CLI::App& root, Action& chosen) {
    addCommand<InspectOptions>(
        root, chosen, "inspect",
        "Tell what is in a MIDI or MusicXML file, a folder of them, a TFRecord, a model or a map",
        [](CLI::App& command, InspectOptions& options) {
            command.add_option("file", options.file, "The file or folder")->required();
            command.add_flag("--agreement", options.agreement,
                             "Of a model: how often it decides alike with its weights in 16 bits, which take half the "
                             "memory and time");
        },
        inspect);
}

} // namespace segue::cli

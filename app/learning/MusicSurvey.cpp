#include "app/learning/MusicSurvey.h"

#include "core/codec/GrooveCodec.h"
#include "core/files/MusicCollection.h"

#include <QLocale>

#include <utility>

namespace segue::learning {
namespace {

std::string number(int value) {
    return QLocale().toString(value).toStdString();
}

} // namespace

Result<MusicSurvey> surveyMusic(const std::filesystem::path& folder, const architecture::GrooveCodecConfig& codec,
                                std::stop_token stop, const std::function<void(int, int)>& progress) {
    const codec::GrooveCodec reader(codec);
    MusicSurvey survey;
    files::CollectionOptions options;
    options.progress = progress;
    options.stop = std::move(stop);
    const auto refused = files::visitMusicCollection(folder, options, [&](files::CollectedSequence song) -> Status {
        const auto extraction = reader.extract(song.sequence);
        ++survey.files;
        if (extraction)
            survey.windows += static_cast<int>(extraction->windows.size());
        else
            ++survey.withoutDrums;
        return {};
    });
    if (!refused)
        return fail(refused.error());
    survey.refused = static_cast<int>(refused->size());
    if (!refused->empty())
        survey.firstRefusal = refused->front().file + ": " + refused->front().error.message();
    if (survey.windows == 0)
        return fail(ErrorCode::NoMusic,
                    "No MIDI file in " + folder.string() + " has drums in 4/4 (channel 10) to learn from");
    return survey;
}

std::string summaryOf(const MusicSurvey& survey) {
    std::string text = number(survey.files) + " files, " + number(survey.windows) + " windows";
    if (survey.withoutDrums > 0)
        text += "; " + number(survey.withoutDrums) + " without drums";
    if (survey.refused > 0)
        text += "; " + number(survey.refused) + " could not be read";
    return text;
}

std::string warningOf(const MusicSurvey& survey) {
    if (survey.windows < kFewWindows)
        return "Few windows: the result will know little else than this music";
    return {};
}

} // namespace segue::learning

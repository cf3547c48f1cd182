#include "app/learning/MusicSurvey.h"

#include "core/codec/Codec.h"
#include "core/files/MusicCollection.h"

#include <QLocale>

#include <utility>

namespace segue::learning {
namespace {

std::string number(int value) {
    return QLocale().toString(value).toStdString();
}

/// What a file must have to be learned from, for a person.
std::string wanted(const architecture::CodecConfig& codec) {
    struct Words {
        std::string operator()(const architecture::MelodyCodecConfig&) const { return "a melody"; }
        std::string operator()(const architecture::DrumsCodecConfig&) const { return "drums (channel 10)"; }
        std::string operator()(const architecture::GrooveCodecConfig&) const { return "drums (channel 10)"; }
        std::string operator()(const architecture::TrioCodecConfig&) const { return "melody, bass and drums together"; }
        std::string operator()(const architecture::PerformanceCodecConfig&) const { return "several instruments"; }
    };
    return std::visit(Words(), codec);
}

} // namespace

Result<MusicSurvey> surveyMusic(const std::filesystem::path& folder, const architecture::CodecConfig& codec,
                                std::stop_token stop, const std::function<void(int, int)>& progress) {
    const auto reader = codec::makeCodec(codec);
    if (!reader)
        return fail(reader.error());
    MusicSurvey survey;
    files::CollectionOptions options;
    options.progress = progress;
    options.stop = std::move(stop);
    const auto refused = files::visitMusicCollection(folder, options, [&](files::CollectedSequence song) -> Status {
        const auto extraction = (*reader)->patterns(song.sequence, {});
        ++survey.files;
        if (extraction)
            survey.windows += static_cast<int>(extraction->windows.size());
        else
            ++survey.withoutMusic;
        return {};
    });
    if (!refused)
        return fail(refused.error());
    survey.refused = static_cast<int>(refused->size());
    if (!refused->empty())
        survey.firstRefusal = refused->front().file + ": " + refused->front().error.message();
    if (survey.windows == 0)
        return fail(ErrorCode::NoMusic,
                    "No MIDI file in " + folder.string() + " has " + wanted(codec) + " in 4/4 to learn from");
    return survey;
}

std::string summaryOf(const MusicSurvey& survey) {
    std::string text = number(survey.files) + " files, " + number(survey.windows) + " windows";
    if (survey.withoutMusic > 0)
        text += "; " + number(survey.withoutMusic) + " without anything to learn from";
    if (survey.refused > 0)
        text += "; " + number(survey.refused) + " could not be read";
    return text;
}

} // namespace segue::learning

#include "core/convert/SongFilter.h"

#include <algorithm>
#include <charconv>

namespace segue::convert {
namespace {

constexpr std::string_view kSplit = "split";
constexpr std::string_view kBeatType = "beat type";
constexpr std::string_view kTimeSignature = "time signature";

} // namespace

std::optional<Meter> meterFrom(std::string_view text) {
    Meter meter;
    const char* const end = text.data() + text.size();
    const auto [slash, error] = std::from_chars(text.data(), end, meter.numerator);
    if (error != std::errc() || slash == end || (*slash != '/' && *slash != '-'))
        return std::nullopt;
    const auto [rest, lastError] = std::from_chars(slash + 1, end, meter.denominator);
    if (lastError != std::errc() || rest != end || meter.numerator < 1 || meter.denominator < 1)
        return std::nullopt;
    return meter;
}

std::string_view SongFilter::refusal(const files::SourceInfo& info) const {
    if (split && info.split != *split)
        return kSplit;
    if (!beatType.empty() && !info.beatType.empty() && info.beatType != beatType)
        return kBeatType;
    if (const auto declared = meterFrom(info.timeSignature); meter && declared && *declared != *meter)
        return kTimeSignature;
    return {};
}

std::string_view SongFilter::refusal(const files::CollectedSequence& song) const {
    if (const auto known = refusal(song.info); !known.empty())
        return known;
    if (beatType != song.info.beatType && !beatType.empty())
        return kBeatType;
    if (!meter || meterFrom(song.info.timeSignature))
        return {};
    const auto isWanted = [this](const music::TimeSignature& own) {
        return Meter{own.numerator, own.denominator} == *meter;
    };
    const bool throughout =
        isWanted(song.sequence.firstTimeSignature()) && std::ranges::all_of(song.sequence.timeSignatures, isWanted);
    return throughout ? std::string_view() : kTimeSignature;
}

} // namespace segue::convert

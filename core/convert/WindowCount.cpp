#include "core/convert/WindowCount.h"

#include "core/architecture/CodecConfig.h"
#include "core/codec/GrooveCodec.h"

#include <memory>
#include <utility>
#include <variant>

namespace segue::convert {
namespace {

template <class Extraction>
WindowCount countOf(const Result<Extraction>& extraction) {
    if (!extraction)
        return {.windows = 0, .drops = {}, .unmappedPitches = {}, .phase = {}, .why = extraction.error().message()};
    return {.windows = static_cast<int>(extraction->windows.size()),
            .drops = extraction->report.drops,
            .unmappedPitches = extraction->report.unmappedPitches,
            .phase = extraction->report.phase,
            .why = {}};
}

} // namespace

Result<WindowCounter> windowCounter(const std::string& configuration) {
    auto config = architecture::namedCodec(configuration);
    if (!config)
        return fail(std::move(config).error());
    const auto* groove = std::get_if<architecture::GrooveCodecConfig>(&*config);
    if (groove == nullptr)
        return fail(ErrorCode::Unsupported, "Windows of " + configuration + " cannot be counted yet");
    const auto codec = std::make_shared<const codec::GrooveCodec>(*groove);
    return [codec](const music::NoteSequence& sequence) { return countOf(codec->extract(sequence)); };
}

} // namespace segue::convert

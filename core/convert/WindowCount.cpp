#include "core/convert/WindowCount.h"

#include "core/architecture/Architecture.h"
#include "core/codec/DrumsCodec.h"
#include "core/codec/GrooveCodec.h"
#include "core/codec/MelodyCodec.h"
#include "core/codec/PerformanceCodec.h"
#include "core/codec/TrioCodec.h"

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

/// By the codec's own patterns, which are smaller than its tensors.
template <class SomeCodec, class Config>
WindowCounter counterOf(const Config& config, codec::Rules rules) {
    const auto codec = std::make_shared<const SomeCodec>(config);
    const codec::ExtractionOptions options{.rules = rules};
    return [codec, options](const music::NoteSequence& sequence) { return countOf(codec->extract(sequence, options)); };
}

struct CounterOfConfig {
    codec::Rules rules;

    WindowCounter operator()(const architecture::MelodyCodecConfig& config) const {
        return counterOf<codec::MelodyCodec>(config, rules);
    }
    WindowCounter operator()(const architecture::DrumsCodecConfig& config) const {
        return counterOf<codec::DrumsCodec>(config, rules);
    }
    WindowCounter operator()(const architecture::TrioCodecConfig& config) const {
        return counterOf<codec::TrioCodec>(config, rules);
    }
    WindowCounter operator()(const architecture::GrooveCodecConfig& config) const {
        return counterOf<codec::GrooveCodec>(config, rules);
    }
    WindowCounter operator()(const architecture::PerformanceCodecConfig& config) const {
        return counterOf<codec::PerformanceCodec>(config, rules);
    }
};

} // namespace

Result<WindowCounter> windowCounter(const std::string& configuration, codec::Rules rules) {
    const auto named = architecture::namedConfiguration(configuration);
    if (!named)
        return fail(named.error());
    return std::visit(CounterOfConfig{rules}, named->codec);
}

} // namespace segue::convert

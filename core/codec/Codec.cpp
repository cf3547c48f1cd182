#include "core/codec/Codec.h"

#include "core/codec/DrumsCodec.h"
#include "core/codec/GrooveCodec.h"
#include "core/codec/MelodyCodec.h"
#include "core/codec/PerformanceCodec.h"
#include "core/codec/TrioCodec.h"

namespace segue::codec {
namespace {

struct Maker {
    using Made = std::unique_ptr<const Codec>;

    Made operator()(const architecture::MelodyCodecConfig& melody) const {
        return std::make_unique<MelodyCodec>(melody);
    }
    Made operator()(const architecture::DrumsCodecConfig& drums) const { return std::make_unique<DrumsCodec>(drums); }
    Made operator()(const architecture::TrioCodecConfig& trio) const { return std::make_unique<TrioCodec>(trio); }
    Made operator()(const architecture::GrooveCodecConfig& groove) const {
        return std::make_unique<GrooveCodec>(groove);
    }
    Made operator()(const architecture::PerformanceCodecConfig& performance) const {
        return std::make_unique<PerformanceCodec>(performance);
    }
};

} // namespace

Result<std::unique_ptr<const Codec>> makeCodec(const architecture::CodecConfig& config) {
    if (auto status = architecture::validate(config); !status)
        return fail(status.error());
    return std::visit(Maker(), config);
}

} // namespace segue::codec

#include "app/instrument/Rework.h"

namespace segue::instrument {
namespace {

constexpr float kEvenVelocity = 0.75F;

std::string whyNot(const architecture::GrooveCodecConfig& groove, Rework rework) {
    const bool isWhole = !groove.tapify && groove.addInstruments.empty();
    switch (rework) {
    case Rework::Humanize:
        if (!isWhole)
            return "This model was taught to make up drums, not to play those there are; Model > Humanize opens one "
                   "that does";
        break;
    case Rework::TapToDrums:
        if (!groove.tapify)
            return "This needs a model that was taught to play drums to a tapped rhythm; Model > Tap opens one";
        break;
    case Rework::AddHiHat:
        if (groove.addInstruments.empty())
            return "This needs a model that was taught to add a hi-hat, such as groovae_2bar_add_closed_hh";
        break;
    }
    return {};
}

} // namespace

std::string whyNot(const decoder::LiveModel& model, Rework rework) {
    if (!model.hasEncoder())
        return "This model has no encoder: it cannot hear the pattern";
    const auto* groove = std::get_if<architecture::GrooveCodecConfig>(&model.architecture().codec);
    return groove ? whyNot(*groove, rework) : "This needs a GrooVAE model: one that makes grooves";
}

music::Pattern heardFor(Rework rework, const music::Pattern& pattern) {
    if (rework != Rework::Humanize)
        return pattern;
    auto even = std::get<music::DrumPattern>(pattern);
    for (int step = 0; step < even.steps(); ++step)
        for (int drum = 0; drum < even.drums(); ++drum)
            if (music::DrumCell& cell = even.at(step, drum); cell.hit)
                cell = {true, cell.probability, kEvenVelocity, 0.0F};
    return even;
}

} // namespace segue::instrument

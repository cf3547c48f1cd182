#include "app/cli/AttributeOption.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace segue::cli {
namespace {

/// "+1.5" as well, which from_chars does not read.
std::optional<float> amountFrom(std::string_view text) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    float value = 0.0F;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.starts_with('+') || error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string namesOf(const latent::SecondStage& stage) {
    std::string names;
    for (const latent::AttributeDirection& each : stage.attributes)
        names += (names.empty() ? "" : ", ") + each.name;
    return names.empty() ? "none; the command fit computes them" : names;
}

} // namespace

void defineAttributeOption(CLI::App& command, AttributeOption& option) {
    command
        .add_option("--attribute", option,
                    "Move along a direction of the model: density=+1 leads from sparse music to dense; inspect names "
                    "the directions there are")
        ->delimiter(',');
}

Status applyAttributes(const AttributeOption& option, const latent::SecondStage& stage, std::span<float> z) {
    for (const std::string& asked : option) {
        const auto equals = asked.find('=');
        const std::string name = asked.substr(0, equals);
        const latent::AttributeDirection* const direction = stage.attribute(name);
        if (!direction)
            return fail(ErrorCode::InvalidArgument,
                        "--attribute: the model has no direction \"" + name + "\"; there are: " + namesOf(stage));
        const auto amount =
            equals == std::string::npos ? std::nullopt : amountFrom(std::string_view(asked).substr(equals + 1));
        if (!amount)
            return fail(ErrorCode::InvalidArgument,
                        "--attribute: \"" + asked + "\" should be a name and a number, as " + name + "=+1");
        const std::size_t size = direction->step.size();
        for (std::size_t at = 0; at + size <= z.size(); at += size)
            latent::apply(*direction, *amount, z.subspan(at, size));
    }
    return {};
}

} // namespace segue::cli

#include "app/cli/InspectAgreement.h"

#include "app/cli/Numbers.h"
#include "app/cli/ProgressBar.h"
#include "app/cli/StopOnSignal.h"
#include "core/decoder/Agreement.h"
#include "core/latent/Prior.h"

#include <algorithm>
#include <iterator>

namespace segue::cli {

Status inspectAgreement(const std::filesystem::path& path, Report& report) {
    constexpr int kDraws = 256;
    const auto exact = decoder::LiveModel::load(path);
    if (!exact)
        return fail(exact.error());
    const auto rounded = decoder::LiveModel::load(path, {.precision = decoder::Precision::BFloat16});
    if (!rounded)
        return fail(rounded.error());
    Random random(1);
    std::vector<float> z;
    for (int draw = 0; draw < kDraws; ++draw)
        std::ranges::copy(latent::drawFromPrior((*exact)->architecture().latentSize, random), std::back_inserter(z));

    const StopOnSignal signal;
    ProgressBar bar(report, "points", 0);
    decoder::AgreementOptions options;
    options.progress = [&bar](std::size_t done, std::size_t total) { bar.show(done, total); };
    options.stop = signal.token();
    const auto agreement = decoder::agreementOf(**exact, **rounded, z, options);
    if (!agreement)
        return fail(agreement.error());

    nlohmann::json json = {{"patterns", agreement->patterns},
                           {"equal_patterns", agreement->equalPatterns},
                           {"decisions", agreement->decisions},
                           {"equal_decisions", agreement->equalDecisions},
                           {"share", agreement->share()}};
    report.line("  16 bits   decide as 32 do in " + grouped(agreement->equalDecisions) + " of " +
                grouped(agreement->decisions) + " cases (" + withDigits(100.0 * agreement->share(), 2) + " %); " +
                grouped(agreement->equalPatterns) + " of " + grouped(agreement->patterns) + " patterns are the same");
    const auto& outputs = (*exact)->architecture().decoder.outputs;
    if (std::ranges::any_of(outputs, [](const architecture::OutputPart& part) {
            return part.kind == architecture::OutputPart::Kind::Groove;
        })) {
        json["velocity_error"] = agreement->velocityError;
        json["offset_error"] = agreement->offsetError;
        report.line("            velocities differ by " + withDigits(agreement->velocityError, 4) + ", offsets by " +
                    withDigits(agreement->offsetError, 4));
    }
    report.set("agreement", std::move(json));
    return {};
}

} // namespace segue::cli

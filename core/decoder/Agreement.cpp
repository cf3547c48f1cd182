#include "core/decoder/Agreement.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace segue::decoder {
namespace {

using Kind = architecture::OutputPart::Kind;
using Values = std::span<const float>;

/// Adds up what is alike in pairs of windows.
class Comparison {
public:
    explicit Comparison(const architecture::DecoderConfig& decoder) : m_outputs(decoder.outputs) {}

    void add(Values output, Values other) {
        const std::size_t differedBefore = m_agreement.decisions - m_agreement.equalDecisions;
        while (!output.empty())
            for (const architecture::OutputPart& part : m_outputs) {
                const auto width = static_cast<std::size_t>(part.width);
                addPart(part.kind, output.first(width), other.first(width));
                output = output.subspan(width);
                other = other.subspan(width);
            }
        ++m_agreement.patterns;
        if (m_agreement.decisions - m_agreement.equalDecisions == differedBefore)
            ++m_agreement.equalPatterns;
    }

    [[nodiscard]] Agreement result() const {
        Agreement agreement = m_agreement;
        if (m_sharedHits > 0) {
            agreement.velocityError /= static_cast<double>(m_sharedHits);
            agreement.offsetError /= static_cast<double>(m_sharedHits);
        }
        return agreement;
    }

private:
    void addPart(Kind kind, Values answers, Values others) {
        switch (kind) {
        case Kind::Categorical:
            if (isWritten(answers) || isWritten(others))
                addDecision(std::ranges::equal(answers, others));
            return;
        case Kind::Boolean:
        case Kind::Nade: addDecisions(answers, others); return;
        case Kind::Groove: addGroove(answers, others); return;
        }
    }

    /// Steps behind an end are zeros.
    static bool isWritten(Values answers) { return std::ranges::find(answers, 1.0F) != answers.end(); }

    void addDecision(bool isEqual) {
        ++m_agreement.decisions;
        m_agreement.equalDecisions += isEqual ? 1 : 0;
    }

    void addDecisions(Values answers, Values others) {
        for (std::size_t index = 0; index < answers.size(); ++index)
            addDecision(answers[index] == others[index]);
    }

    void addGroove(Values answers, Values others) {
        const std::size_t drums = answers.size() / 3;
        addDecisions(answers.first(drums), others.first(drums));
        const auto distance = [&](std::size_t column) {
            return std::abs(static_cast<double>(answers[column]) - static_cast<double>(others[column]));
        };
        for (std::size_t drum = 0; drum < drums; ++drum) {
            if (answers[drum] == 0.0F || others[drum] == 0.0F)
                continue;
            ++m_sharedHits;
            m_agreement.velocityError += distance(drums + drum);
            m_agreement.offsetError += distance(2 * drums + drum);
        }
    }

    std::span<const architecture::OutputPart> m_outputs;
    Agreement m_agreement; // errors as sums
    std::size_t m_sharedHits = 0;
};

} // namespace

double Agreement::share() const {
    return decisions == 0 ? 1.0 : static_cast<double>(equalDecisions) / static_cast<double>(decisions);
}

Result<Agreement> agreementOf(const LiveModel& model, const LiveModel& other, std::span<const float> z,
                              const AgreementOptions& options) {
    assert(model.architecture() == other.architecture());
    constexpr std::size_t kRows = 16;
    const auto latentSize = static_cast<std::size_t>(model.architecture().latentSize);
    const WorkspaceOptions room{.rows = kRows, .threads = options.threads};
    const auto workspace = model.makeWorkspace(room);
    const auto otherWorkspace = other.makeWorkspace(room);
    Comparison comparison(model.architecture().decoder);
    std::vector<std::vector<float>> outputs(kRows);
    for (std::size_t done = 0; done < z.size() / latentSize;) {
        const Values points = z.subspan(done * latentSize, std::min(kRows * latentSize, z.size() - done * latentSize));
        const bool isWhole =
            model.decodeMany(points, {}, {}, *workspace,
                             [&](std::size_t index, const DecodedTensors& decoded) {
                                 outputs[index] = decoded.output;
                                 return !options.stop.stop_requested();
                             }) &&
            other.decodeMany(points, {}, {}, *otherWorkspace, [&](std::size_t index, const DecodedTensors& decoded) {
                comparison.add(outputs[index], decoded.output);
                return !options.stop.stop_requested();
            });
        if (!isWhole)
            return fail(ErrorCode::Cancelled, "Comparing the models was stopped");
        done += points.size() / latentSize;
        if (options.progress)
            options.progress(done, z.size() / latentSize);
    }
    return comparison.result();
}

} // namespace segue::decoder

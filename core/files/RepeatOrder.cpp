#include "core/files/RepeatOrder.h"

#include <algorithm>
#include <bit>

namespace segue::files {
namespace {

/// A walk through the measures that follows their marks.
class Unfolding {
public:
    Unfolding(std::span<const RepeatMarks> marks, std::size_t limit) : m_marks(marks), m_limit(limit) {
        for (const RepeatMarks& mark : marks)
            m_passes.push_back(static_cast<int>(std::bit_width(mark.endings)));
        for (std::size_t i = 1; i < marks.size(); ++i)
            if (continuesEndings(i))
                m_passes[i] = std::max(m_passes[i], m_passes[i - 1]);
        for (std::size_t i = marks.size(); i-- > 1;)
            if (continuesEndings(i))
                m_passes[i - 1] = m_passes[i];
    }

    std::optional<RepeatOrder> walk() {
        constexpr std::size_t kStepsPerMeasure = 16; // endings that are passed over cost time too
        for (std::size_t steps = 0; m_at < m_marks.size(); ++steps) {
            if (steps == kStepsPerMeasure * m_limit)
                return std::nullopt;
            beginRepeat();
            const bool isPlayed = isDue();
            if (isPlayed) {
                if (m_order.measures.size() == m_limit)
                    return std::nullopt;
                m_order.measures.push_back(m_at);
                if (m_hasJumped && m_marks[m_at].fine)
                    break;
            }
            if (!isPlayed || !(goBack() || jump()))
                goOn();
        }
        return std::move(m_order);
    }

private:
    [[nodiscard]] bool continuesEndings(std::size_t measure) const {
        return measure > 0 && measure < m_marks.size() && m_marks[measure].endings != 0 &&
               m_marks[measure - 1].endings != 0 && !m_marks[measure].beginsRepeat;
    }

    void beginRepeat() {
        if (m_marks[m_at].beginsRepeat && m_at != m_begin) {
            m_begin = m_at;
            m_pass = 1;
        }
    }

    [[nodiscard]] bool isDue() const {
        const int pass = m_hasJumped ? m_passes[m_at] : m_pass;
        const std::uint32_t endings = m_marks[m_at].endings;
        return endings == 0 || (pass <= 32 && (endings >> (pass - 1) & 1U) != 0);
    }

    bool goBack() {
        const int times = m_marks[m_at].timesPlayed;
        if (m_hasJumped || times < 2 || m_pass >= std::max(times, m_passes[m_at]))
            return false;
        ++m_pass;
        m_at = m_begin;
        return true;
    }

    bool jump() {
        const RepeatMarks& marks = m_marks[m_at];
        if (m_hasJumped)
            return marks.toCoda && goTo(nextCoda());
        if (!marks.daCapo && !marks.dalSegno)
            return false;
        m_hasJumped = goTo(marks.daCapo ? std::optional<std::size_t>(0) : lastSegno());
        return m_hasJumped;
    }

    void goOn() {
        const RepeatMarks& marks = m_marks[m_at];
        const bool endsRepeat = marks.endings == 0 ? marks.timesPlayed > 1 : !continuesEndings(m_at + 1);
        ++m_at;
        if (endsRepeat) {
            m_begin = m_at;
            m_pass = 1;
        }
    }

    bool goTo(std::optional<std::size_t> measure) {
        m_order.isComplete = m_order.isComplete && measure.has_value();
        m_at = measure.value_or(m_at);
        return measure.has_value();
    }

    [[nodiscard]] std::optional<std::size_t> lastSegno() const {
        for (std::size_t i = m_at + 1; i-- > 0;)
            if (m_marks[i].segno)
                return i;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::size_t> nextCoda() const {
        for (std::size_t i = m_at + 1; i < m_marks.size(); ++i)
            if (m_marks[i].coda)
                return i;
        return std::nullopt;
    }

    std::span<const RepeatMarks> m_marks;
    std::size_t m_limit;
    std::vector<int> m_passes; // the highest number of the endings that a measure is among
    RepeatOrder m_order;
    std::size_t m_at = 0;
    std::size_t m_begin = 0; // of the repeat that we are in
    int m_pass = 1;
    bool m_hasJumped = false;
};

} // namespace

void RepeatMarks::add(const RepeatMarks& other) {
    beginsRepeat |= other.beginsRepeat;
    timesPlayed = std::max(timesPlayed, other.timesPlayed);
    endings |= other.endings;
    segno |= other.segno;
    coda |= other.coda;
    daCapo |= other.daCapo;
    dalSegno |= other.dalSegno;
    toCoda |= other.toCoda;
    fine |= other.fine;
}

std::optional<RepeatOrder> unfoldRepeats(std::span<const RepeatMarks> marks, std::size_t limit) {
    return Unfolding(marks, limit).walk();
}

} // namespace segue::files

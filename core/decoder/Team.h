#pragma once

#include <cstddef>

namespace segue::decoder {

/// The threads that share the blocks of a product. The one who calls is the first of them.
class Team {
public:
    explicit Team(int threads = 1) : m_threads(threads) {}

    [[nodiscard]] int threads() const { return m_threads; }

    /// work(first, last) for parts that cover [0, count), each once, and returns when all are done. One call at a time.
    template <class Work>
    void share(std::size_t count, const Work& work) {
        work(std::size_t{0}, count);
    }

private:
    int m_threads;
};

} // namespace segue::decoder

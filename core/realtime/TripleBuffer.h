#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace segue::realtime {

/// The newest value, from one writing thread to one reading thread, without locks or allocation and without either ever
/// waiting. Values that the reader did not look at in time are dropped; what it sees is always one value, whole, and
/// never an older one than before.
///
/// One writer and one reader is a rule of ownership, as in SpscRing: each handle can be taken once and moved, not
/// copied, and must not outlive the buffer.
///
/// Invariant: of the three slots the writer owns one, the reader owns one, and the third lies in m_middle, which says
/// which one it is and whether the writer put it there since the reader looked last. A slot changes owner only by an
/// exchange with m_middle, so no two sides ever own the same one.
template <class T>
class TripleBuffer {
    static_assert(std::is_trivially_copyable_v<T>, "what crosses threads must not own anything");

public:
    class Writer;
    class Reader;

    explicit TripleBuffer(const T& initial = T{}) : m_slots{initial, initial, initial} {}
    TripleBuffer(const TripleBuffer&) = delete;
    TripleBuffer& operator=(const TripleBuffer&) = delete;

    /// Requires: not taken before. Thread: any one.
    [[nodiscard]] Writer takeWriter() {
        assert(!m_writerTaken);
        m_writerTaken = true;
        return Writer(*this);
    }
    /// Requires: not taken before. Thread: the one that takes the writer.
    [[nodiscard]] Reader takeReader() {
        assert(!m_readerTaken);
        m_readerTaken = true;
        return Reader(*this);
    }

private:
    static constexpr std::uint8_t kIndex = 3; // bits of m_middle that number the slot
    static constexpr std::uint8_t kFresh = 4; // bit of m_middle: not seen by the reader yet

    // Exchanges are acquire and release at once: release hands over the slot with its content (the writer's new value,
    // or the reader's having done with copying), acquire takes over the other slot as its former owner left it.
    std::array<T, 3> m_slots;
    alignas(64) std::atomic<std::uint8_t> m_middle{1};
    bool m_writerTaken = false;
    bool m_readerTaken = false;
};

template <class T>
class TripleBuffer<T>::Writer {
public:
    Writer(Writer&& other) noexcept : m_buffer(std::exchange(other.m_buffer, nullptr)), m_slot(other.m_slot) {}
    Writer& operator=(Writer&&) = delete;

    /// Thread: the writer's. Real-time safe: yes (one copy of a T).
    void write(const T& value) noexcept {
        m_buffer->m_slots[m_slot] = value;
        const auto handed = static_cast<std::uint8_t>(m_slot | kFresh);
        m_slot = m_buffer->m_middle.exchange(handed, std::memory_order_acq_rel) & kIndex;
    }

private:
    friend TripleBuffer;
    explicit Writer(TripleBuffer& buffer) : m_buffer(&buffer) {}

    TripleBuffer* m_buffer;
    std::uint8_t m_slot = 0; // ours
};

template <class T>
class TripleBuffer<T>::Reader {
public:
    Reader(Reader&& other) noexcept : m_buffer(std::exchange(other.m_buffer, nullptr)), m_slot(other.m_slot) {}
    Reader& operator=(Reader&&) = delete;

    /// Takes the newest value, if there is one that was not seen yet. Returns whether there was.
    /// Thread: the reader's. Real-time safe: yes (nothing is copied).
    bool refresh() noexcept {
        // Relaxed: only the writer sets the bit and only we clear it, so once seen it stays until our exchange, whose
        // acquire is what lets us read the slot.
        if ((m_buffer->m_middle.load(std::memory_order_relaxed) & kFresh) == 0)
            return false;
        m_slot = m_buffer->m_middle.exchange(m_slot, std::memory_order_acq_rel) & kIndex;
        return true;
    }

    /// The value taken last: stays as it is until the next refresh(). Before the first one, the initial value.
    /// Thread: the reader's. Real-time safe: yes.
    [[nodiscard]] const T& value() const noexcept { return m_buffer->m_slots[m_slot]; }

private:
    friend TripleBuffer;
    explicit Reader(TripleBuffer& buffer) : m_buffer(&buffer) {}

    TripleBuffer* m_buffer;
    std::uint8_t m_slot = 2; // ours
};

} // namespace segue::realtime

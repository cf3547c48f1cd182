#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace segue::realtime {

/// A queue of fixed size from one writing thread to one reading thread, without locks or allocation. A full ring
/// refuses: nothing that was accepted is ever overwritten or lost.
///
/// One writer and one reader is a rule of ownership: takeWriter() and takeReader() each give the only handle there is,
/// which can be moved but not copied. Whoever holds it may use it from one thread at a time. Handles must not outlive
/// the ring.
///
/// Invariants: m_read <= m_written <= m_read + Capacity; the slots [m_read, m_written) belong to the reader, the others
/// to the writer. Counters run on without end; a counter modulo Capacity is its slot.
template <class T, std::size_t Capacity>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>, "what crosses threads must not own anything");
    static_assert(Capacity > 0 && (Capacity & (Capacity - 1)) == 0, "counters wrap around at a power of two");

public:
    class Writer;
    class Reader;

    SpscRing() = default;
    SpscRing(const SpscRing&) = delete;
    SpscRing& operator=(const SpscRing&) = delete;

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
    static constexpr std::size_t kCacheLine = 64;

    // Each side's counter has a cache line of its own, so that neither slows the other down by writing.
    alignas(kCacheLine) std::atomic<std::size_t> m_written{0}; // changed by the writer only
    alignas(kCacheLine) std::atomic<std::size_t> m_read{0}; // changed by the reader only
    alignas(kCacheLine) std::array<T, Capacity> m_slots{};
    bool m_writerTaken = false;
    bool m_readerTaken = false;
};

template <class T, std::size_t Capacity>
class SpscRing<T, Capacity>::Writer {
public:
    Writer(Writer&& other) noexcept : m_ring(std::exchange(other.m_ring, nullptr)), m_readSeen(other.m_readSeen) {}
    Writer& operator=(Writer&&) = delete;

    /// False, and nothing changed, when the ring is full.
    /// Thread: the writer's. Real-time safe: yes.
    [[nodiscard]] bool push(const T& value) noexcept {
        // Relaxed: only this side changes m_written.
        const std::size_t written = m_ring->m_written.load(std::memory_order_relaxed);
        if (written - m_readSeen == Capacity) {
            // Acquire, with the reader's release: its copying out of a slot happens before our writing over it.
            m_readSeen = m_ring->m_read.load(std::memory_order_acquire);
            if (written - m_readSeen == Capacity)
                return false;
        }
        m_ring->m_slots[written % Capacity] = value;
        // Release: whoever sees the new count sees the slot's new content.
        m_ring->m_written.store(written + 1, std::memory_order_release);
        return true;
    }

private:
    friend SpscRing;
    explicit Writer(SpscRing& ring) : m_ring(&ring) {}

    SpscRing* m_ring;
    std::size_t m_readSeen = 0; // m_read as it was seen last: never ahead of it, so slots judged free are free
};

template <class T, std::size_t Capacity>
class SpscRing<T, Capacity>::Reader {
public:
    Reader(Reader&& other) noexcept
        : m_ring(std::exchange(other.m_ring, nullptr)), m_writtenSeen(other.m_writtenSeen) {}
    Reader& operator=(Reader&&) = delete;

    /// Oldest first. False, and `value` unchanged, when the ring is empty.
    /// Thread: the reader's. Real-time safe: yes.
    [[nodiscard]] bool pop(T& value) noexcept {
        // Relaxed: only this side changes m_read.
        const std::size_t read = m_ring->m_read.load(std::memory_order_relaxed);
        if (read == m_writtenSeen) {
            // Acquire, with the writer's release: the slots counted are filled.
            m_writtenSeen = m_ring->m_written.load(std::memory_order_acquire);
            if (read == m_writtenSeen)
                return false;
        }
        value = m_ring->m_slots[read % Capacity];
        // Release: the copy above is done before the writer can see the slot as free.
        m_ring->m_read.store(read + 1, std::memory_order_release);
        return true;
    }

private:
    friend SpscRing;
    explicit Reader(SpscRing& ring) : m_ring(&ring) {}

    SpscRing* m_ring;
    std::size_t m_writtenSeen = 0; // m_written as it was seen last: never ahead of it
};

} // namespace segue::realtime

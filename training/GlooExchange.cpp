#include "training/GlooExchange.h"

#ifdef SEGUE_HAS_GLOO

#include "core/model/LibTorch.h"

#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <array>
#include <netdb.h>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <vector>

namespace segue::training {
namespace {

using c10d::ProcessGroupGloo;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;
using StorePointer = c10::intrusive_ptr<c10d::Store>;
using GroupPointer = c10::intrusive_ptr<ProcessGroupGloo>;

constexpr Milliseconds kRollCall = std::chrono::seconds(2); // for those that are still there, once one is gone
constexpr Milliseconds kBetweenLooks(10);

std::string keyOf(const char* what, int rank) {
    return what + std::to_string(rank);
}

/// "Rank 1 of 2", "Ranks 1, 2 and 3 of 8".
std::string nameRanks(const std::vector<int>& ranks, int size) {
    std::string text = ranks.size() == 1 ? "Rank " : "Ranks ";
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        if (i > 0)
            text += i + 1 == ranks.size() ? " and " : ", ";
        text += std::to_string(ranks[i]);
    }
    return text + " of " + std::to_string(size);
}

/// Looks until each rank has left its key in the store, or time is over. Returns the ranks that have not.
/// TCPStore's own wait with a limit would leave its connection out of step.
std::vector<int> missingRanks(c10d::Store& store, const char* what, int size, Milliseconds limit) {
    const auto end = Clock::now() + limit;
    std::vector<int> missing;
    for (int rank = 0; rank < size; ++rank)
        while (!store.check({keyOf(what, rank)})) {
            if (Clock::now() >= end) {
                missing.push_back(rank);
                break;
            }
            std::this_thread::sleep_for(kBetweenLooks);
        }
    return missing;
}

/// The number of this machine's interface by which `address` is reached; empty if it is not. Sends nothing: connecting
/// a datagram socket only looks up the way.
std::string ownAddressTowards(const std::string& address, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
        return {};
    std::string result;
    for (const addrinfo* at = found; at != nullptr && result.empty(); at = at->ai_next) {
        const int fd = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (fd < 0)
            continue;
        sockaddr_storage own{};
        socklen_t size = sizeof own;
        std::array<char, NI_MAXHOST> text{};
        auto* const name = reinterpret_cast<sockaddr*>(&own);
        if (::connect(fd, at->ai_addr, at->ai_addrlen) == 0 && ::getsockname(fd, name, &size) == 0 &&
            ::getnameinfo(name, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
            result = text.data();
        ::close(fd);
    }
    ::freeaddrinfo(found);
    return result;
}

/// Where every process leaves what the others must know to find it.
StorePointer openStore(const Launch& launch, Milliseconds patience) {
    c10d::TCPStoreOptions options;
    options.port = launch.port;
    options.isServer = launch.rank == 0;
    options.waitWorkers = false;
    options.timeout = patience;
    return c10::make_intrusive<c10d::TCPStore>(launch.address, options);
}

GroupPointer openGroup(const Launch& launch, const StorePointer& store, Milliseconds patience) {
    const auto options = ProcessGroupGloo::Options::create(patience);
    options->devices.push_back(launch.interface.empty() ? ProcessGroupGloo::createDeviceForHostname(
                                                              ownAddressTowards(launch.address, launch.port))
                                                        : ProcessGroupGloo::createDeviceForInterface(launch.interface));
    options->threads = 1; // one exchange at a time
    return c10::make_intrusive<ProcessGroupGloo>(store, launch.rank, launch.size, options);
}

/// What LibTorch says, without the stack that it adds.
std::string reasonOf(const std::exception& exception) {
    const auto* const own = dynamic_cast<const c10::Error*>(&exception);
    const std::string text = own != nullptr ? own->what_without_backtrace() : exception.what();
    return text.substr(0, text.find('\n'));
}

class GlooExchange final : public Exchange {
public:
    GlooExchange(const Launch& launch, StorePointer store, GroupPointer group)
        : m_rank(launch.rank), m_size(launch.size), m_store(std::move(store)), m_group(std::move(group)) {}

    [[nodiscard]] int rank() const override { return m_rank; }
    [[nodiscard]] int size() const override { return m_size; }

    Status sum(std::span<float> values) override {
        return exchange(values, torch::kFloat32, [this](auto& tensors) { m_group->allreduce(tensors)->wait(); });
    }
    Status sum(std::span<double> values) override {
        return exchange(values, torch::kFloat64, [this](auto& tensors) { m_group->allreduce(tensors)->wait(); });
    }
    Status broadcast(std::span<float> values) override {
        return exchange(values, torch::kFloat32, [this](auto& tensors) { m_group->broadcast(tensors)->wait(); });
    }

private:
    template <class T, class Perform>
    Status exchange(std::span<T> values, torch::ScalarType type, Perform perform) {
        if (m_failure)
            return fail(*m_failure);
        if (values.empty())
            return {};
        try {
            std::vector<torch::Tensor> tensors{
                torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, type)};
            perform(tensors);
            return {};
        } catch (const std::exception& exception) {
            m_group.reset(); // its connections close: who still waits for them hears of it too
            m_failure = Error(ErrorCode::DeviceUnavailable, whoIsGone(reasonOf(exception)));
            return fail(*m_failure);
        }
    }

    /// Rank 0 calls the roll in the store, and tells the others who did not answer.
    std::string whoIsGone(const std::string& reason) {
        constexpr const char* kVerdict = "verdict";
        try {
            m_store->set(keyOf("failed/", m_rank), {});
            if (m_rank != 0) {
                m_store->wait({kVerdict}, 2 * kRollCall);
                const auto verdict = m_store->get(kVerdict);
                m_store->set(keyOf("heard/", m_rank), {});
                return {verdict.begin(), verdict.end()};
            }
            const auto gone = missingRanks(*m_store, "failed/", m_size, kRollCall);
            const std::string verdict = gone.empty()
                                            ? "The processes have lost each other (" + reason + ")"
                                            : nameRanks(gone, m_size) + (gone.size() == 1 ? " is" : " are") + " gone";
            m_store->set(kVerdict, {verdict.begin(), verdict.end()});
            m_store->set(keyOf("heard/", m_rank), {});
            // The store ends with this process: it stays until they have heard.
            std::ignore = missingRanks(*m_store, "heard/", m_size, kRollCall / 2);
            return verdict;
        } catch (const std::exception&) {
            return nameRanks({0}, m_size) + " is gone";
        }
    }

    int m_rank;
    int m_size;
    StorePointer m_store;
    GroupPointer m_group;
    std::optional<Error> m_failure;
};

} // namespace

bool hasGloo() {
    return true;
}

Result<std::unique_ptr<Exchange>> meetByGloo(const Launch& launch, Milliseconds patience) {
    const std::string place = launch.address + ":" + std::to_string(launch.port);
    StorePointer store;
    try {
        store = openStore(launch, patience);
    } catch (const std::exception& exception) {
        return fail(ErrorCode::DeviceUnavailable,
                    (launch.rank == 0 ? "Rank 0 cannot listen at " + place +
                                            "; another training may do so, and MASTER_PORT chooses another port ("
                                      : "Rank 0 does not answer at " + place + " (") +
                        reasonOf(exception) + ")");
    }
    try {
        if (store->add(keyOf("places/", launch.rank), 1) > 1)
            return fail(ErrorCode::DeviceUnavailable,
                        "Another process came to " + place + " as rank " + std::to_string(launch.rank) + " before");
        if (launch.rank == 0)
            if (const auto missing = missingRanks(*store, "places/", launch.size, patience); !missing.empty())
                return fail(ErrorCode::DeviceUnavailable,
                            nameRanks(missing, launch.size) + " did not come to " + place);
        auto group = openGroup(launch, store, patience);
        return std::make_unique<GlooExchange>(launch, std::move(store), std::move(group));
    } catch (const std::exception& exception) {
        return fail(ErrorCode::DeviceUnavailable,
                    "The processes that are to train together cannot reach each other (" + reasonOf(exception) + ")");
    }
}

} // namespace segue::training

#else

namespace segue::training {

bool hasGloo() {
    return false;
}

Result<std::unique_ptr<Exchange>> meetByGloo(const Launch&, std::chrono::milliseconds) {
    return fail(ErrorCode::Unsupported,
                "This Segue cannot train in several processes: the LibTorch that it was built with came without Gloo's "
                "headers");
}

} // namespace segue::training

#endif

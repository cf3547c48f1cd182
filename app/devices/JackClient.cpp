#include "app/devices/JackClient.h"

#include "app/devices/Deadline.h"
#include "app/devices/QuietLibraries.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace segue::devices {

/// Every connection that is not yet closed: for the process, as is the state of libjack that it guards.
class JackClient::Registry {
public:
    /// Held while a client is opened, so that none is opened beside it.
    [[nodiscard]] std::unique_lock<std::mutex> lockOpening() { return std::unique_lock(m_opening); }

    void add(const std::shared_ptr<Connection>& connection) {
        const std::lock_guard lock(m_mutex);
        m_connections.push_back({connection.get(), connection});
    }
    void remove(const Connection* connection) {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_connections, [&](const Entry& entry) { return entry.connection == connection; });
    }
    [[nodiscard]] bool hasLostOne() const;
    [[nodiscard]] std::shared_ptr<Connection> any() const;

private:
    struct Entry {
        const Connection* connection; // valid until it removes itself
        std::weak_ptr<Connection> owner; // empty while it is being closed
    };

    std::mutex m_opening;
    mutable std::mutex m_mutex;
    std::vector<Entry> m_connections;
};

const std::shared_ptr<JackClient::Registry>& JackClient::registry() {
    static const auto registry = std::make_shared<Registry>();
    return registry;
}

struct JackClient::Connection {
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        if (client)
            jack_client_close(client);
        registry->remove(this);
    }

    const std::shared_ptr<Registry> registry = JackClient::registry(); // a close that hangs may outlive main()
    jack_client_t* client = nullptr;
    std::atomic<bool> lost = false;
    std::shared_ptr<const void> kept; // read by callbacks until the destructor's body has run
};

bool JackClient::Registry::hasLostOne() const {
    const std::lock_guard lock(m_mutex);
    return std::ranges::any_of(m_connections, [](const Entry& entry) { return entry.connection->lost.load(); });
}

std::shared_ptr<JackClient::Connection> JackClient::Registry::any() const {
    const std::lock_guard lock(m_mutex);
    for (const Entry& entry : m_connections)
        if (auto connection = entry.owner.lock(); connection && !connection->lost)
            return connection;
    return nullptr;
}

namespace {

// JACK cuts names short itself, but counts the port's name in; a colon would end the client's name.
std::string clientName(std::string name) {
    std::ranges::replace(name, ':', '-');
    name.resize(std::min<std::size_t>(name.size(), 32));
    return name.empty() ? "Segue" : name;
}

} // namespace

Result<JackClient> JackClient::open(const std::string& name) {
    quietLibraries();
    const auto opening = registry()->lockOpening();
    if (registry()->hasLostOne())
        return fail(ErrorCode::DeviceUnavailable, "The JACK server has gone, and what used it is not yet closed");
    auto connection = std::make_shared<Connection>();
    jack_status_t status{};
    connection->client = jack_client_open(clientName(name).c_str(), JackNoStartServer, &status);
    if (!connection->client) {
        const bool absent = (status & (JackServerError | JackServerFailed)) != 0;
        return fail(ErrorCode::DeviceUnavailable,
                    absent ? "No JACK server is running" : "The JACK server refused the connection");
    }
    jack_on_info_shutdown(
        connection->client,
        [](jack_status_t, const char*, void* lost) { *static_cast<std::atomic<bool>*>(lost) = true; },
        &connection->lost);
    registry()->add(connection);
    return JackClient(std::move(connection));
}

std::optional<JackClient> JackClient::anyOpen() {
    auto connection = registry()->any();
    return connection ? std::optional(JackClient(std::move(connection))) : std::nullopt;
}

JackClient::~JackClient() {
    if (!m_connection)
        return; // moved from
    (void)withinDeadline(kServerDeadline, [connection = std::exchange(m_connection, nullptr)]() mutable {
        connection.reset();
        return true;
    });
}

jack_client_t* JackClient::handle() const {
    return m_connection->client;
}

bool JackClient::isServerLost() const {
    return m_connection->lost;
}

void JackClient::keepUntilClosed(std::shared_ptr<const void> object) {
    m_connection->kept = std::move(object);
}

} // namespace segue::devices

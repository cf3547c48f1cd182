#include "app/devices/JackClient.h"

#include "app/devices/Deadline.h"
#include "app/devices/QuietLibraries.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace segue::devices {

struct JackClient::Connection {
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        if (client)
            jack_client_close(client);
    }

    jack_client_t* client = nullptr;
    std::atomic<bool> lost = false;
    std::shared_ptr<const void> kept; // read by callbacks until the destructor's body has run
};

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
    return JackClient(std::move(connection));
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

#pragma once

#include "core/base/Result.h"

#include <jack/jack.h>

#include <memory>
#include <optional>
#include <string>

namespace segue::devices {

/// A connection to a JACK server that is already running (none is ever started), which notices the server's death, and
/// whose closing takes a bounded time even if the server is dead or hangs. Not yet active: set callbacks, then call
/// jack_activate.
///
/// libjack keeps one server's state for the whole process. If a client is opened after the server has died, it deletes
/// every client that is left from before, behind the back of whoever holds it. So as long as such a JackClient exists
/// none is opened; and whoever lets another library have a client of its own keeps a JackClient meanwhile.
class JackClient {
public:
    /// `name` is made unique by the server. Errors: DeviceUnavailable. Blocks, as every call to JACK, for as long as
    /// the server likes: call it withinDeadline.
    [[nodiscard]] static Result<JackClient> open(const std::string& name);
    /// One that is open already, for asking the server something without disturbing its graph: nothing if there is
    /// none.
    [[nodiscard]] static std::optional<JackClient> anyOpen();

    JackClient(JackClient&&) noexcept = default;
    JackClient& operator=(JackClient&&) = delete;
    ~JackClient();

    [[nodiscard]] jack_client_t* handle() const;
    /// True from the moment the server has gone or has thrown us out. Thread: any. Real-time safe.
    [[nodiscard]] bool isServerLost() const;
    /// What the callbacks use lives until the client is closed, however long that takes. Before jack_activate.
    void keepUntilClosed(std::shared_ptr<const void> object);

private:
    struct Connection;
    class Registry;
    static const std::shared_ptr<Registry>& registry();
    explicit JackClient(std::shared_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    std::shared_ptr<Connection> m_connection;
};

} // namespace segue::devices

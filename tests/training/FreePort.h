#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace segue::test {

/// A port of loopback that nobody listened at a moment ago; 0 where there is none.
inline std::uint16_t freePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    const bool found = ::bind(fd, name, size) == 0 && ::getsockname(fd, name, &size) == 0;
    ::close(fd);
    return found ? ntohs(address.sin_port) : std::uint16_t{0};
}

} // namespace segue::test

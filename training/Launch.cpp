#include "training/Launch.h"

#include <array>
#include <charconv>
#include <limits>
#include <unistd.h>
#include <utility>

namespace segue::training {
namespace {

constexpr int kDefaultPort = 29500; // torchrun's
constexpr const char* kAddress = "MASTER_ADDR";
constexpr const char* kPort = "MASTER_PORT";
constexpr int kMostProcesses = 65'535;
constexpr int kMostPorts = 65'535;

/// The variables in which one kind of launcher says the same things; "" where it does not say.
struct Dialect {
    const char* rank;
    std::array<const char*, 2> size; ///< the first that is there
    const char* localRank;
    const char* localSize;
    std::array<const char*, 2> nodes{"", ""}; ///< as size; rank 0 is on the first of them
};
constexpr std::array<Dialect, 4> kDialects{{
    {"RANK", {"WORLD_SIZE", ""}, "LOCAL_RANK", "LOCAL_WORLD_SIZE"},
    {"OMPI_COMM_WORLD_RANK", {"OMPI_COMM_WORLD_SIZE", ""}, "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"},
    {"PMI_RANK", {"PMI_SIZE", ""}, "MPI_LOCALRANKID", "MPI_LOCALNRANKS"},
    {"SLURM_PROCID",
     {"SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"},
     "SLURM_LOCALID",
     "",
     {"SLURM_STEP_NODELIST", "SLURM_NODELIST"}},
}};

/// Empty is as good as missing: job scripts often clear a variable so.
std::string valueOf(const Environment& environment, const std::string& name) {
    const auto at = environment.find(name);
    return at == environment.end() ? std::string() : at->second;
}

/// Of the first that is there.
std::string valueOf(const Environment& environment, const std::array<const char*, 2>& names) {
    const std::string first = valueOf(environment, names[0]);
    return first.empty() ? valueOf(environment, names[1]) : first;
}

Result<int> numberOf(const std::string& name, const std::string& text, int least, int most) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
        return fail(ErrorCode::InvalidArgument, "The environment's " + name + " is \"" + text +
                                                    "\", which is no whole number from " + std::to_string(least) +
                                                    " to " + std::to_string(most));
    return number;
}

tl::unexpected<Error> missing(const std::string& name, const std::string& beside, const std::string& remedy) {
    return fail(ErrorCode::InvalidArgument, "The environment has " + beside + " but no " + name +
                                                ", so the processes of this training cannot " + "meet: " + remedy);
}

bool isLoopback(const std::string& address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

/// Rank, size and local rank. Nothing where this launcher is not there.
Result<std::optional<Launch>> placeFrom(const Environment& environment, const Dialect& dialect) {
    const std::string rank = valueOf(environment, dialect.rank);
    const std::string size = valueOf(environment, dialect.size);
    if (rank.empty())
        return std::nullopt;
    if (size.empty())
        return missing(dialect.size[0], dialect.rank, "set both, or neither to train alone");
    const auto count = numberOf(dialect.size[0], size, 1, kMostProcesses);
    if (!count)
        return fail(count.error());
    Launch launch;
    launch.size = *count;
    for (const auto& [name, number] : {std::pair{dialect.rank, &launch.rank}, {dialect.localRank, &launch.localRank}}) {
        const std::string text = valueOf(environment, name);
        if (text.empty())
            continue;
        const auto value = numberOf(name, text, 0, *count - 1);
        if (!value)
            return fail(value.error());
        *number = *value;
    }
    return launch;
}

/// Where rank 0 is when MASTER_ADDR does not say so.
Result<std::string> addressFrom(const Environment& environment, const Dialect& dialect, int size) {
    if (const std::string nodes = valueOf(environment, dialect.nodes); !nodes.empty())
        return firstHost(nodes);
    if (valueOf(environment, dialect.localSize) == std::to_string(size))
        return std::string("127.0.0.1");
    return missing(kAddress, dialect.rank, "set it to the name of the machine of rank 0");
}

/// Where the processes meet when MASTER_PORT does not say so: different for the jobs of one machine.
int portFrom(const Environment& environment) {
    constexpr int kFirst = 20'000;
    constexpr int kPorts = 10'000;
    const std::string job = valueOf(environment, "SLURM_JOB_ID");
    const auto number = numberOf("SLURM_JOB_ID", job, 0, std::numeric_limits<int>::max());
    return number ? kFirst + *number % kPorts : kDefaultPort;
}

Status meet(const Environment& environment, const Dialect& dialect, Launch& launch) {
    launch.address = valueOf(environment, kAddress);
    if (launch.address.empty()) {
        auto address = addressFrom(environment, dialect, launch.size);
        if (!address)
            return fail(address.error());
        launch.address = std::move(*address);
    }
    int port = portFrom(environment);
    if (const std::string text = valueOf(environment, kPort); !text.empty()) {
        const auto number = numberOf(kPort, text, 1, kMostPorts);
        if (!number)
            return fail(number.error());
        port = *number;
    }
    if (valueOf(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True")
        port += port < kMostPorts ? 1 : -1;
    launch.port = static_cast<std::uint16_t>(port);
    launch.interface = valueOf(environment, "GLOO_SOCKET_IFNAME");
    if (launch.interface.empty() && isLoopback(launch.address))
        launch.interface = "lo";
    return {};
}

} // namespace

Environment processEnvironment() {
    Environment environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const auto equals = text.find('=');
        if (equals != std::string::npos)
            environment[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return environment;
}

Result<std::optional<Launch>> launchFrom(const Environment& environment) {
    for (const Dialect& dialect : kDialects) {
        auto launch = placeFrom(environment, dialect);
        if (!launch)
            return fail(launch.error());
        if (!*launch)
            continue;
        if ((*launch)->size == 1)
            return std::nullopt;
        if (auto status = meet(environment, dialect, **launch); !status)
            return fail(status.error());
        return launch;
    }
    if (const std::string size = valueOf(environment, "WORLD_SIZE"); !size.empty() && size != "1")
        return missing("RANK", "WORLD_SIZE", "set both, or neither to train alone");
    return std::nullopt;
}

Result<std::string> firstHost(const std::string& nodeList) {
    const auto faulty = [&] {
        return fail(ErrorCode::InvalidArgument, "Slurm's list of machines, \"" + nodeList +
                                                    "\", cannot be understood: set MASTER_ADDR to the name of the "
                                                    "machine of rank 0");
    };
    const auto end = nodeList.find_first_of(",[");
    std::string host = nodeList.substr(0, end);
    if (end != std::string::npos && nodeList[end] == '[') {
        const auto close = nodeList.find(']', end);
        const auto numberEnd = nodeList.find_first_of("-,]", end);
        if (close == std::string::npos || numberEnd == end + 1)
            return faulty();
        host += nodeList.substr(end + 1, numberEnd - end - 1);
        const auto suffixEnd = nodeList.find(',', close);
        const std::string suffix =
            nodeList.substr(close + 1, suffixEnd == std::string::npos ? suffixEnd : suffixEnd - close - 1);
        if (suffix.find('[') != std::string::npos)
            return faulty();
        host += suffix;
    }
    if (host.empty())
        return faulty();
    return host;
}

} // namespace segue::training

#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace segue::training {

/// A process's place among those that were started to train one model together.
struct Launch {
    int rank = 0; ///< [0, size); 0 leads
    int size = 1;
    int localRank = 0; ///< among those of the same machine
    std::string address{}; ///< a name or number of rank 0's machine
    std::uint16_t port = 0; ///< where the processes meet there
    /// The network interface to talk through; empty: the one by which `address` is reached.
    std::string interface {};

    friend bool operator==(const Launch&, const Launch&) = default;
};

/// By name.
using Environment = std::map<std::string, std::string>;

/// This process's own.
[[nodiscard]] Environment processEnvironment();

/// What the launcher that started this process says of its place; nothing for a process that was started alone. Where
/// one launcher started another, the inner one counts. In this order:
///
/// - torchrun, or by hand: RANK and WORLD_SIZE; LOCAL_RANK;
/// - Open MPI: OMPI_COMM_WORLD_RANK and _SIZE; _LOCAL_RANK;
/// - MPICH and Intel MPI: PMI_RANK and PMI_SIZE; MPI_LOCALRANKID;
/// - Slurm's srun: SLURM_PROCID and SLURM_STEP_NUM_TASKS or SLURM_NTASKS; SLURM_LOCALID. Rank 0 is on the first machine
///   of SLURM_STEP_NODELIST or SLURM_NODELIST.
///
/// MASTER_ADDR and MASTER_PORT hold for all of them; where torchrun itself listens at the port
/// (TORCHELASTIC_USE_AGENT_STORE), in a language that changes with its version, the next one is taken. Without the
/// address, processes that are all on one machine meet at its loopback; without the port at 29500, or in a job of
/// Slurm's at one made from its number. The interface is GLOO_SOCKET_IFNAME, or "lo" for a loopback address. Errors:
/// InvalidArgument, naming the variable that is missing, no number or out of its range.
[[nodiscard]] Result<std::optional<Launch>> launchFrom(const Environment& environment);

/// The first name in Slurm's "node[07-12,20],gpu3". Errors: InvalidArgument.
[[nodiscard]] Result<std::string> firstHost(const std::string& nodeList);

} // namespace segue::training

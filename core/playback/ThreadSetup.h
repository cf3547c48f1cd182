#pragma once

namespace segue::playback {

/// For debuggers and `top`. Requires: at most 15 characters.
void nameThisThread(const char* name) noexcept;

/// Asks the system to run this thread before all ordinary ones (SCHED_FIFO) and to wake it to the microsecond. False
/// where the user may not: then it is an ordinary thread, which is late now and then on a busy machine.
bool raisePriorityOfThisThread() noexcept;

} // namespace segue::playback

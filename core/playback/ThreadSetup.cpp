#include "core/playback/ThreadSetup.h"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

namespace segue::playback {

void nameThisThread(const char* name) noexcept {
    ::pthread_setname_np(::pthread_self(), name);
}

bool raisePriorityOfThisThread() noexcept {
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); // nanoseconds; 50,000 is what ordinary threads start with
    // Above all ordinary threads and below the audio threads of JACK and PipeWire (10 to 88, usually over 60).
    ::sched_param parameters{};
    parameters.sched_priority = 20;
    return ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &parameters) == 0;
}

} // namespace segue::playback

#pragma once

namespace segue::test {

/// Asks every top-level window of an X display that understands it to close, as a window manager does when its close
/// button is pressed. Returns how many were asked; 0 also if the display cannot be reached.
int askToClose(const char* display);

} // namespace segue::test

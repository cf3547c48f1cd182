#include "tests/support/WindowCloser.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <algorithm>
#include <memory>
#include <span>

namespace segue::test {
namespace {

template <class T>
std::span<T> owned(T* data, int count) {
    return {data, static_cast<std::size_t>(std::max(count, 0))};
}

bool understands(Display* display, Window window, Atom protocol) {
    Atom* protocols = nullptr;
    int count = 0;
    if (!XGetWMProtocols(display, window, &protocols, &count))
        return false;
    const auto known = owned(protocols, count);
    const bool found = std::ranges::find(known, protocol) != known.end();
    XFree(protocols);
    return found;
}

bool isVisible(Display* display, Window window) {
    XWindowAttributes attributes;
    return XGetWindowAttributes(display, window, &attributes) && attributes.map_state == IsViewable;
}

} // namespace

int askToClose(const char* name) {
    const std::unique_ptr<Display, int (*)(Display*)> display(XOpenDisplay(name), XCloseDisplay);
    if (!display)
        return 0;
    const Atom protocols = XInternAtom(display.get(), "WM_PROTOCOLS", False);
    const Atom deleteWindow = XInternAtom(display.get(), "WM_DELETE_WINDOW", False);
    Window root = 0;
    Window parent = 0;
    Window* children = nullptr;
    unsigned int count = 0;
    if (!XQueryTree(display.get(), DefaultRootWindow(display.get()), &root, &parent, &children, &count))
        return 0;
    int asked = 0;
    for (const Window window : owned(children, static_cast<int>(count))) {
        if (!isVisible(display.get(), window) || !understands(display.get(), window, deleteWindow))
            continue;
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = window;
        event.xclient.message_type = protocols;
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(deleteWindow);
        event.xclient.data.l[1] = CurrentTime;
        XSendEvent(display.get(), window, False, NoEventMask, &event);
        ++asked;
    }
    XFree(children);
    XFlush(display.get());
    return asked;
}

} // namespace segue::test

#pragma once

class QString;
class QWidget;

namespace segue::window {

/// Keys and gestures, in a dialog that does not block.
void showShortcuts(QWidget& parent);

/// Version, licences, and where the data of the map come from.
void showAbout(QWidget& parent, const QString& dataAttribution);

} // namespace segue::window

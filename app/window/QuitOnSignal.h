#pragma once

#include <QObject>

namespace segue::window {

/// SIGINT, SIGTERM and SIGHUP end the program in order, so that every note gets its note-off. One
/// lives in main().
class QuitOnSignal : public QObject {
    Q_OBJECT

public:
    explicit QuitOnSignal(QObject* parent = nullptr);
    ~QuitOnSignal() override;
};

} // namespace segue::window

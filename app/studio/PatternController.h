#pragma once

#include "app/instrument/Instrument.h"
#include "app/session/SessionDocument.h"
#include "app/workers/DecodingWorker.h"

#include <QObject>

#include <array>
#include <memory>
#include <optional>

namespace segue::studio {

/// Turns the scene into the pattern that sounds: whenever the puck, the morph, or how hits are drawn changes, it asks
/// the decoding worker for the place that the scene means.
/// Thread: UI.
class PatternController : public QObject {
    Q_OBJECT

public:
    using Ends = std::array<std::shared_ptr<const workers::LatentVector>, 2>;

    PatternController(session::SessionDocument& document, workers::DecodingWorker& worker, QObject* parent = nullptr);

    /// `layout` is null while there is no map.
    void setStage(std::shared_ptr<const instrument::Instrument> instrument,
                  std::shared_ptr<const instrument::Layout> layout);
    /// The latent vectors of A and B under the model of the stage; null where there is none. While one is awaited and
    /// there is no other, nothing new is decoded; without any the morph is at the puck.
    void setEnds(const Ends& ends, bool awaited);

    // What the model is told, as a change of the scene.
    void tellChord(int first, int last, int triadClass);
    void tellTonic(int tonic);

    /// The last whole pattern; empty before the first.
    [[nodiscard]] const workers::Decoded& current() const { return m_current; }
    /// The newest request, and whether current() answers it.
    [[nodiscard]] std::uint64_t lastRequest() const { return m_lastRequest; }
    [[nodiscard]] bool isUpToDate() const { return m_current.id == m_lastRequest; }
    [[nodiscard]] decoder::DecodeOptions options() const;

Q_SIGNALS:
    void patternChanged(const segue::workers::Decoded& decoded);
    /// A long pattern as far as it is decoded: current() is still the last whole one.
    void patternGrew(const segue::workers::Decoded& decoded);
    void failed(const QString& message);

private:
    void request();
    /// The stage is the one that the scene speaks of: after an undo it may still be loading.
    [[nodiscard]] bool isStageSet() const;
    [[nodiscard]] std::optional<workers::Place> place() const;

    session::SessionDocument& m_document;
    workers::DecodingWorker& m_worker;
    std::shared_ptr<const instrument::Instrument> m_instrument;
    std::shared_ptr<const instrument::Layout> m_layout;
    Ends m_ends;
    bool m_endsAwaited = false;
    workers::Decoded m_current;
    std::uint64_t m_lastRequest = 0;
};

} // namespace segue::studio

#include "app/studio/AnchorController.h"

#include "app/instrument/Decoding.h"
#include "app/instrument/Told.h"
#include "core/files/MusicReader.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace segue::studio {
namespace {

using instrument::Instrument;
using session::Anchor;
using session::Scene;
using workers::JobContext;
using workers::LatentVector;
using Windows = std::shared_ptr<const std::vector<codec::PatternWindow>>;

/// What reading a file for an anchor gives.
struct Opened {
    Anchor anchor;
    Windows windows;
    std::string note;
};

/// Requires: the model has an encoder, and the pattern fits.
LatentVector encoded(const Instrument& instrument, const music::Pattern& pattern) {
    const auto workspace = instrument.model->makeWorkspace();
    return instrument.model->encode(pattern, *workspace).mean;
}

using ReadingMap = std::shared_ptr<const music::DrumMap>;

Result<codec::Patterns> windowsOf(const music::NoteSequence& sequence, const Instrument& instrument,
                                  const ReadingMap& map, const std::string& path) {
    codec::ExtractionOptions options;
    options.readingMap = map;
    auto patterns = instrument.model->codec().patterns(sequence, options);
    if (!patterns)
        return fail(patterns.error(), "reading " + path);
    return patterns;
}

/// In one line: the list of music tells every repair and every pitch.
std::string describe(const std::vector<files::Repair>& repairs, const codec::ExtractionReport& report) {
    std::string words;
    if (!repairs.empty())
        words = repairs.front().what;
    if (repairs.size() > 1)
        words += " (and " + std::to_string(repairs.size() - 1) + " more repairs)";
    int unmapped = 0;
    for (const auto& [pitch, count] : report.unmappedPitches)
        unmapped += count;
    if (unmapped > 0)
        words += (words.empty() ? "" : "; ") + std::to_string(unmapped) + " notes of other instruments were left out";
    return words;
}

/// Takes the last window that begins at `bar` or before.
Result<Opened> openFile(const Instrument& instrument, const ReadingMap& map, const std::string& path, int bar) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    auto extraction = windowsOf(read->sequence, instrument, map, path);
    if (!extraction)
        return fail(extraction.error());
    Opened opened;
    opened.windows = std::make_shared<const std::vector<codec::PatternWindow>>(std::move(extraction->windows));
    const auto after = std::ranges::find_if(*opened.windows, [bar](const auto& window) { return window.bar > bar; });
    const codec::PatternWindow& chosen = after == opened.windows->begin() ? opened.windows->front() : *(after - 1);
    opened.anchor = {std::filesystem::path(path).stem().string(),
                     path,
                     chosen.bar,
                     chosen.pattern,
                     encoded(instrument, chosen.pattern),
                     instrument.checksum};
    if (const std::string words = describe(read->repairs, extraction->report); !words.empty())
        opened.note = opened.anchor.title + ": " + words;
    return opened;
}

std::optional<Anchor>& slot(Scene& scene, widgets::Anchor which) {
    return which == widgets::Anchor::A ? scene.a : scene.b;
}

} // namespace

AnchorController::AnchorController(session::SessionDocument& document, workers::BackgroundJobs& jobs, QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs) {
    connect(&m_document, &session::SessionDocument::sceneChanged, this, [this](const Scene& before, const Scene& now) {
        const auto follow = [this](Which which) {
            m_jobs.cancel(end(which).job); // what it finds is of another anchor
            refresh(which);
        };
        if (before.a != now.a)
            follow(Which::A);
        if (before.b != now.b)
            follow(Which::B);
    });
}

void AnchorController::setInstrument(std::shared_ptr<const Instrument> instrument) {
    m_instrument = std::move(instrument);
    for (End& known : m_ends) { // whoever is told of A must not find B as the model before had it
        known.z = nullptr;
        known.music.reset();
        known.windowsOf.clear(); // another model may read other windows
    }
    refresh(Which::A);
    refresh(Which::B);
}

void AnchorController::setReadingMap(ReadingMap map) {
    m_readingMap = std::move(map);
    for (const Which which : {Which::A, Which::B})
        if (const auto& content = anchor(which);
            content && !content->file.empty() && m_instrument && m_instrument->model->hasEncoder())
            readBars(which);
}

bool AnchorController::canHear() {
    if (m_instrument && !m_instrument->model->hasEncoder())
        Q_EMIT failed(instrument::whyItHearsNothing());
    return m_instrument && m_instrument->model->hasEncoder();
}

const std::optional<Anchor>& AnchorController::anchor(Which which) const {
    return which == Which::A ? m_document.scene().a : m_document.scene().b;
}

std::shared_ptr<const LatentVector> AnchorController::latentVector(Which which) const {
    return end(which).z;
}

std::vector<int> AnchorController::bars(Which which) const {
    std::vector<int> bars;
    const auto& content = anchor(which);
    const End& known = end(which);
    if (content && known.windows && known.windowsOf == content->file)
        std::ranges::transform(*known.windows, std::back_inserter(bars), &codec::PatternWindow::bar);
    return bars;
}

AnchorController::Which AnchorController::emptyEnd() const {
    return m_document.scene().a ? Which::B : Which::A;
}

void AnchorController::open(Which which, const QString& path) {
    if (!canHear())
        return;
    m_jobs.cancel(end(which).job);
    end(which).job = m_jobs.start<Opened>(
        this,
        [instrument = m_instrument, map = m_readingMap, file = path.toStdString()](const JobContext&) {
            return openFile(*instrument, map, file, 0);
        },
        [this, which, path, instrument = m_instrument](Result<Opened> opened) {
            if (instrument != m_instrument) { // another model came meanwhile, and may find other windows
                open(which, path);
                return;
            }
            if (!opened) {
                Q_EMIT failed(QString::fromStdString(opened.error().text()));
                return;
            }
            end(which).windows = opened->windows;
            end(which).windowsOf = opened->anchor.file;
            if (!opened->note.empty())
                Q_EMIT noted(QString::fromStdString(opened->note));
            store(which, std::move(opened->anchor), Heard::Yes);
        });
}

void AnchorController::take(Which which, Anchor window) {
    if (!canHear())
        return;
    m_jobs.cancel(end(which).job); // it may be reading another file
    store(which, std::move(window), Heard::Yes);
}

void AnchorController::chooseBar(Which which, int bar) {
    const auto& current = anchor(which);
    const End& known = end(which);
    if (!current || !known.windows || known.windowsOf != current->file)
        return;
    const auto window = std::ranges::find(*known.windows, bar, &codec::PatternWindow::bar);
    if (window == known.windows->end())
        return;
    Anchor changed = *current;
    changed.bar = bar;
    changed.pattern = window->pattern;
    changed.z.clear();
    changed.modelChecksum.clear();
    store(which, std::move(changed), Heard::Yes);
}

void AnchorController::setPoint(Which which, std::shared_ptr<const latent::LatentMap> map,
                                latent::LatentMap::Point point) {
    if (!m_instrument || !map)
        return;
    m_jobs.cancel(end(which).job);
    end(which).job = m_jobs.start<Anchor>(
        this,
        [instrument = m_instrument, place = workers::MapPlace{std::move(map), point, 0}, told = m_document.scene().told,
         title = tr("point of the map").toStdString()](const JobContext&) -> Result<Anchor> {
            Anchor anchor;
            anchor.title = title;
            anchor.z = workers::latentVectorOf(place);
            anchor.modelChecksum = instrument->checksum;
            const auto workspace = instrument->model->makeWorkspace();
            anchor.pattern = instrument::decode(*instrument->model, anchor.z, told, {}, *workspace).pattern;
            return anchor;
        },
        [this, which, gesture = m_document.gesture()](Result<Anchor> anchor) {
            if (anchor)
                store(which, std::move(*anchor), Heard::No, gesture);
            else
                Q_EMIT failed(QString::fromStdString(anchor.error().text()));
        });
}

void AnchorController::clear(Which which) {
    store(which, std::nullopt, Heard::No);
}

void AnchorController::store(Which which, std::optional<Anchor> anchor, Heard heard) {
    m_document.beginGesture();
    store(which, std::move(anchor), heard, m_document.gesture());
    m_document.beginGesture();
}

void AnchorController::store(Which which, std::optional<Anchor> anchor, Heard heard, int gesture) {
    const QString name = which == Which::A ? tr("A") : tr("B");
    m_document.change(session::Change::Anchors, anchor ? tr("Set %1").arg(name) : tr("Clear %1").arg(name), gesture,
                      [&](Scene& scene) {
                          const bool tells =
                              m_instrument && instrument::tellable(m_instrument->model->architecture().codec).any();
                          if (anchor && heard == Heard::Yes && tells)
                              scene.told = anchor->pattern; // its chords, its key, or its hits
                          slot(scene, which) = std::move(anchor);
                          if (heard == Heard::Yes) {
                              scene.mode = session::Mode::Morph;
                              scene.morph = which == Which::A ? 0.0F : 1.0F;
                          }
                      });
}

void AnchorController::refresh(Which which) {
    End& known = end(which);
    const auto& content = anchor(which);
    known.z = nullptr;
    known.music.reset();
    known.isAwaited = false;
    if (content && m_instrument) {
        const decoder::LiveModel& model = *m_instrument->model;
        const bool fits = model.codec().fits(content->pattern);
        if (fits)
            known.music = {content->pattern, content->bar};
        if (fits && content->modelChecksum == m_instrument->checksum && !content->z.empty())
            known.z = std::make_shared<const LatentVector>(content->z);
        else if (!model.hasEncoder())
            giveUp(which, instrument::whyItHearsNothing());
        else if (fits)
            encode(which);
        else if (!content->file.empty())
            findAnew(which);
        else
            giveUp(which, tr("it is other music than this model makes"));
        if (!content->file.empty() && known.windowsOf != content->file && model.hasEncoder())
            readBars(which);
    }
    Q_EMIT anchorChanged(which);
}

void AnchorController::giveUp(Which which, const QString& why) {
    end(which).isAwaited = false;
    end(which).music.reset();
    Q_EMIT failed(tr("%1 cannot be played with this model: %2").arg(QString::fromStdString(anchor(which)->title), why));
}

void AnchorController::encode(Which which) {
    m_jobs.cancel(end(which).job);
    end(which).isAwaited = true;
    end(which).job = m_jobs.start<LatentVector>(
        this,
        [instrument = m_instrument, pattern = anchor(which)->pattern](const JobContext&) -> Result<LatentVector> {
            return encoded(*instrument, pattern);
        },
        [this, which, instrument = m_instrument](Result<LatentVector> z) {
            if (instrument != m_instrument)
                return;
            end(which).isAwaited = false;
            if (z)
                end(which).z = std::make_shared<const LatentVector>(std::move(*z));
            else
                Q_EMIT failed(QString::fromStdString(z.error().text()));
            Q_EMIT anchorChanged(which);
        });
}

/// The anchor was made with a model of other music: what this one finds in its file.
void AnchorController::findAnew(Which which) {
    m_jobs.cancel(end(which).job);
    end(which).isAwaited = true;
    end(which).windowsOf = anchor(which)->file;
    end(which).windows = nullptr;
    end(which).job = m_jobs.start<Opened>(
        this,
        [instrument = m_instrument, map = m_readingMap, file = anchor(which)->file,
         bar = anchor(which)->bar](const JobContext&) { return openFile(*instrument, map, file, bar); },
        [this, which, instrument = m_instrument](Result<Opened> opened) {
            if (instrument != m_instrument)
                return;
            if (opened) {
                End& known = end(which);
                known.isAwaited = false;
                known.z = std::make_shared<const LatentVector>(std::move(opened->anchor.z));
                known.music = {std::move(opened->anchor.pattern), opened->anchor.bar};
                known.windows = std::move(opened->windows);
            } else {
                giveUp(which, QString::fromStdString(opened.error().text()));
            }
            Q_EMIT anchorChanged(which);
        });
}

void AnchorController::readBars(Which which) {
    end(which).windowsOf = anchor(which)->file;
    end(which).windows = nullptr;
    m_jobs.start<codec::Patterns>(
        this,
        [instrument = m_instrument, map = m_readingMap,
         file = anchor(which)->file](const JobContext&) -> Result<codec::Patterns> {
            const auto read = files::readMusicFile(file);
            if (!read)
                return fail(read.error());
            return windowsOf(read->sequence, *instrument, map, file);
        },
        [this, which, file = anchor(which)->file](Result<codec::Patterns> extraction) {
            // A file that is gone only means that no other bar can be chosen: the pattern itself is in the session.
            if (!extraction || end(which).windowsOf != file)
                return;
            end(which).windows =
                std::make_shared<const std::vector<codec::PatternWindow>>(std::move(extraction->windows));
            Q_EMIT anchorChanged(which);
        });
}

} // namespace segue::studio

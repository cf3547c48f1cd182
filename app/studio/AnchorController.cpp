#include "app/studio/AnchorController.h"

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
using Windows = std::shared_ptr<const std::vector<codec::Window>>;

/// What reading a file for an anchor gives.
struct Opened {
    Anchor anchor;
    Windows windows;
    std::string note;
};

LatentVector encoded(const Instrument& instrument, const music::DrumPattern& pattern) {
    const auto workspace = instrument.model->makeWorkspace();
    return instrument.model->encode(pattern, *workspace).mean;
}

using ReadingMap = std::shared_ptr<const music::DrumMap>;

Result<codec::Extraction> windowsOf(const music::NoteSequence& sequence, const Instrument& instrument,
                                    const ReadingMap& map, const std::string& path) {
    codec::ExtractionOptions options;
    options.readingMap = map;
    auto extraction =
        codec::GrooveCodec(std::get<architecture::GrooveCodecConfig>(instrument.model->architecture().codec))
            .extract(sequence, options);
    if (!extraction)
        return fail(extraction.error(), "reading " + path);
    return extraction;
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

Result<Opened> openFile(const Instrument& instrument, const ReadingMap& map, const std::string& path) {
    const auto read = files::readMusicFile(path);
    if (!read)
        return fail(read.error());
    auto extraction = windowsOf(read->sequence, instrument, map, path);
    if (!extraction)
        return fail(extraction.error());
    Opened opened;
    opened.windows = std::make_shared<const std::vector<codec::Window>>(std::move(extraction->windows));
    const codec::Window& first = opened.windows->front();
    opened.anchor = {std::filesystem::path(path).stem().string(),
                     path,
                     first.bar,
                     first.pattern,
                     encoded(instrument, first.pattern),
                     instrument.checksum};
    if (const std::string words = describe(read->repairs, extraction->report); !words.empty())
        opened.note = opened.anchor.title + ": " + words;
    return opened;
}

bool fits(const Instrument& instrument, const Anchor& anchor) {
    return anchor.pattern.steps() == instrument.model->architecture().shape().steps;
}

std::optional<Anchor>& slot(Scene& scene, widgets::Anchor which) {
    return which == widgets::Anchor::A ? scene.a : scene.b;
}

} // namespace

AnchorController::AnchorController(session::SessionDocument& document, workers::BackgroundJobs& jobs, QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs) {
    connect(&m_document, &session::SessionDocument::sceneChanged, this, [this](const Scene& before, const Scene& now) {
        if (before.a != now.a)
            refresh(Which::A);
        if (before.b != now.b)
            refresh(Which::B);
    });
}

void AnchorController::setInstrument(std::shared_ptr<const Instrument> instrument) {
    m_instrument = std::move(instrument);
    for (const Which which : {Which::A, Which::B}) {
        end(which).windowsOf.clear(); // another model may read other windows
        refresh(which);
    }
}

void AnchorController::setReadingMap(ReadingMap map) {
    m_readingMap = std::move(map);
    for (const Which which : {Which::A, Which::B})
        if (const auto& content = anchor(which); content && !content->file.empty() && m_instrument)
            readBars(which);
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
        std::ranges::transform(*known.windows, std::back_inserter(bars), &codec::Window::bar);
    return bars;
}

AnchorController::Which AnchorController::emptyEnd() const {
    return m_document.scene().a ? Which::B : Which::A;
}

void AnchorController::open(Which which, const QString& path) {
    if (!m_instrument)
        return;
    m_jobs.cancel(end(which).job);
    end(which).job = m_jobs.start<Opened>(
        this,
        [instrument = m_instrument, map = m_readingMap, file = path.toStdString()](const JobContext&) {
            return openFile(*instrument, map, file);
        },
        [this, which, instrument = m_instrument](Result<Opened> opened) {
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
    m_jobs.cancel(end(which).job); // it may be reading another file
    store(which, std::move(window), Heard::Yes);
}

void AnchorController::chooseBar(Which which, int bar) {
    const auto& current = anchor(which);
    const End& known = end(which);
    if (!current || !known.windows || known.windowsOf != current->file)
        return;
    const auto window = std::ranges::find(*known.windows, bar, &codec::Window::bar);
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
        [instrument = m_instrument, place = workers::MapPlace{std::move(map), point, 0},
         title = tr("point of the map").toStdString()](const JobContext&) -> Result<Anchor> {
            Anchor anchor;
            anchor.title = title;
            anchor.z = workers::latentVectorOf(place);
            anchor.modelChecksum = instrument->checksum;
            const auto workspace = instrument->model->makeWorkspace();
            anchor.pattern =
                std::get<music::DrumPattern>(instrument->model->decode(anchor.z, {}, {}, *workspace).pattern);
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
    if (content && m_instrument) {
        if (content->modelChecksum == m_instrument->checksum && !content->z.empty())
            known.z = std::make_shared<const LatentVector>(content->z);
        else
            encode(which);
        if (!content->file.empty() && known.windowsOf != content->file)
            readBars(which);
    }
    Q_EMIT anchorChanged(which);
}

void AnchorController::encode(Which which) {
    const Anchor& content = *anchor(which);
    if (!fits(*m_instrument, content)) {
        Q_EMIT failed(tr("%1 is of another length than this model's patterns; drop the file again")
                          .arg(QString::fromStdString(content.title)));
        return;
    }
    m_jobs.cancel(end(which).job);
    end(which).job = m_jobs.start<LatentVector>(
        this,
        [instrument = m_instrument, pattern = content.pattern](const JobContext&) -> Result<LatentVector> {
            return encoded(*instrument, pattern);
        },
        [this, which](Result<LatentVector> z) {
            if (!z) {
                Q_EMIT failed(QString::fromStdString(z.error().text()));
                return;
            }
            end(which).z = std::make_shared<const LatentVector>(std::move(*z));
            Q_EMIT anchorChanged(which);
        });
}

void AnchorController::readBars(Which which) {
    end(which).windowsOf = anchor(which)->file;
    end(which).windows = nullptr;
    m_jobs.start<codec::Extraction>(
        this,
        [instrument = m_instrument, map = m_readingMap,
         file = anchor(which)->file](const JobContext&) -> Result<codec::Extraction> {
            const auto read = files::readMusicFile(file);
            if (!read)
                return fail(read.error());
            return windowsOf(read->sequence, *instrument, map, file);
        },
        [this, which, file = anchor(which)->file](Result<codec::Extraction> extraction) {
            // A file that is gone only means that no other bar can be chosen: the pattern itself is in the session.
            if (!extraction || end(which).windowsOf != file)
                return;
            end(which).windows = std::make_shared<const std::vector<codec::Window>>(std::move(extraction->windows));
            Q_EMIT anchorChanged(which);
        });
}

} // namespace segue::studio

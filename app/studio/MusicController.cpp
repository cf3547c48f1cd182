#include "app/studio/MusicController.h"

#include "app/library/MusicScan.h"
#include "core/files/MusicFiles.h"
#include "widgets/MusicList.h"

#include <QElapsedTimer>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <utility>
#include <variant>

namespace segue::studio {

using library::FoundPiece;
using library::FoundWindow;
using library::MusicModel;
using session::Scene;
using session::Session;
using widgets::MusicPage;
using widgets::MusicShown;
using widgets::MusicUse;
using workers::JobContext;
using Which = widgets::Anchor;

namespace {

/// As often as the list grows while it is read.
constexpr qint64 kReportMs = 150;
constexpr std::size_t kMostRecent = 8;
/// Rows of the unmapped pitches that a sentence names.
constexpr std::size_t kNamedPitches = 1;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

/// On the job's thread.
Status readInto(workers::Outbox<FoundPiece>& found, library::ScanRequest request, const JobContext& job) {
    QElapsedTimer sinceReport;
    int read = 0;
    request.stop = job.stopToken();
    request.found = [&found, &read](FoundPiece piece) {
        found.put(std::move(piece));
        ++read;
    };
    request.progress = [&](int done, int total) {
        if (sinceReport.isValid() && sinceReport.elapsed() < kReportMs)
            return;
        sinceReport.start();
        job.report(total > 0 ? static_cast<double>(done) / total : 0,
                   std::to_string(done) + " of " + std::to_string(total));
    };
    return library::scanMusic(request);
}

} // namespace

MusicController::MusicController(MusicPage& page, const Parts& parts, QObject* parent)
    : QObject(parent), m_page(page), m_parts(parts) {
    m_page.setModel(&m_model);
    connectPage();
    connect(&m_parts.reading, &workers::BackgroundJobs::progressed, this,
            [this](workers::JobId job, double fraction, const QString& what) {
                if (job != m_job)
                    return;
                take(m_found->takeAll());
                m_page.setProgress(fraction, what);
            });
    connect(&m_parts.instruments, &InstrumentController::stageChanged, this, &MusicController::followInstrument);
    connect(&m_parts.anchors, &AnchorController::anchorChanged, this, &MusicController::showMarks);
    connect(&m_parts.playback, &PlaybackController::previewEnded, this, [this] {
        m_sounding.reset();
        showMarks();
    });
    remember({});
}

void MusicController::connectPage() {
    connect(&m_page, &MusicPage::openFilesRequested, this, &MusicController::chooseFiles);
    connect(&m_page, &MusicPage::openFolderRequested, this, &MusicController::chooseFolder);
    connect(&m_page, &MusicPage::pathsOpened, this, &MusicController::open);
    connect(&m_page, &MusicPage::cancelRequested, this, [this] {
        cancel();
        finish(tr("Reading was stopped: the list holds what was found until then"));
    });
    connect(&m_page, &MusicPage::closeRequested, this, [this] { Q_EMIT showRequested(false); });
    connect(&m_page, &MusicPage::drumMapRequested, this, &MusicController::drumMapRequested);
    connect(&m_page, &MusicPage::noticeActionRequested, this, &MusicController::drumMapRequested);
    connect(&m_page, &MusicPage::searchChanged, this,
            [this](const QString& search) { setFilter([&](auto& filter) { filter.search = search; }); });
    connect(&m_page, &MusicPage::styleChosen, this,
            [this](const QString& style) { setFilter([&](auto& filter) { filter.style = style.toStdString(); }); });
    connect(&m_page, &MusicPage::orderChosen, this,
            [this](widgets::MusicOrder order) { setFilter([&](auto& filter) { filter.order = order; }); });
    connect(&m_page, &MusicPage::shownChosen, this,
            [this](MusicShown shown) { setFilter([&](auto& filter) { filter.shown = shown; }); });
    connect(&m_page.list(), &widgets::MusicList::useRequested, this, &MusicController::use);
    connect(&m_page.list(), &widgets::MusicList::rowVisited, this, [this](qint64 token) {
        if (m_sounding) // who listens goes on listening
            listen(token);
    });
}

void MusicController::setFilter(const std::function<void(MusicModel::Filter&)>& edit) {
    MusicModel::Filter filter = m_model.filter();
    edit(filter);
    m_model.setFilter(filter);
}

bool MusicController::isForList(const QStringList& paths) {
    return paths.size() > 2 || std::ranges::any_of(paths, [](const QString& path) {
               return QFileInfo(path).isDir() ||
                      files::musicKindOf(path.toStdString()) == files::MusicKind::NoteSequences;
           });
}

void MusicController::open(const QStringList& paths) {
    if (paths.isEmpty())
        return;
    m_sources = paths;
    remember(paths);
    read();
    Q_EMIT showRequested(true);
}

void MusicController::chooseFiles() {
    const QStringList paths =
        QFileDialog::getOpenFileNames(&m_page, tr("Open music"), text(m_parts.document.session().folders.music),
                                      tr("Music (*.mid *.midi *.kar *.rmi *.MID *.xml *.musicxml *.mxl *.tfrecord*);;"
                                         "All files (*)"));
    open(paths);
}

void MusicController::chooseFolder() {
    const QString folder = QFileDialog::getExistingDirectory(&m_page, tr("Open a folder of music"),
                                                             text(m_parts.document.session().folders.music));
    if (!folder.isEmpty())
        open({folder});
}

/// Also shows what is remembered.
void MusicController::remember(const QStringList& paths) {
    m_parts.document.remember([&paths](Session& session) {
        for (auto path = paths.crbegin(); path != paths.crend(); ++path) {
            const QFileInfo info(*path);
            session.folders.music = (info.isDir() ? info.absoluteFilePath() : info.absolutePath()).toStdString();
            const std::string absolute = info.absoluteFilePath().toStdString();
            std::erase(session.recentMusic, absolute);
            session.recentMusic.insert(session.recentMusic.begin(), absolute);
        }
        if (session.recentMusic.size() > kMostRecent)
            session.recentMusic.resize(kMostRecent);
    });
    QStringList recent;
    for (const std::string& path : m_parts.document.session().recentMusic)
        recent.append(text(path));
    m_page.setRecent(recent);
}

void MusicController::read() {
    hush();
    cancel();
    m_model.clear();
    const auto& instrument = m_parts.instruments.instrument();
    m_codec = instrument ? instrument->model->architecture().codec : architecture::GrooveCodecConfig();
    library::ScanRequest request;
    for (const QString& path : m_sources)
        request.paths.push_back(QFileInfo(path).absoluteFilePath().toStdString());
    request.codec = *m_codec;
    if (const auto& map = m_parts.document.session().readingMap)
        request.readingMap = std::make_shared<const music::DrumMap>(*map);
    m_found = std::make_shared<workers::Outbox<FoundPiece>>();
    m_page.setProgress(0, tr("Looking for music"));
    showCounts();
    using Nothing = std::monostate;
    m_job = m_parts.reading.start<Nothing>(
        this,
        [found = m_found, request = std::move(request)](const JobContext& job) -> Result<Nothing> {
            if (auto status = readInto(*found, request, job); !status)
                return fail(status.error());
            return Nothing();
        },
        [this](Result<Nothing> read) { finish(read ? QString() : text(read.error().text())); });
}

void MusicController::cancel() {
    m_parts.reading.cancel(m_job);
    m_job = 0;
}

void MusicController::finish(const QString& problem) {
    m_job = 0;
    take(m_found->takeAll());
    m_page.setProgress(std::nullopt);
    showCounts();
    showNotice();
    if (!problem.isEmpty())
        Q_EMIT noted(problem);
}

void MusicController::take(std::vector<FoundPiece> pieces) {
    if (pieces.empty())
        return;
    m_model.append(std::move(pieces));
    showCounts();
    showMarks();
}

void MusicController::showCounts() {
    m_page.setCounts(m_model.count(MusicShown::Windows), m_model.count(MusicShown::Remarks),
                     m_model.count(MusicShown::Refused));
    QStringList styles;
    for (const auto& [style, windows] : m_model.styles())
        styles.append(text(style));
    m_page.setStyles(styles);
    Q_EMIT titleChanged(title());
}

QString MusicController::title() const {
    if (m_sources.isEmpty())
        return {};
    const QString files = tr("%1 files").arg(QLocale().toString(m_model.pieces()));
    return m_sources.size() == 1 ? tr("%1 · %2").arg(QFileInfo(m_sources.front()).fileName(), files) : files;
}

void MusicController::showNotice() {
    const auto& unmapped = m_model.unmappedPitches();
    if (unmapped.empty()) {
        m_page.setNotice({});
        return;
    }
    int notes = 0;
    for (const auto& [pitch, count] : unmapped)
        notes += count;
    const auto& [pitch, count] =
        *std::ranges::max_element(unmapped, {}, [](const auto& known) { return known.second; });
    m_page.setNotice(
        unmapped.size() <= kNamedPitches
            ? text(library::unmappedText(pitch, count))
            : tr("%1 notes of %2 pitches belong to no drum").arg(QLocale().toString(notes)).arg(unmapped.size()),
        tr("Assign…"));
}

void MusicController::showMarks() {
    const auto tokenOf = [this](const std::optional<session::Anchor>& anchor) {
        return anchor && !anchor->file.empty() ? m_model.tokenOf(anchor->file, anchor->bar) : std::nullopt;
    };
    const Scene& scene = m_parts.document.scene();
    m_model.setMarks({m_sounding, tokenOf(scene.a), tokenOf(scene.b)});
}

std::optional<session::Anchor> MusicController::window(qint64 token) const {
    if (!m_model.window(token))
        return std::nullopt;
    const FoundPiece& piece = *m_model.piece(token);
    const FoundWindow& window = *m_model.window(token);
    session::Anchor anchor;
    anchor.title = QFileInfo(text(piece.name)).completeBaseName().toStdString();
    anchor.file = piece.file;
    anchor.bar = window.bar;
    anchor.pattern = window.pattern.pattern();
    return anchor;
}

void MusicController::use(qint64 token, MusicUse use) {
    auto found = window(token);
    if (!found)
        return;
    switch (use) {
    case MusicUse::Listen: m_sounding == token ? hush() : listen(token); break;
    case MusicUse::Puck: m_parts.encoding.takePuckTo(found->pattern); break;
    case MusicUse::A: m_parts.anchors.take(Which::A, std::move(*found)); break;
    case MusicUse::B: m_parts.anchors.take(Which::B, std::move(*found)); break;
    }
}

void MusicController::listen(qint64 token) {
    m_sounding = token;
    m_parts.playback.preview(m_model.window(token)->pattern.pattern());
    showMarks();
}

void MusicController::hush() {
    m_parts.playback.endPreview();
}

/// Another model may look for other windows.
void MusicController::followInstrument() {
    const auto& codec = m_parts.instruments.instrument()->model->architecture().codec;
    if (m_codec && *m_codec != codec)
        readAgain();
}

void MusicController::readAgain() {
    if (!m_sources.isEmpty())
        read();
}

} // namespace segue::studio

#include "app/studio/ImportController.h"

#include "core/magenta/Import.h"
#include "widgets/ImportDialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <system_error>
#include <utility>

namespace segue::studio {

using session::Session;
using widgets::ImportDialog;

namespace {

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// "cat-mel_2bar_big" of "cat-mel_2bar_big.tar" or "…/cat-mel_2bar_big".
QString titleOf(const QString& path) {
    QString name = QFileInfo(QDir::cleanPath(path)).fileName();
    for (const auto& ending : {QStringLiteral(".gz"), QStringLiteral(".tar"), QStringLiteral(".tgz"),
                               QStringLiteral(".index"), QStringLiteral(".ckpt")})
        if (name.endsWith(ending, Qt::CaseInsensitive))
            name.chop(ending.size());
    return name;
}

struct Request {
    std::filesystem::path source;
    std::filesystem::path target;
    std::string configuration; ///< empty: to be found out
    magenta::Part part = magenta::Part::Everything;
};

/// Gives how the configuration was found out. On the job's thread.
Result<std::string> importModel(const Request& request, const workers::JobContext& job) {
    magenta::ImportOptions options;
    options.part = request.part;
    if (!request.configuration.empty()) {
        auto named = architecture::namedConfiguration(request.configuration);
        if (!named)
            return fail(named.error());
        options.architecture = std::move(*named);
    }
    const auto report = [&job](std::uint64_t done, std::uint64_t total) {
        job.report(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0, "Importing");
    };
    magenta::Reading reading(request.part, report, job.stopToken());
    auto imported = magenta::importCheckpoint(request.source, options, reading);
    if (!imported)
        return fail(imported.error());
    std::error_code failure;
    std::filesystem::create_directories(request.target.parent_path(), failure);
    if (failure)
        return fail(ErrorCode::Unreadable,
                    "The folder " + request.target.parent_path().string() + " cannot be made: " + failure.message());
    if (auto status = files::writeModelFile(request.target, imported->model); !status)
        return fail(status.error());
    return std::move(imported->how);
}

} // namespace

ImportController::ImportController(const Parts& parts, QWidget& window, QObject* parent)
    : QObject(parent), m_parts(parts), m_window(window) {
    connect(&m_parts.jobs, &workers::BackgroundJobs::progressed, this, [this](workers::JobId job, double fraction) {
        if (m_dialog && job == m_job)
            m_dialog->setProgress(fraction);
    });
}

void ImportController::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(&m_window, tr("Import a Magenta checkpoint"),
                                                      text(m_parts.document.session().folders.models),
                                                      tr("Checkpoints (*.tar *.tar.gz *.tgz *.index);;All files (*)"));
    if (!path.isEmpty())
        begin(path);
}

void ImportController::chooseFolder() {
    const QString path = QFileDialog::getExistingDirectory(&m_window, tr("Import a folder of Magenta's weights"),
                                                           text(m_parts.document.session().folders.models));
    if (!path.isEmpty())
        begin(path);
}

void ImportController::begin(const QString& path) {
    cancel();
    if (!m_dialog) {
        m_dialog = new ImportDialog(&m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ImportDialog::importRequested, this, &ImportController::import);
        connect(m_dialog, &ImportDialog::browseRequested, this, &ImportController::chooseTarget);
        connect(m_dialog, &ImportDialog::cancelRequested, this, &ImportController::cancel);
        QStringList names;
        for (const architecture::Architecture& known : architecture::namedConfigurations())
            names.append(text(known.name));
        m_dialog->setConfigurations(names);
    }
    m_source = QFileInfo(path).absoluteFilePath();
    m_parts.document.remember(
        [this](Session& session) { session.folders.models = QFileInfo(m_source).absolutePath().toStdString(); });
    const auto target = m_parts.modelFolder / (titleOf(m_source) + QStringLiteral(".safetensors")).toStdString();
    m_dialog->setFiles(m_source, text(target.string()));
    m_dialog->show();
    m_dialog->raise();
}

void ImportController::chooseTarget() {
    const QString path =
        QFileDialog::getSaveFileName(m_dialog, tr("Save the model"), m_dialog->target(), tr("Models (*.safetensors)"));
    if (!path.isEmpty())
        m_dialog->setFiles(m_source, path);
}

void ImportController::import() {
    const QString target = m_dialog->target();
    m_dialog->setProgress(0.0);
    const Request request{m_source.toStdString(), target.toStdString(), m_dialog->configuration().toStdString(),
                          m_dialog->decoderOnly() ? magenta::Part::DecoderOnly : magenta::Part::Everything};
    m_job = m_parts.jobs.start<std::string>(
        this, [request](const workers::JobContext& job) { return importModel(request, job); },
        [this, target](Result<std::string> how) {
            m_job = 0;
            if (how) {
                finish(target, text(*how));
            } else if (m_dialog) {
                m_dialog->setProgress(std::nullopt);
                m_dialog->setFailure(text(how.error().text()));
            }
        });
}

void ImportController::cancel() {
    m_parts.jobs.cancel(m_job);
    m_job = 0;
}

void ImportController::finish(const QString& target, const QString& how) {
    if (m_dialog)
        m_dialog->accept();
    Q_EMIT noted(tr("Imported %1 (%2)").arg(QFileInfo(target).fileName(), how));
    m_parts.instruments.open({target.toStdString(), {}}, m_parts.patterns.current().pattern);
}

} // namespace segue::studio

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <ranges>

namespace {

/// Who may include what: one row a folder, the longest match holds. The table is the architecture; the link lines of
/// CMake say the same, and this test keeps headers honest too.
struct Rule {
    QString folder;
    QStringList ours; ///< folders of ours whose headers may be included
    QStringList theirs; ///< prefixes of outside headers beyond the standard library
};

QList<Rule> rules() {
    const auto s = [](const char* text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); };
    return {
        {QStringLiteral("core/base"), s("core/base"), s("tl/")},
        {QStringLiteral("core/music"), s("core/base core/music"), {}},
        {QStringLiteral("core/architecture"), s("core/base core/music core/architecture"), s("nlohmann/")},
        {QStringLiteral("core/files"), s("core/base core/music core/architecture core/files"),
         s("nlohmann/ google/protobuf/ note_sequence.pb.h pugixml.hpp zip.h")},
        {QStringLiteral("core/codec"), s("core/base core/music core/architecture core/codec"), {}},
        {QStringLiteral("core/convert"), s("core/base core/music core/architecture core/files core/codec core/convert"),
         s("nlohmann/")},
        {QStringLiteral("core/magenta"), s("core/base core/music core/architecture core/files core/magenta"),
         s("nlohmann/")},
        {QStringLiteral("core/runs"), s("core/base core/architecture core/runs"), s("nlohmann/")},
        {QStringLiteral("core/decoder"), s("core/base core/music core/architecture core/files core/codec core/decoder"),
         s("nlohmann/")},
        {QStringLiteral("core/latent"),
         s("core/base core/music core/architecture core/files core/codec core/decoder core/latent"),
         s("nlohmann/ Eigen/ nanoflann.hpp")},
        {QStringLiteral("core/realtime"), s("core/realtime"), {}},
        {QStringLiteral("core/playback"),
         s("core/base core/music core/architecture core/codec core/realtime core/playback"),
         {}},
        {QStringLiteral("core/model"),
         s("core/base core/music core/architecture core/files core/codec core/decoder core/model"),
         s("nlohmann/ torch/ ATen/ c10/")},
        {QStringLiteral("training"),
         s("core/base core/music core/architecture core/files core/codec core/runs core/latent core/model training"),
         s("nlohmann/ torch/ ATen/ c10/")},
        {QStringLiteral("widgets"), s("core widgets"), s("Q q nlohmann/")},
        {QStringLiteral("app"), s("core widgets app"), s("Q q nlohmann/")},
        {QStringLiteral("app/devices"), s("core app/devices"), s("RtMidi.h fluidsynth.h jack/ alsa/")},
        {QStringLiteral("app/cli"), s("core training app/cli app/devices app/assets"), s("nlohmann/ CLI/ torch/")},
    };
}

struct Include {
    QString file;
    QString header;
    bool quoted;
};

QStringList sources(const QString& folder) {
    QStringList files;
    QDirIterator it(QStringLiteral(SEGUE_SOURCE "/") + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")},
                    QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        files << QDir(QStringLiteral(SEGUE_SOURCE)).relativeFilePath(it.next());
    files.sort();
    return files;
}

QList<Include> includes(const QString& file) {
    static const QRegularExpression pattern(QStringLiteral(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"));
    QFile source(QStringLiteral(SEGUE_SOURCE "/") + file);
    if (!source.open(QIODevice::ReadOnly | QIODevice::Text))
        return {};
    QList<Include> found;
    for (const QString& line : QString::fromUtf8(source.readAll()).split(u'\n'))
        if (const auto match = pattern.match(line); match.hasMatch())
            found.push_back({file, match.captured(2), match.captured(1) == QStringLiteral("\"")});
    return found;
}

bool isBelow(const QString& file, const QString& folder) {
    return file.startsWith(folder + u'/');
}

/// The C++ and POSIX headers: no folder, or a system folder.
bool isStandard(const QString& header) {
    static const QStringList system{QStringLiteral("sys/"), QStringLiteral("netinet/"), QStringLiteral("arpa/")};
    if (std::ranges::any_of(system, [&](const QString& prefix) { return header.startsWith(prefix); }))
        return true;
    static const QRegularExpression lowerCase(QStringLiteral("^[a-z0-9_]+(\\.h)?$"));
    static const QStringList notStandard{QStringLiteral("qcustomplot.h"), QStringLiteral("fluidsynth.h"),
                                         QStringLiteral("cblas.h")};
    return lowerCase.match(header).hasMatch() && !notStandard.contains(header);
}

} // namespace

class TestLayering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyIncludeIsAllowed() {
        QStringList broken;
        for (const QString& top :
             {QStringLiteral("core"), QStringLiteral("training"), QStringLiteral("widgets"), QStringLiteral("app")})
            for (const QString& file : sources(top))
                for (const Include& include : includes(file))
                    if (!isAllowed(include))
                        broken << QStringLiteral("%1 includes %2").arg(include.file, include.header);
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void headersOfLibTorchStayInsideTheirTargets() {
        QStringList broken;
        for (const QString& top : {QStringLiteral("core"), QStringLiteral("training"), QStringLiteral("app")})
            for (const QString& file : sources(top))
                if (file.endsWith(QStringLiteral(".h")) && !file.endsWith(QStringLiteral("Torch.h")))
                    for (const Include& include : includes(file))
                        if (include.header.startsWith(QStringLiteral("torch/")) ||
                            include.header.endsWith(QStringLiteral("Torch.h")))
                            broken << QStringLiteral("%1 includes %2").arg(include.file, include.header);
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void everyUnitHasATest() {
        QSet<QString> tested;
        for (const QString& file : sources(QStringLiteral("tests")))
            for (const Include& include : includes(file))
                tested.insert(include.header);
        QStringList untested;
        for (const QString& top : {QStringLiteral("core"), QStringLiteral("training"), QStringLiteral("widgets")})
            for (const QString& file : sources(top)) {
                const QString header = QString(file).replace(QStringLiteral(".cpp"), QStringLiteral(".h"));
                if (file.endsWith(QStringLiteral(".cpp")) && QFile::exists(QStringLiteral(SEGUE_SOURCE "/") + header) &&
                    !tested.contains(header))
                    untested << header;
            }
        QVERIFY2(untested.isEmpty(), qPrintable(QStringLiteral("No test includes: ") + untested.join(u' ')));
    }

    void memoryOrdersAreExplicitOnlyInRealtime() {
        QStringList broken;
        for (const QString& top :
             {QStringLiteral("core"), QStringLiteral("training"), QStringLiteral("widgets"), QStringLiteral("app")})
            for (const QString& file : sources(top)) {
                QFile source(QStringLiteral(SEGUE_SOURCE "/") + file);
                QVERIFY(source.open(QIODevice::ReadOnly));
                if (!isBelow(file, QStringLiteral("core/realtime")) && source.readAll().contains("memory_order_"))
                    broken << file;
            }
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void windowLoadsNeitherLibTorchNorQt5() {
#ifdef SEGUE_WINDOW
        QProcess ldd;
        ldd.start(QStringLiteral("ldd"), {QStringLiteral(SEGUE_WINDOW)});
        if (!ldd.waitForFinished() || ldd.exitCode() != 0)
            QSKIP("ldd is missing");
        const QString libraries = QString::fromUtf8(ldd.readAllStandardOutput());
        QVERIFY(libraries.contains(QStringLiteral("libQt6Widgets")));
        for (const char* forbidden : {"libtorch", "libc10", "libQt5"})
            QVERIFY2(!libraries.contains(QString::fromLatin1(forbidden)), forbidden);
#else
        QSKIP("the window is not part of this build");
#endif
    }

private:
    static bool isAllowed(const Include& include) {
        const auto all = rules();
        const Rule* rule = nullptr;
        for (const Rule& candidate : all)
            if (isBelow(include.file, candidate.folder) &&
                (rule == nullptr || candidate.folder.size() > rule->folder.size()))
                rule = &candidate;
        if (rule == nullptr)
            return false;
        if (include.quoted &&
            std::ranges::any_of(rule->ours, [&](const QString& folder) { return isBelow(include.header, folder); }))
            return !(isBelow(include.header, QStringLiteral("core/model")) &&
                     rule->folder != QStringLiteral("core/model") && rule->folder != QStringLiteral("training") &&
                     rule->folder != QStringLiteral("app/cli"));
        if (include.header.endsWith(QStringLiteral(".moc")))
            return true;
        if (!include.quoted && isStandard(include.header))
            return true;
        return std::ranges::any_of(rule->theirs,
                                   [&](const QString& prefix) { return include.header.startsWith(prefix); });
    }
};

QTEST_APPLESS_MAIN(TestLayering)
#include "tst_Layering.moc"

#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <string>

namespace segue::test {

/// A stand-in for segue-cli on the PATH that keeps a run folder as a trainer does, at once and without learning: it
/// takes the lock, reports, pauses, and on SIGTERM writes a last state. `$model` becomes its checkpoint.
class TestTrainer {
public:
    enum class Character { Learns, FailsAtOnce };

    explicit TestTrainer(const std::filesystem::path& model, const std::filesystem::path& music,
                         Character character = Character::Learns)
        : m_pathBefore(qgetenv("PATH")) {
        QFile script(m_folder.filePath(QStringLiteral("segue-cli")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write(character == Character::Learns
                         ? learning(model.string(), music.string())
                         : QByteArray("#!/bin/bash\necho 'segue-cli: no music here' >&2\nexit 1\n"));
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        qputenv("PATH", m_folder.path().toLocal8Bit() + ':' + m_pathBefore);
    }
    ~TestTrainer() { qputenv("PATH", m_pathBefore); }
    TestTrainer(const TestTrainer&) = delete;
    TestTrainer& operator=(const TestTrainer&) = delete;

private:
    static QByteArray learning(const std::string& model, const std::string& music) {
        QFile file(QStringLiteral(SEGUE_TEST_DATA "/trainer/learning.sh"));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray script = file.readAll();
        script.replace("MUSIC", QByteArray::fromStdString(music));
        script.replace("MODEL", QByteArray::fromStdString(model));
        return script;
    }

    QTemporaryDir m_folder;
    QByteArray m_pathBefore;
};

} // namespace segue::test

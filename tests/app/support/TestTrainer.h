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
        QByteArray script(R"(#!/bin/bash
echo "$@" > /dev/null
arguments="$*"
while [ $# -gt 0 ]; do
  [ "$1" = --run-dir ] && run="$2"
  shift
done
exec 9> "$run/lock"
flock -n 9 || { echo "someone else is learning there"; exit 1; }
echo "$arguments" > "$run/arguments"
echo '{"architecture": {"name": "groovae_2bar"}, "data": {"name": "my music", "examples": ["MUSIC"], "train": {"windows": 12}}}' > "$run/config.json"
say() { echo "$1" >> "$run/metrics.jsonl"; }
trap 'say "{\"type\":\"state\",\"state\":\"stopped\",\"message\":\"\"}"; exit 0' TERM
say '{"type":"state","state":"training","message":""}'
cp "MODEL" "$run/last.safetensors"
paused=no
for step in $(seq 1 600); do
  if [ -e "$run/pause" ]; then
    [ $paused = no ] && say '{"type":"state","state":"paused","message":""}'
    paused=yes
  else
    [ $paused = yes ] && say '{"type":"state","state":"training","message":""}'
    paused=no
    say "{\"type\":\"training\",\"step\":$step,\"total_steps\":600,\"loss\":$((700 - step)).5,\"reconstruction\":$((700 - step)).5,\"kl_bits\":48,\"hit_accuracy\":0.5,\"examples_per_second\":100,\"seconds_left\":30}"
  fi
  sleep 0.05
done
say '{"type":"state","state":"finished","message":""}'
)");
        script.replace("MUSIC", QByteArray::fromStdString(music));
        script.replace("MODEL", QByteArray::fromStdString(model));
        return script;
    }

    QTemporaryDir m_folder;
    QByteArray m_pathBefore;
};

} // namespace segue::test

#include "core/files/TfRecord.h"

#include "core/base/Files.h"
#include "core/base/Random.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace segue;
using namespace segue::files;

namespace {

using Bytes = std::vector<std::byte>;

/// All records, or the first Error.
Result<std::vector<Bytes>> readAll(const std::filesystem::path& path) {
    auto reader = TfRecordReader::open(path);
    if (!reader)
        return fail(reader.error());
    std::vector<Bytes> records;
    while (true) {
        auto record = reader->next();
        if (!record) {
            const auto after = reader->next();
            if (!after || *after)
                return fail(ErrorCode::Internal, "something follows an Error");
            return fail(record.error());
        }
        if (!*record)
            return records;
        records.push_back(std::move(**record));
    }
}

/// Without the care of writeFileAtomically, which takes its time; so does the system when a file is overwritten.
void put(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

class TestTfRecord : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void recordsAreFoundAgainByTheirPlace() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath(QStringLiteral("x")).toStdString();
        Bytes bytes;
        for (int size = 0; size < 5; ++size)
            appendTfRecord(bytes, Bytes(static_cast<std::size_t>(size) * 100));
        put(path, bytes);
        auto reader = TfRecordReader::open(path);
        QVERIFY(reader);
        std::vector<std::uint64_t> offsets;
        for (int i = 0; i < 5; ++i) {
            offsets.push_back(reader->offset());
            QVERIFY(*reader->next());
        }
        QCOMPARE(reader->offset(), bytes.size());
        for (const std::size_t i : {3U, 1U, 4U, 0U}) {
            QVERIFY(reader->seek(offsets[i]));
            QCOMPARE((*reader->next())->size(), i * 100);
        }
    }

    void writtenRecordsReadBack() {
        Random random(1);
        for (int round = 0; round < 20; ++round) {
            std::vector<Bytes> records(random.below(6));
            for (Bytes& record : records) {
                record.resize(random.below(round == 0 ? 3'000'000 : 300));
                for (std::byte& byte : record)
                    byte = static_cast<std::byte>(random.next());
            }
            auto writer = TfRecordWriter::create(path());
            QVERIFY(writer);
            for (const Bytes& record : records)
                QVERIFY(writer->write(record));
            QVERIFY(writer->commit());
            const auto read = readAll(path());
            QVERIFY2(read, read ? "" : read.error().text().c_str());
            QVERIFY(*read == records);
        }
    }

    void bytesAreTensorFlows() {
        // Written by TensorFlow's rules, worked out in Python from NoteSequenceRecords.md: the record "abc".
        auto writer = TfRecordWriter::create(path());
        const Bytes record{std::byte{'a'}, std::byte{'b'}, std::byte{'c'}};
        QVERIFY(writer->write(record));
        QVERIFY(writer->commit());
        const Bytes file = *readFile(path());
        const auto hex = QByteArray(reinterpret_cast<const char*>(file.data()), static_cast<qsizetype>(file.size()));
        QCOMPARE(hex.toHex(), QByteArray("0300000000000000b099490e6162636e57f121"));
    }

    void everyCutIsMalformed() {
        const Bytes whole = twoRecords();
        for (std::size_t size = 1; size < whole.size(); ++size) {
            put(path(), std::span(whole).first(size));
            const auto read = readAll(path());
            if (size == 26) // the first record's end
                QCOMPARE(read->size(), std::size_t{1});
            else
                QVERIFY(!read && read.error().code() == ErrorCode::Malformed);
        }
    }

    void everyFlippedBitIsNoticed() {
        Bytes file = twoRecords();
        for (std::size_t i = 0; i < file.size(); ++i)
            for (int bit = 0; bit < 8; ++bit) {
                file[i] ^= std::byte{1} << bit;
                put(path(), file);
                QVERIFY(readAll(path()).error().code() == ErrorCode::Malformed);
                file[i] ^= std::byte{1} << bit;
            }
    }

    void absurdLengthIsRefused() {
        Bytes file(8, std::byte{0x7F});
        // its checksum, so that only the length is wrong
        auto writer = TfRecordWriter::create(path());
        QVERIFY(writer->write(file));
        QVERIFY(writer->commit());
        const Bytes written = *readFile(path());
        file.insert(file.end(), written.end() - 4, written.end());
        QVERIFY(writeFileAtomically(path(), file));
        QVERIFY(readAll(path()).error().code() == ErrorCode::Unsupported);
    }

    void emptyFileHasNoRecords() {
        QVERIFY(writeFileAtomically(path(), std::string_view()));
        QVERIFY(readAll(path())->empty());
    }

    void whatCannotBeOpenedSaysWhy() {
        QVERIFY(TfRecordReader::open(path() / "none").error().code() == ErrorCode::NotFound);
        QVERIFY(TfRecordReader::open(path().parent_path()).error().code() == ErrorCode::Unreadable);
    }

private:
    [[nodiscard]] std::filesystem::path path() const {
        return m_folder.filePath(QStringLiteral("x.tfrecord")).toStdString();
    }
    [[nodiscard]] Bytes twoRecords() const {
        auto writer = TfRecordWriter::create(path());
        (void)writer->write(Bytes(10, std::byte{7}));
        (void)writer->write(Bytes(20, std::byte{8}));
        (void)writer->commit();
        return *readFile(path());
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestTfRecord)
#include "tst_TfRecord.moc"

#include "app/cli/InspectCommand.h"

#include "core/architecture/Blueprint.h"
#include "tests/app/cli/RunCli.h"

#include "core/base/Files.h"
#include "core/files/MidiFile.h"
#include "core/files/ModelFile.h"
#include "core/latent/MapFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace segue;
using namespace segue::files;

namespace fs = std::filesystem;

namespace {

music::NoteSequence song() {
    music::NoteSequence sequence;
    sequence.ticksPerQuarter = 96;
    sequence.tempos = {{Seconds(0), Bpm(120)}, {Seconds(2), Bpm(60)}};
    sequence.timeSignatures = {{Seconds(0), 3, 4}};
    sequence.keySignatures = {{Seconds(0), 3, true}};
    sequence.notes = {{MidiPitch(60), Velocity(80), Seconds(0), Seconds(3), 0, 7, false},
                      {MidiPitch(36), Velocity(100), Seconds(0), Seconds(0.5), 1, 0, true},
                      {MidiPitch(38), Velocity(50), Seconds(1), Seconds(1.5), 1, 0, true}};
    sequence.instrumentNames = {{1, "Kit"}};
    return sequence;
}

ModelFile model() {
    ModelFile file;
    file.architecture = *architecture::namedConfiguration("groovae_2bar");
    file.architecture.latentSize = 2;
    file.architecture.encoder.sizes = {3};
    file.architecture.decoder.sizes = {3};
    file.provenance = {{"data", "made up"}};
    for (const auto& [name, shape] : architecture::weightShapes(file.architecture)) {
        std::size_t count = 1;
        for (const std::int64_t size : shape)
            count *= static_cast<std::size_t>(size);
        file.weights[name] = {shape, std::vector<float>(count, 0.5F)};
    }
    return file;
}

} // namespace

class TestInspectCommand : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void midiFileIsToldForPeople() {
        QVERIFY(writeMidiFile(m_folder / "x.mid", song()));
        const auto run = inspect("x.mid");
        QCOMPARE(run.exitCode, 0);
        for (const char* text : {"MIDI, 3.0 s, 3 notes, 96 ticks", "tempo  120.00, 60.00 from 2.0 s", "meter  3/4",
                                 "key    E flat minor", "instrument 0, program 7: 1 notes, pitches 60, velocities 80",
                                 "instrument 1, drums, \"Kit\": 2 notes, pitches 36 to 38, velocities 50 to 100",
                                 "drums  Kick 1, Snare 1"})
            QVERIFY2(run.out.find(text) != std::string::npos, run.out.c_str());
    }

    void midiFileIsToldForMachines() {
        QVERIFY(writeMidiFile(m_folder / "x.mid", song()));
        const auto json = inspect("x.mid", "--json").json();
        QCOMPARE(json["ok"].get<bool>(), true);
        QCOMPARE(json["kind"].get<std::string>(), std::string("midi"));
        QCOMPARE(json["notes"].get<int>(), 3);
        QCOMPARE(json["tempos"][1]["bpm"].get<double>(), 60.0);
        QCOMPARE(json["time_signatures"][0]["numerator"].get<int>(), 3);
        QCOMPARE(json["instruments"][1]["name"].get<std::string>(), std::string("Kit"));
        QCOMPARE(json["instruments"][1]["is_drum"].get<bool>(), true);
        QCOMPARE(json["drums"]["Snare"].get<int>(), 1);
    }

    void scoreIsToldWithWhatWasMended() {
        fs::copy_file(SEGUE_TEST_DATA "/malformed/musicxml/measure-too-short.xml", m_folder / "x.xml");
        const auto run = inspect("x.xml");
        QCOMPARE(run.exitCode, 0);
        for (const char* text : {"MusicXML, 6.0 s, 3 notes\n", "\"Piano\"", "mended Measure 2: it is shorter"})
            QVERIFY2(run.out.find(text) != std::string::npos, run.out.c_str());
        const auto json = inspect("x.xml", "--json").json();
        QCOMPARE(json["kind"].get<std::string>(), std::string("musicxml"));
        QCOMPARE(json["repairs"][0]["count"].get<int>(), 1);
    }

    void folderAndRecordsAreSummedUp() {
        QVERIFY(writeMidiFile(m_folder / "x.mid", song()));
        QVERIFY(writeMidiFile(m_folder / "y.mid", song()));
        std::ofstream(m_folder / "broken.mid") << "MThd";
        std::ofstream(m_folder / "settings.xml") << "<settings/>";
        std::ofstream(m_folder / "info.csv") << "midi_filename,style,drummer,split\nx.mid,funk/1,Anna,test\n";
        const auto people = inspect("").out;
        QVERIFY2(people.find("2 songs, 6 notes") != std::string::npos, people.c_str());
        QVERIFY2(people.find("unknown 1, funk 1") != std::string::npos, people.c_str());
        QVERIFY2(people.find("refused broken.mid") != std::string::npos, people.c_str());
        QVERIFY2(people.find("refused settings.xml: It is XML, but not MusicXML") != std::string::npos, people.c_str());
        const auto json = inspect("", "--json").json();
        QCOMPARE(json["kind"].get<std::string>(), std::string("folder"));
        QCOMPARE(json["songs"][0]["drummer"].get<std::string>(), std::string("Anna"));
        QCOMPARE(json["refused"].size(), std::size_t{2});

        fs::remove(m_folder / "broken.mid");
        fs::remove(m_folder / "settings.xml");
        QCOMPARE(test::runCli({"convert", "--input-dir=" + m_folder.string(),
                               "--output-file=" + (m_folder / "r.tfrecord").string()})
                     .exitCode,
                 0);
        const auto records = inspect("r.tfrecord", "--json").json();
        QCOMPARE(records["kind"].get<std::string>(), std::string("note-sequences"));
        QCOMPARE(records["notes"].get<int>(), 6);
        QCOMPARE(records["songs"][0]["style"].get<std::string>(), std::string("funk"));
    }

    void modelShowsItsArchitectureAndOrigin() {
        QVERIFY(writeModelFile(m_folder / "m.safetensors", model()));
        const auto run = inspect("m.safetensors");
        QCOMPARE(run.exitCode, 0);
        for (const char* text :
             {"a model, groovae_2bar", "grooves of 2 bars", "bidirectional LSTM, 3", "z         2", "data: made up"})
            QVERIFY2(run.out.find(text) != std::string::npos, run.out.c_str());
        const auto json = inspect("m.safetensors", "--json").json();
        QCOMPARE(json["kind"].get<std::string>(), std::string("model"));
        QCOMPARE(json["checksum"].get<std::string>(), weightsChecksum(model()));
        QVERIFY(json["has_encoder"] == true);
        QCOMPARE(json["architecture"]["latent_size"].get<int>(), 2);
        QCOMPARE(json["provenance"]["data"].get<std::string>(), std::string("made up"));
        QCOMPARE(json["tensors"].size(), model().weights.size());
    }

    void agreementOfSixteenBitsIsTold() {
        QVERIFY(writeModelFile(m_folder / "m.safetensors", model())); // whose weights 16 bits hold as they are
        const auto run = inspect("m.safetensors", "--agreement");
        QCOMPARE(run.exitCode, 0);
        for (const char* text : {"in 73,728 of 73,728 cases (100.00 %); 256 of 256 patterns are the same",
                                 "velocities differ by 0.0000, offsets by 0.0000"})
            QVERIFY2(run.out.find(text) != std::string::npos, run.out.c_str());
        const std::string path = (m_folder / "m.safetensors").string();
        const auto json = test::runCli({"inspect", path, "--agreement", "--json"}).json()["agreement"];
        QCOMPARE(json["equal_decisions"].get<int>(), 256 * 32 * 9);
        QCOMPARE(json["equal_patterns"].get<int>(), 256);
        QCOMPARE(json["share"].get<double>(), 1.0);
        QCOMPARE(json["velocity_error"].get<double>(), 0.0);
    }

    void onlyAModelHasAnAgreement() {
        QVERIFY(writeMidiFile(m_folder / "x.mid", song()));
        const auto run = inspect("x.mid", "--agreement");
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.errors.find("is no model") != std::string::npos, run.errors.c_str());
    }

    void mapShowsItsExamples() {
        latent::MapFile map;
        map.latentSize = 2;
        map.means = {0, 1, 2, 3};
        map.examples = {{"a.mid", "funk", "", 90, 0}, {"a.mid", "funk", "", 90, 1}};
        map.title = "Two windows";
        map.attribution = "made up";
        map.modelChecksum = "0123456789abcdef";
        QVERIFY(latent::writeMapFile(m_folder / "m.segue-map", map));
        const auto run = inspect("m.segue-map");
        QVERIFY2(run.out.find("a map, \"Two windows\", 2 examples, z 2") != std::string::npos, run.errors.c_str());
        const auto json = inspect("m.segue-map", "--json").json();
        QCOMPARE(json["kind"].get<std::string>(), std::string("map"));
        QCOMPARE(json["styles"]["funk"].get<int>(), 2);
    }

    void otherTensorsAreListed() {
        Safetensors file;
        file.metadata["hello"] = "there";
        file.tensors["a"] = {{2, 3}, std::vector<float>(6)};
        QVERIFY(writeFileAtomically(m_folder / "other.bin", writeSafetensors(file)));
        QVERIFY(inspect("other.bin").out.find("a  2 x 3") != std::string::npos);
        const auto json = inspect("other.bin", "--json").json();
        QCOMPARE(json["kind"].get<std::string>(), std::string("safetensors"));
        QCOMPARE(json["metadata"]["hello"].get<std::string>(), std::string("there"));
    }

    void whatCannotBeReadSaysWhy_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("code");
        QTest::newRow("missing") << "none.mid" << QString() << "not-found";
        QTest::newRow("text") << "a.txt"
                              << "hello"
                              << "unsupported";
        QTest::newRow("empty") << "a.bin"
                               << ""
                               << "unsupported";
        QTest::newRow("broken MIDI") << "a.mid"
                                     << "MThd"
                                     << "malformed";
        QTest::newRow("broken model") << "a.safetensors"
                                      << "hello"
                                      << "malformed";
        QTest::newRow("broken map") << "a.segue-map"
                                    << "hello"
                                    << "malformed";
        QTest::newRow("broken records") << "a.tfrecord"
                                        << "hello"
                                        << "malformed";
    }
    void whatCannotBeReadSaysWhy() {
        QFETCH(QString, file);
        QFETCH(QString, content);
        QFETCH(QString, code);
        if (!content.isNull())
            std::ofstream(m_folder / file.toStdString()) << content.toStdString();
        const auto run = inspect(file.toStdString(), "--json");
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(QString::fromStdString(run.json()["error"]["code"].get<std::string>()), code);
        QVERIFY2(run.errors.find(file.toStdString()) != std::string::npos, run.errors.c_str());
    }

    void commandLinesWithoutAFileCannotBeMeant() { QCOMPARE(test::runCli({"inspect"}).exitCode, 2); }

private:
    [[nodiscard]] test::CliRun inspect(const std::string& file, const std::string& option = {}) const {
        std::vector<std::string> arguments{"inspect", (m_folder / file).string()};
        if (!option.empty())
            arguments.push_back(option);
        return test::runCli(arguments);
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_APPLESS_MAIN(TestInspectCommand)
#include "tst_InspectCommand.moc"

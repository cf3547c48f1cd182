#include "core/magenta/WeightsManifest.h"

#include <QTest>

using namespace segue;
using namespace segue::magenta;

namespace {

std::string manifestOf(const std::string& weight, const std::string& paths = R"(["shard"])") {
    return "[{\"paths\": " + paths + ", \"weights\": [" + weight + "]}]";
}

void addRow(const char* name, const std::string& text, ErrorCode code) {
    QTest::addRow("%s", name) << QByteArray::fromStdString(text) << static_cast<int>(code);
}

} // namespace

class TestWeightsManifest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void groupsAndWeightsAreRead() {
        const auto groups = readWeightsManifest(manifestOf(R"({"name": "a", "shape": [2, 3], "dtype": "float32"},
                          {"name": "b", "shape": [2], "dtype": "float32",
                           "quantization": {"dtype": "uint16", "scale": 0.5, "min": -1}},
                          {"name": "c", "shape": [], "dtype": "int32"},
                          {"name": "d", "shape": [3], "dtype": "float32", "quantization": {"dtype": "float16"}})",
                                                           R"(["one", "two"])"));
        QVERIFY2(groups, groups ? "" : groups.error().text().c_str());
        QCOMPARE(groups->size(), std::size_t{1});
        const WeightGroup& group = groups->front();
        QCOMPARE(group.paths, (std::vector<std::string>{"one", "two"}));
        QCOMPARE(group.weights[0].size, std::uint64_t{24});
        QCOMPARE(group.weights[0].shape, (std::vector<std::int64_t>{2, 3}));
        QVERIFY(group.weights[1].type == ElementType::UInt16);
        QCOMPARE(group.weights[1].size, std::uint64_t{4});
        QCOMPARE(group.weights[1].scale, 0.5);
        QCOMPARE(group.weights[1].minimum, -1.0);
        QVERIFY(!group.weights[2].type);
        QCOMPARE(group.weights[2].size, std::uint64_t{4});
        QCOMPARE(group.weights[3].size, std::uint64_t{6});
    }

    void wrongManifestsAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const std::string sound = R"({"name": "a", "shape": [1], "dtype": "float32"})";
        addRow("no JSON", "[", ErrorCode::Malformed);
        addRow("an object", "{}", ErrorCode::Malformed);
        addRow("an empty list", "[]", ErrorCode::Malformed);
        addRow("a group that is none", "[1]", ErrorCode::Malformed);
        addRow("no paths", manifestOf(sound, "[]"), ErrorCode::Malformed);
        addRow("a path up", manifestOf(sound, R"(["../x"])"), ErrorCode::Malformed);
        addRow("an absolute path", manifestOf(sound, R"(["/etc/passwd"])"), ErrorCode::Malformed);
        addRow("a path that is none", manifestOf(sound, "[1]"), ErrorCode::Malformed);
        addRow("a weight that is none", manifestOf("1"), ErrorCode::Malformed);
        addRow("no name", manifestOf(R"({"shape": [1], "dtype": "float32"})"), ErrorCode::Malformed);
        addRow("no shape", manifestOf(R"({"name": "a", "dtype": "float32"})"), ErrorCode::Malformed);
        addRow("a negative size", manifestOf(R"({"name": "a", "shape": [-1], "dtype": "float32"})"),
               ErrorCode::Malformed);
        addRow("a size beyond all numbers",
               manifestOf(R"({"name": "a", "shape": [99999999999, 99999999999], "dtype": "float32"})"),
               ErrorCode::Malformed);
        addRow("no type", manifestOf(R"({"name": "a", "shape": [1]})"), ErrorCode::Malformed);
        addRow("text", manifestOf(R"({"name": "a", "shape": [1], "dtype": "string"})"), ErrorCode::Unsupported);
        addRow("unknown quantisation",
               manifestOf(R"({"name": "a", "shape": [1], "dtype": "float32", "quantization": {"dtype": "int4"}})"),
               ErrorCode::Unsupported);
        addRow("quantisation without scale",
               manifestOf(R"({"name": "a", "shape": [1], "dtype": "float32", "quantization": {"dtype": "uint8"}})"),
               ErrorCode::Malformed);
        addRow("quantisation that is none",
               manifestOf(R"({"name": "a", "shape": [1], "dtype": "float32", "quantization": 1})"),
               ErrorCode::Malformed);
    }
    void wrongManifestsAreRefused() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        const auto groups = readWeightsManifest(text.toStdString());
        QVERIFY(!groups);
        QCOMPARE(groups.error().code(), static_cast<ErrorCode>(code));
    }

    void variableFilesAreRead() {
        const auto variables = readVariableManifest(R"({"decoder/a": {"filename": "decoder_a", "shape": [2, 3]}})");
        QVERIFY(variables);
        QCOMPARE(variables->size(), std::size_t{1});
        QCOMPARE(variables->front().path, std::string("decoder_a"));
        QCOMPARE(variables->front().size, std::uint64_t{24});
    }

    void wrongVariableManifestsAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        addRow("a list", "[]", ErrorCode::Malformed);
        addRow("nothing", "{}", ErrorCode::Malformed);
        addRow("no file", R"({"a": {"shape": [1]}})", ErrorCode::Malformed);
        addRow("no shape", R"({"a": {"filename": "a"}})", ErrorCode::Malformed);
        addRow("a path up", R"({"a": {"filename": "../a", "shape": [1]}})", ErrorCode::Malformed);
        addRow("no object", R"({"a": 1})", ErrorCode::Malformed);
        addRow("a name twice", R"({"a": {"filename": "a", "shape": [1]}, "a": {"filename": "b", "shape": [1]}})",
               ErrorCode::Malformed);
    }
    void wrongVariableManifestsAreRefused() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        const auto variables = readVariableManifest(text.toStdString());
        QVERIFY(!variables);
        QCOMPARE(variables.error().code(), static_cast<ErrorCode>(code));
    }
};

QTEST_APPLESS_MAIN(TestWeightsManifest)
#include "tst_WeightsManifest.moc"

#include "app/cli/AttributeOption.h"

#include <QTest>

using namespace segue;

class TestAttributeOption : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void allPointsMoveByAllThatIsAsked() {
        latent::SecondStage stage;
        stage.attributes = {{"density", {1, 0}, 0, 1}, {"velocity", {0, 2}, 0, 1}};
        std::vector<float> z{0, 0, 10, 20};
        QVERIFY(cli::applyAttributes({"density=+1.5", "velocity=-1"}, stage, z));
        QVERIFY(z == (std::vector<float>{1.5F, -2, 11.5F, 18}));
        for (const char* const wrong : {"density", "density=", "density=++1", "density=1x", "density=nan"})
            QVERIFY2(!cli::applyAttributes({wrong}, stage, z), wrong);
        QVERIFY(cli::applyAttributes({"green=1"}, stage, z).error().text().find("density, velocity") !=
                std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestAttributeOption)
#include "tst_AttributeOption.moc"

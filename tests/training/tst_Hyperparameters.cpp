#include "training/Recipes.h"

#include <QTest>

using namespace segue;
using namespace segue::training;

class TestHyperparameters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void magentasNamesAreUnderstood() {
        Hyperparameters parameters;
        QVERIFY(applyOverrides(parameters, "batch_size=32,learning_rate=0.0005,free_bits=48,max_beta=0.2,z_size=128,"
                                           "enc_rnn_size=[512],dec_rnn_size=[256, 256],dropout_keep_prob=0.3"));
        QCOMPARE(parameters.batchSize, 32);
        QCOMPARE(parameters.learningRate, 0.0005);
        QCOMPARE(parameters.freeBits, 48.0);
        QCOMPARE(parameters.maxBeta, 0.2);
        QCOMPARE(parameters.dropoutKeep, 0.3);
        QCOMPARE(parameters.encoderSizes, std::vector{512});
        QCOMPARE(parameters.decoderSizes, (std::vector{256, 256}));
        const auto sized = withSizes(architecture::namedConfiguration("groovae_2bar").value(), parameters);
        QCOMPARE(sized.latentSize, 128);
        QCOMPARE(sized.encoder.sizes, std::vector{512});
    }

    void everyHyperparameterOfMagentasIsAnswered_data() {
        QTest::addColumn<bool>("works");
        QTest::addColumn<bool>("isTold");
        for (const char* const text :
             {"learning_rate=0.001", "decay_rate=0.999", "min_learning_rate=0.00001", "dec_rnn_size=[512,512]",
              "enc_rnn_size=[1024]", "dropout_keep_prob=0.5", "sampling_rate=0.5", "residual_encoder=True",
              "residual_decoder=false", "control_preprocessing_rnn_size=[256]", "z_size=128", "free_bits=48",
              "max_beta=0.2", "beta_rate=0.99999", "batch_size=512", "grad_clip=2", "grad_norm_clip_to_zero=1000",
              "conditional=True", "clip_mode=global_norm"})
            QTest::newRow(text) << true << false;
        for (const char* const text : {"use_cudnn=True", "max_seq_len=32"})
            QTest::newRow(text) << true << true;
        for (const char* const text : {"conditional=False", "clip_mode=value"})
            QTest::newRow(text) << false << false;
    }
    void everyHyperparameterOfMagentasIsAnswered() {
        QFETCH(bool, works);
        QFETCH(bool, isTold);
        Hyperparameters parameters;
        const auto notes = applyOverrides(parameters, QTest::currentDataTag());
        QCOMPARE(notes.has_value(), works);
        if (works)
            QCOMPARE(notes->size(), std::size_t{isTold ? 1U : 0U});
        else
            QVERIFY(notes.error().code() == ErrorCode::Unsupported);
    }

    void waysOfLayersTakeThePlaceOfTheConfigurations() {
        Hyperparameters parameters;
        const auto architecture = architecture::namedConfiguration("groovae_2bar").value();
        QVERIFY(withSizes(architecture, parameters) == architecture);
        QVERIFY(applyOverrides(parameters, "residual_encoder=true,control_preprocessing_rnn_size=[8]"));
        const auto other = withSizes(architecture, parameters);
        QVERIFY(other.encoder.residual && !other.decoder.residual);
        QVERIFY(other.decoder.controlSizes.empty()); // nothing reads controls there
        QVERIFY(*hyperparametersFromJson(toJson(parameters)) == parameters);
    }

    void emptyTextChangesNothing() {
        Hyperparameters parameters;
        QVERIFY(applyOverrides(parameters, ""));
        QVERIFY(parameters == Hyperparameters{});
    }

    void unknownNameListsTheKnownOnes() {
        Hyperparameters parameters;
        const auto status = applyOverrides(parameters, "batch_sice=32");
        QVERIFY(!status);
        QVERIFY(status.error().code() == ErrorCode::InvalidArgument);
        for (const char* const part : {"batch_sice", "batch_size", "free_bits", "enc_rnn_size"})
            QVERIFY(status.error().message().find(part) != std::string::npos);
    }

    void valuesThatCannotBeMeantAreRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char* const text :
             {"batch_size", "batch_size=", "batch_size=x", "batch_size=1.5", "batch_size=0", "batch_size=-3",
              "dropout_keep_prob=0", "dropout_keep_prob=1.1", "learning_rate=nan", "learning_rate=inf",
              "schedule=linear", "losses_on_hits_only=maybe", "enc_rnn_size=[]", "enc_rnn_size=[0]",
              "enc_rnn_size=[256", "=3", "seed=-1", "max_beta=1e400"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void valuesThatCannotBeMeantAreRefused() {
        QFETCH(QString, text);
        Hyperparameters parameters;
        const auto status = applyOverrides(parameters, text.toStdString());
        QVERIFY(!status);
        QVERIFY(status.error().code() == ErrorCode::InvalidArgument);
    }

    void jsonGivesEveryParameterBack() {
        Hyperparameters parameters;
        QVERIFY(applyOverrides(parameters, "schedule=exponential,seed=7,enc_rnn_size=[64,32],augment_shift=0.25,"
                                           "losses_on_hits_only=false,grad_norm_clip_to_zero=123.5"));
        const auto back = hyperparametersFromJson(toJson(parameters));
        QVERIFY(back);
        QVERIFY(*back == parameters);
        QCOMPARE(toJson(parameters).size(), hyperparameterHelp().size());
    }

    void fineTuneKeepsTheSizesOfItsModel() {
        auto architecture = architecture::namedConfiguration("groovae_2bar").value();
        const auto parameters = fineTuneHyperparameters(architecture);
        QVERIFY(validate(parameters));
        architecture.encoder.sizes = {31};
        QVERIFY(withSizes(architecture, parameters) == architecture);
        const auto back = hyperparametersFromJson(toJson(parameters));
        QVERIFY(back);
        QVERIFY(*back == parameters);
    }

    void samplingRateMustFitItsSchedule_data() {
        QTest::addColumn<bool>("fits");
        QTest::newRow("sampling_schedule=constant,sampling_rate=0") << true;
        QTest::newRow("sampling_rate=1.0") << true;
        QTest::newRow("sampling_rate=1000") << false;
        QTest::newRow("sampling_schedule=inverse_sigmoid,sampling_rate=1000") << true;
        QTest::newRow("sampling_schedule=inverse_sigmoid") << false;
        QTest::newRow("sampling_schedule=exponential,sampling_rate=0.999") << true;
        QTest::newRow("sampling_schedule=exponential,sampling_rate=1") << false;
        QTest::newRow("sampling_schedule=linear,sampling_rate=1") << false;
    }
    void samplingRateMustFitItsSchedule() {
        QFETCH(bool, fits);
        Hyperparameters parameters;
        const auto status = applyOverrides(parameters, QTest::currentDataTag());
        QCOMPARE(status.has_value(), fits);
        if (fits)
            QVERIFY(*hyperparametersFromJson(toJson(parameters)) == parameters);
        else
            QVERIFY(status.error().message().find("sampling_") != std::string::npos);
    }

    void jsonOfAnotherShapeIsMalformed() {
        QVERIFY(hyperparametersFromJson(nlohmann::json::array()).error().code() == ErrorCode::Malformed);
        QVERIFY(hyperparametersFromJson({{"batch_size", "many"}}).error().code() == ErrorCode::Malformed);
        QVERIFY(hyperparametersFromJson({{"batch_size", nlohmann::json::object()}}).error().code() ==
                ErrorCode::Malformed);
        QVERIFY(hyperparametersFromJson({{"batch_size", 0}}).error().code() == ErrorCode::Malformed);
    }
};

QTEST_APPLESS_MAIN(TestHyperparameters)
#include "tst_Hyperparameters.moc"

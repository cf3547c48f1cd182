#include "training/HyperparameterFields.h"

#include <array>

namespace segue::training {
namespace {

using H = Hyperparameters;
using Place = HyperparameterPlace;

constexpr double kMuch = 1e9;

// clang-format off: one field a paragraph
constexpr std::array kFields{
    HyperparameterField{"batch_size", "examples that a step learns from together",
                        "steadier steps and more examples a second; fewer steps an hour and more memory",
                        "more steps an hour, each noisier", 1, 65536, [](H& h) { return Place(&h.batchSize); }},
    HyperparameterField{"learning_rate", "how far a step moves the weights, at its highest (Adam's)",
                        "learns faster, until it breaks down: the loss jumps up or becomes infinite",
                        "safer and slower; right for a fine-tune, which should keep what is known", 0, 1,
                        [](H& h) { return Place(&h.learningRate); }},
    HyperparameterField{"min_learning_rate", "what the learning rate falls to",
                        "goes on changing at the end of the run", "the last steps only polish", 0, 1,
                        [](H& h) { return Place(&h.minLearningRate); }},
    HyperparameterField{
        "schedule",
        "how the learning rate falls: cosine (rises over warmup_steps, then falls until the end of the run) "
        "or exponential (by decay_rate at each step, however long the run is)",
        "exponential, Magenta's: does not depend on the length of the run",
        "cosine: gets most out of a run whose length is known", 0, 0, [](H& h) { return Place(&h.schedule); }},
    HyperparameterField{"decay_rate", "what the exponential schedule multiplies the learning rate by at each step",
                        "falls later: 0.9999 halves it in 6,931 steps", "falls sooner: 0.999 halves it in 693", 0, 1,
                        [](H& h) { return Place(&h.decayRate); }},
    HyperparameterField{"warmup_steps", "steps over which the cosine schedule lets the learning rate rise",
                        "a gentler start, for a high learning rate or few examples a step", "full speed at once", 0,
                        kMuch, [](H& h) { return Place(&h.warmupSteps); }},
    HyperparameterField{
        "free_bits", "bits that z may say about an example without being charged (KL), over all of z together",
        "closer reconstructions, and a map whose points sound like the music under them; random points sound less "
        "like the data",
        "freer samples: random points sound like the data, reconstructions are loose; with far too little the decoder "
        "ignores z",
        0, kMuch, [](H& h) { return Place(&h.freeBits); }},
    HyperparameterField{"max_beta", "price of the bits beyond the free ones", "freer samples, looser reconstructions",
                        "closer reconstructions, a less orderly space", 0, kMuch,
                        [](H& h) { return Place(&h.maxBeta); }},
    HyperparameterField{"beta_rate", "how the price rises: max_beta * (1 - beta_rate^step)",
                        "asked later, so that z is in use before it costs: 0.99999 asks 63 % of it after 100,000 steps",
                        "asked sooner; 0 asks all of it from the second step on", 0, 1,
                        [](H& h) { return Place(&h.betaRate); }},
    HyperparameterField{"grad_clip",
                        "longest gradient that a step follows (global norm); longer ones are shortened to it",
                        "odd examples move the weights far", "steadier; far too low slows every step", 1e-9, kMuch,
                        [](H& h) { return Place(&h.gradClip); }},
    HyperparameterField{"grad_norm_clip_to_zero", "a gradient longer than this is not followed at all",
                        "no step is skipped",
                        "steps that would break what is learned are skipped, and some that would not", 1e-9, 1e30,
                        [](H& h) { return Place(&h.gradSkip); }},
    HyperparameterField{"dropout_keep_prob",
                        "share of the numbers between layers that a step keeps; the others become 0",
                        "learns faster; learns small data by heart sooner",
                        "learns less by heart, more slowly and less exactly; Magenta's grooves keep 0.3", 1e-6, 1,
                        [](H& h) { return Place(&h.dropoutKeep); }},
    HyperparameterField{"previous_output_dropout", "chance that a step of the decoder is not told what came before it",
                        "the decoder relies on z: what plays is what z says",
                        "the decoder relies on its own last steps: fluent, but it drifts away from what z says", 0, 1,
                        [](H& h) { return Place(&h.previousDropout); }},
    HyperparameterField{"sampling_schedule",
                        "of scheduled sampling, in which steps of the decoder are told what it said itself in place "
                        "of the truth: constant (the same chance throughout), inverse_sigmoid (hardly at first, in "
                        "the end nearly always) or exponential (more and more from the start)",
                        "inverse_sigmoid, Magenta's for drums and 2-bar melodies, and exponential: it learns the truth "
                        "first, then to go "
                        "on from its own mistakes; a step takes longer",
                        "constant with a rate of 0 is told the truth always", 0, 0,
                        [](H& h) { return Place(&h.samplingSchedule); }},
    HyperparameterField{
        "sampling_rate",
        "the chance of a constant sampling_schedule, from 0 to 1; the k of the others: of "
        "inverse_sigmoid at least 1, of exponential (1 - k^step) between 0 and 1",
        "constant: hears itself more often; the others: begins later (inverse_sigmoid with 1000 reaches one half at "
        "step 6,908)",
        "constant: is told the truth more often; the others: begins sooner", 0, kMuch,
        [](H& h) { return Place(&h.samplingRate); }},
    HyperparameterField{"velocity_weight", "what an error of a groove's velocities counts against one of its hits",
                        "closer dynamics, at the cost of hits and timing", "flatter dynamics", 0, kMuch,
                        [](H& h) { return Place(&h.velocityWeight); }},
    HyperparameterField{"offset_weight", "what an error of a groove's timing counts against one of its hits",
                        "closer timing, at the cost of hits and dynamics", "straighter timing", 0, kMuch,
                        [](H& h) { return Place(&h.offsetWeight); }},
    HyperparameterField{"losses_on_hits_only", "a groove's velocities and timing count only where there is a hit",
                        "learns dynamics and timing in a fraction of the time",
                        "Magenta's way: where nothing is hit both have to be 0", 0, 1,
                        [](H& h) { return Place(&h.lossesOnHitsOnly); }},
    HyperparameterField{"head_deviation", "size of the first random weights that make z",
                        "z says something from the first step on; far too much and the KL explodes",
                        "begins near a z that says nothing; Magenta's is 0.001", 0, 10,
                        [](H& h) { return Place(&h.headDeviation); }},
    HyperparameterField{"state_deviation", "size of the first random weights that make the decoder's states from z",
                        "z is heard from the first step on",
                        "the decoder learns to do without z first; Magenta's is 0.001", 0, 10,
                        [](H& h) { return Place(&h.stateDeviation); }},
    HyperparameterField{"seed", "of everything that is drawn at random",
                        "another number is another run: how much two of them differ is how little a difference means",
                        "the same number is the same run", 0, 9e15, [](H& h) { return Place(&h.seed); }},
    HyperparameterField{"augment_shift",
                        "chance that a window of drums begins an even number of steps off the bar line",
                        "learns less by heart; downbeats become less certain", "loops begin where bars begin", 0, 1,
                        [](H& h) { return Place(&h.augmentation.shiftChance); }},
    HyperparameterField{"augment_swap", "chance that the second half of a window of drums comes from another",
                        "learns less by heart; halves that differ become usual",
                        "both halves belong together as played", 0, 1,
                        [](H& h) { return Place(&h.augmentation.swapChance); }},
    HyperparameterField{"augment_drop_drum", "chance that a window of drums misses one of its drums",
                        "learns each drum apart; sparser patterns become usual", "whole kits", 0, 1,
                        [](H& h) { return Place(&h.augmentation.dropDrumChance); }},
    HyperparameterField{"augment_drop_notes", "highest share of the hits that a window of drums misses",
                        "learns less by heart; busy patterns come out thinner", "as dense as the data", 0, 1,
                        [](H& h) { return Place(&h.augmentation.dropNotes); }},
    HyperparameterField{"augment_velocity", "range of the factor on the velocities of a window of drums, around 1",
                        "loud and soft versions of the same", "as loud as the data", 0, 1,
                        [](H& h) { return Place(&h.augmentation.velocityRange); }},
    HyperparameterField{"augment_offset", "deviation of the shift of all hits of a window of drums, in half steps",
                        "early and late versions of the same", "as late as the data", 0, 1,
                        [](H& h) { return Place(&h.augmentation.offsetDeviation); }},
    HyperparameterField{"augment_transpose", "farthest that notes are moved up or down, in semitones; drums stay",
                        "learns from few pieces as if from many; all keys become alike",
                        "keeps to the keys of the data", 0, 24, [](H& h) { return Place(&h.augmentation.transpose); }},
    HyperparameterField{"magenta_windows", "pieces are cut into windows by Magenta's rules",
                        "the windows that Magenta would learn from, which are fewer",
                        "pieces with pickups, changes of time and short ends are used too", 0, 1,
                        [](H& h) { return Place(&h.magentaWindows); }},
    HyperparameterField{"windows_per_song",
                        "most windows that an epoch takes of one piece, drawn anew for each; 0 takes all",
                        "long pieces count more", "all pieces count alike (but 0 is all windows)", 0, kMuch,
                        [](H& h) { return Place(&h.windowsPerSong); }},
    HyperparameterField{"z_size", "numbers in z; 0 keeps the configuration's",
                        "room for more detail; maps and directions of more dimensions",
                        "a smaller space, and looser reconstructions", 0, 4096,
                        [](H& h) { return Place(&h.latentSize); }},
    HyperparameterField{
        "enc_rnn_size",
        "units a direction of the encoder's layers, as [256] or [512,512]; [] keeps the configuration's",
        "hears finer differences; a step takes longer, about with the square",
        "faster steps: 256 learn as much of 2-bar drums as 512", 1, 8192, [](H& h) { return Place(&h.encoderSizes); }},
    HyperparameterField{"dec_rnn_size", "units of the decoder's layers, as [256,256]; [] keeps the configuration's",
                        "writes finer detail; learning and playing take longer, about with the square",
                        "faster to learn and to play", 1, 8192, [](H& h) { return Place(&h.decoderSizes); }},
    HyperparameterField{"residual_encoder",
                        "each layer of the encoder adds what it reads to what it says; null keeps the configuration's",
                        "helps many layers on top of each other to learn", "fewer weights", 0, 1,
                        [](H& h) { return Place(&h.residualEncoder); }},
    HyperparameterField{"residual_decoder", "the same of the decoder",
                        "helps many layers on top of each other to learn", "fewer weights", 0, 1,
                        [](H& h) { return Place(&h.residualDecoder); }},
    HyperparameterField{"control_preprocessing_rnn_size",
                        "units a direction of the layers that read chords or other controls before the "
                        "decoder does, in configurations that have such; [] keeps the configuration's",
                        "controls are understood over longer stretches", "faster steps", 1, 8192,
                        [](H& h) { return Place(&h.controlSizes); }},
};
// clang-format on

} // namespace

std::span<const HyperparameterField> hyperparameterFields() {
    return kFields;
}

} // namespace segue::training

// Decodes melodies with magenta.js for who asks:
//
//     node decode.js PACKAGES FOLDER wasm|cpu
//
// PACKAGES is a folder for magenta.js, which is installed there from npm if need be. FOLDER holds a model as one file a
// variable, with manifest.json and converter.json; variables without a file (of an encoder that nobody asks) are zeros.
// Every line of the input is a z as JSON, [256]; every line of the output {"milliseconds", "tokens"} of it, after a
// first one that says {"ready": "wasm, SIMD"}, or {"error"} in its stead. What is timed is decodeTensors and its
// answer's way into an array.

const {execFileSync} = require('child_process');
const fs = require('fs');
const http = require('http');
const {createRequire} = require('module');
const path = require('path');
const readline = require('readline');

const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');
console.log = console.warn = () => {};  // the libraries'

function install(folder) {
  const wanted = fs.readFileSync(path.join(__dirname, 'package.json'));
  const installed = path.join(folder, 'installed.json');
  if (fs.existsSync(installed) && wanted.equals(fs.readFileSync(installed))) {
    return;
  }
  process.stderr.write('Installing magenta.js from npm\n');
  const options = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--fetch-retries=1'];
  fs.mkdirSync(folder, {recursive: true});
  fs.writeFileSync(path.join(folder, 'package.json'), wanted);
  try {
    execFileSync('npm', options, {cwd: folder, stdio: 'ignore', timeout: 300000});
  } catch (error) {
    throw new Error('npm could not install magenta.js');
  }
  fs.writeFileSync(installed, wanted);
}

// The files that magenta.js asks for, made of those in the folder.
function filesOf(folder) {
  const readJson = (name) => JSON.parse(fs.readFileSync(path.join(folder, name)));
  const variables = Object.entries(readJson('manifest.json'));
  const files = {
    'config.json': JSON.stringify({type: 'MusicVAE', dataConverter: readJson('converter.json')}),
    'weights_manifest.json': JSON.stringify(variables.map(
        ([name, {filename, shape}]) => ({paths: [filename], weights: [{name, shape, dtype: 'float32'}]}))),
  };
  for (const [, {filename, shape}] of variables) {
    const file = path.join(folder, filename);
    files[filename] = fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(4 * shape.reduce((a, b) => a * b, 1));
  }
  return files;
}

function serve(files) {
  const server = http.createServer((request, response) => response.end(files[request.url.slice(1)]));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function main(packages, folder, backend) {
  install(packages);
  const load = createRequire(path.resolve(packages, 'package.json'));
  const tf = load('@tensorflow/tfjs');
  load('@tensorflow/tfjs-backend-wasm');
  const {MusicVAE} = load('@magenta/music/node/music_vae');
  await tf.setBackend(backend);
  const server = await serve(filesOf(folder));
  const model = new MusicVAE(`http://127.0.0.1:${server.address().port}`);
  await model.initialize();
  server.close();
  const hasSimd = backend === 'wasm' && await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  say({ready: tf.getBackend() + (hasSimd ? ', SIMD' : '')});

  for await (const line of readline.createInterface({input: process.stdin})) {
    const z = tf.tensor2d([JSON.parse(line)]);
    const start = process.hrtime.bigint();
    const decoded = await model.decodeTensors(z);
    const values = await decoded.data();
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    const [, steps, depth] = decoded.shape;
    const tokens = [];
    for (let step = 0; step < steps; ++step) {
      tokens.push(values.subarray(step * depth, (step + 1) * depth).indexOf(1));
    }
    say({milliseconds, tokens});
    decoded.dispose();
    z.dispose();
  }
}

main(process.argv[2], process.argv[3], process.argv[4]).catch((error) => {
  say({error: error.message});
  process.exitCode = 1;
});

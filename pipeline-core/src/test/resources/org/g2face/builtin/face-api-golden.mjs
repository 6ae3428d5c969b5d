// Asks the networks of the npm package @vladmandic/face-api about the files that GoldenPictures
// writes, and prints the answers as JSON.
//
//   npm install @vladmandic/face-api@1.7.15 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
//   node face-api-golden.mjs FOLDER > face-api-golden.json
import { createRequire } from 'module';
import fs from 'fs';
import path from 'path';

const require = createRequire(path.join(process.cwd(), 'node_modules/'));
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const packaged = path.dirname(require.resolve('@vladmandic/face-api/package.json'));
const faceapi = require(path.join(packaged, 'dist/face-api.node-wasm.js'));
const { nets } = faceapi;

wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/');
await tf.setBackend('wasm');
await tf.ready();
for (const net of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet', 'faceExpressionNet', 'ageGenderNet']) {
  await nets[net].loadFromDisk(path.join(packaged, 'model'));
}

const folder = process.argv[2];
const round = (values) => Array.from(values, (value) => Number(value.toPrecision(7)));
const picture = (name, side) =>
  tf.tensor3d(new Uint8Array(fs.readFileSync(path.join(folder, `${name}-${side}.rgb`))), [side, side, 3], 'int32');

const answers = {};
for (const file of fs.readdirSync(folder).filter((file) => file.endsWith('-512.rgb')).sort()) {
  const name = file.slice(0, -8);
  const small = picture(name, 112);
  const { age, gender } = await nets.ageGenderNet.forward(small);
  const faces = await nets.ssdMobilenetv1.locateFaces(picture(name, 512), { minConfidence: 0.1, maxResults: 100 });
  const { boxes, scores } = await nets.ssdMobilenetv1.forward(picture(name, 512));
  const flat = Array.from(await boxes[0].data());
  const all = Array.from(await scores[0].data());
  answers[name] = {
    embedding: round(await (await nets.faceRecognitionNet.forward(picture(name, 150))).data()),
    landmarks: round(await (await nets.faceLandmark68Net.forward(small)).data()),
    expressions: round(await (await nets.faceExpressionNet.forward(small)).data()),
    age: round(await age.data())[0],
    male: round(await gender.data())[0],
    // Every 97th of the boxes: top, left, bottom, right, score.
    anchors: all.flatMap((score, i) => (i % 97 === 0 ? [round([...flat.slice(4 * i, 4 * i + 4), score])] : [])),
    // Left, top, right, bottom in pixels of 512, score.
    faces: faces.map(({ box, score }) => round([box.left, box.top, box.right, box.bottom, score])),
  };
}
console.log(JSON.stringify(answers, (key, value) => value).replace(/("[a-z-]+":\{)/g, '\n$1').replace(/("[a-z]+":[[0-9])/g, '\n  $1'));

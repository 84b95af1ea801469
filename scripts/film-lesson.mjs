// Films the lesson that the learning platform is filled with: three seconds of a drawn sine wave, by a browser's own recorder.
// node scripts/film-lesson.mjs > examples/learning-platform/lessons/lesson.webm

import { chromium } from "playwright-core";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const page = await browser.newPage();
const bytes = await page.evaluate(async () => {
  const [width, height, seconds] = [640, 360, 3];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const ink = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), {
    mimeType: "video/webm;codecs=vp8",
    videoBitsPerSecond: 90_000,
  });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  const startedMs = performance.now();
  recorder.start();
  await new Promise((resolve) => {
    function draw() {
      const progress = (performance.now() - startedMs) / (seconds * 1000);
      ink.fillStyle = "#12151b";
      ink.fillRect(0, 0, width, height);
      ink.strokeStyle = "#8aa6ff";
      ink.lineWidth = 5;
      ink.beginPath();
      for (let x = 60; x <= 60 + 520 * Math.min(progress, 1); x += 2) ink.lineTo(x, 200 + 70 * Math.sin((x - 60) / 42));
      ink.stroke();
      ink.fillStyle = "#e9ecf2";
      ink.font = "600 30px system-ui";
      ink.fillText("One step, and then the next", 60, 80);
      if (progress < 1) requestAnimationFrame(draw);
      else resolve();
    }
    draw();
  });
  recorder.stop();
  await ended;
  return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
});
await browser.close();
process.stdout.write(Buffer.from(bytes));

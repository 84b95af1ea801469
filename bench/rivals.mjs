// Other local clouds, where they are installed: on the PATH. Nothing of theirs is verified or kept; they are here for scale.

import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";

const RIVALS = [
  {
    name: "moto",
    command: "moto_server",
    services: ["cloudformation", "dynamodb", "sqs", "s3"],
    optionsFor: (port) => ["-p", String(port)],
  },
  { name: "dynalite", command: "dynalite", services: ["dynamodb"], optionsFor: (port) => ["--port", String(port)] },
];

/** Starts those that are installed; each has `name`, `services`, what a signer needs, and `stop`. */
export async function startRivals() {
  const installed = RIVALS.filter(({ command }) => spawnSync("which", [command]).status === 0);
  for (const { name } of RIVALS)
    if (installed.every((rival) => rival.name !== name)) console.log(`${name} is not installed and left out.`);
  return Promise.all(installed.map(start));
}

async function start({ name, command, services, optionsFor }) {
  const port = await freePort();
  const child = spawn(command, optionsFor(port), { stdio: "ignore" });
  await answers(`http://127.0.0.1:${port}/`, child);
  return {
    name,
    services,
    port,
    origin: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    stop: () => child.kill(),
  };
}

/** A port that nobody has at this moment. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks until anything answers; there is no other sign that these servers are ready. */
export async function answers(url, child) {
  for (;;) {
    try {
      return void (await fetch(url));
    } catch {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

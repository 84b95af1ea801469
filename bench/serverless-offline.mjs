// serverless-offline, where it is installed: `serverless` on the PATH, or the program that $SERVERLESS names, with the plugin beside it. It is no
// dependency, and nothing of it is kept; it is here for scale.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { answers, freePort } from "./rivals.mjs";

/** Starts it with one function behind `GET /hello` of an HTTP API; undefined if it is not installed. */
export async function startServerlessOffline(source) {
  const program = process.env.SERVERLESS ?? spawnSync("which", ["serverless"]).stdout?.toString().trim();
  if (program === undefined || program === "") {
    console.log("serverless-offline is not installed and left out.");
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "stackyard-bench-"));
  const real = realpathSync(program);
  // Plugins are looked for where the service is.
  symlinkSync(
    real.slice(0, real.lastIndexOf(`${sep}node_modules${sep}`)) + `${sep}node_modules`,
    join(folder, "node_modules"),
  );
  const [port, lambdaPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, "index.js"), source);
  writeFileSync(
    join(folder, "serverless.yml"),
    `service: bench
provider: { name: aws, runtime: nodejs20.x }
plugins: [serverless-offline]
functions:
  hello: { handler: index.handler, events: [{ httpApi: "GET /hello" }] }
`,
  );
  const ports = ["--httpPort", String(port), "--lambdaPort", String(lambdaPort)];
  const child = spawn(process.execPath, [real, "offline", "start", ...ports], { cwd: folder, stdio: "ignore" });
  await answers(`http://127.0.0.1:${port}/hello`, child);
  return {
    port,
    stop() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

// Goal: a sandbox's APIs answer nobody but that sandbox, although every process can read which addresses are listened on. Method: a
// function that finds all listeners of the machine, as the kernel's table has them, and tries them all.

import { afterAll, expect, test } from "vitest";
import { createCodeFolders } from "./code-folders.ts";
import { extensionProgram } from "./testing/extension-program.ts";
import { createBench } from "./testing/functions.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const bench = createBench();
const folder = mkdtempSync(join(tmpdir(), "stackyard-peers-"));
const isolation = await createCodeFolders({ folder, hidden: [], needed: () => [process.execPath] }).prepare();
afterAll(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true });
});
if (!isolation.isSeparate)
  test("this machine has no user namespaces: sandboxes are not apart", () => expect(isolation.isSeparate).toBe(false));

const ATTACK = `
import { readFileSync } from "node:fs";
import http from "node:http";
const ask = (address, method, path, headers, body) => new Promise((resolve) => {
  const [host, port] = address.split(":");
  const request = http.request({ host, port, method, path, headers, agent: false, timeout: 1000 }, (response) => { response.resume(); resolve(response.statusCode); });
  request.on("error", (error) => resolve(error.code)).on("timeout", () => { request.destroy(); resolve("waits"); }).end(body);
});
const listeners = () => readFileSync("/proc/net/tcp", "latin1").split("\\n").slice(1).map((line) => line.trim().split(/ +/)).filter(([, , , state]) => state === "0A")
  .map(([, local]) => [...local.slice(0, 8).matchAll(/../g)].map(([hex]) => parseInt(hex, 16)).reverse().join(".") + ":" + parseInt(local.slice(9), 16));
const own = process.env.AWS_LAMBDA_RUNTIME_API;
const register = (address) => ask(address, "POST", "/2020-01-01/extension/register", { "Lambda-Extension-Name": "spy" }, '{"events":["INVOKE"]}');
// Refused for want of a name, but answered.
const early = await ask(own, "POST", "/2020-01-01/extension/register");
export const handler = async ({ victim }) => {
  const found = listeners().filter((address) => address.startsWith("127.") && address !== own);
  return {
    early,
    found: found.includes(victim),
    answers: [await ask(victim, "GET", "/2018-06-01/runtime/invocation/next"), await register(victim)],
  };
};`;

const VICTIMS = {
  "a custom runtime": {
    files: {
      bootstrap: `#!${process.execPath}
const http = require("node:http");
const api = process.env.AWS_LAMBDA_RUNTIME_API;
const agent = new http.Agent({ keepAlive: true });
const call = (method, path, body) => new Promise((resolve) => http.request("http://" + api + "/2018-06-01/runtime/invocation/" + path, { method, agent }, (response) => response.resume().on("end", () => resolve(response.headers["lambda-runtime-aws-request-id"]))).end(body));
(async () => { for (;;) await call("POST", (await call("GET", "next")) + "/response", JSON.stringify(api)); })();`,
    },
    changes: { runtime: "provided.al2023" },
  },
  "a Node function": {
    files: { "index.js": "exports.handler = async () => process.env.AWS_LAMBDA_RUNTIME_API" },
    changes: {},
  },
} as const;

test.runIf(isolation.isSeparate).each(Object.entries(VICTIMS))(
  "the APIs of %s answer no other sandbox",
  async (_what, { files, changes }) => {
    const victimSpec = bench.spec({ ...files }, changes);
    const { value: victim } = await bench.invoke(victimSpec);
    const { value } = await bench.invoke(bench.spec({ "index.mjs": ATTACK }), { victim });
    expect(value).toEqual({ early: 403, found: true, answers: ["ECONNRESET", "ECONNRESET"] });
    // And it goes on to work.
    expect((await bench.invoke(victimSpec)).value).toBe(victim);
  },
);

test.runIf(isolation.isSeparate)("programs that the function starts are answered, as are extensions' own", async () => {
  const curl = `require("node:child_process").execFileSync(process.execPath, ["-e", "fetch('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/event/next').then((r) => console.log(r.status))"]).toString().trim()`;
  const spec = bench.spec(
    { "index.js": `exports.handler = async () => ${curl}` },
    {
      layers: [
        bench.layer(
          extensionProgram("parent", `console.log("CHILD " + ${curl}); await register([]); for (;;) await next();`),
        ),
      ],
    },
  );
  // Refused for want of an identifier, but answered.
  expect((await bench.invoke(spec)).value).toBe("403");
  expect(bench.logsOf(spec).map(({ message }) => message.trim())).toContain("CHILD 403");
});

test.runIf(isolation.isSeparate)("clients that reach IPv4 by sockets of IPv6, as Java does, are answered", async () => {
  const spec = bench.spec({
    "index.mjs": `import net from "node:net";
      const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
      export const handler = () => new Promise((resolve, reject) => {
        const socket = net.connect({ host: "::ffff:" + host, port: Number(port), family: 6 });
        socket.write("GET /2020-01-01/extension/event/next HTTP/1.1\\r\\nHost: api\\r\\nConnection: close\\r\\n\\r\\n");
        socket.on("data", (data) => resolve(data.toString().slice(9, 12))).on("error", reject).on("close", () => resolve("closed"));
      });`,
  });
  expect((await bench.invoke(spec)).value).toBe("403");
});

// What a function gets that looks around: on the machine, in the server's files and processes, and at the APIs that are not for
// it. Method: one handler tries all of it in a running yard. docs/security.md tells what holds where.

import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findIsolation } from "../../../sandbox/isolation.ts";
import { testYard } from "../../../testing/harness.ts";
import { lambdaBench } from "./bench.ts";

const SPY = `import fs from "node:fs";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "@aws-crypto/sha256-js";

const attempt = (action) => { try { return action() } catch (error) { return error.code } };

async function control(operation, input, isSigned) {
  const url = new URL(process.env.AWS_ENDPOINT_URL);
  const request = { method: "POST", protocol: url.protocol, hostname: url.hostname, port: Number(url.port), path: "/",
    headers: { host: url.host, "content-type": "application/x-amz-json-1.1", "x-amz-target": "Stackyard." + operation },
    body: JSON.stringify(input) };
  const credentials = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
    sessionToken: process.env.AWS_SESSION_TOKEN };
  const signer = new SignatureV4({ service: "stackyard", region: "us-east-1", credentials, sha256: Sha256 });
  const { headers, body } = isSigned ? await signer.sign(request) : request;
  const answer = await fetch(url, { method: "POST", headers, body });
  return answer.status + " " + (JSON.parse(await answer.text()).__type ?? "none").split("#").pop();
}

export const handler = async ({ server, stateDir, files }) => ({
  state: files.map((file) => attempt(() => fs.readFileSync(file).length)),
  listing: attempt(() => fs.readdirSync(stateDir).length),
  writing: attempt(() => fs.writeFileSync(stateDir + "/left", "")),
  process: ["environ", "mem", "maps"].map((name) => attempt(() => fs.closeSync(fs.openSync("/proc/" + server + "/" + name)))),
  descriptors: attempt(() => fs.readdirSync("/proc/" + server + "/fd")
    .filter((name) => !["EACCES", "ENOENT"].includes(attempt(() => fs.readlinkSync("/proc/" + server + "/fd/" + name))))),
  root: attempt(() => fs.readdirSync("/proc/" + server + "/root" + stateDir).length),
  opened: fs.readdirSync("/proc/self/fd").map((name) => attempt(() => fs.readlinkSync("/proc/self/fd/" + name)))
    .filter((path) => path?.startsWith(stateDir)),
  variables: Object.entries(process.env).filter(([, value]) => value.includes(stateDir)).map(([name]) => name),
  control: await Promise.all(["ListAccounts", "CreateFork", "InspectFunction", "AdvanceClock"].flatMap((operation) =>
    [false, true].map((isSigned) => control(operation, { Name: "mine", Milliseconds: 1, Account: "111122223333",
      Region: "us-east-1", FunctionName: "spy" }, isSigned)))),
});`;

test("a function that looks around finds nothing of the server's", async () => {
  // Not below /tmp, which a sandbox may have for itself anyway.
  const stateDir = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : "/tmp", "stackyard-spied-"));
  const yard = await testYard({ stateDir });
  const { create, invoke, role } = await lambdaBench(yard);
  await create("spy", SPY, { Role: await role("mighty", ["*"]), Timeout: 20 });
  const files = readdirSync(stateDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(0);
  const { value } = await invoke("spy", { server: process.pid, stateDir, files });
  const found = value as Record<string, unknown>;
  // The control API is for its own key alone, whatever the machine and the function's role allow.
  expect(found["control"]).toEqual(
    Array.from({ length: 4 }, () => ["400 MissingAuthenticationTokenException", "400 AccessDeniedException"]).flat(),
  );
  expect(found["opened"]).toEqual([]);
  expect(found["variables"]).toEqual([]);
  const needed = [import.meta.dirname, process.execPath];
  const { isSeparate } = await findIsolation({ hidden: [], readOnly: [], needed, temporaryRoot: stateDir });
  if (isSeparate)
    expect(found).toMatchObject({
      state: files.map(() => "ENOENT"),
      listing: 0,
      process: ["EACCES", "EACCES", "EACCES"],
      // Their numbers can be listed, and none opened; one that another test closes meanwhile is not there.
      descriptors: [],
      root: "EACCES",
    });
  // What it wrote there, if it could, is not in the state.
  if (isSeparate) expect(existsSync(join(stateDir, "left"))).toBe(false);
  await yard.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

// The package as npm would publish it, installed in an empty folder: what a checkout has by accident must not be needed.

import { execFile, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "../../src/delivery/test/folders.ts";

const ROOT = join(import.meta.dirname, "../..");

function call(command: string, args: readonly string[], cwd: string, home: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env["PATH"], HOME: home, CI: "true" };
    execFile(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${command} ${args.join(" ")} failed:\n${out}\n${err}`, { cause: error }));
    });
  });
}

// Goal: a person who installs the package, and nothing else, runs a system. Method: pack, install into an empty folder without
// scripts, as npm 11 does, with an empty home; `up` a folder with one template; call its function; type-check its
// configuration.
test("the packed tarball runs a system", async () => {
  const folder = makeFolder({
    "package.json": '{ "private": true, "type": "module" }',
    "hello/template.yaml": `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
  Hello:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs20.x, Handler: hello.handler, Code: ., Role: !GetAtt Role.Arn }
`,
    "hello/hello.ts": `import { STSClient } from "@aws-sdk/client-sts";
export const handler = async (): Promise<string> => typeof STSClient;`,
    "typed/stackyard.config.ts": `import { defineSystem, output } from "stackyard";
export default defineSystem({ name: "typed", units: { a: {}, b: { parameters: { X: output("a", "Y") } } } });`,
  });
  const home = join(folder, "home");
  mkdirSync(home);
  const packed = await call("npm", ["pack", "--json", "--pack-destination", folder], ROOT, home);
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf("["))) as [{ filename: string }];
  await call("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", join(folder, filename)], folder, home);

  const program = join(folder, "node_modules/.bin/stackyard");
  const env = { PATH: process.env["PATH"], HOME: home, CI: "true" };
  const up = spawn(program, ["up", "hello", "--json", "--port", "0"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void up.kill("SIGKILL"));
  for await (const line of createInterface({ input: up.stdout })) {
    const event = JSON.parse(line) as { type: string; isComplete?: boolean };
    if (event.type === "result") expect(event).toMatchObject({ isComplete: true });
    if (event.type === "watching") break;
  }
  expect(await call(program, ["invoke", "Hello"], folder, home)).toBe('"function"\n');

  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--ignoreConfig"];
  await call(process.execPath, [compiler, ...options, "typed/stackyard.config.ts"], folder, home);
});

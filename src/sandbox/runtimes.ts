// Which runtimes this machine can run, and how: Node and Python runtimes on exactly the version that they name where this
// machine has it, else on the one that it has, and programs that bring their own runtime.

import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getHeapStatistics } from "node:v8";
import { findJavaClient, findRubyClient, javaFolders } from "./clients.ts";
import type { Client } from "./clients.ts";
import { findAnyPython, findNode, findPython, findPythonSdk, packagedNodes } from "./programs.ts";
import type { Program, ProgramPlaces } from "./programs.ts";

export interface BootCommand {
  /**
   * Processes of Node and Python are alike until they are specialised; a client is AWS's own, and speaks the Runtime API, as what
   * functions provide themselves does.
   */
  readonly family: "node" | "python" | "client" | "provided";
  readonly command: string;
  readonly args: readonly string[];
  /** What depends on the function's memory; before the others. */
  readonly flags?: (memoryMb: number) => readonly string[];
  /** Folder of the bootstrap. */
  readonly runtimeDir: string;
  /** What really runs the function, as people call it: "Node 20.20.2". */
  readonly program: string;
  /** Whether that is the version which the runtime names. */
  readonly isExact: boolean;
}

export interface Runtimes {
  /** Folder of all bootstraps. */
  readonly folder: string;
  /** The command, or the reason why there is none, in a sentence. */
  find(runtime: string): BootCommand | string;
  /** Where programs are that runtimes may need. */
  programFolders(): readonly string[];
  /** The runtimes that were asked for so far. */
  known(): ReadonlyMap<string, BootCommand>;
}

const NODE_RUNTIMES = ["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"];
const PYTHON_RUNTIMES = ["python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"];
const JAVA_RUNTIMES = ["java8.al2", "java11", "java17", "java21", "java25"];
const RUBY_RUNTIMES = ["ruby3.2", "ruby3.3", "ruby3.4"];
const PROVIDED_RUNTIMES = ["provided.al2", "provided.al2023"];

/** The largest heap that a process with Node's defaults grows to: functions with more memory get a flag of their own. */
export const DEFAULT_HEAP_MB = Math.floor(getHeapStatistics().heap_size_limit / 1024 / 1024);

/** Whether a machine can be made to run it, by installing something. */
export function isInstallable(runtime: string): boolean {
  return [...NODE_RUNTIMES, ...PYTHON_RUNTIMES, ...JAVA_RUNTIMES, ...RUBY_RUNTIMES].includes(runtime);
}

/** Whether processes can be started before it is known for which function. */
export function isBootedAhead({ family }: BootCommand): boolean {
  return family === "node" || family === "python";
}

/** The runtimes of this machine, looked for in `places`. */
export function findRuntimes(places: ProgramPlaces): Runtimes {
  const folder = findRuntimesDir();
  // Programs are looked for once, and only when a function needs them: asking one for its version starts it.
  const found = new Map<string, BootCommand | string>();
  let anyPython: { readonly program: Program | undefined } | undefined;

  function find(runtime: string): BootCommand | string {
    let boot = found.get(runtime);
    if (boot === undefined) found.set(runtime, (boot = look(runtime)));
    return boot;
  }

  function look(runtime: string): BootCommand | string {
    if (NODE_RUNTIMES.includes(runtime)) return nodeOf(Number.parseInt(runtime.slice("nodejs".length), 10));
    if (PYTHON_RUNTIMES.includes(runtime)) return pythonOf(runtime.slice("python".length));
    if (JAVA_RUNTIMES.includes(runtime))
      return clientOf(findJavaClient(Number.parseInt(runtime.slice("java".length), 10), places));
    if (RUBY_RUNTIMES.includes(runtime)) return clientOf(findRubyClient(runtime.slice("ruby".length), places));
    if (PROVIDED_RUNTIMES.includes(runtime))
      return {
        family: "provided",
        command: "bootstrap",
        args: [],
        runtimeDir: "",
        program: "the function's own program",
        isExact: true,
      };
    return `Runtime ${runtime} can not be run on this machine: it needs AWS's image of it.`;
  }

  function nodeOf(major: number): BootCommand {
    const own = process.versions.node;
    const exact = own.startsWith(`${major}.`) ? undefined : findNode(major, places);
    const { path, version } = exact ?? { path: process.execPath, version: own };
    const runtimeDir = join(folder, "node");
    return {
      family: "node",
      command: path,
      // Warnings of Node about itself are not the function's output.
      args: ["--no-warnings", join(runtimeDir, "bootstrap.mjs")],
      runtimeDir,
      program: `Node ${version}`,
      isExact: version.startsWith(`${major}.`),
    };
  }

  function pythonOf(minor: string): BootCommand | string {
    anyPython ??= { program: findAnyPython(places) };
    const isOwn = anyPython.program?.version.startsWith(`${minor}.`) === true;
    const program = (isOwn ? undefined : findPython(minor, places)) ?? anyPython.program;
    if (program === undefined) return `Runtime python${minor} needs python3, and there is none on this machine.`;
    const runtimeDir = join(folder, "python");
    // AWS's Python runtimes bring boto3: one that has none uses that of the machine's usual Python.
    const sdk =
      anyPython.program === undefined || program === anyPython.program ? {} : findPythonSdk(anyPython.program, minor);
    return {
      family: "python",
      command: program.path,
      args: [join(runtimeDir, "bootstrap.py"), ...(Object.keys(sdk).length === 0 ? [] : [JSON.stringify(sdk)])],
      runtimeDir,
      program: `Python ${program.version}`,
      isExact: program.version.startsWith(`${minor}.`),
    };
  }

  function clientOf(client: Client | string): BootCommand | string {
    return typeof client === "string" ? client : { family: "client", runtimeDir: "", ...client };
  }

  return {
    folder,
    programFolders: () => [
      ...places.searchPath.split(delimiter).filter((path) => existsSync(join(path, "python3"))),
      ...NODE_RUNTIMES.flatMap((runtime) => packagedNodes(Number.parseInt(runtime.slice(6), 10), places)),
      ...javaFolders(places),
    ],
    find,
    known: () => new Map([...found].filter((entry): entry is [string, BootCommand] => typeof entry[1] !== "string")),
  };
}

/** From the sources it is three folders up, from the bundle one: the nearest folder above that has it. */
function findRuntimesDir(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, "runtimes");
    if (existsSync(join(candidate, "node", "bootstrap.mjs"))) return candidate;
    if (dirname(folder) === folder) throw new Error("The folder of the runtimes is missing from this installation.");
  }
}

// Which runtimes this machine can run, and how: all Node runtimes on the host's Node, all Python runtimes on the
// host's Python, and programs that bring their own runtime.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getHeapStatistics } from "node:v8";

export interface BootCommand {
  /** Processes of one family are alike until they are specialised. */
  readonly family: "node" | "python" | "provided";
  readonly command: string;
  readonly args: readonly string[];
  /** Folder of the bootstrap. */
  readonly runtimeDir: string;
}

export interface Runtimes {
  /** Folder of all bootstraps. */
  readonly folder: string;
  /** The command, or the reason why there is none, in a sentence. */
  find(runtime: string): BootCommand | string;
  /** Folders of the search path that have programs which runtimes need. */
  programFolders(): readonly string[];
}

const NODE_RUNTIMES = ["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"];
const PYTHON_RUNTIMES = ["python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"];
const PROVIDED_RUNTIMES = ["provided.al2", "provided.al2023"];

/** The largest heap that a process with Node's defaults grows to: functions with more memory get a flag of their own. */
export const DEFAULT_HEAP_MB = Math.floor(getHeapStatistics().heap_size_limit / 1024 / 1024);

/** The runtimes of this machine. `searchPath` is the host's PATH. */
export function findRuntimes(searchPath: string): Runtimes {
  const folder = findRuntimesDir();
  let python: string | undefined;
  let hasLookedForPython = false;

  function findPython(): string | undefined {
    // Once, and only when it is asked for: a version manager's stand-in takes a while to name the real program.
    if (!hasLookedForPython) python = locatePython(searchPath);
    hasLookedForPython = true;
    return python;
  }

  return {
    folder,
    programFolders: () => searchPath.split(delimiter).filter((path) => existsSync(join(path, "python3"))),
    find(runtime) {
      if (NODE_RUNTIMES.includes(runtime)) {
        const runtimeDir = join(folder, "node");
        return {
          family: "node",
          command: process.execPath,
          // Warnings of the host's Node about itself are not the function's output.
          args: ["--no-warnings", join(runtimeDir, "bootstrap.mjs")],
          runtimeDir,
        };
      }
      if (PYTHON_RUNTIMES.includes(runtime)) {
        const command = findPython();
        const runtimeDir = join(folder, "python");
        if (command === undefined) return `Runtime ${runtime} needs python3, and there is none on this machine.`;
        return { family: "python", command, args: [join(runtimeDir, "bootstrap.py")], runtimeDir };
      }
      if (PROVIDED_RUNTIMES.includes(runtime))
        return { family: "provided", command: "bootstrap", args: [], runtimeDir: "" };
      return `Runtime ${runtime} can not be run on this machine: it needs AWS's image of it.`;
    },
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

function locatePython(searchPath: string): string | undefined {
  for (const folder of searchPath.split(delimiter)) {
    const candidate = join(folder, "python3");
    if (!existsSync(candidate)) continue;
    try {
      return execFileSync(candidate, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    } catch {
      // A stand-in without a version behind it: look further.
    }
  }
  return undefined;
}

// Which units a change of files concerns: asks git what changed, and the import graph whom that touches.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../../kernel/errors.ts";
import { shownPath } from "../system/system.ts";
import type { System } from "../system/system.ts";
import { isBelow, isOfApp } from "./unit-files.ts";
import type { UnitFiles } from "./unit-files.ts";

const run = promisify(execFile);
// LIMIT: a change of more files than fit in here concerns everybody anyway.
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Why a unit is concerned: the file, and what of the unit it goes into. */
export interface ChangeOfUnit {
  /** Relative to the system's base. */
  readonly file: string;
  readonly part: "configuration" | "template" | "contracts" | "app" | "code" | "packages";
  /** The functions or other pieces of code that it goes into. */
  readonly logicalIds: readonly string[];
}

/**
 * Absolute paths of the files that changed. `range` is git's: "main...HEAD" for what a branch brought, one commit for the
 * working tree against it. Without one it is the working tree against the last commit, new files included.
 */
export async function changedFiles(directory: string, range: string | undefined): Promise<readonly string[]> {
  if (range?.startsWith("-") === true) throw refused(range, `"${range}" is not a range of commits.`);
  const root = (await git(directory, range, ["rev-parse", "--show-toplevel"])).trimEnd();
  const list = async (args: readonly string[]): Promise<readonly string[]> =>
    (await git(root, range, args)).split("\0").flatMap((path) => (path === "" ? [] : [join(root, path)]));
  const tracked = await list(["diff", "--name-only", "--no-renames", "-z", range ?? "HEAD", "--"]);
  if (range?.includes("..") === true) return tracked;
  return [...tracked, ...(await list(["ls-files", "--others", "--exclude-standard", "-z"]))];
}

/** The units that changed files concern, and why. */
export function unitsChangedBy(
  files: readonly string[],
  system: System,
  unitFiles: readonly UnitFiles[],
): ReadonlyMap<string, readonly ChangeOfUnit[]> {
  const found = new Map<string, ChangeOfUnit[]>();
  for (const { unit, code, template, configuration, contracts, app } of unitFiles) {
    const changes = files.flatMap((path): ChangeOfUnit[] => {
      const file = shownPath(system.base, path);
      // The configuration may give a unit other parameters; only a deployment can tell.
      if (path === configuration) return [{ file, part: "configuration", logicalIds: [] }];
      if (app !== undefined && isOfApp(app, path)) return [{ file, part: "app", logicalIds: [] }];
      if (path === template) return [{ file, part: "template", logicalIds: [] }];
      // Code that is taken as it is, with all that its folder holds, may have them in it as well: that is told first.
      if (isBelow(contracts, path)) return [{ file, part: "contracts", logicalIds: [] }];
      const pieces = code.filter(
        (each) => each.files.includes(path) || each.folders.some((folder) => isBelow(folder, path)),
      );
      if (pieces.length > 0) return [{ file, part: "code", logicalIds: pieces.map((each) => each.logicalId) }];
      const locked = code.filter((each) => each.locks.includes(path));
      return locked.length > 0 ? [{ file, part: "packages", logicalIds: locked.map((each) => each.logicalId) }] : [];
    });
    if (changes.length > 0) found.set(unit.name, changes);
  }
  return found;
}

async function git(directory: string, range: string | undefined, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run("git", ["-C", directory, ...args], { maxBuffer: MOST_OUTPUT_BYTES });
    return stdout;
  } catch (error) {
    const said: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "stderr") : undefined;
    const first = typeof said === "string" ? (said.trim().split("\n")[0] ?? "") : "";
    throw refused(range, first === "" ? "git cannot be run." : `git says: ${first}`, error);
  }
}

function refused(range: string | undefined, reason: string, cause?: unknown): OperatorError {
  return new OperatorError({
    code: "ERR_GIT",
    message: `What changed${range === undefined ? "" : ` in "${range}"`} cannot be found out: ${reason}`,
    hints: ["stackyard deploy --changed=main...HEAD", "git fetch origin main"],
    cause,
  });
}

// Which system and environment a command is about: the folder it was given, the current one, or the one last deployed from
// the state folder, so that `stackyard env` works where `stackyard up DIR` did.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment, System } from "../delivery/system/system.ts";
import { OperatorError } from "../kernel/errors.ts";
import { stateFolder } from "./connection.ts";
import { printDiagnostic } from "./terminal.ts";

/** A system and one of its environments. */
export interface Workspace {
  readonly system: System;
  readonly environment: Environment;
}

/** Options that most commands share. */
export interface CommonOptions {
  readonly env?: string;
  readonly json?: boolean;
  readonly only?: readonly string[];
}

/** Loads the system in `directory`, or in the current folder: for commands that change something. */
export function openWorkspace(directory: string | undefined, options: CommonOptions): Promise<Workspace> {
  return open(resolve(directory ?? "."), options);
}

/**
 * As openWorkspace, but from a folder that holds no system itself it is the one that was deployed last: for commands that
 * only look. `stackyard up examples/shop; stackyard logs` means the shop.
 */
export async function openKnownWorkspace(directory: string | undefined, options: CommonOptions): Promise<Workspace> {
  const { holdsSystem } = await import("../delivery/system/load-system.ts");
  const here = resolve(directory ?? ".");
  const last = directory === undefined && !holdsSystem(here) ? lastDirectory() : undefined;
  return open(last ?? here, options);
}

async function open(directory: string, options: CommonOptions): Promise<Workspace> {
  const { loadSystem } = await import("../delivery/system/load-system.ts");
  const { requireEnvironment } = await import("../delivery/system/system.ts");
  const { system, diagnostics } = await loadSystem(directory, process.cwd());
  if (options.json !== true) for (const diagnostic of diagnostics) printDiagnostic(diagnostic);
  for (const name of options.only ?? []) requireUnit(system, name);
  return { system, environment: requireEnvironment(system, options.env) };
}

/** Remembers the system for commands that are not told one. */
export function rememberDirectory(directory: string): void {
  const folder = stateFolder();
  // As the server makes it: all keys and data are below.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, "last-system"), `${directory}\n`);
}

function lastDirectory(): string | undefined {
  try {
    return readFileSync(join(stateFolder(), "last-system"), "utf8").trim();
  } catch {
    // Nothing was deployed from here yet.
    return undefined;
  }
}

function requireUnit(system: System, name: string): void {
  if (system.units.some((unit) => unit.name === name)) return;
  throw new OperatorError({
    code: "ERR_UNKNOWN_UNIT",
    message: `System "${system.name}" has no unit "${name}". It has ${system.units.map((unit) => `"${unit.name}"`).join(", ")}.`,
    hints: ["stackyard status"],
  });
}

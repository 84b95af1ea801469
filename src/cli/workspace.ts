// Which system and environment a command is about: the folder it was given, the current one, or the one last deployed from
// the state folder, so that `stackyard env` works where `stackyard up DIR` did.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment, System, SystemOutline } from "../delivery/system/system.ts";
import { stateFolder } from "./connection.ts";
import { selectedOfOutline, selectedUnits } from "./selection.ts";
import type { SelectionOptions } from "./selection.ts";
import { note, printDiagnostic } from "./terminal.ts";

/** A system as one of its environments has it. */
export interface Workspace {
  readonly system: System;
  readonly environment: Environment;
  /** The units that the command is about; undefined for all. */
  readonly only?: readonly string[];
}

/** A system without its templates, and one of its environments. */
export interface KnownWorkspace {
  readonly system: SystemOutline;
  readonly environment: Environment;
  /** The units that the command is about; undefined for all. */
  readonly only?: readonly string[];
}

/** Options that most commands share. */
export interface CommonOptions extends SelectionOptions {
  readonly env?: string;
}

/** Loads the system in `directory`, or in the current folder: for commands that change something. */
export async function openWorkspace(directory: string | undefined, options: CommonOptions): Promise<Workspace> {
  const { loadSystem } = await import("../delivery/system/load-system.ts");
  const { requireEnvironment, systemIn } = await import("../delivery/system/system.ts");
  const { system, diagnostics } = await loadSystem(resolve(directory ?? "."), process.cwd());
  if (options.json !== true) for (const diagnostic of diagnostics) printDiagnostic(diagnostic);
  const environment = requireEnvironment(system, options.env);
  const here = systemIn(system, environment);
  const only = await selectedUnits(here, environment, options);
  return { system: here, environment, ...(only === undefined ? {} : { only }) };
}

/**
 * The system for commands that only look. Its templates are not read, so that one with a mistake is in nobody's way; if the configuration
 * itself has one, the system is what it was at its last deployment. From a folder that holds no system it is the one that was deployed
 * last: `stackyard up examples/shop; stackyard logs` means the shop.
 */
export async function openKnownWorkspace(
  directory: string | undefined,
  options: CommonOptions,
): Promise<KnownWorkspace> {
  const { holdsSystem } = await import("../delivery/system/load-system.ts");
  const { livesIn, requireEnvironment } = await import("../delivery/system/system.ts");
  const here = resolve(directory ?? ".");
  const last = recallSystem();
  const system = await outlineOf(
    directory === undefined && !holdsSystem(here) ? (last?.directory ?? here) : here,
    last,
  );
  const environment = requireEnvironment(system, options.env);
  const units = system.units.filter((unit) => livesIn(system, environment, unit));
  const outline = { ...system, units };
  const only = await selectedOfOutline(outline, environment, options);
  return { system: outline, environment, ...(only === undefined ? {} : { only }) };
}

async function outlineOf(directory: string, last: SystemOutline | undefined): Promise<SystemOutline> {
  const { loadOutline } = await import("../delivery/system/load-system.ts");
  const { DiagnosticsError } = await import("../delivery/system/system.ts");
  try {
    return await loadOutline(directory, process.cwd());
  } catch (error) {
    if (!(error instanceof DiagnosticsError) || last?.directory !== directory) throw error;
    for (const diagnostic of error.diagnostics) printDiagnostic(diagnostic);
    note("The system is taken as it was at its last deployment.");
    return last;
  }
}

/** Remembers the system for commands that are not told one, and for those that look while its configuration is being written. */
export function rememberSystem(system: System): void {
  const { name, directory, units, environments, sharedEnvironment, stackName } = system;
  const outline: SystemOutline = {
    name,
    directory,
    units: units.map((unit) => ({
      name: unit.name,
      directory: unit.directory,
      tier: unit.tier,
      ...(unit.stackName === undefined ? {} : { stackName: unit.stackName }),
    })),
    environments,
    ...(sharedEnvironment === undefined ? {} : { sharedEnvironment }),
    ...(stackName === undefined ? {} : { stackName }),
  };
  const folder = stateFolder();
  // As the server makes it: all keys and data are below.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, LAST_SYSTEM), `${JSON.stringify({ v: 1, ...outline })}\n`);
}

const LAST_SYSTEM = "last-system.json";

function recallSystem(): SystemOutline | undefined {
  try {
    const known: unknown = JSON.parse(readFileSync(join(stateFolder(), LAST_SYSTEM), "utf8"));
    return typeof known === "object" && known !== null && Reflect.get(known, "v") === 1
      ? (known as SystemOutline)
      : undefined;
  } catch {
    // Nothing was deployed from here yet, or it is just being written.
    return undefined;
  }
}

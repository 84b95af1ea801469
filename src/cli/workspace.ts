// Which system and environment a command is about: the folder it was given, the current one, or the one last deployed from
// the state folder, so that `stackyard env` works where `stackyard up DIR` did.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EnvironmentRecord } from "../delivery/environments/record.ts";
import type { Environment, System, SystemOutline, UnitOutline } from "../delivery/system/system.ts";
import type { KnownEnvironment } from "./environments.ts";
import { cacheFolder, stateFolder } from "./connection.ts";
import { selectedOfOutline, selectedUnits } from "./selection.ts";
import type { SelectionOptions } from "./selection.ts";
import { note, printDiagnostic } from "./terminal.ts";

/** A system as one of its environments has it. */
export interface Workspace {
  readonly system: System;
  readonly environment: Environment;
  /** The units that the command is about; undefined for all. */
  readonly only?: readonly string[];
  /** What is written down about the environment if it was made at will. */
  readonly record?: EnvironmentRecord;
}

/** A system without its templates, and one of its environments. */
export interface KnownWorkspace {
  readonly system: SystemOutline;
  readonly environment: Environment;
  /** The units that the command is about; undefined for all. */
  readonly only?: readonly string[];
  /** The units that it reads from in the environment that all share. */
  readonly shared: readonly UnitOutline[];
}

/** Options that most commands share. */
export interface CommonOptions extends SelectionOptions {
  readonly env?: string;
  /** From a folder that holds no system, take the one that was deployed last. */
  readonly isKnown?: boolean;
}

/** Loads the system in `directory`, or in the current folder: for commands that change something. */
export async function openWorkspace(directory: string | undefined, options: CommonOptions): Promise<Workspace> {
  const { findEnvironment } = await import("./environments.ts");
  const system = await openSystem(directory, options);
  return workspaceIn(system, await findEnvironment(system, options.env), options);
}

/** The whole system, in whichever environment; from a folder that holds none, the one that was deployed last. */
export async function openSystem(directory: string | undefined, options: CommonOptions): Promise<System> {
  const { loadSystem, holdsSystem } = await import("../delivery/system/load-system.ts");
  const here = resolve(directory ?? ".");
  const isKnown = options.isKnown === true && directory === undefined && !holdsSystem(here);
  const from = isKnown ? (recallSystem()?.directory ?? here) : here;
  const { system, diagnostics } = await loadSystem(from, process.cwd(), {
    environment: options.env,
    cacheFolder: cacheFolder(),
  });
  if (options.json !== true) for (const diagnostic of diagnostics) printDiagnostic(diagnostic);
  return system;
}

/** The system as an environment has it; what its units read from those of other environments is filled in. */
export async function workspaceIn(
  all: System,
  { environment, record }: KnownEnvironment,
  options: SelectionOptions,
): Promise<Workspace> {
  const { systemIn } = await import("../delivery/system/system.ts");
  const { previewOf } = await import("../delivery/environments/borrow.ts");
  const known = record === undefined || record.kind === "fork" ? all.environments : [...all.environments, environment];
  const there = systemIn({ ...all, environments: known }, environment);
  const system = record?.kind === "preview" ? previewOf(there, record) : there;
  const only = await selectedUnits(system, environment, options);
  const rest = { ...(record === undefined ? {} : { record }), ...(only === undefined ? {} : { only }) };
  if (system.borrowed === undefined || system.borrowed.length === 0) return { system, environment, ...rest };
  const { borrowUnits } = await import("./borrow-units.ts");
  return { ...(await borrowUnits(system, environment)), ...rest };
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
  const { livesIn } = await import("../delivery/system/system.ts");
  const { findEnvironment } = await import("./environments.ts");
  const here = resolve(directory ?? ".");
  const last = recallSystem();
  const system = await outlineOf(
    directory === undefined && !holdsSystem(here) ? (last?.directory ?? here) : here,
    last,
  );
  const { environment, record } = await findEnvironment(system, options.env);
  const isOwn = (unit: string): boolean => record?.kind !== "preview" || record.units?.includes(unit) === true;
  const units = system.units.filter((unit) => livesIn(system, environment, unit) && isOwn(unit.name));
  const environments =
    record === undefined || record.kind === "fork" ? system.environments : [...system.environments, environment];
  const outline = { ...system, units, environments };
  const only = await selectedOfOutline(outline, environment, options);
  const isAtHome = system.sharedEnvironment === undefined || system.sharedEnvironment === environment.name;
  const shared = isAtHome ? [] : system.units.filter(({ tier }) => tier === "shared");
  return { system: outline, environment, shared, ...(only === undefined ? {} : { only }) };
}

async function outlineOf(directory: string, last: SystemOutline | undefined): Promise<SystemOutline> {
  const { loadOutline } = await import("../delivery/system/load-system.ts");
  const { DiagnosticsError } = await import("../delivery/system/system.ts");
  try {
    return await loadOutline(directory, process.cwd(), { cacheFolder: cacheFolder() });
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

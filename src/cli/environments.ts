// Environments by their names: those of the configuration, and those that were made at will.

import { hostname, userInfo } from "node:os";
import { environmentOf } from "../delivery/environments/record.ts";
import type { EnvironmentRecord } from "../delivery/environments/record.ts";
import { openRegistry } from "../delivery/environments/registry.ts";
import type { EnvironmentRegistry } from "../delivery/environments/registry.ts";
import type { Target } from "../delivery/cloud/target.ts";
import { requireEnvironment } from "../delivery/system/system.ts";
import type { Environment, SystemOutline } from "../delivery/system/system.ts";
import { findServer, stateFolder, targetOf } from "./connection.ts";

/** Where a system's environments of one kind of target are written down. */
export interface Home {
  readonly target: Target;
  readonly registry: EnvironmentRegistry;
}

/** The account that keeps the list: that of the first environment of the kind. Undefined if the system has none. */
export async function homeOf(system: SystemOutline, kind: Environment["target"]): Promise<Home | undefined> {
  const first = system.environments.find((each) => each.target === kind);
  if (first === undefined || (kind === "local" && findServer(stateFolder()) === undefined)) return undefined;
  const target = await targetOf(system, first);
  return { target, registry: openRegistry(system.name, target) };
}

/** An environment, and what is written down about it if it was made at will. */
export interface KnownEnvironment {
  readonly environment: Environment;
  readonly record?: EnvironmentRecord;
}

/** The environment of the name, or the system's first. Throws ERR_UNKNOWN_ENVIRONMENT. */
export async function findEnvironment(system: SystemOutline, name: string | undefined): Promise<KnownEnvironment> {
  if (name === undefined || system.environments.some((each) => each.name === name))
    return { environment: requireEnvironment(system, name) };
  for (const kind of ["local", "aws"] as const) {
    const home = await homeOf(system, kind);
    const record = await home?.registry.find(name);
    home?.registry.destroy();
    const base = system.environments.find((each) => each.name === record?.from);
    if (record !== undefined && base !== undefined) return { environment: environmentOf(system, record, base), record };
  }
  return { environment: requireEnvironment(system, name) };
}

/** What is written down about the environments that were made at will. */
export async function madeAtWill(system: SystemOutline): Promise<readonly EnvironmentRecord[]> {
  const records: EnvironmentRecord[] = [];
  for (const kind of ["local", "aws"] as const) {
    if (!system.environments.some((each) => each.target === kind)) continue;
    const home = await homeOf(system, kind);
    records.push(...((await home?.registry.list()) ?? []));
    home?.registry.destroy();
  }
  return records;
}

/** Who runs this, as records name people: "ada@laptop". */
export function whoAmI(): string {
  return `${userInfo().username}@${hostname()}`;
}

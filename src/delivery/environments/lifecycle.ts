// Environments made at will, from the first line in the list to the proof that nothing is left. Deploying and destroying
// the stacks themselves is deploy/'s.

import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { ControlClient } from "../cloud/control-client.ts";
import type { Environment, System } from "../system/system.ts";
import { objectionToName, parseTtl, reasonToRemove } from "./record.ts";
import type { EnvironmentKind, EnvironmentRecord } from "./record.ts";
import type { EnvironmentRegistry } from "./registry.ts";
import type { Leftover, SweepResult } from "./sweep.ts";

export interface NewEnvironment {
  readonly system: System;
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly from: Environment;
  readonly owner: string;
  /** Such as "24h". */
  readonly ttl?: string;
  /** Of a preview: the units that it has itself. */
  readonly units?: readonly string[];
}

/**
 * Writes a new environment down, before anything is made: whatever happens then, the janitor finds it. One that is half
 * built is taken up again. Throws ERR_ENVIRONMENT_NAME, ERR_ENVIRONMENT_TTL and ERR_ENVIRONMENT_EXISTS.
 */
export async function registerEnvironment(
  options: NewEnvironment,
  registry: EnvironmentRegistry,
  clock: Clock,
): Promise<EnvironmentRecord> {
  const { system, name, kind, from, owner, units } = options;
  requireUsableName(system, name);
  const now = new Date(clock.nowMs()).toISOString();
  const expiresAt = options.ttl === undefined ? undefined : expiryOf(options.ttl, clock);
  const record: EnvironmentRecord = {
    v: 1,
    name,
    kind,
    from: from.name,
    owner,
    createdAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    state: "creating",
    touchedAt: now,
    ...(units === undefined ? {} : { units }),
  };
  if (await registry.add(record)) return record;
  const existing = await registry.find(name);
  const isSame = existing?.kind === kind && existing.from === from.name && existing.state === "creating";
  if (!isSame) throw environmentExists(name, existing);
  const resumed = { ...existing, touchedAt: now };
  await registry.save(resumed);
  return resumed;
}

/** Says that an environment is whole. */
export async function markReady(
  record: EnvironmentRecord,
  registry: EnvironmentRegistry,
  clock: Clock,
): Promise<EnvironmentRecord> {
  return changeState(record, "ready", registry, clock);
}

/** Says that an environment is going. */
export async function markDestroying(
  record: EnvironmentRecord,
  registry: EnvironmentRegistry,
  clock: Clock,
): Promise<EnvironmentRecord> {
  return changeState(record, "destroying", registry, clock);
}

async function changeState(
  record: EnvironmentRecord,
  state: EnvironmentRecord["state"],
  registry: EnvironmentRegistry,
  clock: Clock,
): Promise<EnvironmentRecord> {
  const changed: EnvironmentRecord = { ...record, state, touchedAt: new Date(clock.nowMs()).toISOString() };
  await registry.save(changed);
  return changed;
}

/** Drops a forked environment, and looks whether the server still has it; one that it has lost already is no error. */
export async function dropFork(record: EnvironmentRecord, control: ControlClient): Promise<SweepResult> {
  const isThere = async (): Promise<boolean> => (await control.listForks()).some((each) => each.name === record.name);
  if (await isThere()) await control.dropFork(record.name);
  const left: readonly Leftover[] = (await isThere()) ? [{ kind: "fork", id: record.name }] : [];
  return { left, checked: ["fork"], notChecked: [] };
}

/** The environments that may be removed now, each with the reason. */
export async function removable(
  registry: EnvironmentRegistry,
  clock: Clock,
): Promise<readonly { readonly record: EnvironmentRecord; readonly reason: string }[]> {
  return (await registry.list()).flatMap((record) => {
    const reason = reasonToRemove(record, clock.nowMs());
    return reason === undefined ? [] : [{ record, reason }];
  });
}

function requireUsableName(system: System, name: string): void {
  const objection = objectionToName(name);
  if (objection !== undefined)
    throw new OperatorError({
      code: "ERR_ENVIRONMENT_NAME",
      message: objection,
      hints: ["stackyard env create pr-42"],
    });
  if (system.environments.some((each) => each.name === name))
    throw new OperatorError({
      code: "ERR_ENVIRONMENT_EXISTS",
      message: `Environment "${name}" is in the configuration; it is made by deploying to it.`,
      hints: [`stackyard deploy --env ${name}`],
    });
}

function expiryOf(ttl: string, clock: Clock): string {
  const durationMs = parseTtl(ttl);
  if (durationMs !== undefined) return new Date(clock.nowMs() + durationMs).toISOString();
  throw new OperatorError({
    code: "ERR_ENVIRONMENT_TTL",
    message: `A time to live is a number of minutes, hours or days, such as 90m, 24h or 7d, but got "${ttl}".`,
    hints: ["--ttl 24h"],
  });
}

function environmentExists(name: string, existing: EnvironmentRecord | undefined): OperatorError {
  const who =
    existing === undefined ? "" : ` (${existing.kind} from ${existing.from} by ${existing.owner}, ${existing.state})`;
  return new OperatorError({
    code: "ERR_ENVIRONMENT_EXISTS",
    message: `There is an environment "${name}" already${who}.`,
    hints: [`stackyard deploy --env ${name}`, `stackyard env destroy ${name}`],
  });
}

// Environments that people make at will, beside those of the configuration: what is written down about each.

import { accountNameOf } from "../cloud/resolve-local-target.ts";
import type { Environment, System } from "../system/system.ts";

/**
 * How an environment came to be: `created` has stacks of its own for every unit; `preview` has some, and borrows the others
 * from the environment that it was made from; `fork` is a copy of the whole cloud, with the data in it.
 */
export type EnvironmentKind = "created" | "preview" | "fork";

/** One environment that was made at will. */
export interface EnvironmentRecord {
  readonly v: 1;
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** The environment of the configuration that it was made from. */
  readonly from: string;
  /** Who made it, as "user@host". */
  readonly owner: string;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time after which the janitor removes it; it stays if this is not given. */
  readonly expiresAt?: string;
  /** `creating` until everything was deployed once, `destroying` from the first deletion on. */
  readonly state: "creating" | "ready" | "destroying";
  /** ISO time of the last sign of life of whoever creates or destroys it. */
  readonly touchedAt: string;
  /** Of a preview: the units that it has itself. */
  readonly units?: readonly string[];
}

// Nobody works that long on one environment without a sign of life.
const ABANDONED_AFTER_MS = 15 * 60_000;

/** Why the janitor may remove an environment; undefined while it may not. */
export function reasonToRemove(record: EnvironmentRecord, nowMs: number): string | undefined {
  if (record.expiresAt !== undefined && Date.parse(record.expiresAt) <= nowMs) return `expired at ${record.expiresAt}`;
  const isAbandoned = record.state !== "ready" && Date.parse(record.touchedAt) + ABANDONED_AFTER_MS <= nowMs;
  return isAbandoned ? `left ${record.state} since ${record.touchedAt}` : undefined;
}

/** The environment of a record: its base, with what makes it another one. */
export function environmentOf(
  system: Pick<System, "name">,
  record: Pick<EnvironmentRecord, "kind" | "name">,
  base: Environment,
): Environment {
  // In a fork everything has the names that it had where it was copied from.
  if (record.kind === "fork") return { ...base, fork: record.name };
  const { account, ...rest } = base;
  // What is made from a local one gets an account of its own, unless it must see the units that it borrows.
  if (base.target === "local" && record.kind === "created") return { ...rest, name: record.name };
  const shared = account ?? (base.target === "local" ? accountNameOf(system, base) : undefined);
  return { ...rest, name: record.name, ...(shared === undefined ? {} : { account: shared }) };
}

// LIMIT: stack names have 128 characters and account names 50; both begin with the system's name.
const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** What is wrong with a name for an environment; undefined if it is fine. */
export function objectionToName(name: string): string | undefined {
  return NAME.test(name)
    ? undefined
    : `An environment's name has 1 to 31 lower-case letters, digits and hyphens and begins with a letter, but got "${name}".`;
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The milliseconds of "90m", "24h" or "7d"; undefined for anything else. */
export function parseTtl(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count === undefined || (unit !== "m" && unit !== "h" && unit !== "d")) return undefined;
  return Number(count) > 0 ? Number(count) * UNITS_MS[unit] : undefined;
}

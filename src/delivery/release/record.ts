// A release as it is written down: what was deployed together, from what, by whom, with which evidence. Everything that a
// rollback needs is named in it. Pure.

import type { PlannedChange } from "../cloud/stack-views.ts";
import type { BoundValue } from "../system/parameters.ts";
import type { UnitVersion } from "./unit-version.ts";

/** How a release stands. `superseded`: it was interrupted, and a later one has taken over. */
export type ReleaseStatus = "in-progress" | "complete" | "failed" | "rolled back" | "superseded";

export type ReleaseKind = "deploy" | "promote" | "rollback" | "destroy";

/** What became of a unit in a release. `kept`: the release was not about it. */
export type UnitOutcome =
  | "pending"
  | "kept"
  | "created"
  | "updated"
  | "unchanged"
  | "failed"
  | "blocked"
  | "cancelled"
  | "removed";

/** A unit's stack as a release left it; believed only while the stack itself is as it was left. */
export interface Standing {
  readonly version: UnitVersion;
  /** What the parameters were bound to, references unresolved. */
  readonly bindings: Readonly<Record<string, BoundValue>>;
  /** What CloudFormation was given for them. */
  readonly values: Readonly<Record<string, string>>;
  /** The stack's name. */
  readonly stack: string;
  /** The commit of the sources that the version was built from; undefined outside a git work tree. */
  readonly commit?: Commit;
  /** Hash of the filled template and the values: what is compared to find that nothing changed. */
  readonly inputs: string;
  readonly stackId: string;
  /** When the stack was last changed, by CloudFormation's clock: a change by anyone else moves it. */
  readonly changedAt: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The release that deployed it. */
  readonly release: number;
}

/** One run of a test command. */
export interface TestEvidence {
  readonly name: string;
  readonly command: string;
  readonly isPassed: boolean;
  /** Undefined if it did not end by itself. */
  readonly exitCode?: number;
  readonly durationMs: number;
  /** The end of what it wrote. */
  readonly output: string;
  /** The release in which it ran. */
  readonly release: number;
}

export interface UnitEntry {
  readonly outcome: UnitOutcome;
  /** What stands now; undefined if there is no stack, or it never was complete. */
  readonly stands?: Standing;
  /** The version that was wanted, while it does not stand. */
  readonly wanted?: UnitVersion;
  readonly changes: readonly PlannedChange[];
  readonly durationMs?: number;
  /** Why it failed, in the cloud's words. */
  readonly failure?: string;
  readonly tests: readonly TestEvidence[];
}

/** Who released, and from what source. */
export interface Provenance {
  /** The caller's ARN, as STS says. */
  readonly arn: string;
  /** "user@host" of the machine. */
  readonly user: string;
  /** Undefined outside a git work tree. */
  readonly commit?: Commit;
}

/** A commit of the sources. */
export interface Commit {
  readonly id: string;
  readonly branch?: string;
  /** Whether the work tree had changes that the commit does not have. */
  readonly isDirty: boolean;
}

export interface ReleaseRecord {
  readonly v: 1;
  readonly number: number;
  readonly system: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly kind: ReleaseKind;
  readonly status: ReleaseStatus;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly by: Provenance;
  /** The release whose state it began from. */
  readonly base?: number;
  /** Where a promotion took its versions from. */
  readonly from?: { readonly environment: string; readonly account: string; readonly release: number };
  /** The release that a rollback goes back to. */
  readonly to?: number;
  /** The release that a rollback undoes because it failed. */
  readonly because?: number;
  /** The plan that was applied. */
  readonly plan?: string;
  readonly units: Readonly<Record<string, UnitEntry>>;
  /** Of the system's own tests. */
  readonly tests: readonly TestEvidence[];
  /** Why it failed as a whole. */
  readonly failure?: string;
}

/** A line of the list of releases. */
export type ReleaseSummary = Pick<
  ReleaseRecord,
  "number" | "kind" | "status" | "startedAt" | "endedAt" | "base" | "from" | "to" | "because" | "by"
> & {
  /** How many units were created, updated or removed. */
  readonly changed: number;
  readonly units: number;
};

/** The line for a record. */
export function summaryOf(record: ReleaseRecord): ReleaseSummary {
  const { number, kind, status, startedAt, endedAt, base, from, to, because, by } = record;
  const entries = Object.values(record.units);
  return {
    number,
    kind,
    status,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(base === undefined ? {} : { base }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(because === undefined ? {} : { because }),
    by,
    changed: entries.filter(({ outcome }) => CHANGED.has(outcome)).length,
    units: entries.length,
  };
}

const CHANGED: ReadonlySet<UnitOutcome> = new Set(["created", "updated", "removed"]);

/** Reads a record; undefined if the text is none, such as one of a version to come. */
export function parseRecord(text: string): ReleaseRecord | undefined {
  const value = parse(text);
  return typeof value === "object" && value !== null && Reflect.get(value, "v") === 1 && "units" in value
    ? (value as ReleaseRecord)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

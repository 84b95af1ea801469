// `stackyard env list`: every environment with its owner, age, release, drift and last failure.

import { HEALTHY } from "../../delivery/cloud/stacks.ts";
import { openSession } from "../../delivery/deploy/session.ts";
import { environmentOf } from "../../delivery/environments/record.ts";
import type { EnvironmentRecord } from "../../delivery/environments/record.ts";
import type { Environment, SystemOutline } from "../../delivery/system/system.ts";
import { targetOf } from "../connection.ts";
import { madeAtWill } from "../environments.ts";
import { formatAge, pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** One line of the list; also its JSON. */
interface Row {
  readonly name: string;
  readonly kind: "configured" | EnvironmentRecord["kind"];
  readonly from?: string;
  readonly target: Environment["target"];
  readonly owner?: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
  readonly state: string;
  /** The environment of the units that all others read from. */
  readonly isShared?: boolean;
  readonly units: { readonly deployed: number; readonly failed: number };
  /** The newest release into it. */
  readonly release?: { readonly number: number; readonly status: string; readonly at: string };
  /** Such as "IN_SYNC", as of the last drift detection; undefined if there was none. */
  readonly drift?: string;
  readonly lastFailure?: { readonly stack: string; readonly status: string; readonly reason?: string };
}

/** Runs the command. */
export async function runEnvList(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system } = await openKnownWorkspace(directory, options);
  const made = await madeAtWill(system);
  const rows = await Promise.all([
    ...system.environments.map((environment) => rowOf(system, environment, undefined)),
    ...made.flatMap((record) => {
      const base = system.environments.find((each) => each.name === record.from);
      return base === undefined ? [] : [rowOf(system, environmentOf(system, record, base), record)];
    }),
  ]);
  if (options.json === true) {
    printJson({ system: system.name, environments: rows });
    return;
  }
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const row of rows) print(`${row.name.padEnd(width)}  ${describe(row)}`);
}

async function rowOf(
  system: SystemOutline,
  environment: Environment,
  record: EnvironmentRecord | undefined,
): Promise<Row> {
  const target = await targetOf(system, environment);
  const session = openSession({ place: { system: system.name, environment: environment.name }, target });
  try {
    const [stacks, { record: newest }] = await Promise.all([session.stacks.list(), session.releases.current()]);
    const own = stacks.filter(
      ({ tags }) => tags["stackyard:system"] === system.name && tags["stackyard:environment"] === environment.name,
    );
    const failed = own.filter((stack) => !HEALTHY.has(stack.status) && !stack.status.endsWith("_IN_PROGRESS"));
    const [worst] = failed.toSorted((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
    const drifts = own.map((stack) => stack.drift).filter((drift) => drift !== undefined && drift !== "NOT_CHECKED");
    const drift = drifts.includes("DRIFTED") ? "DRIFTED" : drifts[0];
    return {
      name: record?.name ?? environment.name,
      kind: record?.kind ?? "configured",
      ...(record === undefined ? {} : { from: record.from, owner: record.owner, createdAt: record.createdAt }),
      ...(record?.expiresAt === undefined ? {} : { expiresAt: record.expiresAt }),
      target: environment.target,
      ...(record === undefined && environment.name === system.sharedEnvironment ? { isShared: true } : {}),
      state: record?.state ?? (own.length === 0 ? "not deployed" : "ready"),
      units: { deployed: own.length - failed.length, failed: failed.length },
      ...(newest === undefined
        ? {}
        : { release: { number: newest.number, status: newest.status, at: newest.startedAt } }),
      ...(drift === undefined ? {} : { drift }),
      ...(worst === undefined
        ? {}
        : {
            lastFailure: {
              stack: worst.name,
              status: worst.status,
              ...(worst.statusReason === undefined ? {} : { reason: worst.statusReason }),
            },
          }),
    };
  } finally {
    session.close();
  }
}

function describe(row: Row): string {
  const { deployed, failed } = row.units;
  const parts = [
    row.kind === "configured" ? row.target : `${row.kind} from ${row.from ?? ""}`,
    ...(row.isShared === true ? ["shared by all"] : []),
    row.state === "ready" ? pc.green(row.state) : row.state,
    `${deployed} ${deployed === 1 ? "unit" : "units"}${failed === 0 ? "" : pc.red(`, ${failed} failed`)}`,
    ...(row.release === undefined ? [] : [releaseText(row.release)]),
    ...(row.drift === undefined ? [] : [row.drift]),
    ...(row.owner === undefined ? [] : [`by ${row.owner}`]),
    ...(row.createdAt === undefined ? [] : [`${formatAge(Date.now() - Date.parse(row.createdAt))} old`]),
    ...(row.expiresAt === undefined ? [] : [`until ${row.expiresAt}`]),
    ...(row.lastFailure === undefined ? [] : [pc.red(`${row.lastFailure.stack} ${row.lastFailure.status}`)]),
  ];
  return parts.join(pc.dim(" · "));
}

function releaseText({ number, status, at }: NonNullable<Row["release"]>): string {
  const age = formatAge(Date.now() - Date.parse(at));
  return `release ${number}${status === "complete" ? "" : pc.red(` ${status}`)}, ${age} ago`;
}

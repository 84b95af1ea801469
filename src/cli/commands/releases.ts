// `stackyard releases`: the list of an environment's releases; `show N`, and `report N` as one page of HTML.

import { writeFileSync } from "node:fs";
import { openSession } from "../../delivery/deploy/session.ts";
import type { ReleaseRecord, ReleaseSummary, TestEvidence, UnitEntry } from "../../delivery/release/record.ts";
import type { ReleaseStore } from "../../delivery/release/release-store.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { openPlace } from "../release-place.ts";
import type { ReleasesOptions } from "../release-commands.ts";
import { parseNumber } from "../release-number.ts";
import { formatDuration, pc, print, printJson } from "../terminal.ts";

/** Runs the command. */
export async function runReleases(
  action: string | undefined,
  number: string | undefined,
  options: ReleasesOptions,
): Promise<void> {
  const { place, target } = await openPlace(options);
  const session = openSession({ place, target });
  try {
    if (action === undefined || action === "list") await list(session.releases, options, place.environment);
    else if (action === "show") await show(await requireRelease(session.releases, number, place.environment), options);
    else if (action === "report")
      await report(await requireRelease(session.releases, number, place.environment), options);
    else
      throw new OperatorError({
        code: "ERR_USAGE",
        message: `"${action}" is nothing that can be done with releases. There are list, show N and report N.`,
        hints: ["stackyard releases --help"],
      });
  } finally {
    session.close();
  }
}

async function list(releases: ReleaseStore, options: ReleasesOptions, environment: string): Promise<void> {
  const found = (await releases.list()).slice(0, Number(options.limit ?? 20));
  if (options.json === true) printJson(found);
  else if (found.length === 0) print(`Nothing was released into ${environment} yet.`);
  else for (const each of found) print(lineOf(each));
}

function lineOf({ number, status, kind, startedAt, changed, units, by, from, to }: ReleaseSummary): string {
  const what =
    from !== undefined
      ? `promote from ${from.environment} ${from.release}`
      : to !== undefined
        ? `rollback to ${to}`
        : kind;
  const commit = by.commit === undefined ? "" : ` ${by.commit.id.slice(0, 10)}${by.commit.isDirty ? " (dirty)" : ""}`;
  const columns = [String(number).padStart(5), coloured(status, 11), what.padEnd(20), startedAt.slice(0, 19)];
  return `${columns.join("  ")}  ${changed} of ${units} units  ${pc.dim(`${by.user}${commit}`)}`;
}

function coloured(status: ReleaseRecord["status"], width: number): string {
  const text = status.padEnd(width);
  return status === "complete" ? pc.green(text) : status === "in-progress" ? text : pc.red(text);
}

async function requireRelease(
  releases: ReleaseStore,
  number: string | undefined,
  environment: string,
): Promise<ReleaseRecord> {
  const record = number === undefined ? (await releases.current()).record : await releases.load(parseNumber(number));
  if (record !== undefined) return record;
  throw new OperatorError({
    code: "ERR_NO_RELEASE",
    message: `Environment "${environment}" has no release${number === undefined ? "" : ` ${number}`}.`,
    hints: [`stackyard releases --env ${environment}`],
  });
}

async function show(record: ReleaseRecord, options: ReleasesOptions): Promise<void> {
  if (options.json === true) {
    printJson(record);
    return;
  }
  const { by } = record;
  print(`Release ${record.number} of ${record.system} in ${record.environment}: ${coloured(record.status, 0)}`);
  print(`${record.kind}${detailsOf(record)}, account ${record.account}, ${record.region}`);
  print(`started ${record.startedAt}${record.endedAt === undefined ? "" : `, ended ${record.endedAt}`}`);
  print(`by ${by.user} as ${by.arn}`);
  if (by.commit !== undefined)
    print(
      `commit ${by.commit.id}${by.commit.branch === undefined ? "" : ` on ${by.commit.branch}`}${by.commit.isDirty ? ", with uncommitted changes" : ""}`,
    );
  if (record.failure !== undefined) print(pc.red(record.failure));
  const width = Math.max(0, ...Object.keys(record.units).map((unit) => unit.length));
  for (const [unit, entry] of Object.entries(record.units)) showUnit(unit.padEnd(width), entry);
  for (const test of record.tests) print(describeTest(test));
}

function detailsOf({ from, to, because, base, plan }: ReleaseRecord): string {
  return [
    from === undefined ? "" : ` of release ${from.release} of ${from.environment}`,
    to === undefined ? "" : ` to release ${to}`,
    because === undefined ? "" : ` because release ${because} failed`,
    base === undefined ? "" : `, after release ${base}`,
    plan === undefined ? "" : `, plan ${plan}`,
  ].join("");
}

function showUnit(name: string, entry: UnitEntry): void {
  const took = entry.durationMs === undefined ? "" : `, ${formatDuration(entry.durationMs)}`;
  const since = entry.stands === undefined ? "" : pc.dim(`  from release ${entry.stands.release}`);
  print(`${name}  ${entry.outcome}${took}${since}`);
  if (entry.failure !== undefined) print(pc.red(`  ${entry.failure}`));
  for (const { action, logicalId, resourceType, properties } of entry.changes)
    print(
      pc.dim(`  ${action} ${logicalId} ${resourceType}${properties.length === 0 ? "" : `: ${properties.join(", ")}`}`),
    );
  for (const test of entry.tests) print(`  ${describeTest(test)}`);
}

function describeTest({ name, isPassed, durationMs, release }: TestEvidence): string {
  const word = isPassed ? pc.green("passed") : pc.red("failed");
  return `test "${name}" ${word} in ${formatDuration(durationMs)} (release ${release})`;
}

async function report(record: ReleaseRecord, options: ReleasesOptions): Promise<void> {
  const { renderReport } = await import("../../delivery/release/report.ts");
  const file = options.out ?? `release-${record.number}.html`;
  writeFileSync(file, renderReport(record));
  if (options.json === true) printJson({ file });
  else print(file);
}

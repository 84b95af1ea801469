// Tells again why a release failed, and more than it could say on the way: the first cause in each stack, its place in the
// source, what the functions wrote at that time, and the tests that failed.

import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { HEALTHY } from "../cloud/stacks.ts";
import type { StackView } from "../cloud/stack-views.ts";
import { clientConfig } from "../cloud/target.ts";
import type { ReleaseRecord, TestEvidence } from "../release/record.ts";
import type { Template } from "../system/template.ts";
import type { Failure } from "./events.ts";
import { firstFailure } from "./failures.ts";
import type { Session } from "./session.ts";

/** What is wrong with one unit. */
export interface UnitDiagnosis {
  readonly unit: string;
  readonly stack: string | undefined;
  /** Of the stack as it is now; undefined if there is none. */
  readonly status: string | undefined;
  readonly failure: Failure;
  /** The last lines of its functions that tell of errors, oldest first. */
  readonly logs: readonly { readonly function: string; readonly at: string; readonly message: string }[];
}

export interface Diagnosis {
  /** The release that it is about; undefined if nothing was released. */
  readonly release: Pick<ReleaseRecord, "number" | "kind" | "status" | "startedAt" | "failure"> | undefined;
  readonly units: readonly UnitDiagnosis[];
  /** Tests that failed in that release. */
  readonly tests: readonly TestEvidence[];
}

// LIMIT: how many log lines of a unit are shown.
const LOG_LINES = 10;
// AWS: "Filter pattern syntax": any of these words.
const ERRORS = '?ERROR ?Error ?Exception ?Traceback ?"timed out"';

/** Looks at a release (the newest, if no number is given) and at the stacks that are not healthy now. */
export async function diagnose(
  session: Session,
  templates: ReadonlyMap<string, Template>,
  number?: number,
): Promise<Diagnosis> {
  const { releases, stacks, place } = session;
  const [record, all] = await Promise.all([
    number === undefined ? newestStory(session) : releases.load(number),
    stacks.list(),
  ]);
  const own = new Map(
    all
      .filter(
        ({ tags }) => tags["stackyard:system"] === place.system && tags["stackyard:environment"] === place.environment,
      )
      .map((stack) => [stack.tags["stackyard:unit"] ?? stack.name, stack]),
  );
  const failed = new Set([
    ...Object.entries(record?.units ?? {}).flatMap(([unit, { outcome }]) => (outcome === "failed" ? [unit] : [])),
    ...[...own].flatMap(([unit, { status }]) => (isBroken(status) ? [unit] : [])),
  ]);
  const units = await Promise.all(
    [...failed].map((unit) => diagnoseUnit(session, unit, own.get(unit), record, templates.get(unit))),
  );
  const tests = [...(record?.tests ?? []), ...Object.values(record?.units ?? {}).flatMap((entry) => entry.tests)];
  return {
    release: record === undefined ? undefined : shownOf(record),
    units,
    tests: tests.filter((test) => !test.isPassed && test.release === record?.number),
  };
}

/** The newest release; of one that was taken back because it failed, the failed one: that is what people ask about. */
async function newestStory({ releases }: Session): Promise<ReleaseRecord | undefined> {
  const { record } = await releases.current();
  const failed = record?.because === undefined ? undefined : await releases.load(record.because);
  return failed ?? record;
}

async function diagnoseUnit(
  session: Session,
  unit: string,
  stack: StackView | undefined,
  record: ReleaseRecord | undefined,
  template: Template | undefined,
): Promise<UnitDiagnosis> {
  const since = record?.startedAt ?? new Date(0).toISOString();
  const failures = stack === undefined ? [] : await session.stacks.failuresSince(stack.stackId, since);
  const reason = record?.units[unit]?.failure ?? stack?.statusReason ?? stack?.status ?? "It is not known any more.";
  const failure =
    template === undefined ? withoutTemplate(reason, failures) : firstFailure(template, { reason, failures });
  return {
    unit,
    stack: stack?.name,
    status: stack?.status,
    failure,
    logs: stack === undefined ? [] : await errorsIn(session, stack, since),
  };
}

// A unit that the sources do not have any more: the cloud's words must do.
function withoutTemplate(reason: string, failures: Parameters<typeof firstFailure>[1]["failures"]): Failure {
  const first = failures.find((each) => !each.isStackItself);
  if (first === undefined) return { reason };
  return { reason: first.reason ?? reason, logicalId: first.logicalId, resourceType: first.resourceType };
}

async function errorsIn({ stacks, target }: Session, stack: StackView, since: string): Promise<UnitDiagnosis["logs"]> {
  const functions = (await stacks.resources(stack.stackId)).filter(
    (each) => each.resourceType === "AWS::Lambda::Function" && each.physicalId !== "",
  );
  const client = new CloudWatchLogsClient(clientConfig(target));
  try {
    const found = await Promise.all(functions.map(({ physicalId }) => errorsOf(client, physicalId, since)));
    return found
      .flat()
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      .slice(-LOG_LINES);
  } finally {
    client.destroy();
  }
}

async function errorsOf(client: CloudWatchLogsClient, name: string, since: string): Promise<UnitDiagnosis["logs"]> {
  try {
    const { events } = await client.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${name}`,
        startTime: Date.parse(since),
        filterPattern: ERRORS,
      }),
    );
    return (events ?? []).map(({ timestamp = 0, message = "" }) => ({
      function: name,
      at: new Date(timestamp).toISOString(),
      message: message.trimEnd(),
    }));
  } catch (error) {
    // A function that never ran has no log group.
    if (error instanceof Error && error.name === "ResourceNotFoundException") return [];
    throw error;
  }
}

function isBroken(status: string): boolean {
  return !HEALTHY.has(status) && !status.endsWith("_IN_PROGRESS") && status !== "UPDATE_ROLLBACK_COMPLETE";
}

function shownOf({ number, kind, status, startedAt, failure }: ReleaseRecord): NonNullable<Diagnosis["release"]> {
  return { number, kind, status, startedAt, ...(failure === undefined ? {} : { failure }) };
}

/** Whether there is anything to tell. */
export function isHealthy({ release, units, tests }: Diagnosis): boolean {
  const isGood = release === undefined || release.status === "complete" || release.status === "in-progress";
  return isGood && units.length === 0 && tests.length === 0;
}

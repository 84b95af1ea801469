// One change of a target's capacity, from its beginning to its end. A job does it, whose id is the activity's: where it is run again, while
// the resource is being changed or after a crash, it goes on with what it began.

import { AwsError } from "../../kernel/errors.ts";
import type { YardContext } from "../../service/context.ts";
import type { Job, JobOutcome } from "../../service/jobs.ts";
import { asLinkedRole } from "./acting.ts";
import { beginChange, findActivity, noteAccepted, noteFailed, noteFulfilled } from "./activities.ts";
import type { Capacity } from "./capacity/capacity.ts";
import { dimensionOf } from "./dimensions.ts";
import type { ActivityRecord, TargetKey } from "./records.ts";

const LOOK_AGAIN_MS = 1_000;
/** LIMIT: for a change to be fulfilled; AWS does not say how long it waits. */
const GIVE_UP_AFTER_MS = 10 * 60_000;

/** What a job goes on with, or learns. */
export type Progress =
  | { readonly kind: "again"; readonly outcome: JobOutcome }
  | { readonly kind: "changed"; readonly activity: ActivityRecord }
  | { readonly kind: "failed" };

/** What the resource has now; undefined where it is not there. */
export function readCapacity(yard: YardContext, job: Job, target: TargetKey): Promise<Capacity | undefined> {
  const aws = asLinkedRole(yard, job, target, "AutoScaling-GetCapacity");
  return dimensionOf(target).capacities.read(aws, target, job);
}

/** Changes the capacity, and waits for it. */
export async function change(
  yard: YardContext,
  job: Job,
  target: TargetKey,
  { cause, fromUnits, toUnits }: { readonly cause: string; readonly fromUnits: number; readonly toUnits: number },
): Promise<Progress> {
  const activity = beginChange(yard, job, target, { id: job.id, cause, fromUnits, toUnits });
  return demand(yard, job, activity);
}

/** Goes on with the change that an earlier run of the job began; undefined where there is none. */
export async function resume(yard: YardContext, job: Job, target: TargetKey): Promise<Progress | undefined> {
  const activity = findActivity(yard, job, target, job.id);
  if (activity?.change === undefined) return undefined;
  if (activity.status === "Successful") return { kind: "changed", activity };
  if (activity.status !== "InProgress") return { kind: "failed" };
  // Without a message it was not accepted yet, or that was not written down: the same once more does no harm.
  return activity.message === undefined ? demand(yard, job, activity) : follow(yard, job, activity);
}

async function demand(yard: YardContext, job: Job, activity: ActivityRecord): Promise<Progress> {
  const aws = asLinkedRole(yard, job, activity, "AutoScaling-UpdateDesiredCapacity");
  const { capacities } = dimensionOf(activity);
  const toUnits = activity.change?.toUnits ?? 0;
  try {
    const now = await capacities.read(aws, activity, job);
    if (now?.units !== toUnits) await capacities.set(aws, activity, toUnits, job);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // A resource that is being changed is asked again: ResourceInUseException of DynamoDB and Lambda.
    const isBusy = /InUse|Conflict|Throttl|TooManyRequests/.test(error.code) || error.fault === "server";
    if (isBusy && !isOver(yard, activity)) return again(yard);
    noteFailed(yard, job, activity, error.message);
    return { kind: "failed" };
  }
  return follow(yard, job, noteAccepted(yard, job, activity));
}

async function follow(yard: YardContext, job: Job, activity: ActivityRecord): Promise<Progress> {
  const found = await readCapacity(yard, job, activity);
  if (found === undefined || found.failure !== undefined) {
    noteFailed(yard, job, activity, found?.failure ?? dimensionOf(activity).capacities.missing(activity));
    return { kind: "failed" };
  }
  if (found.isSettled) {
    noteFulfilled(yard, job, activity);
    return { kind: "changed", activity };
  }
  if (!isOver(yard, activity)) return again(yard);
  noteFailed(yard, job, activity, "The change was not fulfilled in time.", "Unfulfilled");
  return { kind: "failed" };
}

function isOver({ clock }: YardContext, { startedAtMs }: ActivityRecord): boolean {
  return clock.nowMs() - startedAtMs > GIVE_UP_AFTER_MS;
}

function again({ clock }: YardContext): Progress {
  return { kind: "again", outcome: { retryAtMs: clock.nowMs() + LOOK_AGAIN_MS } };
}

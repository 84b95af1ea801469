// The jobs that scale: one answers an alarm by its policy, one brings a capacity within a target's bounds. The jobs of a target run one after
// the other, so that no two change its resource at a time.

import { AwsError } from "../../kernel/errors.ts";
import type { AlarmActionKind, AlarmSignal } from "../../service/alarm-actions.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { isReadyToScaleIn, putAlarms } from "./alarms.ts";
import { noteNotScaled } from "./activities.ts";
import type { Capacity } from "./capacity/capacity.ts";
import { change, readCapacity, resume } from "./change.ts";
import { dimensionOf } from "./dimensions.ts";
import { cooldownSeconds, decide } from "./policies/decide.ts";
import { policyIdOf } from "./names.ts";
import type { ActivityRecord, PolicyRecord, TargetKey } from "./records.ts";
import { listPolicies, loadPolicyById, loadTarget, savePolicy } from "./repo.ts";

interface Respond {
  readonly policyId: string;
  readonly key: TargetKey;
  readonly signal: AlarmSignal;
}

/** LIMIT: what an alarm said longer ago is passed over: it says so again every minute. */
const STALE_AFTER_MS = 60_000;

const laneOf = ({ account, region }: Scope, { namespace, resourceId, dimension }: TargetKey): string =>
  `application-auto-scaling ${account} ${region} ${namespace} ${resourceId} ${dimension}`;

/** Scaling policies as actions of alarms. */
export const alarmAction: AlarmActionKind = {
  accepts: (arn) => policyIdOf(arn) !== undefined,
  perform(arn, signal, yard) {
    const policyId = policyIdOf(arn) ?? "";
    const { account, region } = signal.alarmScope;
    yard.store.write((tx) => {
      const policy = loadPolicyById(tx, signal.alarmScope, policyId);
      if (policy === undefined) throw policyNotFoundBy(arn);
      const { namespace, resourceId, dimension } = policy;
      const key = { namespace, resourceId, dimension };
      const payload: Respond = { policyId, key, signal };
      yard.jobs.enqueue(tx, { account, region, kind: respondJob.kind, payload, lane: laneOf(signal.alarmScope, key) });
    });
  },
};

function policyNotFoundBy(arn: string): AwsError {
  return new AwsError({ code: "ObjectNotFoundException", message: `No scaling policy found for ${arn}` });
}

export const respondJob: JobHandler = {
  kind: "application-auto-scaling/respond",
  async run(job, yard) {
    const { policyId, key, signal } = job.payload as Respond;
    const begun = await resume(yard, job, key);
    const progress = begun ?? (await respond(yard, job, policyId, signal));
    if (progress?.kind === "again") return progress.outcome;
    if (progress?.kind === "changed") await settle(yard, job, policyId, progress.activity);
    return "done";
  },
};

async function respond(yard: YardContext, job: Job, policyId: string, signal: AlarmSignal): ReturnType<typeof resume> {
  const nowMs = yard.clock.nowMs();
  const { policy, target } = yard.store.read((tx) => {
    const found = loadPolicyById(tx, job, policyId);
    return { policy: found, target: found && loadTarget(tx, job, found) };
  });
  if (policy === undefined || target === undefined || nowMs - signal.atMs > STALE_AFTER_MS) return undefined;
  const kind = policy.alarms.find(({ name }) => name === signal.alarmName)?.kind;
  const capacity = await readCapacity(yard, job, policy);
  if (capacity === undefined) return undefined;
  const cause = `monitor alarm ${signal.alarmName} in state ${signal.state} triggered policy ${policy.name}`;
  if (!capacity.isScalable) {
    noteNotScaled(yard, job, policy, { id: job.id, cause, reason: { Code: "TargetServicePutResourceAsUnscalable" } });
    return undefined;
  }
  // The resource was changed by somebody else: the alarms are moved, and say themselves whether that was enough.
  if (kind === "ProvisionedCapacityHigh" || kind === "ProvisionedCapacityLow") {
    await putAlarms(yard, job, policy, capacity.units);
    return undefined;
  }
  const { points, threshold } = signal;
  const direction = kind === "AlarmHigh" ? "out" : kind === "AlarmLow" ? "in" : undefined;
  const decision = decide({ target, policy, direction, points, threshold, units: capacity.units, nowMs });
  if (decision.kind === "not-scaled") {
    noteNotScaled(yard, job, policy, { id: job.id, cause, reason: decision.reason });
    // Alarms that still go by another capacity would go off for nothing.
    if (decision.reason.Code === "AlreadyAtDesiredCapacity") await putAlarms(yard, job, policy, capacity.units);
    return undefined;
  }
  if (decision.kind === "nothing" || !(await mayScale(yard, job, policy, decision.toUnits, capacity))) return undefined;
  return change(yard, job, policy, { cause, fromUnits: capacity.units, toUnits: decision.toUnits });
}

/** AWS: "Multiple scaling policies": a target is scaled in only if all policies that track a metric and may scale in are ready to. */
async function mayScale(
  yard: YardContext,
  job: Job,
  policy: PolicyRecord,
  toUnits: number,
  { units }: Capacity,
): Promise<boolean> {
  if (toUnits > units || policy.config.type !== "TargetTrackingScaling") return true;
  const others = yard.store
    .read((tx) => [...listPolicies(tx, job, policy)])
    .filter(({ id, config }) => {
      return id !== policy.id && config.type === "TargetTrackingScaling" && config.tracking.DisableScaleIn !== true;
    });
  for (const other of others) if (!(await isReadyToScaleIn(yard, job, other))) return false;
  return true;
}

/** After a change: the policy cools down, and the alarms of all policies of the target go by the new capacity. */
async function settle(
  yard: YardContext,
  job: Job,
  policyId: string,
  { change: changed }: ActivityRecord,
): Promise<void> {
  if (changed === undefined) return;
  const { fromUnits, toUnits } = changed;
  const direction = toUnits > fromUnits ? "out" : "in";
  const policies = yard.store.write((tx) => {
    const policy = loadPolicyById(tx, job, policyId);
    if (policy === undefined) return [];
    const waitMs = 1_000 * cooldownSeconds(policy, direction, dimensionOf(policy).cooldownS);
    const before = policy.cooldown;
    // Within one period, a larger activity counts from where the first began.
    const isSame = before?.direction === direction && before.untilMs > yard.clock.nowMs();
    const cooldown = {
      direction,
      endedAtMs: yard.clock.nowMs(),
      untilMs: yard.clock.nowMs() + waitMs,
      fromUnits: isSame ? before.fromUnits : fromUnits,
    } as const;
    savePolicy(tx, job, { ...policy, cooldown });
    return [...listPolicies(tx, job, policy)];
  });
  for (const policy of policies) await putAlarms(yard, job, policy, toUnits);
}

interface Bound {
  readonly key: TargetKey;
}

/** Has a target's capacity brought within its bounds, if it is outside of them. */
export function enqueueBounds(yard: YardContext, tx: WriteTx, { account, region }: Scope, key: TargetKey): void {
  const { namespace, resourceId, dimension } = key;
  const payload: Bound = { key: { namespace, resourceId, dimension } };
  yard.jobs.enqueue(tx, { account, region, kind: boundJob.kind, payload, lane: laneOf({ account, region }, key) });
}

export const boundJob: JobHandler = {
  kind: "application-auto-scaling/bound",
  async run(job, yard) {
    const { key } = job.payload as Bound;
    const progress = (await resume(yard, job, key)) ?? (await bound(yard, job, key));
    if (progress?.kind === "again") return progress.outcome;
    if (progress?.kind === "changed") {
      const units = progress.activity.change?.toUnits ?? 0;
      for (const policy of yard.store.read((tx) => [...listPolicies(tx, job, key)]))
        await putAlarms(yard, job, policy, units);
    }
    return "done";
  },
};

async function bound(yard: YardContext, job: Job, key: TargetKey): ReturnType<typeof resume> {
  const target = yard.store.read((tx) => loadTarget(tx, job, key));
  const capacity = target && (await readCapacity(yard, job, key));
  if (target === undefined || capacity === undefined || !capacity.isScalable) return undefined;
  const { min, max } = target;
  const { units: fromUnits } = capacity;
  const toUnits = Math.min(Math.max(fromUnits, min), max);
  if (toUnits === fromUnits) return undefined;
  // AWS: DescribeScalingActivities, examples.
  const cause =
    toUnits > fromUnits ? `minimum capacity was set to ${toUnits}` : `maximum capacity was set to ${toUnits}`;
  return change(yard, job, key, { cause, fromUnits, toUnits });
}

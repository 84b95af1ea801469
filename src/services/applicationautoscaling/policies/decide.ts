// What a policy makes of an alarm: another capacity, or the reason why not. Pure.
// AWS: "How target tracking scaling works" and "How step scaling works", cooldown periods; NotScaledReason; SuspendedState.

import type { AlarmPoint } from "../../../service/alarm-actions.ts";
import type { NotScaled, PolicyRecord, TargetRecord } from "../records.ts";
import { steppedUnits } from "./steps.ts";
import { isAbsolute, trackedUnits } from "./tracking.ts";

export interface Situation {
  readonly target: TargetRecord;
  readonly policy: PolicyRecord;
  /** Which way an alarm of target tracking points; steps may go either way. */
  readonly direction: "in" | "out" | undefined;
  /** The alarm's data points, from the oldest to the newest. */
  readonly points: readonly AlarmPoint[];
  readonly threshold: number;
  readonly units: number;
  readonly nowMs: number;
}

export type Decision =
  | { readonly kind: "scale"; readonly toUnits: number }
  | { readonly kind: "not-scaled"; readonly reason: NotScaled }
  /** Suspended, cooling down, or without data. */
  | { readonly kind: "nothing" };

const NOTHING: Decision = { kind: "nothing" };

/** Decides what an alarm leads to. */
export function decide(situation: Situation): Decision {
  const { target, policy, units, nowMs, direction } = situation;
  const { cooldown } = policy;
  const cooling = cooldown !== undefined && cooldown.untilMs > nowMs ? cooldown : undefined;
  // AWS: "the capacity added by the initiating scale-out activity is calculated as part of the desired capacity for the next one".
  const isCounted = cooling?.direction === "out" || isBeforeChange(situation);
  const base = isCounted && cooldown !== undefined ? cooldown.fromUnits : units;
  const wanted = wantedUnits(situation, base);
  if (wanted === undefined) return NOTHING;
  const bounded = Math.min(Math.max(wanted, target.min), target.max);
  // It leads to no more than what was done already.
  if (base < units && bounded <= units && wanted > base) return NOTHING;
  if (bounded === units) return { kind: "not-scaled", reason: reasonOf(target, units, wanted) };
  const way = bounded > units ? "out" : "in";
  // What tracks a metric does not go against its alarm because of data that has changed since, but for the target's bounds.
  if (direction !== undefined && way !== direction && units >= target.min && units <= target.max) return NOTHING;
  if (way === "out" ? target.suspended.out : target.suspended.in) return NOTHING;
  if (way === "in" && policy.config.type === "TargetTrackingScaling" && policy.config.tracking.DisableScaleIn === true)
    return NOTHING;
  // AWS: scale-in requests are blocked until the period ends; scaling out is not, and ends the period.
  if (way === "in" && cooling !== undefined) return NOTHING;
  return { kind: "scale", toUnits: bounded };
}

function wantedUnits(
  { policy: { config }, direction, threshold, ...situation }: Situation,
  units: number,
): number | undefined {
  const points = situation.points.map(({ value }) => value);
  if (config.type === "StepScaling") return steppedUnits(config.step, { points, threshold }, units);
  return direction && trackedUnits(config.tracking, direction, points, units);
}

/** Whether what is tracked was measured, in part, before the last activity: it goes with the capacity of then. */
function isBeforeChange({ policy: { config, cooldown }, direction, points }: Situation): boolean {
  if (config.type === "StepScaling" || cooldown === undefined || isAbsolute(config.tracking)) return false;
  const used = direction === "out" ? points.at(-1) : points[0];
  return used !== undefined && used.atMs < cooldown.endedAtMs;
}

function reasonOf({ min, max }: TargetRecord, units: number, wanted: number): NotScaled {
  if (wanted > units) return { Code: "AlreadyAtMaxCapacity", MaxCapacity: max };
  if (wanted < units) return { Code: "AlreadyAtMinCapacity", MinCapacity: min };
  return { Code: "AlreadyAtDesiredCapacity", CurrentCapacity: units };
}

/** How long after an activity the policy waits with another. */
export function cooldownSeconds({ config }: PolicyRecord, way: "in" | "out", otherwise: number): number {
  if (config.type === "StepScaling") return config.step.Cooldown ?? otherwise;
  const { ScaleInCooldown, ScaleOutCooldown } = config.tracking;
  return (way === "in" ? ScaleInCooldown : ScaleOutCooldown) ?? otherwise;
}

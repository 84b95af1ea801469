// A plan in a file, and whether it still holds: the environment must be as it was when the plan was made, or as this very
// plan has left it half-way, and the sources must be those that were rehearsed.

import { readFile, writeFile } from "node:fs/promises";
import { OperatorError } from "../../kernel/errors.ts";
import type { StackView } from "../cloud/stack-views.ts";
import type { ReleaseRecord } from "../release/record.ts";
import type { Plan } from "./plan.ts";

/** Writes a plan to a file. */
export async function savePlan(plan: Plan, file: string): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan, undefined, 1)}\n`);
}

/** Reads a plan from a file. Throws ERR_PLAN_FILE if it is none. */
export async function loadPlan(file: string): Promise<Plan> {
  const value = await readFile(file, "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch((error: unknown) => {
      throw planFileError(file, error);
    });
  if (typeof value !== "object" || value === null || Reflect.get(value, "v") !== 1 || !("phases" in value))
    throw planFileError(file, undefined);
  return value as Plan;
}

function planFileError(file: string, cause: unknown): OperatorError {
  return new OperatorError({
    code: "ERR_PLAN_FILE",
    message: `"${file}" holds no plan that this version can read.`,
    hints: [`stackyard plan --out ${file}`],
    ...(cause === undefined ? {} : { cause }),
  });
}

/** What has to be as it was for a plan to be applied. */
export interface Circumstances {
  readonly system: string;
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly views: readonly StackView[];
  /** The newest release of the environment. */
  readonly release: ReleaseRecord | undefined;
  readonly sources: Readonly<Record<string, string>>;
  /** Whether this plan was begun: its moves leave no release behind. */
  readonly isBegun: boolean;
}

/** Throws ERR_PLAN_STALE with everything that is no longer as it was. */
export function requireFresh(plan: Plan, now: Circumstances): void {
  const reasons = [...otherPlace(plan, now), ...movedStacks(plan, now), ...movedSources(plan, now)];
  if (reasons.length === 0) return;
  throw new OperatorError({
    code: "ERR_PLAN_STALE",
    message: `The plan does not fit any more. ${reasons.join(" ")}`,
    hints: [`stackyard plan --env ${now.environment} --out FILE`],
  });
}

/** How many of a plan's phases are complete already: their releases carry the plan's hash. */
export function completedPhases(plan: Plan, releases: readonly (ReleaseRecord | undefined)[]): number {
  const done = releases.flatMap((each) => {
    const index = each?.status === "complete" ? phaseOf(plan, each.plan) : undefined;
    return index === undefined ? [] : [index + 1];
  });
  return Math.max(0, ...done);
}

/** What a phase's release says that it applies: the plan's hash, and the phase if there are several. */
export function planNote(plan: Plan, phase: number): string {
  return plan.phases.length === 1 ? plan.hash : `${plan.hash} phase ${phase + 1} of ${plan.phases.length}`;
}

function phaseOf(plan: Plan, note: string | undefined): number | undefined {
  const index = plan.phases.findIndex((_, phase) => planNote(plan, phase) === note);
  return index === -1 ? undefined : index;
}

function otherPlace(plan: Plan, now: Circumstances): readonly string[] {
  const names = ["system", "environment", "account", "region"] as const;
  return names
    .filter((name) => plan[name] !== now[name])
    .map((name) => `It was made for ${name} "${plan[name]}", and this is "${now[name]}".`);
}

function movedStacks(plan: Plan, { views, release, isBegun }: Circumstances): readonly string[] {
  const isOwn = phaseOf(plan, release?.plan) !== undefined;
  if (!isOwn && release?.number !== plan.basis.release)
    return [
      `Release ${release?.number ?? "none"} was made since; the plan was made at release ${plan.basis.release ?? "none"}.`,
    ];
  const reasons: string[] = [];
  const inMoves = new Set(
    plan.phases.flatMap((phase) =>
      phase.kind === "move" && isBegun ? phase.moves.flatMap(({ from, to }) => [from.unit, to.unit]) : [],
    ),
  );
  const names = new Set(plan.units.map((each) => each.stack));
  for (const { name, stackId, changedAt } of views) {
    if (!names.has(name)) continue;
    const was = plan.basis.stacks[name];
    if (was !== undefined && was.stackId === stackId && was.changedAt === changedAt) continue;
    const unit = plan.units.find((each) => each.stack === name)?.unit ?? "";
    if (inMoves.has(unit)) continue;
    // What this plan itself has done, in a run that was interrupted, is no reason to refuse.
    const entry = isOwn ? release?.units[unit] : undefined;
    if (entry?.stands !== undefined && entry.stands.stackId === stackId && entry.stands.changedAt === changedAt)
      continue;
    if (entry !== undefined && entry.outcome !== "kept" && entry.outcome !== "unchanged" && entry.wanted !== undefined)
      continue;
    reasons.push(was === undefined ? `Stack "${name}" is new.` : `Stack "${name}" was changed at ${changedAt}.`);
  }
  for (const name of Object.keys(plan.basis.stacks))
    if (!views.some((view) => view.name === name)) reasons.push(`Stack "${name}" is gone.`);
  return reasons;
}

function movedSources(plan: Plan, { sources }: Circumstances): readonly string[] {
  const units = new Set([...Object.keys(plan.basis.sources), ...Object.keys(sources)]);
  return [...units]
    .filter((unit) => plan.basis.sources[unit] !== sources[unit])
    .map((unit) => `The sources of unit "${unit}" are not those that were planned.`);
}

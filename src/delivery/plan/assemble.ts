// Puts a plan together from what the rehearsal left and the verdicts say. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { hashOf } from "../build/zip.ts";
import type { ContractChange } from "../contracts/classify.ts";
import type { ReplayedEvent } from "../contracts/replay.ts";
import type { StackView } from "../cloud/stack-views.ts";
import type { Target } from "../cloud/target.ts";
import type { UnitResult } from "../deploy/events.ts";
import type { WhyReason } from "../graph/why.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { findNewAccess } from "./access.ts";
import { findDataLoss } from "./data-holding.ts";
import { findLimits } from "./limits.ts";
import type { EdgeVerdict, LimitNotice, Move, Plan, ResourceChange, TestOutcome, UnitPlan } from "./plan.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { compareOutputs, compareResources } from "./resource-changes.ts";
import type { Side } from "./verdicts.ts";

/** Everything a plan is made of. */
export interface Findings {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  readonly diagnostics: readonly Diagnostic[];
  readonly views: readonly StackView[];
  readonly sides: readonly Side[];
  readonly edges: readonly EdgeVerdict[];
  /** Undefined if no unit has contracts. */
  readonly contracts: readonly ContractChange[] | undefined;
  readonly replay: readonly ReplayedEvent[];
  /** The rehearsal that the plan follows. */
  readonly rehearsal: Rehearsal;
  /** The rehearsal in one deployment. */
  readonly single: Rehearsal;
  /** Why phases were not possible, by unit. */
  readonly obstacles: ReadonlyMap<string, string>;
  readonly moves: readonly Move[];
  readonly decreases: readonly LimitNotice[];
  /** The newest release. */
  readonly release: number | undefined;
  readonly sources: Plan["basis"]["sources"];
  readonly runsTests: boolean;
  readonly only: readonly string[] | undefined;
  readonly durationMs: number;
}

/** The plan. */
export function assemble(findings: Findings): Plan {
  const { system, environment, target, views, sides, edges, contracts, replay, rehearsal, diagnostics, durationMs } =
    findings;
  const units = [...sides.map((side) => unitPlan(side, findings)), ...forgotten(findings)];
  const changed = sides.filter((side) => side.outcome === "changed");
  const access = changed.flatMap((side) => findNewAccess(side.name, side.before, side.after, side.source?.template));
  const dataLoss = units.flatMap((each) => findDataLoss(each.unit, each.resources));
  const limits = [
    ...changed.flatMap((side) => (side.after === undefined ? [] : findLimits(side.name, side.after))),
    ...findings.decreases,
  ];
  const ofSystem = new Set(units.map((each) => each.stack));
  const stacks = Object.fromEntries(
    views
      .filter((view) => ofSystem.has(view.name))
      .map(({ name, stackId, changedAt }) => [name, { stackId, changedAt }]),
  );
  const tests: TestOutcome = {
    isPassed: rehearsal.tests.every((each) => each.isPassed),
    tests: rehearsal.tests.map(({ name, isPassed, durationMs, output }) => ({ name, isPassed, durationMs, output })),
  };
  const isSafe =
    tests.isPassed &&
    dataLoss.length === 0 &&
    !edges.some((each) => each.verdict === "BREAKS") &&
    !replay.some((each) => each.outcome === "refused" && each.source === "example") &&
    !units.some((each) => each.action === "failed" || each.action === "blocked") &&
    !limits.some((each) => each.severity === "error");
  const { release, sources } = findings;
  const basis = { stacks, ...(release === undefined ? {} : { release }), sources };
  return {
    v: 1,
    system: system.name,
    environment: environment.name,
    account: target.account,
    region: target.region,
    hash: planHash({
      system: system.name,
      environment: environment.name,
      account: target.account,
      region: target.region,
      basis,
      phases: rehearsal.phases,
      ...(findings.only === undefined ? {} : { only: findings.only }),
    }),
    isSafe,
    ...(findings.only === undefined ? {} : { only: findings.only }),
    units,
    edges,
    ...(contracts === undefined ? {} : { contracts }),
    ...(replay.length === 0 ? {} : { replay }),
    phases: rehearsal.phases,
    access,
    dataLoss,
    limits,
    diagnostics,
    ...(findings.runsTests ? { tests } : {}),
    cost: { isMeasured: false, reason: "Nothing measures what resources cost yet." },
    basis,
    durationMs,
  };
}

/** The hash of a plan: what it would do, and what it was made against. */
export function planHash(
  plan: Pick<Plan, "system" | "environment" | "account" | "region" | "basis" | "phases" | "only">,
): string {
  const { system, environment, account, region, basis, phases, only } = plan;
  const parts = [system, environment, account, region, basis, phases, ...(only === undefined ? [] : [only])];
  return hashOf(JSON.stringify(parts));
}

function unitPlan(side: Side, findings: Findings): UnitPlan {
  const { rehearsal, single, obstacles } = findings;
  const result = rehearsal.execution.result.units.find((each) => each.unit === side.name);
  const first = single.execution.result.units.find((each) => each.unit === side.name);
  const changeSet = rehearsal.execution.changeSets.get(side.stack) ?? [];
  const pair = { before: side.before, after: side.after, changeSet, source: side.source?.template };
  const obstacle = obstacles.get(side.name);
  const why = rehearsal.why.get(side.name) ?? single.why.get(side.name) ?? [];
  const base = { unit: side.name, stack: side.stack, why, resources: [], outputs: [] };
  if (side.outcome === "unchanged")
    return { ...base, action: "unchanged", reason: unchangedReason(findings.only, side.name, result, first) };
  if (side.outcome === "changed") {
    return {
      ...base,
      action: side.before === undefined ? "create" : "update",
      reason: side.before === undefined ? "It is not deployed yet." : reasonOf(why),
      resources: withMoves(side.name, compareResources(pair), findings.moves),
      outputs: compareOutputs(pair),
      ...(obstacle === undefined ? {} : { obstacle }),
    };
  }
  if (result?.outcome === "failed") {
    return {
      ...base,
      action: "failed",
      reason: obstacle === undefined ? result.failure.reason : `${result.failure.reason} ${obstacle}`,
      failure: result.failure,
    };
  }
  return {
    ...base,
    action: "blocked",
    reason: result?.outcome === "blocked" ? `Unit "${result.by}" failed.` : "The rehearsal was interrupted.",
  };
}

function reasonOf(why: readonly WhyReason[]): string {
  const shown = why.slice(0, 2).map((each) => each.text.replace(/\.?$/, "."));
  if (why.length === 0) return "Its template, code or parameters differ.";
  return why.length > 2 ? `${shown.join(" ")} And ${why.length - 2} more.` : shown.join(" ");
}

// What left one stack and came to another is one move, told where it came to.
function withMoves(
  unit: string,
  changes: readonly ResourceChange[],
  moves: readonly Move[],
): readonly ResourceChange[] {
  return changes.flatMap((change): ResourceChange[] => {
    const { logicalId } = change;
    const isGone = moves.some(({ from }) => from.unit === unit && from.logicalId === logicalId);
    if (change.action === "remove" && isGone) return [];
    const move = moves.find(
      ({ to, physicalId }) => to.unit === unit && to.logicalId === logicalId && change.physicalId.after === physicalId,
    );
    if (change.action !== "add" || move === undefined) return [change];
    return [
      { ...change, action: "move", physicalId: { before: move.physicalId, after: move.physicalId }, from: move.from },
    ];
  });
}

function unchangedReason(
  only: readonly string[] | undefined,
  unit: string,
  ...results: readonly (UnitResult | undefined)[]
): string {
  if (only?.includes(unit) === false) return "It is not among the selected units.";
  const found = results.find((each) => each?.outcome === "unchanged");
  return found?.outcome === "unchanged" ? found.reason : "Nothing of it is deployed.";
}

// Stacks that carry the system's tags and that the configuration no longer names: no deployment touches them.
function forgotten({ system, environment, views }: Findings): readonly UnitPlan[] {
  const own = new Set(system.units.map((unit) => stackNameOf(system, environment.name, unit.name)));
  return views
    .filter(
      ({ name, tags }) =>
        tags["stackyard:system"] === system.name &&
        tags["stackyard:environment"] === environment.name &&
        !own.has(name),
    )
    .map(({ name, tags }) => ({
      unit: tags["stackyard:unit"] ?? name,
      stack: name,
      action: "forgotten",
      reason: "The system no longer has this unit; its stack stays until it is destroyed.",
      why: [],
      resources: [],
      outputs: [],
    }));
}

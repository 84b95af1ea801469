// Whether a release of one environment may go to the next: all that stands against it, as pairs of who and why. Pure.

import { blockersOf } from "../contracts/block-promotion.ts";
import { buildGraph } from "../graph/graph.ts";
import type { Graph } from "../graph/graph.ts";
import { checkParameters } from "../system/parameters.ts";
import { systemIn } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import type { ReleaseRecord, Standing } from "./record.ts";
import { testsIn } from "./run-tests.ts";
import { templateFrom, versionId } from "./unit-version.ts";
import type { UnitVersion } from "./unit-version.ts";

/** Something that stands against a promotion. */
export interface Blocker {
  /** Stable and searchable. */
  readonly code:
    | "NO_RELEASE"
    | "RELEASE_NOT_COMPLETE"
    | "SOURCES_DIRTY"
    | "TESTS_NOT_PASSED"
    | "VERSION_NOT_THERE"
    | "NOT_IN_ORDER"
    | "UNKNOWN_UNIT"
    | "CONTRACT_BREAKS"
    | "CONTRACT_UNKNOWN_READER"
    | "HOT_SWAPPED"
    | (string & {});
  /** The unit that cannot go; undefined for the release as a whole. */
  readonly unit?: string;
  /** The unit, parameter or test that is in its way. */
  readonly other?: string;
  readonly detail: string;
}

/** A release, and the environment that it shall go to. */
export interface PromotionCase {
  /** The configuration, as it is now. */
  readonly system: System;
  readonly from: Environment;
  readonly to: Environment;
  readonly region: string;
  readonly record: ReleaseRecord | undefined;
  /** The units in `from` that run code which no release has, because `up` has replaced it. */
  readonly swapped: ReadonlySet<string>;
  /** What stands in `to` now. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** The units to promote; all that stand in the release if it is not given. */
  readonly only?: readonly string[] | undefined;
  /** The texts of all templates that are named here, by their hashes. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The judgement: nothing against it, or what is; and what would be promoted. */
export interface Judgement {
  readonly blockers: readonly Blocker[];
  readonly promoted: readonly Standing[];
  /** The system as `to` would have it, made of versions. */
  readonly system: System;
  readonly graph: Graph;
}

/** The units of a release that a promotion would take along. */
export function promotedOf(
  record: ReleaseRecord | undefined,
  system: System,
  to: Environment,
  only: readonly string[] | undefined,
): readonly Standing[] {
  const living = new Set(systemIn(system, to).units.map(({ name }) => name));
  return Object.entries(record?.units ?? {}).flatMap(([unit, { stands }]) => {
    // A unit that the configuration does not have there, such as a stub of an external service, stays where it is.
    const isMeant = living.has(unit) && (only === undefined || only.includes(unit));
    return stands === undefined || !isMeant ? [] : [stands];
  });
}

/** Judges. */
export function judgePromotion(promotion: PromotionCase): Judgement {
  const { system, from, to, record, standing, only, texts, region } = promotion;
  const promoted = promotedOf(record, system, to, only);
  const names = new Set(promoted.map(({ version }) => version.unit));
  const kept = [...standing.values()].filter(({ version }) => !names.has(version.unit));
  const all = new Set([...names, ...kept.map(({ version }) => version.unit)]);
  const parts = [...promoted, ...kept].map(({ version }) =>
    unitFrom(version, texts.get(version.template) ?? "{}", system, all),
  );
  const there: System = { ...systemIn(system, to), units: parts };
  const { graph, diagnostics } = buildGraph(there, to, region);
  const problems = [...diagnostics, ...checkParameters(there, to)].filter(
    ({ severity, code }) => severity === "error" || code === "GRAPH_UNKNOWN_EXPORT",
  );
  const blockers: Blocker[] = [
    ...judgeOrder(from, to),
    ...judgeRelease(promotion, promoted),
    ...promoted.flatMap((each) => judgeUnit(each, record, from)),
    ...judgeSwaps(promoted, promotion.swapped, from),
    ...problems.map(({ code, detail, position }): Blocker => {
      const unit = position?.file.split("/")[0];
      return { code, detail, ...(unit === undefined || !names.has(unit) ? {} : { unit }) };
    }),
    ...promoted.flatMap((each) => judgePairs(each, record, standing, names, graph)),
    ...blockersOf({ promoted, standing, edges: graph.edges }),
  ];
  return { blockers, promoted, system: there, graph };
}

function judgeOrder(from: Environment, to: Environment): readonly Blocker[] {
  if (to.promotesFrom === undefined || to.promotesFrom === from.name) return [];
  return [
    {
      code: "NOT_IN_ORDER",
      detail: `Environment "${to.name}" takes releases from "${to.promotesFrom}", not from "${from.name}".`,
    },
  ];
}

function judgeRelease(
  { record, from, system, only }: PromotionCase,
  promoted: readonly Standing[],
): readonly Blocker[] {
  if (record === undefined)
    return [{ code: "NO_RELEASE", detail: `Nothing was released into environment "${from.name}" yet.` }];
  const blockers: Blocker[] = [];
  const report = (code: Blocker["code"], detail: string, other?: string): void => {
    blockers.push({ code, detail, ...(other === undefined ? {} : { other }) });
  };
  if (record.status !== "complete")
    report(
      "RELEASE_NOT_COMPLETE",
      `Release ${record.number} of "${from.name}" is ${record.status}${record.failure === undefined ? "" : `: ${record.failure}`}.`,
    );
  for (const unit of only ?? [])
    if (!promoted.some(({ version }) => version.unit === unit))
      report("UNKNOWN_UNIT", `Release ${record.number} of "${from.name}" has no unit "${unit}" to promote.`, unit);
  if (promoted.length === 0 && only === undefined)
    report("NO_RELEASE", `Release ${record.number} of "${from.name}" has no unit to promote.`);
  // Every release runs the tests of the system as it is then; a later one that kept all units keeps their evidence.
  for (const test of testsIn(from.name, system.tests ?? []))
    if (!record.tests.some((each) => each.isPassed && each.command === test.run))
      report(
        "TESTS_NOT_PASSED",
        `Test "${test.name ?? test.run}" of the system has not passed in release ${record.number} of "${from.name}".`,
        test.name ?? test.run,
      );
  return blockers;
}

function judgeUnit(stands: Standing, record: ReleaseRecord | undefined, from: Environment): readonly Blocker[] {
  const { version, commit } = stands;
  const { unit } = version;
  const entry = record?.units[unit];
  const blockers: Blocker[] = [];
  if (commit?.isDirty === true)
    blockers.push({
      code: "SOURCES_DIRTY",
      unit,
      detail: `It was built from a work tree with changes that commit ${commit.id.slice(0, 10)} does not have. Commit them and deploy to "${from.name}" again.`,
    });
  for (const test of testsIn(from.name, version.tests)) {
    const name = test.name ?? test.run;
    const evidence = entry?.tests.find((each) => each.command === test.run);
    if (evidence?.isPassed === true) continue;
    blockers.push({
      code: "TESTS_NOT_PASSED",
      unit,
      other: name,
      detail: `Test "${name}" ${evidence === undefined ? "was not run" : "failed"} in "${from.name}".`,
    });
  }
  return blockers;
}

// What was seen to work there is not what would be promoted.
function judgeSwaps(
  promoted: readonly Standing[],
  swapped: ReadonlySet<string>,
  from: Environment,
): readonly Blocker[] {
  return promoted.flatMap(({ version: { unit } }): Blocker[] => {
    if (!swapped.has(unit)) return [];
    const detail = `In "${from.name}" it runs code that no release has, because "up" has brought it live. Deploy it there.`;
    return [{ code: "HOT_SWAPPED", unit, detail }];
  });
}

// A unit was tried together with certain versions of the units that it takes values from; only with these it is known to work.
function judgePairs(
  { version }: Standing,
  record: ReleaseRecord | undefined,
  standing: ReadonlyMap<string, Standing>,
  promoted: ReadonlySet<string>,
  graph: Graph,
): readonly Blocker[] {
  const others = new Set(
    graph.edges
      .filter((edge) => edge.from === version.unit && edge.reason.kind !== "tier" && edge.reason.kind !== "declared")
      .map((edge) => edge.to),
  );
  return [...others].flatMap((other): Blocker[] => {
    const tried = record?.units[other]?.stands?.version;
    const there = standing.get(other)?.version;
    if (promoted.has(other) || tried === undefined) return [];
    if (there !== undefined && versionId(there) === versionId(tried)) return [];
    const detail =
      there === undefined
        ? `It needs unit "${other}", which is not there.`
        : `It was tried with another version of "${other}" (${versionId(tried).slice(0, 10)}) than the one that is there (${versionId(there).slice(0, 10)}). Promote "${other}" as well.`;
    return [{ code: "VERSION_NOT_THERE", unit: version.unit, other, detail }];
  });
}

/** A unit as the graph takes it, made of a version instead of sources. */
function unitFrom(version: UnitVersion, text: string, system: System, all: ReadonlySet<string>): Unit {
  const known = system.units.find((unit) => unit.name === version.unit);
  return {
    name: version.unit,
    directory: known?.directory ?? system.directory,
    tier: version.tier,
    templatePath: "",
    template: templateFrom(text, `${version.unit}/template`),
    // Records keep no secrets: those are the configuration's to give.
    parameters: {
      ...Object.fromEntries(Object.entries(known?.parameters ?? {}).filter(([name]) => version.secrets.includes(name))),
      ...version.parameters,
    },
    dependsOn: version.dependsOn.filter((unit) => all.has(unit)),
    tests: version.tests,
    ...(known?.stackName === undefined ? {} : { stackName: known.stackName }),
  };
}

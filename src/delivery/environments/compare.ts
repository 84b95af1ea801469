// How two environments of a system differ: which versions of the units stand in each, and what is not the same in them. Read
// from the release records alone, so it works without the sources.

import type { Session } from "../deploy/session.ts";
import { parseSources, sourcesKeyOf } from "../graph/sources.ts";
import { explainUnit } from "../graph/why.ts";
import type { Inputs } from "../graph/why.ts";
import type { Standing } from "../release/record.ts";
import { templateFrom, templateKeyOf, versionId } from "../release/unit-version.ts";
import type { TemplateObject } from "../system/template.ts";

/** One unit in both environments. */
export interface UnitComparison {
  readonly unit: string;
  readonly state: "same" | "differs" | "only in the first" | "only in the second";
  /** What differs in template and code, as sentences from the first to the second. */
  readonly version: readonly string[];
  /** Parameters that CloudFormation was given other values for. */
  readonly parameters: readonly { readonly name: string; readonly first?: string; readonly second?: string }[];
  /** Outputs that only one of them has. */
  readonly outputs: readonly { readonly name: string; readonly isInFirst: boolean }[];
  /** The releases that deployed it. */
  readonly releases: { readonly first?: number; readonly second?: number };
}

export interface Comparison {
  readonly first: string;
  readonly second: string;
  /** Whether every unit has the same version in both; parameters may differ, that is what environments are for. */
  readonly hasSameVersions: boolean;
  readonly units: readonly UnitComparison[];
}

/** Compares what was last released into each. */
export async function compareEnvironments(first: Session, second: Session): Promise<Comparison> {
  const [one, other] = await Promise.all([standingOf(first), standingOf(second)]);
  const names = [...new Set([...one.keys(), ...other.keys()])].toSorted();
  const units = await Promise.all(
    names.map((unit) =>
      compareUnit(unit, { session: first, stands: one.get(unit) }, { session: second, stands: other.get(unit) }),
    ),
  );
  return {
    first: first.place.environment,
    second: second.place.environment,
    hasSameVersions: units.every((unit) => unit.state === "same"),
    units,
  };
}

interface Side {
  readonly session: Session;
  readonly stands: Standing | undefined;
}

async function standingOf({ releases }: Session): Promise<ReadonlyMap<string, Standing>> {
  const { record } = await releases.current();
  return new Map(
    Object.entries(record?.units ?? {}).flatMap(([unit, { stands }]): [string, Standing][] =>
      stands === undefined ? [] : [[unit, stands]],
    ),
  );
}

async function compareUnit(unit: string, first: Side, second: Side): Promise<UnitComparison> {
  const [one, other] = [first.stands, second.stands];
  const none = { unit, version: [], parameters: [], outputs: [] };
  if (one === undefined || other === undefined) {
    const present = one ?? other;
    const state = one === undefined ? "only in the second" : "only in the first";
    const release = present === undefined ? {} : { [one === undefined ? "second" : "first"]: present.release };
    return { ...none, state, releases: release };
  }
  const isSame = versionId(one.version) === versionId(other.version);
  const version = isSame ? [] : await differencesOf(first.session, one, second.session, other);
  return {
    unit,
    state: isSame ? "same" : "differs",
    version,
    parameters: parametersOf(one, other),
    outputs: outputsOf(one, other),
    releases: { first: one.release, second: other.release },
  };
}

async function differencesOf(
  first: Session,
  one: Standing,
  second: Session,
  other: Standing,
): Promise<readonly string[]> {
  const [before, now] = await Promise.all([inputsOf(first, one), inputsOf(second, other)]);
  // Values are shown by themselves, and places in sources mean nothing here.
  const reasons = explainUnit(
    { ...before, values: {} },
    { ...now, values: {} },
    {
      template: templateFrom(JSON.stringify(now.template ?? {}), other.version.unit),
      isHotSwapped: false,
      changedElsewhereAt: undefined,
      readsFromElsewhere: false,
    },
  );
  return reasons.filter(({ kind }) => kind !== "parameter" && kind !== "output").map(({ text }) => text);
}

async function inputsOf({ bucket }: Session, { version, bindings }: Standing): Promise<Inputs> {
  const [template, sources] = await Promise.all([
    bucket.read(templateKeyOf(version)),
    version.sources === undefined ? undefined : bucket.read(sourcesKeyOf(version.sources)),
  ]);
  return {
    template: template === undefined ? undefined : (JSON.parse(template.text) as TemplateObject),
    artifacts: Object.fromEntries(version.artifacts.map(({ logicalId, key }) => [logicalId, key])),
    sources: parseSources(sources?.text),
    values: {},
    bindings,
  };
}

function parametersOf(one: Standing, other: Standing): UnitComparison["parameters"] {
  const names = new Set([...Object.keys(one.values), ...Object.keys(other.values)]);
  return [...names].toSorted().flatMap((name) => {
    const [first, second] = [one.values[name], other.values[name]];
    if (first === second) return [];
    return [{ name, ...(first === undefined ? {} : { first }), ...(second === undefined ? {} : { second }) }];
  });
}

function outputsOf(one: Standing, other: Standing): UnitComparison["outputs"] {
  const missing = (here: Standing, there: Standing): readonly string[] =>
    Object.keys(here.outputs).filter((name) => !Object.hasOwn(there.outputs, name));
  return [
    ...missing(one, other).map((name) => ({ name, isInFirst: true })),
    ...missing(other, one).map((name) => ({ name, isInFirst: false })),
  ];
}

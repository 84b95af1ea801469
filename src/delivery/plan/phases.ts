// Finds the phases of a release. What the sources drop while others still read it is kept beside the new parts until its
// readers have changed, and dropped in a phase of its own. Pure.

import type { EvaluatedSystem } from "../graph/evaluated-system.ts";
import type { Unit } from "../system/system.ts";
import { objectAt } from "../system/template.ts";
import { identifiersOf } from "./identifiers.ts";
import type { Place as Account } from "./identifiers.ts";
import { keepParts } from "../deploy/keep.ts";
import type { KeptPart, Move, MovedExport, Phase } from "./plan.ts";
import type { StackDetail } from "./read-stacks.ts";

type DeployPhase = Extract<Phase, { kind: "deploy" }>;

/** The normal case: everything at once. */
export function onePhase(units: readonly string[]): DeployPhase {
  return { kind: "deploy", title: "Deploy the release", units, kept: [] };
}

/** The phase that comes before all others if resources move. */
export function movePhase(moves: readonly Move[], exports: readonly MovedExport[]): Phase {
  const what = moves.map(({ from, to }) => `${from.unit}.${from.logicalId} to ${to.unit}.${to.logicalId}`);
  return { kind: "move", title: `Move ${what.join(", ")}, with what they hold`, moves, exports };
}

/** What a unit's source no longer has of what is deployed. */
export interface Dropped {
  readonly unit: string;
  readonly exports: readonly { readonly exportName: string; readonly outputName: string }[];
  readonly resources: readonly { readonly logicalId: string; readonly identifiers: readonly string[] }[];
}

/** Compares a deployed stack with its unit's source. */
export function findDropped(unit: Unit, deployed: StackDetail, evaluated: EvaluatedSystem, account: Account): Dropped {
  const exported = new Set(
    [...evaluated.exports].filter(([, owner]) => owner.unit === unit.name).map(([name]) => name),
  );
  // A name that only the cloud can work out: its output tells whether it is still there.
  const isOpen = [...exported].some((name) => name.includes("⟦"));
  const outputs = objectAt(unit.template.body, "Outputs");
  const resources = objectAt(unit.template.body, "Resources");
  return {
    unit: unit.name,
    exports: deployed.outputs.flatMap(({ name, exportName }) => {
      if (exportName === undefined || exported.has(exportName)) return [];
      return isOpen && Object.hasOwn(outputs, name) ? [] : [{ exportName, outputName: name }];
    }),
    resources: Object.keys(objectAt(deployed.original, "Resources"))
      .filter((logicalId) => !Object.hasOwn(resources, logicalId))
      .map((logicalId) => ({
        logicalId,
        identifiers: deployed.resources
          .filter((each) => each.logicalId === logicalId)
          .flatMap((each) => identifiersOf(each, account)),
      })),
  };
}

/** Who reads what was dropped: stacks that import an export, and stacks that contain an identifier. */
export interface DroppedReaders {
  importersOf(exportName: string): readonly string[];
  readersOf(unit: string, identifiers: readonly string[]): readonly string[];
}

/** The parts to keep while they are read, and why others cannot be kept. */
export function findKept(
  unit: Unit,
  deployed: StackDetail,
  dropped: Dropped,
  moved: { readonly moves: readonly Move[]; readonly exports: readonly MovedExport[] },
  readers: DroppedReaders,
): { readonly kept: KeptPart | undefined; readonly obstacle: string | undefined } {
  const isMoved = (logicalId: string): boolean =>
    moved.moves.some(({ from }) => from.unit === unit.name && from.logicalId === logicalId);
  const exports = dropped.exports.filter(
    ({ exportName }) =>
      readers.importersOf(exportName).length > 0 && !moved.exports.some((each) => each.exportName === exportName),
  );
  const resources = dropped.resources.filter(
    ({ logicalId, identifiers }) => !isMoved(logicalId) && readers.readersOf(unit.name, identifiers).length > 0,
  );
  if (exports.length === 0 && resources.length === 0) return { kept: undefined, obstacle: undefined };
  const outputs = exports.map((each) => each.outputName);
  const keeping = keepParts(deployed, unit.template, { outputs, resources: resources.map((each) => each.logicalId) });
  if ("obstacle" in keeping) return { kept: undefined, obstacle: keeping.obstacle };
  const who = [
    ...exports.map(
      ({ exportName }) => `export "${exportName}" is imported by ${list(readers.importersOf(exportName))}`,
    ),
    ...resources.map(
      ({ logicalId, identifiers }) => `"${logicalId}" is read by ${list(readers.readersOf(unit.name, identifiers))}`,
    ),
  ];
  return {
    kept: {
      unit: unit.name,
      outputs,
      resources: keeping.resources,
      fragment: keeping.fragment,
      because: `${who.join("; ")}.`,
      waitsFor: [],
    },
    obstacle: undefined,
  };
}

/** The phases for what is kept: everything with the kept parts, and, once nobody reads them, without. */
export function keepingPhases(
  units: readonly string[],
  kept: readonly KeptPart[],
): { readonly first: DeployPhase; last(waiting: readonly KeptPart[]): DeployPhase | undefined } {
  const names = kept.map((each) => each.unit);
  return {
    first: {
      kind: "deploy",
      title:
        kept.length === 0 ? "Deploy the release" : `Deploy the release, and keep what is still read of ${list(names)}`,
      units,
      kept,
    },
    last(waiting) {
      const done = kept.filter((each) => !waiting.some((other) => other.unit === each.unit));
      if (done.length === 0) return undefined;
      return {
        kind: "deploy",
        title: `Drop what nobody reads any more from ${list(done.map((each) => each.unit))}`,
        units: done.map((each) => each.unit),
        kept: waiting,
      };
    },
  };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? "nobody" : names.map((name) => `"${name}"`).join(", ");
}

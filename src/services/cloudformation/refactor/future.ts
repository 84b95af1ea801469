// The stacks of a refactor as they will be: their templates evaluated with each resource where it is to be, and with each other's exports.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { activeOutputs, knownResource, openTarget } from "../engine/desired.ts";
import type { Target } from "../engine/desired.ts";
import { addressHere } from "../engine/api-addresses.ts";
import { evaluateOutputs } from "../engine/outputs.ts";
import { templateOf } from "../engine/scope.ts";
import type { StackOutputReader } from "../engine/stack-outputs.ts";
import type { Desired } from "../engine/steps.ts";
import type { FindResourceType } from "../template/validate.ts";
import { validationError } from "../errors.ts";
import type { DeploymentRecord, ExportRecord, OutputRecord, ResourceRecord, StackRecord } from "../records.ts";
import { findExport, listExports, listImporters, loadResources } from "../repo.ts";
import { evaluate, UNKNOWN } from "../template/evaluate.ts";
import { isSame, isScalarValue } from "../template/values.ts";
import { fits, matchResources } from "./match-resources.ts";
import type { Match, Place } from "./match-resources.ts";

/** A stack and what it is to become. */
export interface StackDraft {
  readonly stack: StackRecord;
  readonly isNew: boolean;
  readonly previous: DeploymentRecord | undefined;
  readonly deployment: DeploymentRecord;
}

/** A resource that stays or moves, with all that its record will say. */
export interface FutureResource {
  readonly source: ResourceRecord;
  readonly sourceStackId: string;
  readonly desired: Desired;
  readonly isManual: boolean;
  readonly isMoved: boolean;
}

export interface FutureStack extends StackDraft {
  readonly resources: ReadonlyMap<string, FutureResource>;
  readonly outputs: readonly OutputRecord[];
  readonly imports: readonly string[];
}

type Read = <T>(work: (tx: ReadTx) => T extends PromiseLike<unknown> ? never : T) => T;

/** Thrown for what a refactor may not do; `stackId` is the stack that it happens to. */
export class RefactorProblem extends Error {
  readonly stackId: string;

  constructor(stackId: string, message: string) {
    super(message);
    this.stackId = stackId;
  }
}

/** The key of a resource among those of all stacks. */
export function placeKey(stackId: string, logicalId: string): string {
  return `${stackId}|${logicalId}`;
}

/**
 * Works the future out; rejects with a RefactorProblem where it is more than a move, and with a ValidationError where a template cannot be
 * evaluated. `mappings` lead from a destination's key to its source's.
 */
export async function foresee(options: {
  readonly read: Read;
  readonly scope: Scope;
  readonly drafts: readonly StackDraft[];
  readonly mappings: ReadonlyMap<string, string>;
  readonly aws: AwsApis;
  readonly readStackOutput: StackOutputReader;
  readonly findType: FindResourceType;
  /** Where the APIs of the stacks answer. */
  readonly origin: string;
}): Promise<FutureStack[]> {
  const { read, scope, drafts, mappings, aws, readStackOutput, findType, origin } = options;
  const records = new Map<string, ResourceRecord>();
  const sources: Place[] = [];
  for (const { stack } of drafts) {
    for (const record of read<Map<string, ResourceRecord>>((tx) => loadResources(tx, scope, stack.stackId)).values()) {
      if (/^(CREATE|IMPORT)_FAILED|^DELETE/.test(record.status)) continue;
      const place = placeOf(stack.stackId, record.logicalId, record.current.typeName);
      records.set(place.key, record);
      sources.push(place);
    }
  }
  let matches: ReadonlyMap<string, Match> = new Map();
  const targets = new Map(drafts.map((draft) => [draft.stack.stackId, openDraft(draft)] as const));
  // Before any is evaluated: an output of one may be an export that another imports.
  for (const target of targets.values()) await target.readOutputs();

  function openDraft({ stack, deployment }: StackDraft): Target {
    return openTarget({
      deployment,
      stack,
      scope,
      resource: (logicalId) => {
        const source = matches.get(placeKey(stack.stackId, logicalId))?.source;
        const record = source === undefined ? undefined : records.get(source);
        return record === undefined ? UNKNOWN : knownResource(record);
      },
      findExport: exportOf,
      readStackOutput,
      findType,
    });
  }

  /** An export as it will be: of one of these stacks, or of another, which does not change. */
  const reading = new Set<string>();
  function exportOf(name: string): { readonly value: unknown } | undefined {
    // A circle of exports ends where it began: the value is not known while it is being worked out.
    if (reading.has(name)) throw validationError(`No export named ${name} found.`);
    reading.add(name);
    try {
      for (const { stack } of drafts) {
        const target = targets.get(stack.stackId);
        if (target === undefined) continue;
        for (const output of activeOutputs(target.template, target.scope)) {
          if (output.exportName === undefined || evaluate(output.exportName, target.scope) !== name) continue;
          // An unknown value stays unknown in whoever imports it.
          const value = evaluate(output.value, target.scope);
          return { value: isScalarValue(value) ? addressHere(String(value), target, origin) : value };
        }
      }
      const other = read((tx) => findExport(tx, scope, name));
      const isReplaced = drafts.some(({ stack }) => stack.stackId === other?.stackId);
      return isReplaced ? undefined : other;
    } finally {
      reading.delete(name);
    }
  }

  const destinations = drafts.flatMap(({ stack }) => {
    const target = targets.get(stack.stackId);
    return [...(target?.graph.keys() ?? [])].map((logicalId) =>
      placeOf(stack.stackId, logicalId, target?.template.resources.get(logicalId)?.typeName ?? ""),
    );
  });
  const matching = await matchResources({
    sources,
    destinations,
    mappings,
    couldBe: async (destination, source, sofar) => {
      matches = sofar;
      const desired = await targets.get(destination.stackId)?.desired(destination.logicalId, aws);
      return fits(records.get(source.key)?.current.properties, desired?.properties);
    },
  });
  matches = matching.matches;
  requireComplete(matching);

  const futures: FutureStack[] = [];
  for (const draft of drafts) {
    const { stackId } = draft.stack;
    const target = targets.get(stackId);
    if (target === undefined) continue;
    const resources = new Map<string, FutureResource>();
    for (const logicalId of target.graph.keys()) {
      const key = placeKey(stackId, logicalId);
      const match = matches.get(key);
      const source = match === undefined ? undefined : records.get(match.source);
      if (match === undefined || source === undefined) continue;
      const desired = await target.desired(logicalId, aws);
      requireUnchanged(stackId, source, desired);
      const sourceStackId = match.source.slice(0, match.source.lastIndexOf("|"));
      const isMoved = match.source !== key;
      resources.set(logicalId, { source, sourceStackId, desired, isManual: match.isManual, isMoved });
    }
    futures.push({ ...draft, resources, outputs: evaluateOutputs(target, origin), imports: target.imports() });
  }
  return futures;
}

function placeOf(stackId: string, logicalId: string, typeName: string): Place {
  return { key: placeKey(stackId, logicalId), stackId, logicalId, typeName };
}

function requireComplete({
  unmatched,
  leftOver,
  ambiguous,
}: {
  readonly unmatched: readonly Place[];
  readonly leftOver: readonly Place[];
  readonly ambiguous: readonly Place[];
}): void {
  const pairs = (places: readonly Place[]): string =>
    places.map(({ logicalId, stackId }) => `${logicalId} -> ${stackId}`).join(", ");
  const [first] = ambiguous;
  if (first !== undefined) {
    // AWS: "Stack refactoring": for conflicts, a mapping must be given; the wording is inferred.
    throw new RefactorProblem(
      first.stackId,
      `Found multiple possible source resources for Logical ID and Stack ID pairs: ${pairs(ambiguous)}. Provide a resource mapping for them.`,
    );
  }
  const [added] = unmatched;
  if (added !== undefined) {
    // AWS: this sentence, as observed.
    throw new RefactorProblem(
      added.stackId,
      `Could not find any source stacks for Logical ID and Stack ID pairs: ${pairs(unmatched)}`,
    );
  }
  const [removed] = leftOver;
  if (removed !== undefined) {
    throw new RefactorProblem(
      removed.stackId,
      `Found an action type that is not permitted during refactor operations: Remove\nNo template has a place for: ${pairs(leftOver)}.`,
    );
  }
}

/** AWS: "Stack refactoring considerations": the configuration of resources cannot be changed while they are moved. */
function requireUnchanged(stackId: string, source: ResourceRecord, desired: Desired): void {
  const { current, metadata } = source;
  const names = new Set([...Object.keys(current.properties), ...Object.keys(desired.properties)]);
  const changed = [
    ...[...names].filter((name) => !isSame(current.properties[name], desired.properties[name])),
    ...(isSame(metadata, desired.metadata) ? [] : ["Metadata"]),
    ...(current.deletionPolicy === desired.deletionPolicy ? [] : ["DeletionPolicy"]),
    ...(current.updateReplacePolicy === desired.updateReplacePolicy ? [] : ["UpdateReplacePolicy"]),
  ];
  if (changed.length === 0) return;
  // AWS: the first sentence, as observed; what is changed is ours to say.
  throw new RefactorProblem(
    stackId,
    `Found an action type that is not permitted during refactor operations: Modify\nThe resource ${source.logicalId} would change in: ${changed.join(", ")}.`,
  );
}

/** Why the exports cannot become what the stacks will export; undefined if they can. Importers keep the value that they read. */
export function findExportProblem(
  tx: ReadTx,
  scope: Scope,
  futures: readonly Pick<FutureStack, "stack" | "outputs" | "imports">[],
): RefactorProblem | undefined {
  const own = new Map(futures.map((future) => [future.stack.stackId, future]));
  const wanted = new Map<string, ExportRecord>();
  for (const { stack, outputs } of futures) {
    const { stackId, stackName } = stack;
    for (const { exportName, value } of outputs) {
      if (exportName === undefined) continue;
      const present = findExport(tx, scope, exportName);
      const other =
        wanted.get(exportName) ?? (present !== undefined && !own.has(present.stackId) ? present : undefined);
      if (other !== undefined) {
        const message = `Export with name ${exportName} is already exported by stack ${other.stackName}`;
        return new RefactorProblem(stackId, message);
      }
      wanted.set(exportName, { v: 1, name: exportName, value, stackId, stackName });
    }
  }
  const ownNames = new Set(futures.map(({ stack }) => stack.stackName));
  for (const old of listExports(tx, scope)) {
    if (!own.has(old.stackId) || wanted.get(old.name)?.value === old.value) continue;
    // Stacks of the refactor read what they will import, which has been evaluated.
    const importer = listImporters(tx, scope, old.name).find((name) => !ownNames.has(name));
    if (importer === undefined) continue;
    const verb = wanted.has(old.name) ? "updated" : "deleted";
    return new RefactorProblem(old.stackId, `Export ${old.name} cannot be ${verb} as it is in use by ${importer}`);
  }
  return undefined;
}

/** The template sections that a refactor may not change. AWS: "Stack refactoring considerations". */
const FIXED_SECTIONS = ["Parameters", "Conditions", "Mappings", "Rules", "Transform"];

/** Throws where a template does more than declare resources and outputs elsewhere. */
export function requireSameSections({ stack, isNew, previous, deployment }: StackDraft): void {
  const { stackId } = stack;
  const { template } = deployment;
  if (isNew) {
    const present = ["Conditions", "Mappings", "Rules"].filter((name) => template[name] !== undefined);
    if (present.length === 0) return;
    // AWS: this sentence, as observed.
    throw new RefactorProblem(
      stackId,
      `Following template sections are not allowed when creating a stack while refactoring: ${present.join(", ")}`,
    );
  }
  const before = previous?.template ?? {};
  const parameters = previous === undefined ? [] : [...templateOf(previous).parameters.keys()];
  if (parameters.length > 0 && template["Parameters"] === undefined) {
    // AWS: this sentence, as observed.
    throw new RefactorProblem(stackId, "Parameter values specified for a template which does not require them.");
  }
  const changed = FIXED_SECTIONS.filter((name) => !isSame(before[name] ?? {}, template[name] ?? {}));
  if (changed.length === 0) return;
  // AWS: refused; the wording is inferred.
  throw new RefactorProblem(
    stackId,
    `Following template sections cannot be changed while refactoring: ${changed.join(", ")}`,
  );
}

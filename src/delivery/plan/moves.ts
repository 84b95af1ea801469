// Finds resources that go from one unit to another, or get another logical id, and makes the templates by which a stack
// refactor moves them: nothing else changes, so what they hold stays. Pure.

import type { EvaluatedSystem } from "../graph/evaluated-system.ts";
import type { Unit } from "../system/system.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";
import { holdsData } from "../release/data-types.ts";
import { referencesIn } from "../deploy/keep.ts";
import type { Move, MovedExport } from "./plan.ts";
import type { StackDetail } from "./read-stacks.ts";

/** A unit, and what is deployed of it. */
export interface UnitState {
  readonly unit: Unit;
  readonly detail: StackDetail | undefined;
}

// What others are bound to by name, beside what holds data: a new one would not be the same one.
const HAS_IDENTITY: ReadonlySet<string> = new Set([
  "AWS::SNS::Topic",
  "AWS::Events::EventBus",
  "AWS::Serverless::SimpleTable",
]);

interface Candidate {
  readonly unit: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: TemplateValue;
}

/** The moves which templates amount to: what one loses and another, or the same, gains. */
export function findMoves(states: readonly UnitState[]): readonly Move[] {
  const lost: Candidate[] = [];
  const gained: Candidate[] = [];
  for (const { unit, detail } of states) {
    const before = objectAt(detail?.original ?? {}, "Resources");
    const after = objectAt(unit.template.body, "Resources");
    lost.push(...candidates(unit.name, before, after));
    gained.push(...candidates(unit.name, after, before));
  }
  const moves: Move[] = [];
  const taken = new Set<Candidate>();
  for (const from of lost) {
    const open = gained.filter((each) => !taken.has(each) && each.type === from.type);
    const to =
      only(open, (each) => each.logicalId === from.logicalId) ??
      only(open, (each) => nameOf(each) !== undefined && nameOf(each) === nameOf(from)) ??
      only(open, (each) => isSame(each.properties, from.properties) && isOnlyOne(lost, from));
    const resource = states
      .find(({ unit }) => unit.name === from.unit)
      ?.detail?.resources.find((each) => each.logicalId === from.logicalId);
    if (to === undefined || resource === undefined || resource.physicalId === "") continue;
    taken.add(to);
    moves.push({
      resourceType: resource.resourceType,
      physicalId: resource.physicalId,
      from: { unit: from.unit, logicalId: from.logicalId },
      to: { unit: to.unit, logicalId: to.logicalId },
    });
  }
  return moves;
}

/** Exports that go along with what they are about: one name cannot be in two stacks, nor leave the one that is read. */
export function findMovedExports(
  moves: readonly Move[],
  states: readonly UnitState[],
  evaluated: EvaluatedSystem,
): readonly MovedExport[] {
  return states.flatMap(({ unit, detail }) =>
    (detail?.outputs ?? []).flatMap(({ name, exportName, value }): MovedExport[] => {
      const owner = exportName === undefined ? undefined : evaluated.exports.get(exportName);
      if (exportName === undefined || owner === undefined || owner.unit === unit.name) return [];
      const isAlong = moves.some(({ from, to }) => from.unit === unit.name && to.unit === owner.unit);
      return isAlong
        ? [
            {
              exportName,
              value,
              from: { unit: unit.name, output: name },
              to: { unit: owner.unit, output: owner.output },
            },
          ]
        : [];
    }),
  );
}

/** The templates of all stacks that take part, by unit: as deployed, with the resources in their new places. */
export function refactorTemplates(
  moves: readonly Move[],
  exports: readonly MovedExport[],
  deployed: ReadonlyMap<string, StackDetail>,
): ReadonlyMap<string, TemplateObject> {
  const bodies = new Map<string, TemplateObject>();
  const units = new Set(moves.flatMap(({ from, to }) => [from.unit, to.unit]));
  for (const unit of units) {
    const detail = deployed.get(unit);
    const leaving = new Set(moves.filter(({ from }) => from.unit === unit).map(({ from }) => from.logicalId));
    bodies.set(unit, detail === undefined ? { Resources: {} } : withoutResources(detail, leaving));
  }
  for (const { from, to } of moves) {
    const source = deployed.get(from.unit);
    const body = bodies.get(to.unit);
    const resource = source?.resources.find((each) => each.logicalId === from.logicalId);
    const declared = objectAt(source?.template ?? {}, "Resources", from.logicalId);
    if (source === undefined || body === undefined || resource?.properties === undefined) continue;
    const { DependsOn: _needs, Condition: _condition, ...kept } = declared;
    // Evaluated: what it refers to stays behind.
    const moved = { ...kept, Properties: resource.properties as TemplateObject };
    bodies.set(to.unit, { ...body, Resources: { ...objectAt(body, "Resources"), [to.logicalId]: moved } });
  }
  for (const { exportName, value, from, to } of exports) {
    const [source, body] = [bodies.get(from.unit), bodies.get(to.unit)];
    if (source === undefined || body === undefined) continue;
    const { [from.output]: _gone, ...outputs } = objectAt(source, "Outputs");
    bodies.set(from.unit, { ...source, Outputs: outputs });
    const given = { Value: value, Export: { Name: exportName } };
    bodies.set(to.unit, { ...body, Outputs: { ...objectAt(body, "Outputs"), [to.output]: given } });
  }
  return bodies;
}

// The deployed template without some resources; whatever refers to them gets the values that it has now.
function withoutResources(detail: StackDetail, leaving: ReadonlySet<string>): TemplateObject {
  const refersToLeaving = (value: TemplateValue): boolean =>
    [...referencesIn(value)].some(([section, name]) => section === "Resources" && leaving.has(name));
  const resources: TemplateObject = {};
  for (const [logicalId, resource] of Object.entries(objectAt(detail.template, "Resources"))) {
    if (leaving.has(logicalId) || !isTemplateObject(resource)) continue;
    const resolved = detail.resources.find((each) => each.logicalId === logicalId)?.properties;
    const properties = Object.entries(objectAt(resource, "Properties")).map(
      ([name, value]): [string, TemplateValue] => [
        name,
        refersToLeaving(value) && resolved?.[name] !== undefined ? (resolved[name] as TemplateValue) : value,
      ],
    );
    const needs = [resource["DependsOn"] ?? []]
      .flat()
      .filter((each) => !(typeof each === "string" && leaving.has(each)));
    const { DependsOn: _all, Properties: _properties, ...kept } = resource;
    resources[logicalId] = {
      ...kept,
      ...(properties.length === 0 ? {} : { Properties: Object.fromEntries(properties) }),
      ...(needs.length === 0 ? {} : { DependsOn: needs }),
    };
  }
  const outputs = Object.entries(objectAt(detail.template, "Outputs")).map(
    ([name, output]): [string, TemplateValue] => {
      const value = detail.outputs.find((each) => each.name === name)?.value;
      const isTouched = refersToLeaving(objectAt(output)["Value"] ?? null) && value !== undefined;
      return [name, isTouched ? { ...objectAt(output), Value: value } : output];
    },
  );
  return {
    ...detail.template,
    Resources: resources,
    ...(outputs.length === 0 ? {} : { Outputs: Object.fromEntries(outputs) }),
  };
}

function candidates(unit: string, there: TemplateObject, elsewhere: TemplateObject): readonly Candidate[] {
  return Object.entries(there).flatMap(([logicalId, resource]): Candidate[] => {
    const type = textOf(objectAt(resource)["Type"]) ?? "";
    if (Object.hasOwn(elsewhere, logicalId) || !(holdsData(type) || HAS_IDENTITY.has(type))) return [];
    return [{ unit, logicalId, type, properties: objectAt(resource, "Properties") }];
  });
}

function nameOf({ type, properties }: Candidate): string | undefined {
  const kind = type.split("::").at(-1) ?? "";
  const name = objectAt(properties)[`${kind}Name`] ?? objectAt(properties)["Name"];
  return name === undefined ? undefined : JSON.stringify(name);
}

function only<Value>(values: readonly Value[], isWanted: (value: Value) => boolean): Value | undefined {
  const found = values.filter(isWanted);
  return found.length === 1 ? found[0] : undefined;
}

function isOnlyOne(lost: readonly Candidate[], candidate: Candidate): boolean {
  return (
    lost.filter((each) => each.type === candidate.type && isSame(each.properties, candidate.properties)).length === 1
  );
}

function isSame(left: TemplateValue, right: TemplateValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

// Infers the edges between units from their worked-out templates: who takes a value from whom, by which means, at which
// place, and what kind of coupling that is. Pure.

import type { Unit } from "../system/system.ts";
import { objectAt, textOf } from "../system/template.ts";
import type { TemplateObject } from "../system/template.ts";
import { strongestKind } from "./edges.ts";
import type { Edge, Evidence, Reason, ResourceRef, UseKind } from "./edges.ts";
import { asText } from "./text-values.ts";
import { symbolsIn } from "./evaluated-system.ts";
import type { EvaluatedSystem, EvaluatedUnit, ResourceSymbol } from "./evaluated-system.ts";
import type { IdentifierIndex } from "./identifiers.ts";
import { KIND_OF_TARGET, WIRING } from "./resource-names.ts";

/** The edges that start at one unit, one for each reason, with all places that make it. */
export function inferEdges(
  system: EvaluatedSystem,
  identifiers: IdentifierIndex,
  unit: EvaluatedUnit,
): readonly Edge[] {
  const found = new Map<string, { to: string; reason: Reason; evidence: Evidence[] }>();
  const taken = new Set<string>();
  const add = (to: string, reason: Reason, evidence: Evidence): void => {
    const key = JSON.stringify([to, reason]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { to, reason, evidence: [evidence] });
    else if (!known.evidence.some((each) => each.path === evidence.path && each.reader === evidence.reader))
      known.evidence.push(evidence);
  };
  const read = createReader(unit);

  for (const { to, reason, path, value } of unit.uses) {
    if (to === unit.unit.name) continue;
    taken.add(`${to}\n${placeOf(path)}`);
    const symbol = symbolsIn(value).find((each) => system.units.has(each.unit) && each.unit !== unit.unit.name);
    const target = symbol === undefined ? undefined : resourceOf(system, symbol);
    add(to, reason, read(path, value, target, symbol?.attribute, false));
  }
  for (const { resource, identifier, path } of identifiers.findIn(unit.unit.name)) {
    // The same name that an import or a parameter brought here is no second reason.
    if (taken.has(`${resource.unit}\n${placeOf(path)}`)) continue;
    const target = resourceOf(system, { ...resource, attribute: undefined });
    const isStream = identifier.includes("/stream/");
    const reason: Reason = { kind: "identifier", identifier: resource.name };
    add(resource.unit, reason, read(path, identifier, target, isStream ? "StreamArn" : undefined, isLoose(path)));
  }
  return [...found.values()].map(({ to, reason, evidence }) => ({
    from: unit.unit.name,
    to,
    reason,
    kind: strongestKind(evidence.map((each) => each.kind)),
    evidence,
  }));
}

/** What a resource's reference points to; the type of what the SAM transform makes is known by its name. */
function resourceOf(system: EvaluatedSystem, symbol: ResourceSymbol): ResourceRef {
  const { unit: unitName, logicalId } = symbol;
  const unit = system.units.get(unitName)?.unit;
  if (unit === undefined) return { unit: unitName, logicalId, type: undefined, position: undefined };
  const resources = objectAt(unit.template.body, "Resources");
  const type = textOf(objectAt(resources, logicalId)["Type"]) ?? generatedType(resources, logicalId);
  return resourceRef(unit, logicalId, type);
}

// Places are worked out when somebody looks at them: to find them takes longer than all the rest.
function resourceRef({ name, template }: Unit, logicalId: string, type: string | undefined): ResourceRef {
  return {
    unit: name,
    logicalId,
    type,
    get position() {
      return template.positionOf(["Resources", logicalId]);
    },
  };
}

// AWS SAM: "Generated AWS CloudFormation resources": implicit APIs, and what a function brings along.
function generatedType(resources: TemplateObject, logicalId: string): string | undefined {
  if (logicalId === "ServerlessHttpApi") return "AWS::Serverless::HttpApi";
  if (logicalId === "ServerlessRestApi") return "AWS::Serverless::Api";
  for (const [ending, type] of GENERATED)
    if (logicalId.endsWith(ending) && logicalId.slice(0, -ending.length) in resources) return type;
  return undefined;
}

const GENERATED: readonly (readonly [ending: string, type: string])[] = [
  ["Role", "AWS::IAM::Role"],
  ["Url", "AWS::Lambda::Url"],
  ["Stage", "AWS::ApiGateway::Stage"],
];

function createReader(evaluated: EvaluatedUnit) {
  const { unit, body } = evaluated;
  const readers = new Map<string, ResourceRef>();

  function readerOf(path: readonly string[]): ResourceRef | undefined {
    const [section, logicalId = ""] = path;
    if (section !== "Resources") return undefined;
    let reader = readers.get(logicalId);
    if (reader === undefined) {
      const type = textOf(objectAt(body, "Resources", logicalId)["Type"]);
      reader = resourceRef(unit, logicalId, type);
      readers.set(logicalId, reader);
    }
    return reader;
  }

  return (
    path: readonly string[],
    value: string,
    target: ResourceRef | undefined,
    attribute: string | undefined,
    isLooseUse: boolean,
  ): Evidence => {
    const reader = readerOf(path);
    const shown = withoutFunctions(reader === undefined ? path : path.slice(2)).join(".");
    return {
      kind: kindOfUse(unit, body, path, reader, target, attribute),
      get position() {
        return unit.template.positionOf(path);
      },
      reader,
      path: shown,
      value,
      target,
      isNeededToDeploy: !isLooseUse,
    };
  };
}

function kindOfUse(
  unit: Unit,
  body: TemplateObject,
  path: readonly string[],
  reader: ResourceRef | undefined,
  target: ResourceRef | undefined,
  attribute: string | undefined,
): UseKind {
  if (reader?.type === "AWS::Lambda::Permission") {
    const principal = asText(objectAt(body, "Resources", reader.logicalId, "Properties")["Principal"]);
    return principal.startsWith("apigateway.") || /^\d+$|^arn:/.test(principal) ? "call" : "event";
  }
  if (reader?.type === "AWS::Serverless::Function" && path[3] === "Events") {
    const type = textOf(objectAt(body, ...path.slice(0, 5))["Type"]) ?? "";
    return type === "Api" || type === "HttpApi" ? "call" : "event";
  }
  const wiring = WIRING[reader?.type ?? ""];
  if (wiring?.kind === "event" || path.some((name) => EVENT_PROPERTIES.has(name))) return "event";
  if (attribute === "StreamArn" || attribute === "LatestStreamArn") return "event";
  return KIND_OF_TARGET.get(target?.type ?? "") ?? "value";
}

// Properties that tie events to whoever gets them, in resources of any type.
const EVENT_PROPERTIES: ReadonlySet<string> = new Set([
  "NotificationConfiguration",
  "RedrivePolicy",
  "DeadLetterQueue",
  "DeadLetterConfig",
  "DestinationConfig",
  "EventInvokeConfig",
]);

// Nothing checks at deployment whether what is named here exists.
const LOOSE_PROPERTIES: ReadonlySet<string> = new Set([
  "PolicyDocument",
  "Policies",
  "Variables",
  "Environment",
  "DefinitionString",
  "Definition",
  "DefinitionSubstitutions",
]);

function isLoose(path: readonly string[]): boolean {
  return path[0] === "Outputs" || path.some((name) => LOOSE_PROPERTIES.has(name));
}

// The place of the value itself: a function around it has no place of its own.
function placeOf(path: readonly string[]): string {
  const end = path.findIndex((name) => isFunctionName(name));
  return (end === -1 ? path : path.slice(0, end)).join("\n");
}

function withoutFunctions(path: readonly string[]): readonly string[] {
  const end = path.findIndex((name) => isFunctionName(name));
  return end === -1 ? path : path.slice(0, end);
}

function isFunctionName(name: string): boolean {
  return name === "Ref" || name.startsWith("Fn::");
}

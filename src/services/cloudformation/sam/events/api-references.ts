// Which API an event of type Api or HttpApi means. AWS: this is judged for all functions and state machines, before any of them is looked at.

import { isRecord, memberOf } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Values } from "../draft.ts";

const KINDS = {
  Api: { member: "RestApiId", typeName: "AWS::Serverless::Api" },
  HttpApi: { member: "ApiId", typeName: "AWS::Serverless::HttpApi" },
} as const;

type Kind = keyof typeof KINDS;

/** What is wrong with the events of a kind, one error for each function or state machine. */
export function failedApiEvents(
  body: Readonly<Values>,
  kind: Kind,
): readonly { readonly logicalId: string; readonly source: Values; readonly error: SamError }[] {
  const { Resources: resources } = body;
  return Object.entries(isRecord(resources) ? resources : {}).flatMap(([logicalId, source]) => {
    if (!isRecord(source) || !OWNERS.has(source["Type"])) return [];
    for (const [name, event] of eventsOf(source)) {
      if (!isRecord(event) || event["Type"] !== kind) continue;
      const { Properties: properties = {} } = event;
      const message = problemOf(properties, kind, isRecord(resources) ? resources : {});
      if (message !== undefined)
        return [
          {
            logicalId,
            source,
            error: new SamError(`Event with id [${name}] is invalid. ${message}`, event, "Properties"),
          },
        ];
    }
    return [];
  });
}

const OWNERS = new Set<unknown>(["AWS::Serverless::Function", "AWS::Serverless::StateMachine"]);

function eventsOf({ Properties: properties }: Values): [string, unknown][] {
  const events = isRecord(properties) ? properties["Events"] : undefined;
  return isRecord(events) ? Object.entries(events) : [];
}

function problemOf(properties: unknown, kind: Kind, resources: Values): string | undefined {
  // AWS: of a REST API's, an event without properties is told later what it lacks.
  if (kind === "Api" && isEmpty(properties)) return undefined;
  if (!isRecord(properties)) return "Properties should be a map.";
  const { member, typeName } = KINDS[kind];
  const isOnImplicit = properties[member] === undefined;
  const { Path: path, Method: method } = properties;
  const isDefault = kind === "HttpApi" && isEmpty(path) && isEmpty(method);
  const apiId = apiIdOf(properties[member]);
  if (!isDefault && (path === undefined || path === null)) return "Property 'Path' is required.";
  if (!isDefault && (method === undefined || method === null)) return "Property 'Method' is required.";
  if (!isOnImplicit && typeof apiId !== "string") return `Property '${member}' should be a string.`;
  if (!isDefault && typeof path !== "string") return "Property 'Path' should be a string.";
  if (!isDefault && typeof method !== "string") return "Property 'Method' should be a string.";
  if (isOnImplicit || typeof apiId !== "string") return undefined;
  const api = memberOf(resources, apiId);
  const type = isRecord(api) ? api["Type"] : undefined;
  if (api === undefined || (kind === "Api" && type === "AWS::Serverless::HttpApi"))
    return `${member} must be a valid reference to an '${typeName}' resource in same template.`;
  return undefined;
}

/** AWS: the name in a Ref, or what is written. */
export function apiIdOf(given: unknown): unknown {
  return isRecord(given) && Object.hasOwn(given, "Ref") ? given["Ref"] : given;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) ? Object.keys(value).length === 0 : !value;
}

// Schemas of shapes, as documents of OpenAPI 3 or JSON Schema draft 4. Pure.
// AWS: "Amazon EventBridge schemas": the documents of discovered schemas: an AWSEvent whose detail is a schema of its own.

import type { Type } from "@aws-sdk/client-schemas";
import type { Shape } from "./shape.ts";

/** Facts of an event that its schema states. */
export interface EventFacts {
  readonly source: string;
  readonly detailType: string;
}

type Json = Readonly<Record<string, unknown>>;
type ObjectShape = Extract<Shape, { kind: "object" }>;

const DRAFT_4 = "http://json-schema.org/draft-04/schema#";
const VERSION = "1.0.0";

/** The document of events with a detail of this shape. */
export function documentOfEvents(type: Type, { source, detailType }: EventFacts, detail: Shape): string {
  const title = pascal(detailType);
  const collector = collect(type);
  const text = { type: "string" };
  const event = {
    type: "object",
    required: ["detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account"],
    "x-amazon-events-detail-type": detailType,
    "x-amazon-events-source": source,
    properties: {
      detail: collector.reference(title, detail),
      account: text,
      "detail-type": text,
      id: text,
      region: text,
      resources: { type: "array", items: text },
      source: text,
      time: { type: "string", format: "date-time" },
      version: text,
    },
  };
  return write(type, { title, root: "AWSEvent", schemas: { AWSEvent: event, ...collector.schemas() } });
}

/** The document of any values of this shape. */
export function documentOf(type: Type, shape: Shape): string {
  const collector = collect(type);
  collector.reference("Event", shape);
  return write(type, { title: "Event", root: "Event", schemas: collector.schemas() });
}

function write(
  type: Type,
  { title, root, schemas }: { readonly title: string; readonly root: string; readonly schemas: Json },
): string {
  if (type === "OpenApi3")
    return JSON.stringify({ openapi: "3.0.0", info: { version: VERSION, title }, paths: {}, components: { schemas } });
  const { [root]: own, ...definitions } = schemas;
  return JSON.stringify({ $schema: DRAFT_4, title, definitions, ...(own as object) });
}

/** Collects the objects of a shape as schemas with names. */
function collect(type: Type) {
  const base = type === "OpenApi3" ? "#/components/schemas/" : "#/definitions/";
  const found = new Map<string, Json>();
  const names = new Set<string>(["AWSEvent"]);

  function reference(wanted: string, shape: Shape): Json {
    if (shape.kind !== "object") return schemaOf(wanted, shape);
    let name = wanted;
    for (let number = 1; names.has(name); number += 1) name = `${wanted}_${number}`;
    names.add(name);
    found.set(name, {});
    found.set(name, objectOf(shape));
    return { $ref: `${base}${name}` };
  }

  function objectOf({ members, required }: ObjectShape): Json {
    const properties = Object.fromEntries(
      Object.entries(members).map(([name, shape]) => [name, reference(pascal(name), shape)]),
    );
    return { type: "object", ...(required.length === 0 ? {} : { required }), properties };
  }

  function schemaOf(name: string, shape: Shape): Json {
    if (shape.kind === "object") return reference(name, shape);
    if (shape.kind === "array")
      return {
        type: "array",
        items: shape.items === undefined ? { type: "object" } : schemaOf(`${name}Item`, shape.items),
      };
    if (shape.kind === "date-time") return { type: "string", format: "date-time" };
    // AWS: inferred: what a null would be is not known yet.
    return shape.kind === "any" || shape.kind === "null" ? {} : { type: shape.kind };
  }

  return { reference, schemas: (): Json => Object.fromEntries(found) };
}

/** AWS: observed: "EC2 Instance State-change Notification" is EC2InstanceStateChangeNotification. */
export function pascal(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("") || "Object";
}

/** A document of OpenAPI 3 as one of JSON Schema draft 4; undefined where it has no schemas. AWS: ExportSchema. */
export function toJsonSchema(content: string): string | undefined {
  const document = JSON.parse(content) as {
    readonly info?: { readonly title?: string };
    readonly components?: { readonly schemas?: Json };
  };
  const schemas = document.components?.schemas ?? {};
  const root = Object.hasOwn(schemas, "AWSEvent") ? "AWSEvent" : Object.keys(schemas)[0];
  if (root === undefined) return undefined;
  const title = document.info?.title ?? root;
  const moved = JSON.parse(JSON.stringify(schemas).replaceAll('"#/components/schemas/', '"#/definitions/')) as Json;
  return write("JSONSchemaDraft4", { title, root, schemas: moved });
}

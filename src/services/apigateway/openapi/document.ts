// Definitions as they come: JSON or YAML, OpenAPI 3.0 or Swagger 2.0.

import { parse } from "yaml";
import { badRequest } from "../errors.ts";
import { LIMITS } from "../limits.ts";

/** A JSON object. */
export type Node = Readonly<Record<string, unknown>>;

/** A body as text, whatever it came as. */
export function textOfBody(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  return typeof body === "string" ? body : "";
}

/** The document in a body. AWS: the wordings are recorded. */
export function parseDocument(body: unknown): Node {
  const text = textOfBody(body);
  if (text.length > LIMITS.definitionBytes)
    throw badRequest(`API definition exceeds the limit of ${LIMITS.definitionBytes} bytes`);
  const parsed = parsedText(text);
  if (!isNode(parsed)) throw badRequest("Unable to build importer with provided input.");
  return parsed;
}

/** "oas30" or "swagger", or AWS's error where it is neither. */
export function versionOf(document: Node): "oas30" | "swagger" {
  if (typeof document["openapi"] === "string" && document["openapi"].startsWith("3.0")) return "oas30";
  if (String(document["swagger"]) === "2.0") return "swagger";
  throw badRequest("Invalid OpenAPI input.");
}

function parsedText(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 1000 });
  } catch {
    throw badRequest("Unable to build importer with provided input.");
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member if it is an object, else an empty one. */
export function nodeOf(node: Node | undefined, name: string): Node {
  const value = node?.[name];
  return isNode(value) ? value : {};
}

export function textOf(node: Node | undefined, name: string): string | undefined {
  const value = node?.[name];
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

export function numberOf(node: Node, name: string): number | undefined {
  const text = textOf(node, name);
  return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
}

export function flagOf(node: Node, name: string): boolean | undefined {
  const text = textOf(node, name);
  return text === undefined ? undefined : text === "true";
}

/** A list of texts; undefined where there is no list. */
export function listOf(node: Node, name: string): string[] | undefined {
  const value = node[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A map of texts; undefined where there is none. What is no text in it is written as JSON. */
export function textsOf(node: Node, name: string): Record<string, string> | undefined {
  const value = node[name];
  if (!isNode(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === "string" ? item : JSON.stringify(item)]),
  );
}

/** The objects in a map. */
export function nodesIn(node: Node, name: string): readonly (readonly [string, Node])[] {
  return Object.entries(nodeOf(node, name)).flatMap(([key, value]) => (isNode(value) ? [[key, value] as const] : []));
}

// Definitions as they come: JSON or YAML, OpenAPI 3.0 or Swagger 2.0.

import { parse } from "yaml";
import { requireShallowYaml } from "../../../kernel/yaml-depth.ts";
import { isNode, type Node } from "../../../service/api-front/nodes.ts";
import { badRequest } from "../errors.ts";
import { LIMITS } from "../limits.ts";

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
    requireShallowYaml(text);
    return parse(text, { maxAliasCount: 1000 });
  } catch {
    throw badRequest("Unable to build importer with provided input.");
  }
}

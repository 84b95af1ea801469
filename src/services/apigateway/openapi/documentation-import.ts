// Documentation in definitions: x-amazon-apigateway-documentation, and the texts of operations, responses and schemas.

import { locationOf } from "../documentation.ts";
import { prefixed } from "./base-path.ts";
import type { DefinedPart, Reading } from "./reading.ts";
import { isNode, type Node, nodeOf, nodesIn, textOf } from "../../../service/api-front/nodes.ts";

/** The documentation parts of a definition. What the extension says of a location goes before the definition's own text. */
export function documentationOf(reading: Reading, prefix: string): readonly DefinedPart[] {
  const explicit = extensionParts(reading.document);
  const taken = new Set(explicit.map(({ location }) => JSON.stringify(location)));
  return [...explicit, ...ownTexts(reading, prefix).filter(({ location }) => !taken.has(JSON.stringify(location)))];
}

/** The parts in x-amazon-apigateway-documentation. */
function extensionParts(document: Node): readonly DefinedPart[] {
  const parts = nodeOf(document, "x-amazon-apigateway-documentation")["documentationParts"];
  if (!Array.isArray(parts)) return [];
  return parts.filter(isNode).map((part) => {
    const location = nodeOf(part, "location");
    return {
      // The type is checked by locationOf's table.
      location: locationOf({ ...location, type: textOf(location, "type") as "API" }),
      properties: JSON.stringify(part["properties"] ?? {}),
    };
  });
}

function ownTexts({ document, version }: Reading, prefix: string): readonly DefinedPart[] {
  const parts: DefinedPart[] = [];
  const add = (location: Parameters<typeof locationOf>[0], node: Node, names: readonly string[]): void => {
    const found = names.filter((name) => node[name] !== undefined).map((name) => [name, node[name]] as const);
    if (found.length > 0)
      parts.push({ location: locationOf(location), properties: JSON.stringify(Object.fromEntries(found)) });
  };
  const info = nodeOf(document, "info");
  if (textOf(info, "description") !== undefined)
    parts.push({
      location: locationOf({ type: "API" }),
      properties: JSON.stringify({ info: { description: textOf(info, "description") } }),
    });
  for (const [given, item] of nodesIn(document, "paths")) {
    const path = prefixed(prefix, given);
    for (const verb of ["get", "put", "post", "delete", "options", "head", "patch"]) {
      const operation = item[verb];
      if (!isNode(operation)) continue;
      const method = verb.toUpperCase();
      add({ type: "METHOD", path, method }, operation, ["summary", "description", "tags", "deprecated"]);
      for (const [statusCode, response] of nodesIn(operation, "responses"))
        if (/^[1-5]\d\d$/.test(statusCode))
          add({ type: "RESPONSE", path, method, statusCode }, response, ["description"]);
    }
  }
  const schemas =
    version === "swagger" ? nodesIn(document, "definitions") : nodesIn(nodeOf(document, "components"), "schemas");
  for (const [name, schema] of schemas) add({ type: "MODEL", name }, schema, ["title", "description"]);
  return parts;
}

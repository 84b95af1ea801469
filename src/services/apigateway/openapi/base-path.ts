// A definition's base path, and what an import does with it. AWS: "Set the OpenAPI basePath property".

import { badRequest } from "../errors.ts";
import { isNode, type Node, nodeOf, textOf } from "../../../service/api-front/nodes.ts";

export type BasePathMode = "ignore" | "prepend" | "split";

export function parseBasePathMode(text: string | undefined): BasePathMode {
  if (text === undefined || text === "ignore" || text === "prepend" || text === "split") return text ?? "ignore";
  throw badRequest("Invalid basepath parameter: must be one of ignore, prepend, split");
}

/** What stands before all paths: nothing, the base path, or what is left of it without its first part. */
export function basePathOfDefinition(document: Node, version: "oas30" | "swagger", mode: BasePathMode): string {
  if (mode === "ignore") return "";
  const path = version === "swagger" ? (textOf(document, "basePath") ?? "") : serverPath(document);
  const parts = path.split("/").filter((part) => part !== "");
  const kept = mode === "split" ? parts.slice(1) : parts;
  return kept.map((part) => `/${part}`).join("");
}

/** OpenAPI 3.0 has the base path in its server's URL, or as the variable basePath. */
function serverPath(document: Node): string {
  const servers = document["servers"];
  const server = Array.isArray(servers) && isNode(servers[0]) ? servers[0] : {};
  const variables = nodeOf(server, "variables");
  const url = (textOf(server, "url") ?? "").replaceAll(
    /\{(\w+)\}/g,
    (_match, name: string) => textOf(nodeOf(variables, name), "default") ?? "",
  );
  return url.replace(/^https?:\/\/[^/]*/, "");
}

/** A path below the prefix, without a slash at its end. */
export function prefixed(prefix: string, path: string): string {
  const whole = `${prefix}${path.startsWith("/") ? path : `/${path}`}`;
  return whole.length > 1 && whole.endsWith("/") ? whole.slice(0, -1) : whole;
}

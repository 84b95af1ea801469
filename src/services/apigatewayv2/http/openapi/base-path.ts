// The base path of a definition's first server, put in front of its paths where that is asked for. Pure.
// AWS: "Set the OpenAPI basePath property": ignore, prepend, split.

import { isNode, type Node, nodeOf, textOf } from "../../../../service/api-front/nodes.ts";

/** What stands in front of each path: nothing, the base path, or all of it but the first part. */
export function basePathOf(root: Node, mode: string | undefined): string {
  if (mode !== "prepend" && mode !== "split") return "";
  const [server] = Array.isArray(root["servers"]) ? root["servers"].filter(isNode) : [];
  const url = (textOf(server, "url") ?? "").replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
    const variable = nodeOf(nodeOf(server, "variables"), name);
    return textOf(variable, "default") ?? "";
  });
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/\/+$/, "");
  const parts = path.split("/").filter((part) => part !== "");
  return (mode === "split" ? parts.slice(1) : parts).map((part) => `/${part}`).join("");
}

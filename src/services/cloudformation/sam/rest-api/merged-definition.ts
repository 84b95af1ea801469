// MergeDefinitions of a SAM REST API: what events say is written into the author's own document. AWS: of each method, what the event says wins.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { RestRoute, Values } from "../draft.ts";
import { conditional } from "../http-api.ts";
import { addRouteAuth } from "./auth.ts";
import { pathsOf, skeleton, writeRoutes } from "./document.ts";

/** Writes the routes into the document; of what they would add elsewhere than to their methods, nothing comes along. */
export function mergeRoutes(document: Values, routes: readonly RestRoute[], properties: Values): void {
  const paths = pathsOf(document);
  for (const route of routes) {
    const { path, method, condition } = route;
    const own = skeleton(undefined);
    writeRoutes(own, [route], properties);
    addRouteAuth(own, [route], isRecord(properties["Auth"]) ? properties["Auth"] : {});
    const item = pathsOf(own)[path];
    const written = isRecord(item) && isRecord(item[method]) ? item[method] : {};
    const name = method === "x-amazon-apigateway-any-method" ? "any" : method;
    const present = paths[path] ?? {};
    const before = isRecord(present) ? (present[name] ?? {}) : undefined;
    if (!isRecord(present) || !isRecord(before))
      throw new SamError(
        `Property 'DefinitionBody.paths.${path}.${name}' should be a map.`,
        properties,
        "DefinitionBody",
      );
    paths[path] = { ...present, [name]: { ...before, ...conditional(condition, written) } };
  }
}

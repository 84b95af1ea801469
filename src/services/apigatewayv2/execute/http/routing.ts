// Which route of a stage a request takes.

import { matchRoute, parseRouteKey, type RouteKey, type RouteMatch } from "../../http/route-keys.ts";
import type { RouteRecord } from "../../records.ts";
import type { Target } from "../target.ts";

type ServedRoute = RouteRecord & { readonly key: RouteKey };

/** Stands for the route of a request that takes none. */
export const NO_ROUTE: RouteRecord = { v: 1, routeId: "", routeKey: "-" };

/** The route, and what its path's variables are. */
export function findRoute({ served, path }: Target, method: string): RouteMatch<RouteRecord> | undefined {
  const routes = served.routes.flatMap((route): ServedRoute[] => {
    const key = keyOf(route.routeKey);
    return key === undefined ? [] : [{ ...route, key }];
  });
  return matchRoute(routes, method, path);
}

/** LIMIT: ours: so many keys are kept as they were read. */
const MOST_KEYS = 10_000;
const keys = new Map<string, RouteKey | undefined>();

/** A key's text always means the same: it is read once, and not for each request. */
function keyOf(text: string): RouteKey | undefined {
  if (!keys.has(text)) {
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(text, parseRouteKey(text));
  }
  return keys.get(text);
}

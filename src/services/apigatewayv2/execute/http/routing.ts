// Which route of a stage a request takes.

import { matchRoute, parseRouteKey, type RouteKey, type RouteMatch } from "../../http/route-keys.ts";
import type { RouteRecord } from "../../records.ts";
import type { Target } from "../target.ts";

type ServedRoute = RouteRecord & { readonly key: RouteKey };

/** Stands for the route of a request that takes none. */
export const NO_ROUTE: RouteRecord = { v: 1, routeId: "", routeKey: "-" };

/** Keys are read once for each list of routes. */
const parsed = new WeakMap<readonly RouteRecord[], readonly ServedRoute[]>();

/** The route, and what its path's variables are. */
export function findRoute({ served, path }: Target, method: string): RouteMatch<RouteRecord> | undefined {
  return matchRoute(servedRoutes(served.routes), method, path);
}

function servedRoutes(routes: readonly RouteRecord[]): readonly ServedRoute[] {
  let found = parsed.get(routes);
  if (found === undefined) {
    found = routes.flatMap((route): ServedRoute[] => {
      const key = parseRouteKey(route.routeKey);
      return key === undefined ? [] : [{ ...route, key }];
    });
    parsed.set(routes, found);
  }
  return found;
}

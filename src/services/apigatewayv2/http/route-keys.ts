// Route keys: their grammar, and which of an API's routes a request takes. Pure.
// AWS: "Create routes for HTTP APIs in API Gateway", with the order of precedence.

/** A route key taken apart. */
export interface RouteKey {
  readonly text: string;
  /** Undefined for "$default". */
  readonly method: string | undefined;
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  /** Takes the rest of the path. */
  | { readonly kind: "greedy"; readonly name: string };

export interface RouteMatch<T> {
  readonly route: T;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];

/** Undefined if the text is not a route key: "METHOD /path" or "$default". */
export function parseRouteKey(text: string): RouteKey | undefined {
  if (text === "$default") return { text, method: undefined, segments: [] };
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(text) ?? [];
  if (method === undefined || path === undefined || !METHODS.includes(method)) return undefined;
  const segments = splitPath(path).map(parseSegment);
  const isGreedyLast = segments.every((segment, index) => segment?.kind !== "greedy" || index === segments.length - 1);
  if (!isGreedyLast || segments.includes(undefined)) return undefined;
  return { text, method, segments: segments.filter((segment) => segment !== undefined) };
}

function parseSegment(text: string): Segment | undefined {
  const [, name, plus] = /^\{([a-zA-Z0-9._:-]+)(\+?)\}$/.exec(text) ?? [];
  if (name !== undefined) return { kind: plus === "+" ? "greedy" : "variable", name };
  return text.includes("{") || text.includes("}") ? undefined : { kind: "literal", text };
}

/** The parts of a path between its slashes; a trailing slash adds an empty one. */
function splitPath(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

/**
 * The route that a request takes: a full match before one with a greedy variable before $default; an exact segment
 * before a variable, from left to right; the method before ANY.
 */
export function matchRoute<T extends { readonly key: RouteKey }>(
  routes: readonly T[],
  method: string,
  path: string,
): RouteMatch<T> | undefined {
  const parts = splitPath(path);
  let best: { readonly match: RouteMatch<T>; readonly rank: string } | undefined;
  for (const route of routes) {
    const candidate = tryRoute(route, method, parts);
    if (candidate !== undefined && (best === undefined || candidate.rank < best.rank)) best = candidate;
  }
  return best?.match;
}

/** The rank is a text that sorts better matches first: one digit a segment, then one for the method. */
function tryRoute<T extends { readonly key: RouteKey }>(
  route: T,
  method: string,
  parts: readonly string[],
): { match: RouteMatch<T>; rank: string } | undefined {
  const { key } = route;
  if (key.method === undefined) return { match: { route, pathParameters: {} }, rank: "9" };
  if (key.method !== "ANY" && key.method !== method) return undefined;
  const pathParameters: Record<string, string> = {};
  let rank = "";
  for (const [index, segment] of key.segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === "literal" && segment.text !== part) return undefined;
    if (segment.kind === "variable") pathParameters[segment.name] = decode(part);
    if (segment.kind === "greedy") {
      pathParameters[segment.name] = decode(parts.slice(index).join("/"));
      return { match: { route, pathParameters }, rank: `5${rank}2${methodRank(key)}` };
    }
    rank += segment.kind === "literal" ? "0" : "1";
  }
  return parts.length === key.segments.length
    ? { match: { route, pathParameters }, rank: `0${rank}${methodRank(key)}` }
    : undefined;
}

function methodRank(key: RouteKey): string {
  return key.method === "ANY" ? "1" : "0";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

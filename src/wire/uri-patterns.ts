// Finds the operation that a method, a path and a query mean, among all URI patterns of one service. A trie over path
// segments: a literal is tried before a label, a label before a greedy one, and a dead end goes back. What shares a
// path is told apart by constant queries and by what the request must have.

/** One operation's binding, as the routing index has it. */
export interface Binding {
  readonly operation: string;
  readonly method: string;
  /** Smithy URI pattern with its constant query. */
  readonly uri: string;
  /** "?name" a query parameter, "Bucket" S3's bucket, other names a header in lower case. */
  readonly needs: readonly string[];
}

/** What the matcher looks at. `has` answers the names of Binding.needs. */
export interface Probe {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  has(need: string): boolean;
}

export interface UriMatcher {
  /** The operation's name; undefined if the path has no operation for this method. */
  match(probe: Probe): string | undefined;
}

interface Entry extends Binding {
  readonly constants: readonly (readonly [name: string, value: string])[];
  /** The operation's name in the query parameter x-id, which only the JavaScript SDK sends: it breaks ties. */
  readonly hint: string | undefined;
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  /** A greedy label takes the rest of the path; AWS's patterns have nothing after it. */
  greedy: Entry[];
  readonly entries: Entry[];
}

/** Compiles the bindings of one service. */
export function createUriMatcher(bindings: readonly Binding[]): UriMatcher {
  const root = createNode();
  for (const binding of bindings) insert(root, binding);

  return {
    match(probe) {
      // Some SDKs keep the trailing slash of a pattern and others drop it; only a greedy label cares.
      const segments = probe.path.split("/").slice(1);
      const isTrailing = segments.length > 0 && segments[segments.length - 1] === "";
      const end = isTrailing ? segments.length - 1 : segments.length;
      return walk(root, segments, 0, end, probe);
    },
  };
}

function createNode(): Node {
  return { literals: new Map(), label: undefined, greedy: [], entries: [] };
}

function insert(root: Node, binding: Binding): void {
  const [path = "", query = ""] = binding.uri.split("?");
  const entry = { ...binding, ...parseConstants(query) };
  let node = root;
  for (const segment of path.split("/").slice(1)) {
    if (segment === "") break;
    if (segment.endsWith("+}")) {
      node.greedy.push(entry);
      return;
    }
    if (segment.startsWith("{")) {
      node = node.label ??= createNode();
      continue;
    }
    let next = node.literals.get(segment);
    if (next === undefined) node.literals.set(segment, (next = createNode()));
    node = next;
  }
  node.entries.push(entry);
}

function parseConstants(query: string): Pick<Entry, "constants" | "hint"> {
  const pairs = query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const [name = "", value = ""] = part.split("=");
      return [name, value] as const;
    });
  return {
    constants: pairs.filter(([name]) => name !== "x-id"),
    hint: pairs.find(([name]) => name === "x-id")?.[1],
  };
}

function walk(node: Node, segments: readonly string[], at: number, end: number, probe: Probe): string | undefined {
  if (at === end) {
    const found = choose(node.entries, probe);
    if (found !== undefined) return found;
  } else {
    const segment = segments[at] as string;
    const literal = node.literals.get(segment) ?? node.literals.get(decoded(segment));
    const byLiteral = literal && walk(literal, segments, at + 1, end, probe);
    if (byLiteral !== undefined) return byLiteral;
    const byLabel = node.label && segment !== "" ? walk(node.label, segments, at + 1, end, probe) : undefined;
    if (byLabel !== undefined) return byLabel;
  }
  // The rest must not be empty, but it may be a lone slash: "//" is the S3 key "/".
  return at < segments.length && (segments.length - at > 1 || segments[at] !== "")
    ? choose(node.greedy, probe)
    : undefined;
}

/** Literals such as "@connections" may come percent-encoded. */
function decoded(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * The best of the operations that share a path: constants must be there, and more of them are better; then the fewest
 * missing needs (the operation itself reports those), then the most needs that are met, then x-id.
 */
function choose(entries: readonly Entry[], probe: Probe): string | undefined {
  let best: Entry | undefined;
  let bestScore = -Infinity;
  for (const entry of entries) {
    if (entry.method !== probe.method) continue;
    if (!entry.constants.every(([name, value]) => probe.query.get(name) === value)) continue;
    // Without its bucket an S3 path means something else altogether.
    if (entry.needs.includes("Bucket") !== probe.has("Bucket")) continue;
    const met = entry.needs.filter((need) => probe.has(need)).length;
    const missing = entry.needs.length - met;
    const isHinted = entry.hint !== undefined && probe.query.get("x-id") === entry.hint;
    const score = entry.constants.length * 10_000 - missing * 1_000 + met * 10 + (isHinted ? 1 : 0);
    if (score > bestScore) {
      best = entry;
      bestScore = score;
    }
  }
  return best?.operation;
}

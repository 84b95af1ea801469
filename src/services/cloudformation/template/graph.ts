// Dependencies as a graph: cycles and orders.

/** Node to the nodes that it needs. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The nodes of one cycle in the order they need each other, or undefined if there is none. */
export function findCycle(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const path: string[] = [];
    const cycle = visit(start, path, new Set());
    if (cycle !== undefined) return cycle;
  }
  return undefined;

  function visit(node: string, path: string[], onPath: Set<string>): readonly string[] | undefined {
    if (done.has(node)) return undefined;
    if (onPath.has(node)) return path.slice(path.indexOf(node));
    path.push(node);
    onPath.add(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, path, onPath);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    onPath.delete(node);
    done.add(node);
    return undefined;
  }
}

/** The same nodes with every edge turned round: for deletions. */
export function reverseGraph(graph: Graph): Graph {
  const reversed = new Map<string, Set<string>>([...graph.keys()].map((node) => [node, new Set<string>()]));
  for (const [node, needs] of graph) {
    for (const needed of needs) reversed.get(needed)?.add(node);
  }
  return reversed;
}

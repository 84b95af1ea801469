// Runs steps in parallel along their dependencies.

import { nextTurn } from "../../../kernel/real-time.ts";
import type { Graph } from "../template/graph.ts";

/**
 * Runs `step` for every node as soon as all nodes that it needs have succeeded; a step resolves to whether it did.
 * Nodes that need a failed one do not run. `mayStart` is asked before each step; once it says no, only what is running
 * is waited for. Resolves when nothing runs any more, and then rejects if a step threw.
 */
export async function runGraph(
  graph: Graph,
  step: (node: string) => Promise<boolean>,
  mayStart: () => boolean,
): Promise<void> {
  const missing = new Map<string, number>();
  const dependants = new Map<string, string[]>();
  for (const [node, needs] of graph) {
    missing.set(node, needs.size);
    for (const needed of needs) {
      const list = dependants.get(needed);
      if (list === undefined) dependants.set(needed, [node]);
      else list.push(node);
    }
  }

  const errors: unknown[] = [];
  async function run(node: string): Promise<void> {
    // A large stack must not keep the process from answering, and its progress can be watched.
    await nextTurn();
    if (errors.length > 0 || !mayStart()) return;
    let hasSucceeded = false;
    try {
      hasSucceeded = await step(node);
    } catch (error) {
      errors.push(error);
    }
    if (!hasSucceeded) return;
    const ready = (dependants.get(node) ?? []).filter((dependant) => {
      const left = (missing.get(dependant) ?? 0) - 1;
      missing.set(dependant, left);
      return left === 0;
    });
    await Promise.all(ready.map((dependant) => run(dependant)));
  }

  const first = [...missing].filter(([, count]) => count === 0).map(([node]) => node);
  await Promise.all(first.map((node) => run(node)));
  if (errors.length > 0) throw errors[0];
}

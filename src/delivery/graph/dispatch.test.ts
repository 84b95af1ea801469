import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dispatch } from "./dispatch.ts";
import type { Outcome } from "./dispatch.ts";

interface Gate {
  open(result: boolean): void;
}

// Runs a graph whose units end when the test says so; `log` has what started and ended, in order.
function start(
  dependencies: Readonly<Record<string, readonly string[]>>,
  more: { limit?: number; signal?: AbortSignal } = {},
) {
  const log: string[] = [];
  const gates = new Map<string, Gate>();
  const finished = dispatch<boolean>({
    units: Object.keys(dependencies),
    dependenciesOf: (unit) => dependencies[unit] ?? [],
    run: (unit) =>
      new Promise((resolve) => {
        log.push(`start ${unit}`);
        gates.set(unit, { open: resolve });
      }),
    isSuccess: (result) => result,
    limit: more.limit ?? 10,
    signal: more.signal,
    onOutcome(outcome: Outcome<boolean>) {
      log.push(
        outcome.kind === "blocked" ? `blocked ${outcome.unit} by ${outcome.by}` : `${outcome.kind} ${outcome.unit}`,
      );
    },
  });
  // Opening a gate lets the dispatcher go on in microtasks; they have run when this resolves.
  async function end(unit: string, isSuccess = true): Promise<void> {
    gates.get(unit)?.open(isSuccess);
    await new Promise(setImmediate);
  }
  return { log, end, finished };
}

describe("dispatch", () => {
  // Goal: no waves: a unit starts when its own dependencies are complete, whatever else still runs. Method: two chains, one
  // of which stands still.
  test("starts a unit as soon as its dependencies are complete", async () => {
    const { log, end, finished } = start({ slow: [], fast: [], afterFast: ["fast"], afterSlow: ["slow"] });
    await end("fast");
    expect(log).toEqual(["start slow", "start fast", "done fast", "start afterFast"]);
    await end("afterFast");
    await end("slow");
    await end("afterSlow");
    expect((await finished).map((each) => each.unit)).toEqual(["fast", "afterFast", "slow", "afterSlow"]);
  });

  // Goal: a failure blocks its dependants, also indirect ones, and nobody else. Method: one chain fails, another goes on.
  test("blocks only the dependants of a failed unit", async () => {
    const { log, end, finished } = start({ a: [], b: ["a"], c: ["b"], other: [] });
    await end("a", false);
    await end("other");
    await finished;
    expect(log).toEqual(["start a", "start other", "done a", "blocked b by a", "blocked c by a", "done other"]);
  });

  // Goal: Ctrl-C starts nothing new and lets what runs end. Method: abort while one unit runs.
  test("cancels what has not begun", async () => {
    const controller = new AbortController();
    const { log, end, finished } = start({ a: [], b: ["a"] }, { signal: controller.signal });
    controller.abort();
    await end("a");
    await finished;
    expect(log).toEqual(["start a", "done a", "cancelled b"]);
  });

  // Goal: for any graph, every unit runs once, after its dependencies, and never more than the limit at once. Method:
  // random acyclic graphs (a unit depends only on ones with a lower number), an independent check of the order.
  test("keeps order and limit for any graph", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (shape, limit) => {
          const dependencies = shape.map((wanted, index) => wanted.filter((each) => each < index).map(String));
          const done = new Set<string>();
          let running = 0;
          const outcomes = await dispatch<boolean>({
            units: dependencies.map((_, index) => String(index)),
            dependenciesOf: (unit) => dependencies[Number(unit)] ?? [],
            async run(unit) {
              expect(dependencies[Number(unit)]?.every((each) => done.has(each))).toBe(true);
              running++;
              expect(running).toBeLessThanOrEqual(limit);
              await Promise.resolve();
              running--;
              done.add(unit);
              return true;
            },
            isSuccess: (result) => result,
            limit,
            onOutcome: () => undefined,
          });
          expect(outcomes).toHaveLength(shape.length);
        },
      ),
    );
  });

  // Goal: a circle that slipped through is an error, not an endless wait. Method: two units that wait for each other.
  test("rejects a circle", async () => {
    await expect(start({ a: ["b"], b: ["a"] }).finished).rejects.toThrow("circle");
  });
});

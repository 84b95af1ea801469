// Regular expressions that users wrote. Backtracking can take longer than the universe lasts ("(a+)+$"), and the server
// has one thread: each test has a deadline, kept by V8's watchdog, which interrupts a running match. Knows no service.

import { createContext, Script } from "node:vm";

/** LIMIT: ours: how long one caller's patterns may keep everyone else waiting. */
const DEADLINE_MS = 100;
/** LIMIT: ours: backtracking steps that are taken without a watchdog: a few milliseconds at the very worst. */
const MOST_FREE_STEPS = 1_000_000;

/** Time that one or several patterns share, in milliseconds. */
export class PatternBudget {
  leftMs: number;

  constructor(totalMs: number) {
    this.leftMs = totalMs;
  }
}

/** A pattern has used up its time, or needs more memory than a match can have: nobody knows whether the text matches. */
export class PatternTooSlowError extends Error {
  override readonly name = "PatternTooSlowError";
}

/**
 * Compiles a pattern to a test that ends in time. Throws a SyntaxError for what is no pattern; the test throws a
 * PatternTooSlowError.
 */
export function boundedPattern(
  source: string,
  flags: "" | "u" = "",
  budget: PatternBudget = new PatternBudget(DEADLINE_MS),
): (text: string) => boolean {
  const expression = new RegExp(source, flags);
  const countSteps = stepCounter(source);
  return (text) => {
    try {
      if (countSteps(text.length) <= MOST_FREE_STEPS) return expression.test(text);
      return testInTime(expression, text, budget);
    } catch (cause) {
      // Beside the time-out: V8 compiles only here, and may find the pattern too large, or its stack too small.
      throw new PatternTooSlowError(`The regular expression ${source} takes too long`, { cause });
    }
  };
}

/**
 * The most steps that backtracking can take on a text of some length. Without groups nothing nests: each quantifier
 * stops in one of n + 1 places, and a match starts in one. With groups there is no such bound. The watchdog costs some
 * 60 microseconds, which matters where a pattern is tested against thousands of log events.
 */
function stepCounter(source: string): (length: number) => number {
  if (source.includes("(")) return () => Infinity;
  const quantifiers = source.match(/[*+?{]/g)?.length ?? 0;
  return (length) => source.length * (length + 1) ** (quantifiers + 1);
}

/** Runs what tests or replaces by patterns; throws a PatternTooSlowError where that takes too long. Its own errors are passed on. */
export function boundedWork<T>(work: () => T, budget: PatternBudget = new PatternBudget(DEADLINE_MS)): T {
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  try {
    runInTime(() => {
      try {
        outcome = { value: work() };
      } catch (error) {
        outcome = { error };
      }
    }, budget);
  } catch (cause) {
    throw new PatternTooSlowError("A regular expression takes too long", { cause });
  }
  if (outcome === undefined) throw new PatternTooSlowError("A regular expression takes too long");
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

interface Sandbox {
  test: () => unknown;
}

const never = (): boolean => false;
const sandbox: Sandbox = { test: never };
let context: ReturnType<typeof createContext> | undefined;
const script = new Script("test()");

function testInTime(expression: RegExp, text: string, budget: PatternBudget): boolean {
  return Boolean(runInTime(() => expression.test(text), budget));
}

function runInTime(work: () => unknown, budget: PatternBudget): unknown {
  if (budget.leftMs < 1) throw new Error("The time was used up before.");
  context ??= createContext(sandbox);
  sandbox.test = work;
  const startedMs = performance.now();
  try {
    return script.runInContext(context, { timeout: Math.floor(budget.leftMs) });
  } finally {
    budget.leftMs -= performance.now() - startedMs;
    // The text may be long, and a secret.
    sandbox.test = never;
  }
}

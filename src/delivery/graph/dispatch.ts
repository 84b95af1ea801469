// Runs work along a dependency graph: each unit starts as soon as the ones it waits for are complete. Pure scheduling.

import { InvariantError } from "../../kernel/errors.ts";

/** What became of one unit. */
export type Outcome<Result> =
  | { readonly kind: "done"; readonly unit: string; readonly result: Result; readonly isSuccess: boolean }
  | { readonly kind: "blocked"; readonly unit: string; readonly by: string }
  | { readonly kind: "cancelled"; readonly unit: string };

export interface DispatchOptions<Result> {
  readonly units: readonly string[];
  /** The units that one waits for; those which are not in `units` count as complete. */
  dependenciesOf(unit: string): readonly string[];
  /** Does the work of one unit. A rejection stops everything: report expected failures as results. */
  run(unit: string): Promise<Result>;
  isSuccess(result: Result): boolean;
  /** LIMIT: how many run at once. */
  readonly limit: number;
  /** Once aborted, nothing new starts; what runs comes to its end. */
  readonly signal?: AbortSignal | undefined;
  onOutcome(outcome: Outcome<Result>): void;
}

/** Runs every unit once, as early as its dependencies allow. A failed one blocks only those that wait for it. */
export function dispatch<Result>(options: DispatchOptions<Result>): Promise<readonly Outcome<Result>[]> {
  const { units, limit, signal } = options;
  const selected = new Set(units);
  const outcomes = new Map<string, Outcome<Result>>();
  const running = new Set<string>();

  return new Promise((resolve, reject) => {
    function settle(outcome: Outcome<Result>): void {
      outcomes.set(outcome.unit, outcome);
      options.onOutcome(outcome);
    }

    function start(unit: string): void {
      running.add(unit);
      options
        .run(unit)
        .then((result) => {
          running.delete(unit);
          settle({ kind: "done", unit, result, isSuccess: options.isSuccess(result) });
          advance();
        })
        .catch(reject);
    }

    function advance(): void {
      // A unit that is blocked may block others, so the pass is repeated until nothing changes.
      for (let isChanged = true; isChanged;) {
        isChanged = false;
        for (const unit of units) {
          if (outcomes.has(unit) || running.has(unit)) continue;
          const dependencies = options.dependenciesOf(unit).filter((each) => selected.has(each));
          const failed = dependencies.find((each) => {
            const outcome = outcomes.get(each);
            return outcome !== undefined && !(outcome.kind === "done" && outcome.isSuccess);
          });
          if (signal?.aborted === true) {
            settle({ kind: "cancelled", unit });
          } else if (failed !== undefined) {
            const cause = outcomes.get(failed);
            settle({ kind: "blocked", unit, by: cause?.kind === "blocked" ? cause.by : failed });
          } else if (running.size < limit && dependencies.every((each) => outcomes.has(each))) {
            start(unit);
          } else {
            continue;
          }
          isChanged = true;
        }
      }
      if (outcomes.size === units.length) resolve([...outcomes.values()]);
      else if (running.size === 0) reject(new InvariantError("The units to run wait for each other in a circle."));
    }

    advance();
  });
}

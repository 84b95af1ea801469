// What an account's resources used, as the services count it: for cost reports.

import type { Scope } from "../service/context.ts";
import type { ServiceDefinition } from "../service/service.ts";
import type { Store } from "../store/store.ts";

/** What all services count between two times, each row with its service. */
export function usageOf(
  services: readonly ServiceDefinition[],
  store: Store,
  scope: Scope,
  fromMs: number,
  untilMs: number,
): readonly object[] {
  return store.read((tx) =>
    services.flatMap(({ id, usage }) =>
      usage === undefined ? [] : [...usage(tx, scope, fromMs, untilMs)].map((row) => ({ service: id, ...row })),
    ),
  );
}

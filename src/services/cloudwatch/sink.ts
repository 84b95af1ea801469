// Takes in what services count of their own resources.

import type { YardContext } from "../../service/context.ts";
import type { ServicePoint } from "../../service/metrics/service-metrics.ts";
import { tallyOf } from "../../service/metrics/tally.ts";
import { ensureHousekeeping } from "./metrics/housekeeping.ts";
import { addPoints } from "./metrics/points.ts";

/** From now on the yard's services' counts become metrics. Gives how to stop: what was counted by then is kept. */
export function startSink(yard: YardContext): () => Promise<void> {
  const disconnect = yard.metrics.connect((points) => keep(yard, points));
  return () => {
    disconnect();
    return Promise.resolve();
  };
}

function keep(yard: YardContext, points: readonly ServicePoint[]): void {
  const nowMs = yard.clock.nowMs();
  yard.store.write((tx) => {
    for (const { scope, namespace, name, dimensions, unit, startMs, resolutionS, tally } of points) {
      const point = { namespace, name, dimensions, unit, resolutionS, startS: startMs / 1_000 };
      const isNew = addPoints(tx, scope, [{ ...point, tally: tallyOf(tally) }], nowMs);
      if (isNew) ensureHousekeeping(yard, tx, scope);
    }
  });
}

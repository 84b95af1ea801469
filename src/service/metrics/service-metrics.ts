// The metrics that services have of their own resources (AWS/Lambda, AWS/SQS, ...): added up in memory minute by minute,
// and handed to CloudWatch every few seconds in one transaction, so that a request pays for additions only.
// LIMIT: `kill -9` takes away what was added since the last writing; a yard that stops writes all of it.

import type { Clock } from "../../kernel/clock.ts";
import { realTimer } from "../../kernel/real-time.ts";
import type { Scope } from "../context.ts";
import { Tally, type TallyRecord } from "./tally.ts";

/** AWS's units, as far as services' own metrics have them. */
export type MetricUnit = "Bytes" | "Count" | "Milliseconds" | "None" | "Percent" | "Seconds";

/** Names and values, in the order of the names. */
export type MetricDimensions = readonly (readonly [name: string, value: string])[];

/** The values that one metric had in one minute. */
export interface ServicePoint {
  readonly scope: Scope;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: MetricDimensions;
  readonly unit: MetricUnit;
  readonly minuteMs: number;
  readonly tally: TallyRecord;
}

/** Where points go: CloudWatch. */
export type MetricSink = (points: readonly ServicePoint[]) => void;

export interface ServiceMetrics {
  /** Adds a value to a metric, in the minute that it is now. */
  add(
    scope: Scope,
    namespace: string,
    dimensions: MetricDimensions,
    name: string,
    value: number,
    unit: MetricUnit,
  ): void;
  /** Hands over what was added and not handed over yet: for whoever is about to read metrics. */
  flush(): void;
  /** Says where points go. Before that, they are kept. */
  connect(sink: MetricSink): void;
}

const MINUTE_MS = 60_000;
const WRITE_AFTER_MS = 5_000;

interface Series {
  readonly point: Omit<ServicePoint, "tally">;
  readonly tally: Tally;
}

/** The metrics of one yard. */
export function createServiceMetrics(clock: Pick<Clock, "nowMs">): ServiceMetrics {
  const pending = new Map<string, Series>();
  let sink: MetricSink | undefined;
  let cancel: (() => void) | undefined;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    if (pending.size === 0 || sink === undefined) return;
    const points = [...pending.values()].map(({ point, tally }) => ({ ...point, tally: tally.record() }));
    pending.clear();
    sink(points);
  }

  return {
    add({ account, region }, namespace, dimensions, name, value, unit) {
      const minuteMs = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS;
      let key = `${account} ${region} ${namespace} ${name} ${minuteMs}`;
      for (const [dimension, of] of dimensions) key += ` ${dimension}=${of}`;
      let series = pending.get(key);
      if (series === undefined) {
        const scope: Scope = { account, region };
        series = { point: { scope, namespace, name, dimensions, unit, minuteMs }, tally: new Tally() };
        pending.set(key, series);
        cancel ??= realTimer(WRITE_AFTER_MS, flush);
      }
      series.tally.add(value);
    },
    flush,
    connect(to) {
      sink = to;
    },
  };
}

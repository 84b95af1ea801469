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

/** The values that one metric had in one minute, or in one second where it is kept by seconds. */
export interface ServicePoint {
  readonly scope: Scope;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: MetricDimensions;
  /** A MetricUnit; what customers' logs say has all of CloudWatch's units. */
  readonly unit: string;
  readonly startMs: number;
  readonly resolutionS: number;
  readonly tally: TallyRecord;
}

/** Values of a customer's own metric that a service has read, for the time that they are of: out of logs. */
export interface TimedValues extends Omit<ServicePoint, "startMs" | "tally"> {
  readonly atMs: number;
  readonly values: readonly number[];
}

/** Where points go: CloudWatch. */
export type MetricSink = (points: readonly ServicePoint[]) => void;

/** The metrics of one resource: of one namespace and one set of dimensions. Keep it: looking it up costs more than adding. */
export interface MetricFamily {
  /** Adds a value to the metric of this name, in the minute that it is now. */
  add(name: string, value: number, unit: MetricUnit): void;
}

export interface ServiceMetrics {
  /** The metrics of a resource: always the same object for the same resource. */
  family(scope: Scope, namespace: string, dimensions: MetricDimensions): MetricFamily;
  /** Adds values to a metric, in the period in which their time is. */
  addAt(values: TimedValues): void;
  /** Has `sample` called before each handing over, to add what is read and not counted, such as the length of a queue. */
  sample(sample: () => void): void;
  /** Hands over what was added and not handed over yet: for whoever is about to read metrics. */
  flush(): void;
  /** Says where points go. Before that, they are kept. Gives how to end it: what was counted by then is handed over. */
  connect(sink: MetricSink): () => void;
}

const MINUTE_MS = 60_000;
const WRITE_AFTER_MS = 5_000;
/** LIMIT: families are forgotten beyond so many: resources come and go for as long as a yard runs. */
const MOST_FAMILIES = 20_000;

interface Series {
  readonly point: Omit<ServicePoint, "tally">;
  readonly tally: Tally;
}

/** The metrics of one yard. `wakeSink` is called when there is something to hand over and nobody to take it yet. */
export function createServiceMetrics(
  clock: Pick<Clock, "nowMs">,
  wakeSink: () => void = () => undefined,
): ServiceMetrics {
  const families = new Map<string, MetricFamily>();
  const samplers: (() => void)[] = [];
  let pending: Series[] = [];
  // Those among them that are found by their time.
  const timed = new Map<string, Series>();
  // Changes with each handing over: series from before are not added to any more.
  let round = 0;
  let isSampling = false;
  let sink: MetricSink | undefined;
  let cancel: (() => void) | undefined;

  function hold(series: Series): void {
    pending.push(series);
    if (sink === undefined) wakeSink();
    if (!isSampling) cancel ??= realTimer(WRITE_AFTER_MS, flush);
  }

  function createFamily({ account, region }: Scope, namespace: string, dimensions: MetricDimensions): MetricFamily {
    const scope: Scope = { account, region };
    let open = new Map<string, Tally>();
    let openMinuteMs = -1;
    let openRound = -1;

    return {
      add(name, value, unit) {
        // What is sampled as a minute ends is that minute's.
        const nowMs = clock.nowMs() - (isSampling ? 1 : 0);
        const minuteMs = nowMs - (nowMs % MINUTE_MS);
        if (minuteMs !== openMinuteMs || openRound !== round) {
          open = new Map();
          openMinuteMs = minuteMs;
          openRound = round;
        }
        let tally = open.get(name);
        if (tally === undefined) {
          tally = new Tally();
          open.set(name, tally);
          hold({ point: { scope, namespace, name, dimensions, unit, startMs: minuteMs, resolutionS: 60 }, tally });
        }
        tally.add(value);
      },
    };
  }

  function flush(): void {
    cancel?.();
    cancel = undefined;
    if (sink === undefined) return;
    isSampling = true;
    for (const sample of samplers) sample();
    isSampling = false;
    round += 1;
    const points = pending.map(({ point, tally }) => ({ ...point, tally: tally.record() }));
    pending = [];
    timed.clear();
    if (points.length > 0) sink(points);
  }

  return {
    family(scope, namespace, dimensions) {
      let key = `${scope.account} ${scope.region} ${namespace}`;
      for (const [dimension, value] of dimensions) key += ` ${dimension}=${value}`;
      let family = families.get(key);
      if (family === undefined) {
        if (families.size >= MOST_FAMILIES) families.clear();
        families.set(key, (family = createFamily(scope, namespace, dimensions)));
      }
      return family;
    },
    addAt({ scope: { account, region }, namespace, name, dimensions, unit, resolutionS, atMs, values }) {
      const startMs = atMs - (atMs % (resolutionS * 1_000));
      const key = JSON.stringify([account, region, namespace, name, dimensions, unit, resolutionS, startMs]);
      let series = timed.get(key);
      if (series === undefined) {
        const scope: Scope = { account, region };
        const point = { scope, namespace, name, dimensions, unit, resolutionS, startMs };
        timed.set(key, (series = { point, tally: new Tally() }));
        hold(series);
      }
      for (const value of values) series.tally.add(value);
    },
    sample(sample) {
      samplers.push(sample);
    },
    flush,
    connect(to) {
      sink = to;
      if (pending.length > 0) cancel ??= realTimer(WRITE_AFTER_MS, flush);
      return () => {
        flush();
        sink = undefined;
      };
    },
  };
}

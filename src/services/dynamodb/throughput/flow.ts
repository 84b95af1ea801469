// Reads or writes of one table or one global index against their two limits: the units that are configured (provisioned
// ones, or the maximum of an on-demand table), and what one partition can give.

import { Bucket } from "./bucket.ts";

/** LIMIT: partitions whose use is followed at once. Beyond them all are forgotten, and begin with their full burst. */
const MOST_PARTITIONS = 10_000;

/** Which limit was met. */
export type Exceeded = "configured" | "partition";

export class Flow {
  readonly #unitsOfPartition: number;
  #configured: Bucket | undefined;
  // What the flow as a whole takes from what one partition could give. Until that is used up, no partition can be; so
  // partitions are told apart only when the traffic is large, and most requests pay for one subtraction.
  readonly #all: Bucket;
  #partitions: Map<string, Bucket> | undefined;

  constructor(unitsOfPartition: number, nowMs: number) {
    this.#unitsOfPartition = unitsOfPartition;
    this.#all = new Bucket(unitsOfPartition, nowMs);
  }

  /** Sets the configured units a second; undefined for no such limit. */
  configure(units: number | undefined, nowMs: number): void {
    if (units === undefined) this.#configured = undefined;
    else if (this.#configured === undefined) this.#configured = new Bucket(units, nowMs);
    else this.#configured.changeRate(units, nowMs);
  }

  /** True if there are configured units. */
  get isConfigured(): boolean {
    return this.#configured !== undefined;
  }

  /** The limit that a request on the partition meets; undefined if it may go on. Scans have no one partition. */
  exceeded(partition: string | undefined, nowMs: number): Exceeded | undefined {
    if (this.#configured?.hasUnits(nowMs) === false) return "configured";
    if (partition === undefined || this.#all.hasUnits(nowMs)) return undefined;
    return this.#partitions?.get(partition)?.hasUnits(nowMs) === false ? "partition" : undefined;
  }

  /** Counts what a request cost. */
  spend(units: number, partition: string | undefined, nowMs: number): void {
    this.#configured?.take(units, nowMs);
    this.#all.take(units, nowMs);
    if (partition === undefined || this.#all.hasUnits(nowMs)) return;
    this.#partitions ??= new Map();
    let bucket = this.#partitions.get(partition);
    if (bucket === undefined) {
      if (this.#partitions.size >= MOST_PARTITIONS) this.#partitions.clear();
      this.#partitions.set(partition, (bucket = new Bucket(this.#unitsOfPartition, nowMs)));
    }
    bucket.take(units, nowMs);
  }
}

// What is kept of the values of a metric in one period: count, sum, extremes, and which values there were, as far as
// percentiles need to know. Pure.

/** A tally as it is stored: plain data. */
export interface TallyRecord {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /**
   * Value, count, value, count, ..., by value. Absent where all values are the same, and where they are not known: then
   * there are no percentiles.
   */
  readonly values?: readonly number[];
}

/** A statistic set: what a client says of values that it does not send. */
export interface StatisticSet {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * LIMIT: so many different values of one period are kept as they are; beyond, values that lie within one percent of each
 * other are kept as one. AWS does not say what it does; its agent's histograms have bins of ten percent.
 */
const MOST_EXACT_VALUES = 150;
const BIN = Math.log(1.01);

/** Adds values up. Adding a value costs an addition, and, where values differ, an entry of a map. */
export class Tally {
  count = 0;
  sum = 0;
  minimum = Infinity;
  maximum = -Infinity;
  // INVARIANT: undefined while all values are the same, and once they are not known.
  #values: Map<number, number> | undefined;
  #isKnown = true;
  #isBinned = false;

  /** Counts a value `count` times. */
  add(value: number, count = 1): void {
    if (count === 0) return;
    if (this.#values === undefined && this.#isKnown && this.count > 0 && value !== this.minimum)
      this.#values = new Map([[this.minimum, this.count]]);
    if (this.#values !== undefined) this.#note(this.#values, value, count);
    this.#extend({ minimum: value, maximum: value, sum: value * count, count });
  }

  /** Adds what is known of values only by their statistics. */
  addSet(set: StatisticSet): void {
    if (set.count === 0) return;
    if (set.minimum === set.maximum) {
      this.add(set.minimum, set.count);
      return;
    }
    this.#isKnown = false;
    this.#values = undefined;
    this.#extend(set);
  }

  /** Adds another period's values. */
  addRecord(record: TallyRecord): void {
    const { values } = record;
    if (values === undefined) {
      this.addSet(record);
      return;
    }
    // Values that were binned do not add up to their sum any more, nor do they reach the extremes.
    const sum = this.sum + record.sum;
    for (let at = 0; at < values.length; at += 2) this.add(values[at] ?? 0, values[at + 1] ?? 0);
    this.sum = sum;
    this.minimum = Math.min(this.minimum, record.minimum);
    this.maximum = Math.max(this.maximum, record.maximum);
  }

  /** True if percentiles can be told. AWS: GetMetricStatistics: neither of statistic sets nor of negative values. */
  get hasDistribution(): boolean {
    return this.count > 0 && this.minimum >= 0 && (this.minimum === this.maximum || this.#values !== undefined);
  }

  /** Values and how often they came, by value; empty where they are not known. */
  distribution(): readonly (readonly [value: number, count: number])[] {
    if (!this.hasDistribution) return [];
    const values = this.#values ?? [[this.minimum, this.count] as const];
    const merged = new Map<number, number>();
    for (const [value, count] of values) {
      const within = Math.min(Math.max(value, this.minimum), this.maximum);
      merged.set(within, (merged.get(within) ?? 0) + count);
    }
    return [...merged].sort(([one], [other]) => one - other);
  }

  /** As it is stored. */
  record(): TallyRecord {
    const { count, sum, minimum, maximum } = this;
    if (this.#values === undefined || !this.hasDistribution) return { count, sum, minimum, maximum };
    return { count, sum, minimum, maximum, values: this.distribution().flat() };
  }

  #extend({ minimum, maximum, sum, count }: StatisticSet): void {
    this.count += count;
    this.sum += sum;
    if (minimum < this.minimum) this.minimum = minimum;
    if (maximum > this.maximum) this.maximum = maximum;
  }

  #note(values: Map<number, number>, value: number, count: number): void {
    const key = this.#isBinned && value > 0 ? binOf(value) : value;
    values.set(key, (values.get(key) ?? 0) + count);
    if (values.size <= MOST_EXACT_VALUES || this.#isBinned) return;
    this.#isBinned = true;
    this.#values = new Map();
    for (const [one, times] of values) this.#note(this.#values, one, times);
  }
}

/** The tally of a record. */
export function tallyOf(record: TallyRecord): Tally {
  const tally = new Tally();
  tally.addRecord(record);
  return tally;
}

function binOf(value: number): number {
  return Math.exp(Math.round(Math.log(value) / BIN) * BIN);
}

// The functions of the stats command: each takes the rows of a group one by one. AWS: "stats".

import { compare, type Moment, numberOf, textOf, type Value } from "./values.ts";

/** One function over one group. */
export interface Accumulator {
  /** Takes the inputs of a row, and when its event was. */
  add(values: readonly Value[], atMs: number): void;
  result(): Value;
}

export interface AggregateDefinition {
  readonly inputs: readonly [least: number, most: number];
  create(): Accumulator;
}

/** LIMIT: ours: different values that a percentile or a count of different values may hold. */
const MOST_VALUES = 1_000_000;

export const AGGREGATES: Readonly<Record<string, AggregateDefinition>> = {
  avg: ofNumbers(() => {
    let [sum, count] = [0, 0];
    return {
      add(number) {
        sum += number;
        count += 1;
      },
      result: () => (count === 0 ? null : sum / count),
    };
  }),
  count: {
    inputs: [0, 1],
    create() {
      let count = 0;
      return {
        add(values) {
          // AWS: count(*) counts all, count(field) those that have the field.
          if (values.length === 0 || values[0] !== null) count += 1;
        },
        result: () => count,
      };
    },
  },
  count_distinct: {
    inputs: [1, 1],
    create() {
      const found = new Set<string>();
      return {
        add([value = null]) {
          // AWS: with very many different values the count is an approximation.
          if (value !== null && found.size < MOST_VALUES) found.add(textOf(value));
        },
        result: () => found.size,
      };
    },
  },
  earliest: byTime((one, other) => one < other),
  latest: byTime((one, other) => one >= other),
  max: extreme((difference) => difference > 0, compare),
  min: extreme((difference) => difference < 0, compare),
  // AWS: by the alphabet, numbers among themselves by their size.
  sortsfirst: extreme((difference) => difference < 0, compare),
  sortslast: extreme((difference) => difference > 0, compare),
  pct: {
    inputs: [2, 2],
    create() {
      const numbers: number[] = [];
      let percent = 50;
      return {
        add([value = null, wanted = null]) {
          const number = numberOf(value);
          percent = numberOf(wanted) ?? percent;
          if (number !== undefined && numbers.length < MOST_VALUES) numbers.push(number);
        },
        // AWS does not say how it interpolates: the value at which so many percent are reached.
        result() {
          if (numbers.length === 0) return null;
          const sorted = numbers.toSorted((one, other) => one - other);
          const place = Math.ceil((percent / 100) * sorted.length) - 1;
          return sorted[Math.min(Math.max(place, 0), sorted.length - 1)] ?? null;
        },
      };
    },
  },
  stddev: ofNumbers(() => {
    // Welford's way: what is large and close together is not lost in squares.
    let [count, mean, squares] = [0, 0, 0];
    return {
      add(number) {
        count += 1;
        const difference = number - mean;
        mean += difference / count;
        squares += difference * (number - mean);
      },
      result: () => (count === 0 ? null : Math.sqrt(squares / count)),
    };
  }),
  sum: ofNumbers(() => {
    let [sum, count] = [0, 0];
    return {
      add(number) {
        sum += number;
        count += 1;
      },
      result: () => (count === 0 ? null : sum),
    };
  }),
};

function ofNumbers(create: () => { add(number: number): void; result(): Value }): AggregateDefinition {
  return {
    inputs: [1, 1],
    create() {
      const { add, result } = create();
      return {
        add([value = null]) {
          const number = numberOf(value);
          if (number !== undefined) add(number);
        },
        result,
      };
    },
  };
}

function extreme(
  isBetter: (difference: number) => boolean,
  order: (one: Value, other: Value) => number | undefined,
): AggregateDefinition {
  return {
    inputs: [1, 1],
    create() {
      let best: Value = null;
      return {
        add([value = null]) {
          if (value === null) return;
          if (best === null || isBetter(order(value, best) ?? 0)) best = plain(value);
        },
        result: () => best,
      };
    },
  };
}

function byTime(isBetter: (oneMs: number, otherMs: number) => boolean): AggregateDefinition {
  return {
    inputs: [1, 1],
    create() {
      let found: { readonly value: Value; readonly atMs: number } | undefined;
      return {
        add([value = null], atMs) {
          if (value !== null && (found === undefined || isBetter(atMs, found.atMs))) found = { value, atMs };
        },
        result: () => found?.value ?? null,
      };
    },
  };
}

/** Numbers that came as texts are numbers in results. */
function plain(value: Value): Moment | Value {
  return typeof value === "string" ? (numberOf(value) ?? value) : value;
}

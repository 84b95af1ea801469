import fc from "fast-check";
import { expect, it } from "vitest";
import { Tally, tallyOf } from "./tally.ts";

const filled = (values: readonly number[]): Tally => {
  const tally = new Tally();
  for (const value of values) tally.add(value);
  return tally;
};

// Goal: counts, sums and extremes are exact whatever is added in whichever way. Method: random values, split at random
// into two tallies of which one is stored and added to the other.
it("adds up the same in one go and in parts", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1 }), fc.nat(), (values, at) => {
      const cut = at % values.length;
      const whole = filled(values);
      const parts = filled(values.slice(cut));
      parts.addRecord(filled(values.slice(0, cut)).record());
      expect(parts.count).toBe(whole.count);
      expect(parts.sum).toBe(whole.sum);
      expect([parts.minimum, parts.maximum]).toEqual([whole.minimum, whole.maximum]);
    }),
  );
});

// Goal: up to 150 different values are kept as they are, beyond they stay within one percent. Method: the distribution
// after storing it.
it("keeps few values exactly and many within a percent", () => {
  const few = tallyOf(filled([3, 1, 2, 2]).record());
  expect(few.distribution()).toEqual([
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
  const many = tallyOf(filled(Array.from({ length: 10_000 }, (_, at) => at + 1)).record());
  expect(many.count).toBe(10_000);
  let rank = 0;
  for (const [value, count] of many.distribution()) {
    rank += count;
    expect(Math.abs(value - rank) / rank).toBeLessThan(0.011);
  }
});

// Goal: what was only told as statistics has no distribution, unless it can only have been one value. Method: AWS's two
// conditions (PutMetricData).
it("knows no values of statistic sets", () => {
  const tally = new Tally();
  tally.addSet({ count: 3, sum: 6, minimum: 2, maximum: 2 });
  expect(tally.distribution()).toEqual([[2, 3]]);
  tally.addSet({ count: 3, sum: 6, minimum: 1, maximum: 3 });
  expect(tally.hasDistribution).toBe(false);
  tally.add(5);
  expect(tally.hasDistribution).toBe(false);
  expect(tallyOf(tally.record()).hasDistribution).toBe(false);
});

import { expect, it } from "vitest";
import { evaluate } from "./evaluate.ts";
import { parseExpression } from "./parse.ts";
import type { Series, Value } from "./values.ts";

const PERIOD = 60;

/** A series from its values, one a period; undefined where there is none. */
function series(values: readonly (number | undefined)[], label = "m"): Series {
  const points = values.flatMap((value, at) => (value === undefined ? [] : [[at * PERIOD, value] as const]));
  return { kind: "series", label, periodS: PERIOD, points: new Map(points), isMetric: true };
}

function run(source: string, metrics: Readonly<Record<string, readonly (number | undefined)[]>>): Value {
  const all = Object.entries(metrics).map(([id, values]) => [id, series(values, id)] as const);
  const length = Math.max(...all.map(([id]) => metrics[id]?.length ?? 0), 0);
  return evaluate(parseExpression(source), {
    resultOf: (id) => new Map(all).get(id) ?? series([]),
    metrics: () => all,
    grid: { fromS: 0, untilS: length * PERIOD, periodS: PERIOD },
  });
}

/** The values of a result, "-" for none: one series. */
function values(
  source: string,
  metrics: Readonly<Record<string, readonly (number | undefined)[]>>,
): readonly unknown[] {
  const result = run(source, metrics);
  const length = Math.max(...Object.values(metrics).map((each) => each.length));
  if (result.kind !== "series") return [result.kind];
  return Array.from({ length }, (_, at) => result.points.get(at * PERIOD) ?? "-");
}

const no = undefined;

// Goal: expressions give what AWS's guide says. Method: the guide's own examples ("Using metric math"), with "-" for periods without
// a value, and for functions without an example their description.
it.each([
  // AWS: "Comparison and logical operators".
  ["m1 < m2", { m1: [30, 20, 0, 0], m2: [20, no, 20, no] }, [0, 0, 1, 0]],
  ["m1 >= 30", { m1: [30, 20, 0, 0] }, [1, 0, 0, 0]],
  ["m1 > 15 AND m2 > 15", { m1: [30, 20, 0, 0], m2: [20, no, 20, no] }, [1, 0, 0, 0]],
  ["m1 > 15 && m2 > 15", { m1: [30, 20, 0, 0], m2: [20, no, 20, no] }, [1, 0, 0, 0]],
  // AWS: "Using IF expressions".
  ["IF(m1, m2, m3)", { m1: [1, 1, 0, 0, no], m2: [30, no, 0, 0, 30], m3: [0, 0, 20, no, 20] }, [30, 0, 20, "-", "-"]],
  ["IF(m1, 5, m3)", { m1: [1, 1, 0, 0, no], m3: [0, 0, 20, no, 20] }, [5, 5, 20, "-", "-"]],
  ["IF(m1, m2, 5)", { m1: [1, 1, 0, 0, no], m2: [30, no, 0, 0, 30] }, [30, 0, 5, 5, "-"]],
  ["IF(m1 < 400, m1)", { m1: [100, 500] }, [100, "-"]],
  // AWS: "Basic arithmetic functions": missing is 0, a division by zero is dropped.
  ["m1 + m2 * 2", { m1: [1, 2, no], m2: [no, 1, no] }, [1, 4, "-"]],
  ["m1 / m2", { m1: [1, 2, 3], m2: [2, 0, no] }, [0.5, "-", "-"]],
  ["-m1 ^ 2", { m1: [3] }, [-9]],
  ["2 - -m1", { m1: [3] }, [5]],
  ["100 * (m1 / m2)", { m1: [1], m2: [4] }, [25]],
  ["SUM([m1, m2])", { m1: [1, no], m2: [2, 5] }, [3, 5]],
  ["AVG(METRICS())", { m1: [1, no], m2: [3, 5] }, [2, 2.5]],
  ["MAX(METRICS())", { m1: [1, no], m2: [3, 5] }, [3, 5]],
  ["SUM(METRICS('err'))", { err1: [1], err2: [2], m3: [4] }, [3]],
  ["m1 - MIN(m1)", { m1: [4, 2, 3] }, [2, 0, 1]],
  ["m1 / SUM(m1)", { m1: [1, 3] }, [0.25, 0.75]],
  ["m1 / PERIOD(m1)", { m1: [60, 120] }, [1, 2]],
  ["DIFF(m1)", { m1: [1, 4, no, 10] }, ["-", 3, "-", 6]],
  ["DIFF_TIME(m1)", { m1: [1, 4, no, 10] }, ["-", 60, "-", 120]],
  ["RATE(m1)", { m1: [0, 60, 60] }, ["-", 1, 0]],
  ["RUNNING_SUM(m1)", { m1: [1, no, 2] }, [1, "-", 3]],
  ["FILL(m1, 0)", { m1: [no, 1, no] }, [0, 1, 0]],
  ["FILL(m1, REPEAT)", { m1: [no, 1, no] }, ["-", 1, 1]],
  ["FILL(m1, LINEAR)", { m1: [1, no, 3, no] }, [1, 2, 3, "-"]],
  ["FILL(m1, m2)", { m1: [1, no], m2: [7, 8] }, [1, 8]],
  ["TIME_SERIES(MAX(m1))", { m1: [1, no, 3] }, [3, 3, 3]],
  ["ABS(CEIL(m1))", { m1: [-1.5, 2.2] }, [1, 3]],
  ["LOG10(m1)", { m1: [100, 0] }, [2, "-"]],
  ["MINUTE(m1)", { m1: [5, no, 5] }, [0, 1, 2]],
  ["DAY(m1)", { m1: [0] }, [4]],
  ["FIRST(SORT(METRICS(), AVG, DESC))", { m1: [1, 1], m2: [2, 2] }, [2, 2]],
  ["LAST(SLICE(SORT(METRICS(), SUM, ASC), 0, 1))", { m1: [1, 1], m2: [2, 2] }, [1, 1]],
  ["m1 / METRIC_COUNT(METRICS())", { m1: [4], m2: [1] }, [2]],
  ["DATAPOINT_COUNT(METRICS())", { m1: [4, no], m2: [1, 1] }, [2, 1]],
  ["STDDEV([m1, m2])", { m1: [1], m2: [3] }, [1]],
])("%s", (source, metrics, expected) => {
  expect(values(source, metrics as Readonly<Record<string, readonly (number | undefined)[]>>)).toEqual(expected);
});

// Goal: what is no expression is refused with its place. Method: one of each kind.
it.each([
  ["m1 +", 'Unexpected "end of the expression" in the expression "m1 +".'],
  ["m1 ; m2", 'Unexpected ";" in the expression "m1 ; m2".'],
  ["(m1", 'Unexpected "end of the expression" in the expression "(m1".'],
  ["NOSUCH(m1)", "There is no function NOSUCH."],
  ["SEARCH('x', 'Sum')", "The function SEARCH of metric math"],
  [`${"(".repeat(1_000)}m1${")".repeat(1_000)}`, "The expression is nested too deeply."],
])("refuses %s", (source, message) => {
  expect(() => run(source, { m1: [1] })).toThrow(message);
});

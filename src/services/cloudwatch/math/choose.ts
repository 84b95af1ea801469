// IF of metric math. Pure.
// AWS: User Guide, "Using IF expressions", with its tables of which values are missing.

import { MathError, type Series, type Value, withPoints } from "./values.ts";

/** IF(condition, value if it is not 0[, value if it is 0]). */
export function choose([condition, yes, no]: readonly Value[]): Value {
  if (condition === undefined || yes === undefined)
    throw new MathError("The function IF takes two or three arguments.");
  if (condition.kind === "scalar") {
    if (condition.value !== 0) return yes;
    if (no !== undefined) return no;
    if (yes.kind === "series") return withPoints(yes, []);
    throw new MathError("The function IF of a number needs a third argument here.");
  }
  if (condition.kind === "array")
    return { kind: "array", series: condition.series.map((series) => chooseByPoint(series, yes, no)) };
  if (condition.kind !== "series") throw new MathError("The condition of IF is a number or a time series.");
  return chooseByPoint(condition, yes, no);
}

function chooseByPoint(condition: Series, yes: Value, no: Value | undefined): Series {
  const points: [number, number][] = [];
  for (const [atS, value] of condition.points) {
    // AWS: what is chosen and missing is 0 where the condition holds, and dropped where it does not.
    const chosen = value !== 0 ? (valueAt(yes, atS) ?? 0) : no === undefined ? undefined : valueAt(no, atS);
    if (chosen !== undefined) points.push([atS, chosen]);
  }
  return withPoints(condition, points);
}

function valueAt(value: Value, atS: number): number | undefined {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "series") return value.points.get(atS);
  throw new MathError("The function IF chooses between numbers and time series.");
}

import { describe, expect, test } from "vitest";
import { OperatorError } from "../../kernel/errors.ts";
import { selectUnits } from "./selection.ts";
import type { SelectionGraph } from "./selection.ts";

// infrastructure <- course <- payment <- user <- ui, and mail, which nobody needs.
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  infrastructure: [],
  mail: ["infrastructure"],
  course: ["infrastructure"],
  payment: ["course"],
  user: ["payment"],
  ui: ["user"],
};

const GRAPH: SelectionGraph = {
  order: Object.keys(DEPENDENCIES),
  dependenciesOf: (unit) => DEPENDENCIES[unit] ?? [],
  dependantsOf: (unit) => Object.keys(DEPENDENCIES).filter((each) => DEPENDENCIES[each]?.includes(unit)),
};

describe("selectUnits", () => {
  // Goal: each form of the language means what its header says. Method: one line a form, over a chain of units.
  test.each([
    ["payment", ["payment"]],
    ["payment...", ["payment", "user", "ui"]],
    ["...payment", ["infrastructure", "course", "payment"]],
    ["...payment...", ["infrastructure", "course", "payment", "user", "ui"]],
    ["user,mail", ["mail", "user"]],
    ["u*", ["user", "ui"]],
    ["u?", ["ui"]],
    ["!ui", ["infrastructure", "mail", "course", "payment", "user"]],
    ["!user...", ["infrastructure", "mail", "course", "payment"]],
    ["payment..., !ui", ["payment", "user"]],
    ["*,!...payment", ["mail", "user", "ui"]],
    ["", ["infrastructure", "mail", "course", "payment", "user", "ui"]],
  ])("%s", (expression, units) => {
    expect(selectUnits([expression], GRAPH)).toEqual(units);
  });

  // Goal: several options are one list. Method: an inclusion and an exclusion given apart.
  test("joins expressions", () => {
    expect(selectUnits(["payment...", "!ui"], GRAPH)).toEqual(["payment", "user"]);
  });

  // Goal: a slip of the finger is answered with the name that was meant. Method: typical slips, and a name like none.
  test.each([
    ["paymnet", 'Did you mean "payment"?'],
    ["...cuorse", 'Did you mean "...course"?'],
    ["infra", 'Did you mean "infrastructure"?'],
    ["!usr...", 'Did you mean "!user..."?'],
    ["billing", "stackyard graph"],
    ["x*", "stackyard graph"],
    ["...", "stackyard graph"],
  ])("does not know %s", (expression, hint) => {
    const error = catchError(() => selectUnits([expression], GRAPH));
    expect(error).toMatchObject({ code: "ERR_UNKNOWN_UNIT", hints: [hint] });
    expect(error.message).toContain('"payment", "user", "ui"');
  });
});

function catchError(run: () => unknown): OperatorError {
  try {
    run();
  } catch (error) {
    if (error instanceof OperatorError) return error;
  }
  throw new Error("It did not fail with an operator error.");
}

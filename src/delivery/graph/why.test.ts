import { describe, expect, test } from "vitest";
import { output } from "../system/define-system.ts";
import { parseTemplate } from "../system/template.ts";
import { explainUnit } from "./why.ts";
import type { Circumstances, Inputs } from "./why.ts";

const TEXT = (timeout: number): string =>
  `Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      VisibilityTimeout: ${timeout}\n`;

function inputs(more: Partial<Inputs> = {}, timeout = 30): Inputs {
  const template = parseTemplate(TEXT(timeout), "payment/template.yaml").template.body;
  return { template, artifacts: {}, sources: {}, values: {}, bindings: {}, ...more };
}

const QUIET: Circumstances = {
  template: parseTemplate(TEXT(60), "payment/template.yaml").template,
  isHotSwapped: false,
  changedElsewhereAt: undefined,
  readsFromElsewhere: false,
};

function texts(before: Inputs | undefined, now: Inputs, more: Partial<Circumstances> = {}): readonly string[] {
  return explainUnit(before, now, { ...QUIET, ...more }).map((each) => each.text);
}

describe("explainUnit", () => {
  // Goal: a changed property is named with both values and its line. Method: one number of one template.
  test("finds the property", () => {
    expect(explainUnit(inputs(), inputs({}, 60), QUIET)).toEqual([
      {
        kind: "template",
        text: "template: Resources.Queue.Properties.VisibilityTimeout 30 -> 60",
        subject: "Resources.Queue.Properties.VisibilityTimeout",
        before: "30",
        after: "60",
        position: { file: "payment/template.yaml", line: 5, column: 7 },
      },
    ]);
  });

  // Goal: resources that come and go are named as wholes, and a new template does not fill the screen. Method: both at once.
  test("names whole resources, and not too many", () => {
    const of = (names: readonly string[]) => ({
      template: { Resources: Object.fromEntries(names.map((name) => [name, { Type: "AWS::SNS::Topic" }])) },
    });
    expect(texts(inputs(of(["Old"])), inputs(of(["New"])))).toEqual([
      "template: Resources.Old is gone (AWS::SNS::Topic)",
      "template: Resources.New is new (AWS::SNS::Topic)",
    ]);
    const many = texts(inputs(of([])), inputs(of(["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"])));
    expect(many).toHaveLength(9);
    expect(many.at(-1)).toBe("template: 2 more differences");
  });

  // Goal: a file is named once with all functions that it goes into. Method: a shared file, a new one, one that is gone, a package, and
  // a function whose sources nobody knows.
  test("finds the file", () => {
    const artifacts = (version: number) => ({
      Pay: `p${version}`,
      Refund: `r${version}`,
      Old: `o${version}`,
      Same: "s",
    });
    const before = inputs({
      artifacts: artifacts(1),
      sources: {
        Pay: { "src/money.ts": "1", "src/gone.ts": "1", "node_modules/zod": "1" },
        Refund: { "src/money.ts": "1" },
        Same: { "src/same.ts": "1" },
      },
    });
    const now = inputs({
      artifacts: artifacts(2),
      sources: {
        Pay: { "src/money.ts": "2", "src/new.ts": "1", "node_modules/zod": "2" },
        Refund: { "src/money.ts": "2" },
        Old: { "src/old.ts": "1" },
        Same: { "src/same.ts": "2" },
      },
    });
    expect(texts(before, now)).toEqual([
      "src/money.ts changed; it goes into 2 functions (Pay, Refund)",
      "src/new.ts is new; it goes into 1 function (Pay)",
      "node_modules/zod changed; it goes into 1 function (Pay)",
      "src/gone.ts is gone; it goes into 1 function (Pay)",
      "code of 1 function (Old) was built differently: by other options or tools, or from sources that were not written down",
    ]);
  });

  // Goal: values tell where they come from. Method: a parameter, one bound to an output, a new one, one that is gone, a hidden one.
  test("finds the value", () => {
    const bindings = { TopicArn: output("payment", "TopicArn") };
    const before = inputs({ bindings, values: { Card: "stub", TopicArn: "arn:a", Gone: "1", Secret: null } });
    const now = inputs({
      bindings,
      values: { Card: "https://card.example", TopicArn: "arn:b", New: "2", Secret: null },
    });
    expect(texts(before, now)).toEqual([
      "parameter Card: stub -> https://card.example",
      "output TopicArn of payment changed: arn:a -> arn:b (parameter TopicArn)",
      "parameter New is new: 2",
      "parameter Gone is no longer given",
    ]);
  });

  // Goal: what is not in the sources is said, too. Method: each circumstance alone.
  test("knows other circumstances", () => {
    expect(texts(undefined, inputs())).toEqual(["it was not deployed before"]);
    expect(texts(inputs(), inputs(), { changedElsewhereAt: "noon" })).toEqual([
      "the stack was changed past Stackyard at noon",
    ]);
    expect(texts(inputs(), inputs(), { isHotSwapped: true })[0]).toContain("while their files were watched");
    expect(texts(inputs(), inputs(), { readsFromElsewhere: true })[0]).toContain("only the cloud can compare");
    expect(texts(inputs(), inputs())[0]).toContain("not written down");
  });
});

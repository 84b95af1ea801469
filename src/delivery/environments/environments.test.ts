// Environments made at will, as data: names, ages, and what a preview borrows.

import { describe, expect, test } from "vitest";
import type { Environment, System } from "../system/system.ts";
import { loadTemplate } from "../system/template.ts";
import { makeFolder } from "../test/folders.ts";
import { fillBorrowed, previewOf } from "./borrow.ts";
import { environmentOf, objectionToName, parseTtl, reasonToRemove } from "./record.ts";
import type { EnvironmentRecord } from "./record.ts";

const RECORD: EnvironmentRecord = {
  v: 1,
  name: "pr-1",
  kind: "created",
  from: "dev",
  owner: "ada@laptop",
  createdAt: "2026-11-21T10:00:00.000Z",
  state: "ready",
  touchedAt: "2026-11-21T10:00:00.000Z",
};
const atMinutes = (minutes: number): number => Date.parse(RECORD.createdAt) + minutes * 60_000;

describe("records", () => {
  test("a time to live is minutes, hours or days", () => {
    expect(["90m", "24h", "7d"].map(parseTtl)).toEqual([5_400_000, 86_400_000, 604_800_000]);
    expect(["", "24", "0h", "-1h", "1.5h", "24 h", "1w", "99999h"].map(parseTtl)).toEqual(Array(8).fill(undefined));
  });

  test("names must fit into the names of stacks and accounts", () => {
    expect(["pr-42", "a"].map(objectionToName)).toEqual([undefined, undefined]);
    for (const name of ["", "Pr", "1a", "a_b", "a".repeat(32), "../dev"]) expect(objectionToName(name)).toContain(name);
  });

  // Goal: the janitor takes what has expired or was left half-built, and nothing that someone works on.
  test("what may be removed", () => {
    expect(reasonToRemove(RECORD, atMinutes(1e6))).toBeUndefined();
    const mortal = { ...RECORD, expiresAt: "2026-11-21T11:00:00.000Z" };
    expect(reasonToRemove(mortal, atMinutes(59))).toBeUndefined();
    expect(reasonToRemove(mortal, atMinutes(60))).toBe("expired at 2026-11-21T11:00:00.000Z");
    for (const state of ["creating", "destroying"] as const) {
      expect(reasonToRemove({ ...RECORD, state }, atMinutes(14))).toBeUndefined();
      expect(reasonToRemove({ ...RECORD, state }, atMinutes(15))).toBe(`left ${state} since ${RECORD.touchedAt}`);
    }
  });

  test("the environment of a record has an account of its own only where it must see nobody", () => {
    const system = { name: "shop" };
    const local: Environment = { name: "dev", target: "local", parameters: { Card: "stub" } };
    const aws: Environment = { name: "dev", target: "aws", account: "111122223333" };
    expect(environmentOf(system, RECORD, local)).toEqual({ ...local, name: "pr-1" });
    expect(environmentOf(system, { ...RECORD, kind: "preview" }, local)).toEqual({
      ...local,
      name: "pr-1",
      account: "shop-dev",
    });
    expect(environmentOf(system, { ...RECORD, kind: "fork" }, local)).toEqual({ ...local, fork: "pr-1" });
    expect(environmentOf(system, RECORD, aws)).toEqual({ ...aws, name: "pr-1" });
  });
});

describe("previews", () => {
  // Goal: an own unit reads a borrowed one's outputs and stack name as values, its own as references. Method: one of each.
  test("borrow what they do not have", async () => {
    const directory = makeFolder({ "template.yaml": "Parameters: {Topic: {Type: String}}\nResources: {}\n" });
    const { template } = await loadTemplate(`${directory}/template.yaml`, "template.yaml");
    const unit = { directory, templatePath: `${directory}/template.yaml`, tier: "business", template } as const;
    const user = {
      ...unit,
      name: "user",
      parameters: {
        Topic: { kind: "output", unit: "payment", output: "TopicArn" },
        Table: { kind: "output", unit: "course", output: "TableName" },
        PaymentStack: { kind: "stackName", unit: "payment" },
        Missing: { kind: "output", unit: "payment", output: "Missing" },
      },
      dependsOn: ["payment", "course"],
    } as const;
    const others = ["payment", "course"].map((name) => ({ ...unit, name, parameters: {}, dependsOn: [] }));
    const system: System = {
      name: "shop",
      directory,
      configPath: undefined,
      configFile: undefined,
      base: directory,
      units: [user, ...others],
      environments: [{ name: "dev", target: "local" }],
    };
    const preview: Environment = { name: "pr-1", target: "local", parameters: { Topic: "own", OfPayment: "x" } };
    const lent = new Map([["payment", { TopicArn: "arn:aws:sns:us-east-1:111122223333:paid" }]]);
    const record = { ...RECORD, kind: "preview", units: ["user", "course"] } as const;
    const borrowed = fillBorrowed(previewOf(system, record), preview, lent);
    expect(borrowed.system.units.map((each) => each.name)).toEqual(["user", "course"]);
    expect(borrowed.system.units[0]?.parameters).toEqual({
      Topic: "arn:aws:sns:us-east-1:111122223333:paid",
      Table: { kind: "output", unit: "course", output: "TableName" },
      PaymentStack: "shop-dev-payment",
      Missing: { kind: "output", unit: "payment", output: "Missing" },
    });
    expect(borrowed.system.units[0]?.dependsOn).toEqual(["course"]);
    expect(borrowed.environment.parameters).toEqual({ Topic: "own" });
  });
});

import { describe, expect, test } from "vitest";
import { loadSystem } from "../system/load-system.ts";
import { requireEnvironment, sharedHomeOf, systemIn } from "../system/system.ts";
import { makeFolder } from "../test/folders.ts";
import { missingUnits, readersOf } from "./shared-tier.ts";

const SHARED = `Resources: { A: { Type: AWS::SQS::Queue } }
Outputs: { Zone: { Value: z } }
`;
const READER = `Parameters: { Zone: { Type: String } }
Resources: { A: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Zone } } }
`;

async function shop(): Promise<Awaited<ReturnType<typeof loadSystem>>["system"]> {
  const folder = makeFolder({
    "stackyard.config.ts": `export default { name: "shop", sharedEnvironment: "shared",
units: { dns: { tier: "shared" }, keys: { tier: "shared" }, web: {}, user: { parameters: {
  Zone: { kind: "output", unit: "dns", output: "Zone" } } } },
environments: { dev: {}, test: { units: { user: { parameters: { Zone: "given" } } } }, shared: {} } };`,
    "dns/template.yaml": SHARED,
    "keys/template.yaml": SHARED,
    "web/template.yaml": "Resources: { A: { Type: AWS::SQS::Queue } }\n",
    "user/template.yaml": READER,
  });
  return (await loadSystem(folder)).system;
}

describe("the shared tier", () => {
  // Goal: `up` makes what nobody could read from, and nothing else. Method: stacks of all kinds of states.
  test.each([
    [[], ["dns", "keys"]],
    [[["dns", "CREATE_COMPLETE"]], ["keys"]],
    [
      [
        ["dns", "UPDATE_ROLLBACK_COMPLETE"],
        ["keys", "ROLLBACK_COMPLETE"],
      ],
      ["keys"],
    ],
    [
      [
        ["dns", "UPDATE_COMPLETE"],
        ["keys", "DELETE_FAILED"],
      ],
      ["keys"],
    ],
  ])("misses, of %j, %j", async (stacks, missing) => {
    const system = await shop();
    const shared = requireEnvironment(system, "shared");
    const views = stacks.map(([unit = "", status = ""]) => ({ name: `shop-shared-${unit}`, status }));
    expect(missingUnits(systemIn(system, shared), shared, views)).toEqual(missing);
  });

  // Goal: who would be harmed by a destruction is known, and nobody else is named. Method: a unit that reads in one environment, and is given a
  // value in another; a shared unit that nobody reads.
  test("is read by who binds its outputs", async () => {
    const system = await shop();
    const readers = (environment: string, lent: string): readonly string[] =>
      readersOf(system, requireEnvironment(system, environment), new Set([lent])).map(({ name }) => name);
    expect(readers("dev", "dns")).toEqual(["user"]);
    expect(readers("dev", "keys")).toEqual([]);
    expect(readers("test", "dns")).toEqual([]);
  });

  test("is at home in one environment", async () => {
    const system = await shop();
    expect(sharedHomeOf(system, { name: "dev" })?.name).toBe("shared");
    expect(sharedHomeOf(system, { name: "shared" })).toBeUndefined();
  });
});

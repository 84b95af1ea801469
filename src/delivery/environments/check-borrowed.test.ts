import { describe, expect, test } from "vitest";
import { buildGraph } from "../graph/graph.ts";
import { loadSystem } from "../system/load-system.ts";
import { requireEnvironment, systemIn } from "../system/system.ts";
import { makeFolder } from "../test/folders.ts";
import { fillBorrowed } from "./borrow.ts";
import { checkBorrowed } from "./check-borrowed.ts";

const DNS = `Resources: { A: { Type: AWS::SQS::Queue } }
Outputs: { Zone: { Value: z, Export: { Name: zone } }, Other: { Value: o } }
`;
const USER = `Parameters: { Zone: { Type: String } }
Resources:
  A: { Type: AWS::SQS::Queue, Properties: { QueueName: !ImportValue zone } }
`;

describe("checkBorrowed", () => {
  // Goal: what a unit cannot have of a shared one is said before anything is deployed, with where it can be had. Method: an output that
  // the shared stack does and does not have; an import from another account, and from the same one.
  test.each([
    ["shared: {}", {}, ["BORROWED_WITHOUT_OUTPUT stackyard.config.ts:3", "BORROWED_OUT_OF_REACH user/template.yaml:3"]],
    ["shared: {}", { Zone: "z" }, ["BORROWED_OUT_OF_REACH user/template.yaml:3"]],
    ['shared: { account: "shop-dev" }', { Zone: "z" }, []],
  ])("with %s that has %j", async (shared, outputs, problems) => {
    const folder = makeFolder({
      "stackyard.config.ts": `export default { name: "shop", sharedEnvironment: "shared",
units: { dns: { tier: "shared" }, user: { parameters: {
  Zone: { kind: "output", unit: "dns", output: "Zone" } } } },
environments: { dev: {}, ${shared} } };`,
      "dns/template.yaml": DNS,
      "user/template.yaml": USER,
    });
    const all = (await loadSystem(folder)).system;
    const dev = requireEnvironment(all, "dev");
    const lent = new Map([["dns", outputs as Readonly<Record<string, string>>]]);
    const { system, environment } = fillBorrowed(systemIn(all, dev), dev, lent);
    const { evaluated } = buildGraph(system, environment, "eu-west-1");
    const found = checkBorrowed(system, environment, evaluated).map(
      ({ code, position }) => `${code} ${position?.file ?? ""}:${position?.line ?? 0}`,
    );
    expect(found).toEqual(problems);
  });
});

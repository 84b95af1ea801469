// Goal: what two environments have in common and what not, from the records. Method: two accounts; the second gets the same
// version with another parameter, then another version, then a unit more.

import { expect, test } from "vitest";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { compareEnvironments } from "../../src/delivery/environments/compare.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import { targetOf } from "./target.ts";

const QUEUE = `Parameters: { Delay: { Type: Number } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: !Ref Delay, VisibilityTimeout: 30 } } }
Outputs: { Url: { Value: !Ref Queue } }
`;
const CONFIG = `export default {
  name: "shop",
  units: { orders: {} },
  environments: { dev: { parameters: { Delay: 1 } }, test: { parameters: { Delay: 2 } } },
};`;

async function place(): Promise<Target> {
  return targetOf((await sharedYard()).account());
}

test("compares versions, parameters, outputs and units", async () => {
  const targets = { dev: await place(), test: await place() };
  const folder = makeFolder({ "stackyard.config.ts": CONFIG, "orders/template.yaml": QUEUE });
  const release = async (environment: "dev" | "test"): Promise<void> => {
    const { system } = await loadSystem(folder);
    const options = { system, environment: requireEnvironment(system, environment), target: targets[environment] };
    expect((await deploy(options).result).isComplete).toBe(true);
  };
  const compared = async () => {
    const open = (environment: "dev" | "test") =>
      openSession({ place: { system: "shop", environment }, target: targets[environment] });
    const [dev, other] = [open("dev"), open("test")];
    try {
      return await compareEnvironments(dev, other);
    } finally {
      dev.close();
      other.close();
    }
  };

  await release("dev");
  expect((await compared()).units).toMatchObject([{ unit: "orders", state: "only in the first" }]);

  await release("test");
  expect(await compared()).toMatchObject({
    hasSameVersions: true,
    units: [{ state: "same", version: [], parameters: [{ name: "Delay", first: "1", second: "2" }], outputs: [] }],
  });

  writeInto(
    folder,
    "orders/template.yaml",
    QUEUE.replace("30", "45").replace("Url:", "Arn: { Value: !GetAtt Queue.Arn }, Url:"),
  );
  writeInto(folder, "stackyard.config.ts", CONFIG.replace("orders: {}", "orders: {}, returns: {}"));
  writeInto(folder, "returns/template.yaml", QUEUE);
  await release("test");
  const last = await compared();
  expect(last.hasSameVersions).toBe(false);
  expect(last.units).toMatchObject([
    { unit: "orders", state: "differs", outputs: [{ name: "Arn", isInFirst: false }] },
    { unit: "returns", state: "only in the second" },
  ]);
  expect(last.units[0]?.version.join("\n")).toContain("VisibilityTimeout 30 -> 45");
});

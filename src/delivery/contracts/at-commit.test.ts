// Contracts as a commit has them, from a real repository.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { createBuilder } from "../build/build.ts";
import { changedFiles, unitsChangedBy } from "../graph/changed.ts";
import { pathFilters } from "../graph/path-filters.ts";
import { readFilesOfUnits } from "../graph/unit-files.ts";
import { loadSystem } from "../system/load-system.ts";
import { makeFolder, writeInto } from "../test/folders.ts";
import { contractsAt } from "./at-commit.ts";

const schema = (...names: readonly string[]): string =>
  JSON.stringify({
    "x-stackyard": { topic: "Topic" },
    properties: Object.fromEntries(names.map((name) => [name, {}])),
  });

// Goal: the state of a commit is read whatever the folder holds now, a unit whose contracts changed counts as changed, and what is no
// commit is refused. Method: a repository in which the system is one folder of several; one contract is changed after the commit.
test("contracts are those of the commit", async () => {
  const folder = makeFolder({
    "systems/shop/stackyard.config.ts": 'export default { name: "shop", units: { pay: {}, user: {} } };',
    "systems/shop/pay/template.yaml": "Resources: { Topic: { Type: AWS::SNS::Topic } }\n",
    "systems/shop/pay/contracts/paid.v1.json": schema("a", "b"),
    "systems/shop/user/template.yaml": "Resources: { Queue: { Type: AWS::SQS::Queue } }\n",
  });
  const git = (...args: readonly string[]): void =>
    void execFileSync(
      "git",
      ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", ...args],
      { stdio: "pipe" },
    );
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "A change");
  writeInto(folder, "systems/shop/pay/contracts/paid.v1.json", schema("a"));
  writeInto(folder, "systems/shop/user/contracts/reads.yaml", "- { unit: pay, contract: paid.v1, fields: [/b] }\n");

  const { system } = await loadSystem(`${folder}/systems/shop`);
  const found = await contractsAt(system, "main");
  expect([...found.keys()]).toEqual(["pay"]);
  expect(found.get("pay")?.produces).toMatchObject([{ id: "paid.v1", schema: { properties: { a: {}, b: {} } } }]);
  expect(found.get("pay")?.reads).toEqual([]);
  for (const wrong of ["nothing", "--all"])
    await expect(contractsAt(system, wrong)).rejects.toMatchObject({ code: "ERR_GIT" });

  const builder = createBuilder(system.base);
  const files = await readFilesOfUnits(system, builder);
  const changed = unitsChangedBy(await changedFiles(folder, undefined), system, files);
  expect([...changed].map(([unit, [change]]) => [unit, change?.part])).toEqual([
    ["pay", "contracts"],
    ["user", "contracts"],
  ]);
  expect(pathFilters(files, `${folder}/systems/shop`)["pay"]).toContain("pay/contracts/**");
  await builder.dispose();
});

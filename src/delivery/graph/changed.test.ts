import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBuilder } from "../build/build.ts";
import { loadSystem } from "../system/load-system.ts";
import { requireEnvironment } from "../system/system.ts";
import { makeCdkApp } from "../test/cdk-app.ts";
import { makeFolder, writeInto } from "../test/folders.ts";
import { changedFiles, unitsChangedBy } from "./changed.ts";
import { buildGraph } from "./graph.ts";
import { pathFilters } from "./path-filters.ts";
import { readFilesOfUnits } from "./unit-files.ts";

const FUNCTION = (handler: string): string => `    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, CodeUri: ., Handler: src/${handler}.handler }
`;

// Two units whose functions share one file of the system's, and a package; a third one of plain files.
function makeRepository(): string {
  const folder = makeFolder({
    ".gitignore": "node_modules\n",
    "package-lock.json": "{}",
    "node_modules/money/package.json": '{ "name": "money", "main": "index.js" }',
    "node_modules/money/index.js": "exports.cents = 100;",
    "stackyard.config.ts": 'export default { name: "shop", units: { pay: {}, user: {}, page: {} } };',
    "common/money.ts": 'import { cents } from "money";\nexport const euro = cents;',
    "pay/template.yaml": `Resources:\n  Pay:\n${FUNCTION("pay")}  Refund:\n${FUNCTION("refund")}  Other:\n${FUNCTION("other")}`,
    "pay/src/pay.ts": 'import { euro } from "../../common/money.ts";\nexport const handler = () => euro;',
    "pay/src/refund.ts": 'import { euro } from "../../common/money.ts";\nexport const handler = () => -euro;',
    "pay/src/other.ts": "export const handler = () => 1;",
    "user/template.yaml": `Resources:\n  User:\n${FUNCTION("user")}`,
    "user/src/user.ts": "export const handler = () => 1;",
    "page/template.yaml":
      "Resources: { L: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: files } } }\n",
    "page/files/index.html": "<p>",
  });
  git(folder, "init", "-q", "-b", "main");
  commit(folder);
  return folder;
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", ["-C", folder, ...identity, ...args], { stdio: "pipe" });
}

function commit(folder: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "A change");
}

async function filesOf(folder: string) {
  const { system } = await loadSystem(folder);
  const builder = createBuilder(system.base);
  onTestFinished(() => builder.dispose());
  return { system, files: await readFilesOfUnits(system, builder) };
}

async function concerned(folder: string, range?: string): Promise<Record<string, unknown>> {
  const { system, files } = await filesOf(folder);
  return Object.fromEntries(unitsChangedBy(await changedFiles(folder, range), system, files));
}

describe("what changed", () => {
  // Goal: a shared file concerns whoever imports it, and no one else. Method: change it in the working tree, uncommitted.
  test("follows the import graph", async () => {
    const folder = makeRepository();
    expect(await concerned(folder)).toEqual({});
    writeInto(folder, "common/money.ts", "export const euro = 1;");
    writeInto(folder, "README.md", "nobody imports it");
    expect(await concerned(folder)).toEqual({
      pay: [{ file: "common/money.ts", part: "code", logicalIds: ["Pay", "Refund"] }],
    });
  });

  // Goal: every kind of file finds its units: new files, templates, the configuration, versions of packages. Method: one a round.
  test("knows each kind of file", async () => {
    const folder = makeRepository();
    writeInto(folder, "page/files/new.html", "<p>");
    writeInto(folder, "user/template.yaml", `# A comment\nResources:\n  User:\n${FUNCTION("user")}`);
    writeInto(folder, "package-lock.json", '{ "version": 2 }');
    expect(await concerned(folder)).toEqual({
      pay: [{ file: "package-lock.json", part: "packages", logicalIds: ["Pay", "Refund"] }],
      user: [{ file: "user/template.yaml", part: "template", logicalIds: [] }],
      page: [{ file: "page/files/new.html", part: "code", logicalIds: ["L"] }],
    });
    writeInto(folder, "stackyard.config.ts", 'export default { name: "shop", units: { pay: {}, user: {} } };');
    expect(Object.keys(await concerned(folder))).toEqual(["pay", "user"]);
  });

  // Goal: a range is what a branch brought, whatever lies about in the working tree. Method: a branch, a commit, a stray file.
  test("compares commits", async () => {
    const folder = makeRepository();
    git(folder, "checkout", "-q", "-b", "feature");
    writeInto(folder, "user/src/user.ts", "export const handler = () => 2;");
    commit(folder);
    writeInto(folder, "pay/src/other.ts", "export const handler = () => 2;");
    expect(Object.keys(await concerned(folder, "main...HEAD"))).toEqual(["user"]);
    expect(Object.keys(await concerned(folder, "main"))).toEqual(["pay", "user"]);
  });

  // Goal: git's refusal reaches the person. Method: a range of nobody, an option in a range's place, a folder without git.
  test("passes on what git says", async () => {
    const folder = makeRepository();
    await expect(changedFiles(folder, "nobody...HEAD")).rejects.toThrow(/git says: fatal/);
    await expect(changedFiles(folder, "--output=x")).rejects.toMatchObject({ code: "ERR_GIT" });
    await expect(changedFiles("/", undefined)).rejects.toMatchObject({ code: "ERR_GIT" });
  });
});

describe("a SAM application", () => {
  // Goal: samconfig.toml is the configuration where there is no other. Method: one with parameters, which decide what is deployed.
  test("has its configuration in samconfig.toml", async () => {
    const folder = makeFolder({
      "samconfig.toml": '[default.deploy.parameters]\nstack_name = "shop"\n',
      "template.yaml": "Resources: { Q: { Type: AWS::SQS::Queue } }\n",
    });
    const { system, files } = await filesOf(folder);
    const changes = unitsChangedBy([join(folder, "samconfig.toml")], system, files);
    expect([...changes.values()]).toEqual([[{ file: "samconfig.toml", part: "configuration", logicalIds: [] }]]);
  });
});

describe("a CDK app", () => {
  // Goal: its sources concern the units that it makes, what it makes and installs concerns nobody; the manifest's dependencies are edges of
  // their own kind. Method: the assembly of an app of several stacks.
  test("concerns all of its units", async () => {
    const folder = makeCdkApp();
    const { system, files } = await filesOf(folder);
    const change = (path: string) => [...unitsChangedBy([join(folder, path)], system, files).keys()];
    const all = system.units.map((unit) => unit.name);
    expect(change("lib/stacks.ts")).toEqual(all);
    expect(change("cdk.out/manifest.json")).toEqual([]);
    expect(change("node_modules/aws-cdk-lib/index.js")).toEqual([]);
    expect(pathFilters(files, folder)["worker"]).toEqual(["**", "!cdk.out/**", "!**/node_modules/**"]);
    const { graph } = buildGraph(system, requireEnvironment(system, undefined), undefined);
    expect(
      graph.edges.filter((edge) => edge.from === "worker").map((edge) => [edge.to, edge.reason.kind]),
    ).toContainEqual(["messaging", "manifest"]);
  });
});

describe("path filters", () => {
  // Goal: a CI that is given them runs a unit's pipeline for exactly the files that can change it. Method: the same system.
  test("lists the files of each unit", async () => {
    const folder = makeRepository();
    const { files } = await filesOf(folder);
    expect(pathFilters(files, folder)).toEqual({
      pay: [
        "common/money.ts",
        "package-lock.json",
        "pay/src/other.ts",
        "pay/src/pay.ts",
        "pay/src/refund.ts",
        "pay/template.yaml",
        "stackyard.config.ts",
      ],
      user: ["stackyard.config.ts", "user/src/user.ts", "user/template.yaml"],
      page: ["page/files/**", "page/template.yaml", "stackyard.config.ts"],
    });
    expect(pathFilters(files, join(folder, "pay"))["user"]).toEqual([
      "../stackyard.config.ts",
      "../user/src/user.ts",
      "../user/template.yaml",
    ]);
  });
});

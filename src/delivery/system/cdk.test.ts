import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBuilder } from "../build/build.ts";
import { ASSEMBLY, makeCdkApp } from "../test/cdk-app.ts";
import { makeFolder, writeInto } from "../test/folders.ts";
import { loadOutline, loadSystem } from "./load-system.ts";
import { DiagnosticsError, stackNameOf } from "./system.ts";
import type { Unit } from "./system.ts";
import { objectAt } from "./template.ts";

async function unitsOf(folder: string, environment?: string): Promise<readonly Unit[]> {
  return (await loadSystem(folder, folder, { environment })).system.units;
}

function unitOf(units: readonly Unit[], name: string): Unit {
  const found = units.find((unit) => unit.name === name);
  if (found === undefined) throw new Error(`There is no unit "${name}".`);
  return found;
}

async function codesOf(folder: string): Promise<readonly (readonly [string, string])[]> {
  const error: unknown = await loadSystem(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof DiagnosticsError)) throw error;
  return error.diagnostics.filter((each) => each.severity === "error").map((each) => [each.code, each.detail]);
}

interface Seen {
  readonly account?: string;
  readonly region?: string;
  readonly context: Readonly<Record<string, unknown>>;
}

function seenIn(folder: string): Seen {
  return JSON.parse(readFileSync(join(folder, "seen.json"), "utf8")) as Seen;
}

describe("a CDK app", () => {
  // Goal: a folder with a cdk.json is a system, a unit a stack. Method: the assembly of an app with a stage and names of its own.
  test("is a unit a stack", async () => {
    const folder = makeCdkApp();
    const { system, diagnostics } = await loadSystem(folder);
    expect(system.units.map(({ name, dependsOn }) => [name, stackNameOf(system, "dev", name), dependsOn])).toEqual([
      ["prod-api", "Prod-Api", []],
      ["messaging", "Messaging", []],
      ["worker", "orders-worker", ["messaging"]],
      ["nesting", "Nesting", []],
    ]);
    // One of the stacks names its region; the others go along.
    expect(system.environments).toEqual([{ name: "dev", target: "local", region: "eu-central-1", parameters: {} }]);
    // What the app warns of is said once.
    expect(diagnostics.map((each) => each.code)).toEqual(["CDK_ANNOTATION"]);
    expect(system.units[0]?.template.body["Parameters"]).toBeUndefined();
    expect(system.units[0]?.template.body["Rules"]).toBeUndefined();
  });

  // Goal: the app is run as the CDK's command line runs it. Method: an app that writes down what it was told; a context that no variable holds.
  test("is told where it goes", async () => {
    const folder = makeCdkApp({
      "cdk.context.json": JSON.stringify({ size: 2, looked: "up", large: "x".repeat(200_000) }),
      "stackyard.config.ts": `export default { name: "shop", units: { api: { path: ".", cdkStack: "Prod/Api" } }, environments: {
  dev: { region: "eu-west-3" }, prod: { account: "111122223333", target: "aws", region: "eu-central-1", context: { stage: "prod" } } } };`,
    });
    expect((await unitsOf(folder)).map((unit) => unit.name)).toEqual(["api"]);
    expect(seenIn(folder)).toMatchObject({
      region: "eu-west-3",
      context: { stage: "dev", size: 2, looked: "up", "aws:cdk:enable-asset-metadata": true },
    });
    expect(seenIn(folder).account).toBeUndefined();
    await unitsOf(folder, "prod");
    expect(seenIn(folder)).toMatchObject({
      account: "111122223333",
      region: "eu-central-1",
      context: { stage: "prod" },
    });
  });

  // Goal: assets are where the templates look for them, in Stackyard's bucket, in whichever account. Method: a function's code; a nested template,
  // of a stack that was written for one account, with code of its own.
  test("has its assets in the artifact bucket", async () => {
    const folder = makeCdkApp();
    const units = await unitsOf(folder);
    const builder = createBuilder(folder);
    onTestFinished(() => builder.dispose());

    const worker = unitOf(units, "worker");
    const [code] = await builder.build(worker);
    const bucket = { "Fn::Sub": "stackyard-artifacts-${AWS::AccountId}-${AWS::Region}" };
    expect(objectAt(worker.template.body, "Resources", "Handler886CB40B", "Properties")["Code"]).toEqual({
      S3Bucket: bucket,
      S3Key: code?.artifact.key,
    });
    expect(code?.use).toMatchObject({ logicalId: "Handler/Code", location: "none" });
    expect(code?.inputs.map((each) => each.path)).toEqual([expect.stringMatching(/^cdk\.out\/asset\..*\/index\.js$/)]);

    const nesting = unitOf(units, "nesting");
    const built = await builder.build(nesting);
    const template = built.find((each) => each.artifact.key.endsWith(".json"));
    const text = Buffer.from(template?.artifact.bytes ?? []).toString("utf8");
    expect(text).not.toContain("123456789012");
    expect(objectAt(JSON.parse(text), "Resources", "DeeperBE6FFB00", "Properties")["Code"]).toEqual({
      S3Bucket: bucket,
      S3Key: code?.artifact.key,
    });
    const nested = objectAt(nesting.template.body, "Resources", "InnerNestedStackInnerNestedStackResource745E041B");
    expect(JSON.stringify(nested["Properties"])).toContain(
      `{"Fn::Sub":"/stackyard-artifacts-\${AWS::AccountId}-\${AWS::Region}/${template?.artifact.key ?? ""}"}`,
    );
  });

  // Goal: an assembly that is there already needs no run; nor do commands that only look. Method: an app that names a folder; one that was
  // synthesised before and whose program is gone.
  test("is read from an assembly that is there", async () => {
    const ready = makeFolder({ "cdk.json": JSON.stringify({ app: ASSEMBLY }) });
    expect(await unitsOf(ready)).toHaveLength(4);

    const folder = makeCdkApp();
    await unitsOf(folder);
    rmSync(join(folder, "app.mjs"));
    expect((await loadOutline(folder)).units.map((unit) => unit.stackName)).toEqual([
      "Prod-Api",
      "Messaging",
      "orders-worker",
      "Nesting",
    ]);
    expect((await codesOf(folder))[0]?.[0]).toBe("CDK_SYNTH_FAILED");
  });

  // Goal: what cannot be deployed is said by name. Method: one assembly for each.
  test.each<[string, string, (manifest: string) => string, string]>([
    [
      "CDK_CONTEXT_MISSING",
      "manifest.json",
      (text) =>
        text.replace(
          '"artifacts"',
          '"missing": [{ "key": "vpc-provider:x", "provider": "vpc-provider", "props": {} }], "artifacts"',
        ),
      "vpc-provider:x",
    ],
    [
      "CDK_DOCKER_ASSET",
      "Worker.assets.json",
      (text) => text.replace('"dockerImages": {}', '"dockerImages": { "abc": { "displayName": "Worker/Image" } }'),
      "Worker/Image",
    ],
    [
      "CDK_EXECUTABLE_ASSET",
      "Worker.assets.json",
      (text) => text.replace(/"path": "asset[^"]*"/, '"executable": ["make"]'),
      "Handler/Code",
    ],
    [
      "CDK_ANNOTATION",
      "Worker.metadata.json",
      (text) => text.replace("aws:cdk:warning", "aws:cdk:error"),
      "cross-stack",
    ],
    [
      "CDK_LEGACY_ASSET",
      "Worker.metadata.json",
      (text) => text.replace("aws:cdk:templateFile", "aws:cdk:asset"),
      "LegacyStackSynthesizer",
    ],
    [
      "CDK_SEVERAL_REGIONS",
      "manifest.json",
      (text) => text.replace("aws://unknown-account/unknown-region", "aws://unknown-account/eu-west-1"),
      "eu-west-1",
    ],
  ])("is refused for %s", async (code, file, change, word) => {
    const folder = makeCdkApp();
    await unitsOf(folder);
    const path = join(folder, "cdk.out", file);
    expect(existsSync(path)).toBe(true);
    writeFileSync(path, change(readFileSync(path, "utf8")));
    writeInto(folder, "cdk.json", '{ "app": "cdk.out" }');
    const [problem] = await codesOf(folder);
    expect(problem?.[0]).toBe(code);
    expect(problem?.[1]).toContain(word);
  });

  // Goal: a configuration's unit is exactly one stack, for its own place. Method: none named, a wrong one, one of another region and account.
  test.each([
    ["{}", "dev: {}", "CDK_STACK_UNKNOWN"],
    ['{ cdkStack: "Nope" }', "dev: {}", "CDK_STACK_UNKNOWN"],
    ['{ cdkStack: "Nesting" }', 'dev: { region: "us-east-1" }', "CDK_OTHER_REGION"],
    [
      '{ cdkStack: "Nesting" }',
      'dev: { target: "aws", account: "111122223333", region: "eu-central-1" }',
      "CDK_OTHER_ACCOUNT",
    ],
  ])("must have the stack of unit %s in %s", async (unit, environment, code) => {
    const folder = makeFolder({
      "stackyard.config.ts": `export default { name: "shop", units: { app: ${unit} }, environments: { ${environment} } };`,
      "app/cdk.json": JSON.stringify({ app: ASSEMBLY }),
    });
    expect((await codesOf(folder)).map(([each]) => each)).toEqual([code]);
  });
});

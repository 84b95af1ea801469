import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../test/folders.ts";
import { loadSystem } from "./load-system.ts";
import { readOverrides } from "./sam-config.ts";
import { DiagnosticsError, stackNameOf } from "./system.ts";
import { boundValuesOf, checkParameters } from "./parameters.ts";

const TEMPLATE = `Parameters: { Stage: { Type: String }, Text: { Type: String, Default: "" } }
Resources: { A: { Type: AWS::SQS::Queue } }
`;

const SAM_CONFIG = `version = 0.1

[default.global.parameters]
stack_name = "orders"
region = "eu-central-1"

[default.deploy.parameters]
capabilities = "CAPABILITY_IAM"
parameter_overrides = "Stage=dev Text=\\"two words\\""

[Prod_EU.deploy.parameters]
stack_name = "orders-prod"
region = "eu-west-1"
profile = "production"
parameter_overrides = ["Stage=prod"]
tags = "team=orders"
`;

describe("samconfig.toml", () => {
  // Goal: an application of the SAM CLI is a system with its stacks' names, regions and parameters. Method: a file as "sam deploy --guided" writes it.
  test("is a system", async () => {
    const folder = makeFolder({ "template.yaml": TEMPLATE, "samconfig.toml": SAM_CONFIG });
    const { system, diagnostics } = await loadSystem(folder);
    const [unit] = system.units;
    if (unit === undefined) throw new Error("There is no unit.");
    expect(
      system.environments.map((each) => [each.name, each.region, each.profile, stackNameOf(system, each.name, "app")]),
    ).toEqual([
      ["default", "eu-central-1", undefined, "orders"],
      ["prod-eu", "eu-west-1", "production", "orders-prod"],
    ]);
    expect(system.environments.map((each) => boundValuesOf(each, unit))).toEqual([
      { Stage: "dev", Text: "two words" },
      { Stage: "prod", Text: "" },
    ]);
    expect(diagnostics.map(({ code, position }) => [code, position?.file, position?.line])).toEqual([
      ["SAMCONFIG_NOT_FOLLOWED", "samconfig.toml", 16],
    ]);
    // A parameter that the template does not declare is reported where it stands.
    writeWrong(folder);
    const wrong = await loadSystem(folder);
    const [first] = wrong.system.environments;
    if (first === undefined) throw new Error("There is no environment.");
    expect(checkParameters(wrong.system, first).map(({ code, position }) => [code, position?.line])).toEqual([
      ["PARAMETER_UNKNOWN", 9],
    ]);
  });

  // Goal: the file may say where the template is, and mistakes have a place. Method: another name; a syntax error; a region of no right form.
  test("names the template, and is checked", async () => {
    const named = makeFolder({
      "app.yaml": TEMPLATE,
      "samconfig.toml": '[default.deploy.parameters]\ntemplate_file = "app.yaml"\n',
    });
    expect((await loadSystem(named)).system.units[0]?.template.file).toBe("app.yaml");
    const broken = makeFolder({ "template.yaml": TEMPLATE, "samconfig.toml": "version = 0.1\n[default\n" });
    const error: unknown = await loadSystem(broken).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(error.diagnostics.map(({ code, position }) => [code, position?.file, position?.line])).toEqual([
      ["SAMCONFIG_SYNTAX", "samconfig.toml", 2],
    ]);
  });

  // Goal: the file may be YAML. Method: the same things, and a syntax error.
  test("may be YAML", async () => {
    const folder = makeFolder({
      "template.yaml": TEMPLATE,
      "samconfig.yaml": `version: 0.1
default:
  deploy:
    parameters:
      stack_name: orders
      tags: team=orders
      parameter_overrides:
        - Stage=dev
`,
    });
    const { system, diagnostics } = await loadSystem(folder);
    const [unit] = system.units;
    const [environment] = system.environments;
    if (unit === undefined || environment === undefined) throw new Error("There is no unit.");
    expect(stackNameOf(system, "default", "app")).toBe("orders");
    expect(boundValuesOf(environment, unit)).toEqual({ Stage: "dev", Text: "" });
    expect(diagnostics.map(({ position }) => [position?.file, position?.line, position?.column])).toEqual([
      ["samconfig.yaml", 6, 7],
    ]);
    const broken = makeFolder({ "template.yaml": TEMPLATE, "samconfig.yaml": "default:\n  deploy: [\n" });
    const error: unknown = await loadSystem(broken).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(error.diagnostics.map(({ code, position }) => [code, position?.line])).toEqual([["SAMCONFIG_SYNTAX", 3]]);
  });

  // Goal: overrides are read in all forms of the SAM CLI. Method: each.
  test.each<[unknown, object]>([
    ["A=1 B=x=y", { A: "1", B: "x=y" }],
    ["A=\"one two\" B='three four'", { A: "one two", B: "three four" }],
    ['ParameterKey=A,ParameterValue=1 ParameterKey=B,ParameterValue="x y"', { A: "1", B: "x y" }],
    [["A=1", "B=2"], { A: "1", B: "2" }],
    ["A=", { A: "" }],
    ["List=a,b,c", { List: "a,b,c" }],
    ['A="say \\"hi\\""', { A: 'say "hi"' }],
    [undefined, {}],
  ])("reads overrides %j", (text, values) => {
    expect(readOverrides(text)).toEqual(values);
  });
});

function writeWrong(folder: string): void {
  writeFileSync(join(folder, "samconfig.toml"), SAM_CONFIG.replace("Stage=dev", "Stage=dev Nope=1"));
}

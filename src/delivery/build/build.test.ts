import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import { unzipSync } from "fflate";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBuilder } from "./build.ts";
import type { BuiltCode } from "./build.ts";
import { fillTemplate, makeUnitVersion } from "../release/unit-version.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import { loadTemplate } from "../system/template.ts";
import { zip } from "./zip.ts";
import { makeFolder, writeInto } from "../test/folders.ts";

async function unitIn(folder: string): Promise<Unit> {
  const { template } = await loadTemplate(join(folder, "template.yaml"), "template.yaml");
  return {
    name: "app",
    directory: folder,
    templatePath: join(folder, "template.yaml"),
    tier: "business",
    template,
    parameters: {},
    dependsOn: [],
  };
}

async function buildIn(folder: string): Promise<readonly BuiltCode[]> {
  const builder = createBuilder(folder);
  onTestFinished(() => builder.dispose());
  return builder.build(await unitIn(folder));
}

function filesOf(built: BuiltCode | undefined): Record<string, string> {
  const entries = Object.entries(unzipSync(built?.artifact.bytes ?? new Uint8Array()));
  return Object.fromEntries(entries.map(([path, data]) => [path, Buffer.from(data).toString("utf8")]));
}

const FUNCTION = `Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs20.x, Handler: src/handler.handler, CodeUri: . }
`;

describe("the builder", () => {
  // Goal: a TypeScript handler becomes one file that Node runs, with the SDK left to the runtime. Method: bundle a handler
  // that imports a file and the SDK, and load what came out.
  test("bundles TypeScript and leaves the SDK out", async () => {
    const folder = makeFolder({
      "template.yaml": FUNCTION,
      "src/handler.ts": `import { SQSClient } from "@aws-sdk/client-sqs";
import { greet } from "./greet.ts";
export const handler = async (event: { name: string }): Promise<string> => greet(event.name) + typeof SQSClient;`,
      "src/greet.ts": "export const greet = (name: string): string => `Hello ${name}, `;",
    });
    const files = filesOf((await buildIn(folder))[0]);
    expect(Object.keys(files)).toEqual(["src/handler.cjs", "src/handler.cjs.map"]);
    expect(files["src/handler.cjs"]).toContain('require("@aws-sdk/client-sqs")');
    expect(files["src/handler.cjs"]).toMatch(/sourceMappingURL=handler\.cjs\.map\n$/);
    const map = JSON.parse(files["src/handler.cjs.map"] ?? "{}") as { sources: string[]; sourcesContent?: unknown };
    expect(map.sourcesContent).toBeUndefined();

    const exported = { exports: {} as { handler?: (event: unknown) => Promise<string> } };
    compileFunction(files["src/handler.cjs"] ?? "", ["module", "exports", "require"])(
      exported,
      exported.exports,
      createRequire(import.meta.url),
    );
    expect(await exported.exports.handler?.({ name: "you" })).toBe("Hello you, function");
  });

  // Goal: code that needs ES modules gets them without being asked. Method: top-level await, import.meta, a .mts file.
  test.each([
    ["top-level await", "handler.ts", "await Promise.resolve(); export const handler = () => 1;"],
    ["import.meta", "handler.ts", "export const handler = () => import.meta.url;"],
    ["its extension", "handler.mts", "export const handler = () => 1;"],
  ])("bundles as an ES module because of %s", async (_, name, text) => {
    const files = filesOf((await buildIn(makeFolder({ "template.yaml": FUNCTION, [`src/${name}`]: text })))[0]);
    expect(Object.keys(files)).toEqual(["src/handler.mjs", "src/handler.mjs.map"]);
  });

  // Goal: equal code has an equal key, wherever and whenever it is built. Method: the same files in two folders.
  test("names archives by their content", async () => {
    const text = { "template.yaml": FUNCTION, "src/handler.ts": "export const handler = () => 1;" };
    const [one] = await buildIn(makeFolder(text));
    const [two] = await buildIn(makeFolder(text));
    const [other] = await buildIn(makeFolder({ ...text, "src/handler.ts": "export const handler = () => 2;" }));
    expect(one?.artifact.key).toMatch(/^[0-9a-f]{64}\.zip$/);
    expect(two?.artifact.key).toBe(one?.artifact.key);
    expect(other?.artifact.key).not.toBe(one?.artifact.key);
  });

  // Goal: other runtimes and folders that ask for it are zipped as they are, without caches. Method: Python, and SkipBuild.
  test("zips what it does not bundle", async () => {
    const folder = makeFolder({
      "template.yaml": `Globals: { Function: { Runtime: python3.12, CodeUri: code } }
Resources:
  Python: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler } }
  Plain:
    Type: AWS::Lambda::Function
    Metadata: { SkipBuild: true }
    Properties: { Runtime: nodejs20.x, Handler: index.handler, Code: ./ready }
  Inline: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs20.x, Handler: index.handler, Code: { ZipFile: "x" } } }
  Layer: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: layer } }
  There: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler, CodeUri: "s3://bucket/key" } }
  Api:
    Type: AWS::Serverless::HttpApi
    Properties: { DefinitionBody: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./api.yaml } } } }
`,
      "api.yaml": "openapi: 3.0.1\n",
      "code/app.py": "def handler(event, context): return 1\n",
      "code/__pycache__/app.pyc": "no",
      "ready/index.js": "exports.handler = () => 1;",
      "ready/data.json": "{}",
      "layer/python/lib.py": "A = 1\n",
    });
    const built = await buildIn(folder);
    expect(built.slice(0, 3).map((each) => [each.use.logicalId, Object.keys(filesOf(each))])).toEqual([
      ["Python", ["app.py"]],
      ["Plain", ["data.json", "index.js"]],
      ["Layer", ["python/lib.py"]],
    ]);
    const unit = await unitIn(folder);
    const { version, template } = makeUnitVersion(unit, built, [], { base: folder, directory: folder });
    const resources = JSON.parse(fillTemplate(template, version.artifacts, "bucket")) as {
      Resources: Record<string, { Properties: Record<string, unknown> }>;
    };
    const keys = built.map((each) => each.artifact.key);
    expect(resources.Resources["Python"]?.Properties["CodeUri"]).toBe(`s3://bucket/${keys[0]}`);
    expect(resources.Resources["Plain"]?.Properties["Code"]).toEqual({ S3Bucket: "bucket", S3Key: keys[1] });
    expect(resources.Resources["Inline"]?.Properties["Code"]).toEqual({ ZipFile: "x" });
    expect(resources.Resources["There"]?.Properties["CodeUri"]).toBe("s3://bucket/key");
    // AWS: "aws cloudformation package": what an AWS::Include names is uploaded as it is.
    expect(Buffer.from(built[3]?.artifact.bytes ?? "").toString()).toBe("openapi: 3.0.1\n");
    expect(resources.Resources["Api"]?.Properties["DefinitionBody"]).toMatchObject({
      "Fn::Transform": { Parameters: { Location: `s3://bucket/${keys[3]}` } },
    });
  });

  // Goal: code under names of the author's is found, too. Method: a GraphQL API, whose functions and resolvers have a file each.
  test("uploads the schema, functions and resolvers of a GraphQL API", async () => {
    const folder = makeFolder({
      "template.yaml": `Resources:
  Api:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      SchemaUri: ./schema.graphql
      Functions: { first: { CodeUri: ./first.js }, second: { InlineCode: "x" } }
      Resolvers: { Query: { all: { CodeUri: ./all.js } }, Mutation: { add: { CodeUri: "s3://bucket/add.js" } } }
`,
      "schema.graphql": "type Query { all: String }",
      "first.js": "1;",
      "all.js": "2;",
    });
    expect((await buildIn(folder)).map(({ use }) => use.path.join("."))).toEqual([
      "SchemaUri",
      "Functions.first.CodeUri",
      "Resolvers.Query.all.CodeUri",
    ]);
  });

  // Goal: functions that share an entry are built once. Method: two resources of one handler have one and the same artifact.
  test("builds equal code once", async () => {
    const folder = makeFolder({
      "template.yaml": `${FUNCTION}  Again:\n${FUNCTION.split("\n").slice(2).join("\n")}`,
      "src/handler.ts": "export const handler = () => 1;",
    });
    const [first, second] = await buildIn(folder);
    expect(second?.use.logicalId).toBe("Again");
    expect(second?.artifact).toBe(first?.artifact);
  });

  // Goal: a change is rebuilt and known by its inputs, also after a failure. Method: build, break, mend.
  test("rebuilds after a change", async () => {
    const folder = makeFolder({
      "template.yaml": FUNCTION,
      "src/handler.ts": 'import { a } from "./a.ts"; export const handler = () => a;',
      "src/a.ts": "export const a = 1;",
    });
    const builder = createBuilder(folder);
    onTestFinished(() => builder.dispose());
    const [built] = await builder.build(await unitIn(folder));
    const source = built?.use.source;
    if (source === undefined) throw new Error("Nothing was built.");
    expect([...(builder.inputsOf(source) ?? [])].sort()).toEqual([
      join(folder, "src/a.ts"),
      join(folder, "src/handler.ts"),
    ]);
    writeInto(folder, "src/a.ts", "export const a = ;");
    await expect(builder.rebuild(source)).rejects.toBeInstanceOf(DiagnosticsError);
    writeInto(folder, "src/a.ts", "export const a = 2;");
    expect((await builder.rebuild(source)).key).not.toBe(built?.artifact.key);
  });

  // Goal: missing and wrong code is reported with its place. Method: a handler that is not there, one that does not parse.
  test("reports code that cannot be built", async () => {
    const folder = makeFolder({
      "template.yaml": `${FUNCTION}  Missing:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: src/missing.handler
      CodeUri: .
`,
      "src/handler.ts": "\nexport const handler = ;",
    });
    const error: unknown = await buildIn(folder).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(
      error.diagnostics.map(({ code, logicalId, position }) => [code, logicalId, position?.file, position?.line]),
    ).toEqual([
      ["CODE_NOT_FOUND", "Missing", "template.yaml", 10],
      ["BUILD_FAILED", "Handler", "src/handler.ts", 2],
    ]);
  });
});

describe("nested templates", () => {
  // Goal: a local template is packaged with its own code and its own nested templates, and knows no account; the URL of another one stays.
  // Method: three levels, the second one with a function, a SAM application and a definition.
  test("are packaged", async () => {
    const folder = makeFolder({
      "template.yaml": `Resources:
  Local: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./child/child.yaml } }
  There: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://bucket.s3.amazonaws.com/child.yaml" } }
`,
      "child/child.yaml": `Resources:
  Plain: { Type: AWS::Lambda::Function, Properties: { Runtime: python3.12, Handler: app.x, Code: code } }
  Sam: { Type: AWS::Serverless::Function, Properties: { Runtime: python3.12, Handler: app.x, CodeUri: code } }
  App:
    Type: AWS::Serverless::Application
    Properties: { Location: ../leaf.json, Parameters: { A: b }, Tags: { team: x } }
`,
      "child/code/app.py": "def x(e, c): return 1\n",
      "leaf.json": '{ "Resources": { "Q": { "Type": "AWS::SQS::Queue" } } }',
    });
    const built = await buildIn(folder);
    const [outer, ...inner] = built;
    if (outer === undefined) throw new Error("Nothing was built.");
    expect(outer.use.path).toEqual(["TemplateURL"]);
    expect(outer.artifact.key).toMatch(/^[0-9a-f]{64}\.template\.json$/);
    expect(outer.inputs.map((each) => each.path)).toEqual(["child/child.yaml", "child/code/app.py", "leaf.json"]);
    const keys = inner.map((each) => each.artifact.key);
    const [code = "", , leaf = ""] = keys;
    expect(keys).toEqual([code, code, leaf]);
    const bucket = { "Fn::Sub": "stackyard-artifacts-${AWS::AccountId}-${AWS::Region}" };
    expect(JSON.parse(Buffer.from(outer.artifact.bytes).toString("utf8"))).toMatchObject({
      Resources: {
        Plain: { Properties: { Code: { S3Bucket: bucket, S3Key: code } } },
        Sam: { Properties: { CodeUri: { Bucket: bucket, Key: code } } },
        App: {
          Type: "AWS::CloudFormation::Stack",
          Properties: {
            TemplateURL: { "Fn::Sub": expect.stringMatching(new RegExp(`^https://stackyard-artifacts-.*/${leaf}$`)) },
            Parameters: { A: "b" },
            Tags: [{ Key: "team", Value: "x" }],
          },
        },
      },
    });
    const { version, template } = makeUnitVersion(await unitIn(folder), built, [], { base: folder, directory: folder });
    const filled = JSON.parse(
      fillTemplate(template, version.artifacts, "stackyard-artifacts-123456789012-eu-west-1"),
    ) as { Resources: Record<string, { Properties: { TemplateURL: string } }> };
    expect(filled.Resources["Local"]?.Properties.TemplateURL).toBe(
      `https://stackyard-artifacts-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com/${outer.artifact.key}`,
    );
    expect(filled.Resources["There"]?.Properties.TemplateURL).toBe("https://bucket.s3.amazonaws.com/child.yaml");
  });

  // Goal: a mistake in a nested template is reported at its place there. Method: code that does not exist, two levels down.
  test("are checked as others are", async () => {
    const folder = makeFolder({
      "template.yaml": "Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: b.yaml } } }\n",
      "b.yaml": `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.12, Handler: a.b, Code: nowhere }
`,
    });
    const error: unknown = await buildIn(folder).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(error.diagnostics.map(({ code, position }) => [code, position?.file, position?.line])).toEqual([
      ["CODE_NOT_FOUND", "b.yaml", 4],
    ]);
  });
});

describe("zip", () => {
  // Goal: the bytes do not depend on order or time zone. Method: two orders, under two time zones.
  test("is deterministic", () => {
    const a = { path: "a", data: Buffer.from("1") };
    const b = { path: "b/c", data: Buffer.from("2"), isExecutable: true };
    const zone = process.env["TZ"];
    process.env["TZ"] = "Asia/Tokyo";
    const one = zip([a, b]);
    process.env["TZ"] = "America/New_York";
    const two = zip([b, a]);
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
    expect(Buffer.compare(one, two)).toBe(0);
  });
});

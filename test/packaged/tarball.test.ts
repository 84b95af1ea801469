// Goal: what is published works where there is nothing but Node. Method: pack the package, install the tarball in an
// empty folder with an empty home, with dependencies from the npm registry and without install scripts, and use it there.

import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine, ROOT } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { report } from "../real/report.ts";

const execute = promisify(execFile);
const files = commandLine();
const folder = join(files.folder, "app");
const installed = join(folder, "node_modules", "stackyard");
const cli = commandLine(join(installed, "bin", "stackyard.js"));

beforeAll(async () => {
  mkdirSync(folder);
  await execute("npm", ["pack", "--pack-destination", files.folder], { cwd: ROOT });
  const [tarball = ""] = readdirSync(files.folder).filter((name) => name.endsWith(".tgz"));
  report(`The tarball has ${Math.round(statSync(join(files.folder, tarball)).size / 1024)} KiB.`);
  const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", join("..", tarball)];
  await execute("npm", install, { cwd: folder, env: files.environment });
});

afterAll(async () => {
  await cli.dispose();
  await files.dispose();
});

/** A function that needs the SDK which Lambda's own runtimes have, behind an HTTP API. */
const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Resources:
  WhoAmI:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: who-am-i.handler
      Events:
        Get: { Type: HttpApi, Properties: { Method: GET, Path: / } }
Outputs:
  Url: { Value: !GetAtt ServerlessHttpApi.ApiEndpoint }
`;
const HANDLER = `import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
export const handler = async (): Promise<object> => {
  const { Arn } = await new STSClient().send(new GetCallerIdentityCommand());
  return { statusCode: 200, body: JSON.stringify({ Arn }) };
};
`;

test("npx stackyard --help", async () => {
  const { stdout } = await execute("npx", ["stackyard", "--help"], { cwd: folder, env: files.environment });
  expect(stdout).toContain("Usage: stackyard");
  expect(stdout).toContain("Exit codes:");
});

test("serve answers a signed call", async () => {
  const server = await cli.serve();
  const identity = await new STSClient(await cli.clientConfig()).send(new GetCallerIdentityCommand());
  expect(identity.Account).toMatch(/^\d{12}$/);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: "" });
});

test("up runs a template, whose function has the SDK", async () => {
  const directory = join(files.folder, "system");
  mkdirSync(directory);
  writeFileSync(join(directory, "template.yaml"), TEMPLATE);
  writeFileSync(join(directory, "who-am-i.ts"), HANDLER);
  const up = cli.start(["up", directory, "--port", "0"]);
  interface Result {
    readonly units: readonly { readonly outcome: string; readonly outputs: Readonly<Record<string, string>> }[];
  }
  const { units } = await up.line<Result>((line) => line["type"] === "result");
  expect(units).toMatchObject([{ outcome: "deployed" }]);
  const http = httpClient();
  const { status, json } = await http.call<{ readonly Arn: string }>("GET", units[0]?.outputs["Url"] ?? "");
  http.close();
  expect({ status, Arn: json.Arn }).toEqual({
    status: 200,
    Arn: expect.stringMatching(/^arn:aws:sts::\d{12}:assumed-role\/.*WhoAmIRole/) as unknown,
  });
  expect(await up.stop()).toMatchObject({ code: 0 });
});

test("stackyard/testing gives a yard to a program, and its types to the compiler", async () => {
  const program = `import { startYard } from "stackyard/testing";
const yard = await startYard();
const account: string = yard.account().account;
await yard.stop();
process.stdout.write(account);
`;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "program.ts"), program);
  writeFileSync(join(folder, "program.js"), program.replace(": string", ""));
  const { stdout } = await execute(process.execPath, ["program.js"], { cwd: folder, env: files.environment });
  expect(stdout).toMatch(/^\d{12}$/);
  await compile("program.ts", "--types", "node", "--typeRoots", join(ROOT, "node_modules", "@types"));
});

test("a configuration compiles where nothing else is installed", async () => {
  const config = `import { defineSystem, output } from "stackyard";
export default defineSystem({ name: "typed", units: { a: {}, b: { parameters: { X: output("a", "Y") } } } });
`;
  writeFileSync(join(folder, "stackyard.config.ts"), config);
  await compile("stackyard.config.ts");
  writeFileSync(join(folder, "stackyard.config.ts"), config.replace("units", "unit"));
  await expect(compile("stackyard.config.ts")).rejects.toThrow();
});

test("a resource type compiles, with the types of Node", async () => {
  const type = `import { defineResource } from "stackyard/resources";
export default defineResource<{ Id?: string }>({
  schema: { typeName: "Acme::Notes::Note", properties: { Id: { type: "string" } }, primaryIdentifier: ["/properties/Id"] },
  create: async (desired, { aws, generateName }) => {
    await aws.sqs.sendMessage({ QueueUrl: "url", MessageBody: generateName() });
    return { ...desired, Id: "1" };
  },
  read: async ({ Id }) => (Id === "1" ? { Id } : undefined),
  delete: async () => undefined,
});
`;
  const node = ["--types", "node", "--typeRoots", join(ROOT, "node_modules", "@types"), "--skipLibCheck"];
  writeFileSync(join(folder, "note.ts"), type);
  await compile("note.ts", ...node);
  writeFileSync(join(folder, "note.ts"), type.replace("sendMessage", "sendMessages"));
  await expect(compile("note.ts", ...node)).rejects.toThrow();
});

/** Rejects if the compiler finds anything wrong. */
async function compile(...parameters: readonly string[]): Promise<void> {
  const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--ignoreConfig"];
  await execute(process.execPath, [compiler, ...options, ...parameters], { cwd: folder });
}

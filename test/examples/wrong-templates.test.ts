// Goal: a template that is wrong is refused before anything is created, with the place of the mistake. Method: `stackyard
// deploy` of small systems that have one right unit and one wrong one; then nothing of either is in the account.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine } from "../real/command-line.ts";

const cli = commandLine();

beforeAll(async () => {
  await cli.serve();
});

afterAll(() => cli.dispose());

const RIGHT = `Resources:
  Right:
    Type: AWS::SQS::Queue
`;

/** Deploys a unit that is right and one with this template, expects that nothing came of it, and returns what was said. */
async function refusal(name: string, template: string): Promise<string> {
  const directory = join(cli.folder, name);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  write(
    "stackyard.config.ts",
    `import { defineSystem } from "stackyard";
     export default defineSystem({ name: "${name}", units: { right: {}, wrong: {} }, environments: { dev: {} } });`,
  );
  write("right/template.yaml", RIGHT);
  write("wrong/template.yaml", RIGHT);
  const config = await cli.clientConfig({ directory });
  write("wrong/template.yaml", template);

  const { code, stderr } = await cli.run(["deploy", "."], { directory });
  expect((await new CloudFormationClient(config).send(new ListStacksCommand({}))).StackSummaries).toEqual([]);
  expect((await new SQSClient(config).send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  expect(code).toBe(2);
  return stderr;
}

test("an unknown resource type", async () => {
  const said = await refusal("types", "Resources:\n  Queue:\n    Type: AWS::SQS::Quue\n");
  expect(said).toContain("wrong/template.yaml:3");
  expect(said).toContain("AWS::SQS::Quue");
});

test("an unknown property", async () => {
  const template = `Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimout: 30
`;
  const said = await refusal("properties", template);
  expect(said).toContain("wrong/template.yaml:5");
  expect(said).toContain("VisibilityTimout");
});

test("a reference to nothing", async () => {
  const template = `Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${Stage}-queue"
`;
  const said = await refusal("references", template);
  expect(said).toContain("wrong/template.yaml");
  expect(said).toContain("Stage");
});

test("a template that is no YAML", async () => {
  const said = await refusal("syntax", "Resources:\n  Queue: {\n    Type: AWS::SQS::Queue\n");
  expect(said).toContain("wrong/template.yaml:");
});

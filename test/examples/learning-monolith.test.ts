// Goal: a system may begin as one stack and be split later, without losing a row. Method: the learning platform's first design passes the
// test of the system that it became; then its catalogue moves into a unit of its own, by a plan, and the courses are still there.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { DescribeStackResourceCommand, CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { copyPlatform, platformOutputs } from "../real/learning-platform.ts";

const cli = commandLine();
const platform = copyPlatform(cli);
const directory = join(platform, "monolith");
const http = httpClient();

beforeAll(async () => {
  await cli.serve();
  await cli.json(["deploy", directory]);
});

afterAll(async () => {
  http.close();
  await cli.dispose();
});

/** The test of the whole platform. */
async function check(): Promise<string> {
  const [variables = {}] = await cli.json<Record<string, string>>(["env", directory]);
  const outputs = { all: await platformOutputs(cli, directory) };
  const env = { ...cli.environment, ...variables, STACKYARD_OUTPUTS: JSON.stringify(outputs) };
  return (await promisify(execFile)(process.execPath, [join(platform, "check.mjs")], { env })).stdout;
}

async function courseTableIn(unit: string): Promise<string | undefined> {
  const client = new CloudFormationClient(await cli.clientConfig({ directory }));
  const resource = { StackName: `learning-monolith-dev-${unit}`, LogicalResourceId: "CourseTable" };
  return (await client.send(new DescribeStackResourceCommand(resource))).StackResourceDetail?.PhysicalResourceId;
}

/** Takes the table of courses out of the one template, and gives it to a new unit. */
function splitOffTheCatalogue(): void {
  const file = join(directory, "template.yaml");
  const text = readFileSync(file, "utf8");
  const [begin, end] = [text.indexOf("  CourseTable:\n"), text.indexOf("  PaymentTable:\n")];
  const rest = text.slice(0, begin) + text.slice(end);
  writeFileSync(
    file,
    rest
      .replace("!Ref CourseTable", "!ImportValue CourseTable")
      .replace("!GetAtt CourseTable.Arn", "!ImportValue CourseTableArn"),
  );
  mkdirSync(join(directory, "course"));
  writeFileSync(
    join(directory, "course", "template.yaml"),
    `Resources:
${text.slice(begin, end)}Outputs:
  CourseTable: { Value: !Ref CourseTable, Export: { Name: CourseTable } }
  CourseTableArn: { Value: !GetAtt CourseTable.Arn, Export: { Name: CourseTableArn } }
`,
  );
  const config = join(directory, "stackyard.config.ts");
  writeFileSync(config, readFileSync(config, "utf8").replace('app: { path: "." }', 'app: { path: "." }, course: {}'));
}

test("one function and one stack pass the test of the nine units", async () => {
  expect(await check()).toContain("was paid for, read and finished.");
});

test("the catalogue moves into a unit of its own, with its courses", async () => {
  const table = await courseTableIn("app");
  const Item = { courseId: { S: "kept" }, title: { S: "Kept" }, priceCents: { N: "100" } };
  const dynamodb = new DynamoDBClient(await cli.clientConfig({ directory }));
  await dynamodb.send(new PutItemCommand({ TableName: table, Item }));

  splitOffTheCatalogue();
  const plan = join(cli.folder, "plan.json");
  const planned = await cli.run(["plan", directory, "--out", plan]);
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Move app.CourseTable to course.CourseTable"),
  });
  expect(await cli.run(["deploy", directory, "--plan", plan])).toMatchObject({ code: 0 });

  expect(await courseTableIn("course")).toBe(table);
  const { ApiUrl } = await platformOutputs(cli, directory);
  const { text } = await http.call("GET", `${ApiUrl}/courses`);
  expect(text).toContain('"courseId":"kept"');
  expect(await check()).toContain("was paid for, read and finished.");
});

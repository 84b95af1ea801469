// Goal: releases from the command line, as a team uses them: exit codes, JSON, a report, two people at once, Ctrl-C. Method:
// the real command line on a small system of two units.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReleaseRecord, ReleaseSummary } from "../../src/delivery/release/record.ts";
import { commandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

const cli = commandLine();
const directory = join(cli.folder, "shop");
const go = join(cli.folder, "go");

const queue = (seconds: number): string =>
  `Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: ${seconds} } } }\nOutputs: { Arn: { Value: !GetAtt Queue.Arn } }\n`;
const config = (tests: readonly string[]): string => `export default {
  name: "shop",
  units: { source: {}, reader: { tests: ${JSON.stringify(tests)}, parameters: { Arn: { kind: "output", unit: "source", output: "Arn" } } } },
  environments: { dev: {}, test: { promotesFrom: "dev" } },
};`;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  writeFileSync(join(directory, file), text);
}

async function releases(environment = "dev"): Promise<readonly ReleaseSummary[]> {
  const [list = []] = await cli.json<readonly ReleaseSummary[]>(["releases", "--dir", directory, "--env", environment]);
  return list;
}

beforeAll(async () => {
  write("stackyard.config.mjs", config([]));
  write("source/template.yaml", queue(30));
  write(
    "reader/template.yaml",
    "Parameters: { Arn: { Type: String } }\nResources: { Name: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Arn } } }\n",
  );
  await cli.serve();
  await cli.json(["deploy", directory]);
});

afterAll(() => cli.dispose());

test("releases are listed, shown, reported, promoted and taken back", async () => {
  write("source/template.yaml", queue(60));
  expect(await cli.run(["deploy", directory])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("Release 2: 1 of 2"),
  });
  expect((await releases()).map(({ number, status, changed }) => [number, status, changed])).toEqual([
    [2, "complete", 1],
    [1, "complete", 2],
  ]);
  const [record] = await cli.json<ReleaseRecord>(["releases", "show", "2", "--dir", directory]);
  expect(record).toMatchObject({ number: 2, base: 1, units: { source: { outcome: "updated" } } });
  const file = join(cli.folder, "report.html");
  expect(await cli.run(["releases", "report", "2", "--dir", directory, "--out", file])).toMatchObject({ code: 0 });
  expect(readFileSync(file, "utf8")).toContain("<h1>Release 2 of shop in dev</h1>");
  expect(await cli.run(["releases", "show", "9", "--dir", directory])).toMatchObject({ code: 2 });

  expect(await cli.run(["deploy", directory, "--to", "test"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("stackyard promote dev test"),
  });
  expect(await cli.run(["can-promote", "dev", "test", "--dir", directory])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^yes/),
  });
  expect(await cli.run(["promote", "dev", "test", "--dir", directory])).toMatchObject({ code: 0 });
  expect(await releases("test")).toMatchObject([{ number: 1, from: { environment: "dev", release: 2 } }]);

  // From a folder without sources: the name of the system is enough.
  const where = ["--system", "shop", "--env", "dev"];
  const preview = await cli.run(["rollback", ...where, "--dry-run"]);
  expect(preview).toMatchObject({ code: 0, stderr: expect.stringContaining("would go back to release 1") });
  expect(await releases()).toHaveLength(2);
  const back = await cli.run(["rollback", ...where]);
  expect(back).toMatchObject({ code: 0, stderr: expect.stringContaining("Messages, mails and calls") });
  expect((await releases())[0]).toMatchObject({ number: 3, kind: "rollback", to: 1, status: "complete" });
  expect(await cli.run(["rollback", ...where])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("ERR_NO_RELEASE"),
  });
});

test("a failing test fails the release, stands against its promotion, and a policy takes it back", async () => {
  write("stackyard.config.mjs", config(["echo it is broken; exit 3"]));
  const failed = await cli.run(["deploy", directory]);
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("it is broken") });
  const answer = await cli.run(["can-promote", "dev", "test", "--dir", directory, "--json"]);
  expect(answer.code).toBe(1);
  expect(JSON.parse(answer.stdout)).toMatchObject({
    isPossible: false,
    blockers: [{ code: "RELEASE_NOT_COMPLETE" }, { code: "TESTS_NOT_PASSED", unit: "reader" }],
  });
  write("source/template.yaml", queue(90));
  expect(await cli.run(["deploy", directory, "--on-failure", "rollback"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The whole release is back"),
  });
  const [newest, before] = await releases();
  expect([before?.status, newest?.kind, newest?.status]).toEqual(["rolled back", "rollback", "complete"]);
});

test("of two at once the second is told who is there; Ctrl-C ends in peace", async () => {
  write("stackyard.config.mjs", config([`while [ ! -e ${go} ]; do sleep 0.02; done`]));
  const first = cli.start(["deploy", directory]);
  await first.line(({ type }) => type === "release");
  const second = await cli.run(["deploy", directory]);
  expect(second).toMatchObject({ code: 5, stderr: expect.stringContaining(`process ${first.pid}`) });

  // Interrupted while its test runs: the test ends, the release is failed, the lock is free.
  expect(await first.stop()).toMatchObject({ code: 130 });
  expect((await releases())[0]).toMatchObject({ status: "failed" });
  writeFileSync(go, "");
  expect(await cli.run(["deploy", directory])).toMatchObject({ code: 0 });
  expect((await releases())[0]).toMatchObject({ status: "complete" });

  // Killed while its test runs: the next one takes over.
  write("stackyard.config.mjs", config([`touch ${go}2; while [ ! -e ${go}3 ]; do sleep 0.02; done`]));
  const third = cli.start(["deploy", directory]);
  await until(() => Promise.resolve(existsSync(`${go}2`) ? true : undefined));
  await third.kill();
  writeFileSync(`${go}3`, "");
  expect(await cli.run(["deploy", directory])).toMatchObject({ code: 0 });
  expect((await releases()).slice(0, 2).map(({ status }) => status)).toEqual(["complete", "superseded"]);
});

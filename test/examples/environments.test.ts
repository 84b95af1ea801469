// Goal: environments at will, from the command to the proof that nothing is left. Method: the real command line on the
// example: a created one, a preview, a fork, and one that has expired.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeployResult } from "../../src/delivery/deploy/events.ts";
import type { SweepResult } from "../../src/delivery/environments/sweep.ts";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { httpClient } from "../real/http.ts";
import { copySixUnits } from "../real/learning-platform.ts";

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly owner?: string;
  readonly expiresAt?: string;
  readonly units: { readonly deployed: number; readonly failed: number };
}

const cli = commandLine();
const directory = copySixUnits(cli);
const http = httpClient();
let server: RunningServer;
let deployed: DeployResult;

beforeAll(async () => {
  server = await cli.serve();
  deployed = await result<DeployResult>(["deploy", directory]);
});

afterAll(async () => {
  http.close();
  await cli.dispose();
});

async function result<T>(arguments_: readonly string[]): Promise<T> {
  const lines = await cli.json<{ readonly type?: string }>(arguments_);
  return lines.find(({ type }) => type === "result") as T;
}

async function listed(): Promise<readonly Row[]> {
  const [list] = await cli.json<{ readonly environments: readonly Row[] }>(["env", "list", directory]);
  return list?.environments ?? [];
}

async function row(name: string): Promise<Row | undefined> {
  return (await listed()).find((each) => each.name === name);
}

test("env create deploys every unit, and env destroy proves that nothing is left", async () => {
  await result(["env", "create", "pr-1", directory, "--ttl", "1h"]);
  expect(await row("pr-1")).toMatchObject({
    kind: "created",
    state: "ready",
    owner: expect.stringMatching(/^\w+@/),
    expiresAt: expect.stringMatching(/^20/),
    units: { deployed: deployed.units.length, failed: 0 },
  });
  const again = await cli.run(["env", "create", "pr-1", directory]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('There is an environment "pr-1" already') });

  // A function that ran has a log group, which no stack owns.
  await cli.run(["invoke", "course/ListCourses", "--env", "pr-1"], { directory });
  const gone = await result<DeployResult & SweepResult>(["env", "destroy", "pr-1", directory]);
  expect(gone).toMatchObject({ isComplete: true, left: [] });
  expect(gone.checked).toEqual(expect.arrayContaining(["stack", "log group"]));
  expect(await row("pr-1")).toBeUndefined();
});

test("a preview has one unit and borrows the others", async () => {
  const preview = await result<DeployResult>(["env", "create", "pr-2", directory, "--preview", "--only", "content"]);
  expect(preview.units.map(({ unit, outcome }) => [unit, outcome])).toEqual([["content", "deployed"]]);
  expect((await row("pr-2"))?.units).toEqual({ deployed: 1, failed: 0 });
  expect(await result(["env", "destroy", "pr-2", directory])).toMatchObject({ isComplete: true, left: [] });
  expect((await row("dev"))?.units).toEqual({ deployed: deployed.units.length, failed: 0 });
});

test("a fork has the data, and what happens in it stays there", async () => {
  const dev = await cli.clientConfig({ directory });
  const [fork] = await cli.json<{ readonly endpoint: string }>(["fork", "exp", directory]);
  expect(fork?.endpoint).not.toBe(server.origin);
  const url = /CourseApiUrl {2}(\S+)/.exec((await cli.run(["deploy", directory, "--env", "exp"])).stdout)?.[1] ?? "";
  expect(new URL(url).port).toBe(new URL(fork?.endpoint ?? "").port);
  const course = { title: "Forking", priceCents: 100 };
  expect((await http.call("PUT", `${url}/courses/forking`, course)).status).toBe(200);
  const courses = async (base: string): Promise<string> =>
    JSON.stringify((await http.call("GET", `${base}/courses`)).json);
  expect(await courses(url)).toContain("forking");
  expect(await courses(url.replace(new URL(url).port, new URL(dev.endpoint).port))).not.toContain("forking");
  expect(await result(["env", "destroy", "exp", directory])).toMatchObject({ left: [], checked: ["fork"] });
  expect(await row("exp")).toBeUndefined();
});

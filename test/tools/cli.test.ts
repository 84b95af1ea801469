// The command line as people call it: the built program in a process of its own, on a state folder of its own.

import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";

const PROGRAM = join(import.meta.dirname, "../../bin/stackyard.js");

const SYSTEM = {
  "stackyard.config.ts": `import { defineSystem } from "stackyard";
export default defineSystem({ name: "tool", units: { app: {} }, environments: { dev: { region: "eu-central-1" } } });`,
  "app/template.yaml": `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs20.x
      Handler: hello.handler
      Events: { Get: { Type: HttpApi, Properties: { Method: GET, Path: / } } }
Outputs:
  Url: { Value: !Sub "https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com" }
`,
  "app/hello.ts": `export const handler = async (event: { name?: string }) => {
  console.log("called");
  if (event.name === "nobody") throw new Error("There is nobody.");
  return { statusCode: 200, body: "one" };
};`,
};

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function call(folder: string, ...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { cwd: folder, env: environmentIn(folder) }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

// Nothing of the machine: the tool must need neither a home directory nor credentials.
function environmentIn(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: folder, CI: "true", STACKYARD_HOME: join(folder, "state") };
}

interface Running {
  readonly child: ChildProcess;
  /** The next line of JSON that `accepts`. */
  line(accepts: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** Ends it as Ctrl-C does; its exit code. */
  interrupt(): Promise<number | null>;
}

function start(folder: string, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: environmentIn(folder),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const seen: Record<string, unknown>[] = [];
  let wake: () => void = () => undefined;
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      hasEnded = true;
      wake();
      resolve(code);
    });
  });
  createInterface({ input: child.stdout }).on("line", (text) => {
    seen.push(JSON.parse(text) as Record<string, unknown>);
    wake();
  });
  return {
    child,
    async line(accepts) {
      for (;;) {
        const index = seen.findIndex(accepts);
        const [found] = index === -1 ? [] : seen.splice(index, 1);
        if (found !== undefined) return found;
        if (hasEnded) throw new Error("The program ended before it wrote the line.");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    interrupt() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

describe("the command line", () => {
  // Goal: the moments of a working day, one after the other, with nothing but the program. Method: up, then from a second
  // shell status, env, invoke, logs, inbox, a save, deploy, destroy; then Ctrl-C.
  test("runs a system from up to Ctrl-C", async () => {
    const folder = makeFolder(SYSTEM);
    const up = start(folder, "up", "--json", "--port", "0");
    const result = await up.line((line) => line["type"] === "result");
    expect(result).toMatchObject({ isComplete: true, units: [{ unit: "app", outcome: "deployed" }] });
    await up.line((line) => line["type"] === "watching");

    const status = await call(folder, "status", "--json");
    expect(JSON.parse(status.out)).toMatchObject({
      system: "tool",
      environment: "dev",
      region: "eu-central-1",
      units: [{ unit: "app", status: "CREATE_COMPLETE" }],
    });

    const env = await call(folder, "env");
    expect(env.code).toBe(0);
    expect(env.out.replace(/=.*/g, "=")).toBe(
      `${["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"].map((name) => `export ${name}=`).join("\n")}\nunset AWS_SESSION_TOKEN AWS_PROFILE\n`,
    );

    const invoked = await call(folder, "invoke", "app/Hello");
    expect(invoked).toMatchObject({ code: 0, out: '{"statusCode":200,"body":"one"}\n' });
    const failed = await call(folder, "invoke", "Hello", "--payload", '{"name":"nobody"}');
    expect(failed.code).toBe(1);
    expect(failed.out).toContain("There is nobody.");
    expect((await call(folder, "logs", "app")).out).toContain("called");
    expect(await call(folder, "inbox")).toMatchObject({ code: 0, out: "No mail was sent.\n" });

    writeInto(folder, "app/hello.ts", 'export const handler = async () => ({ statusCode: 200, body: "two" });');
    const swapped = await up.line((line) => line["type"] === "swapped");
    expect(swapped).toMatchObject({ unit: "app", logicalId: "Hello", file: "app/hello.ts" });
    expect((await call(folder, "invoke", "Hello")).out).toBe('{"statusCode":200,"body":"two"}\n');

    expect((await call(folder, "deploy")).out).toMatch(/^app: updated/);
    expect((await call(folder, "deploy")).out).toMatch(/^app: unchanged/);
    const destroyed = await call(folder, "destroy");
    expect(destroyed.out).toContain("No stack of tool is left in dev");
    expect(await up.interrupt()).toBe(0);
    expect((await call(folder, "status")).code).toBe(3);
  });

  // Goal: what went wrong is told by code, cause and next command, and by the exit code. Method: one call for each kind.
  test.each<[string, readonly string[], Readonly<Record<string, string>>, number, string]>([
    ["no server", ["deploy"], SYSTEM, 3, "ERR_NO_SERVER: No server runs on the state folder"],
    ["no system", ["deploy"], {}, 2, "ERR_NO_SYSTEM: There is no system in"],
    [
      "an unknown environment",
      ["status", "--env", "prod"],
      SYSTEM,
      2,
      'ERR_UNKNOWN_ENVIRONMENT: System "tool" has no environment "prod". It has "dev".',
    ],
    [
      "an unknown unit",
      ["deploy", "--only", "nobody"],
      SYSTEM,
      2,
      'ERR_UNKNOWN_UNIT: The system has no unit "nobody". It has "app".',
    ],
    [
      "a payload that is no JSON",
      ["invoke", "Hello", "--payload", "{"],
      SYSTEM,
      2,
      "ERR_PAYLOAD: The payload is not JSON.",
    ],
    ["an unknown command", ["deplyo"], {}, 2, "unknown command 'deplyo'"],
    [
      "a broken configuration",
      ["deploy"],
      { "stackyard.config.ts": "export default {;" },
      2,
      "stackyard.config.ts:1:17: error BUILD_FAILED",
    ],
    ["a broken template", ["deploy"], { "template.yaml": "Resources: [" }, 2, "template.yaml:1:"],
  ])("tells of %s", async (_, args, files, code, text) => {
    const answer = await call(makeFolder(files), ...args);
    expect(answer.err).toContain(text);
    expect(answer.code).toBe(code);
    expect(answer.out).toBe("");
  });

  // Goal: the help lists every command and every exit code. Method: read it.
  test("explains itself", async () => {
    const { code, out } = await call(makeFolder({}), "--help");
    expect(code).toBe(0);
    for (const command of ["up", "deploy", "destroy", "status", "env", "logs", "invoke", "inbox", "serve"])
      expect(out).toMatch(new RegExp(`^  ${command} `, "m"));
    for (const exit of [0, 1, 2, 3, 4, 70, 130]) expect(out).toMatch(new RegExp(`^  ${exit} `, "m"));
  });

  // Goal: two servers never work on one state. Method: start a second one.
  test("refuses a second server on a state folder", async () => {
    const folder = makeFolder({});
    const first = start(folder, "serve", "--json", "--port", "0");
    await first.line((line) => typeof line["origin"] === "string");
    const second = await call(folder, "serve", "--port", "0");
    expect(second.err).toContain("ERR_SERVER_RUNS");
    expect(second.code).toBe(3);
    expect(await first.interrupt()).toBe(0);
  });
});

// Goal: a person debugs a function of their system with `stackyard up --inspect-brk` and `stackyard inspect`. Method: the real
// command line on a system of one TypeScript function, and a debugger that speaks the inspector's protocol.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { attachDebugger, listTargets } from "../../src/sandbox/testing/debugger.ts";
import { commandLine } from "../real/command-line.ts";

const cli = commandLine();
afterAll(() => cli.dispose());

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Answer:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, Handler: src/answer.handler, CodeUri: app, Timeout: 1 }
`;
const HANDLER = `interface Question { readonly text: string }

export const handler = async ({ text }: Question): Promise<string> => {
  return \`An answer to \${text}\`;
};
`;

interface Inspecting {
  readonly port: number;
  readonly codeDirectory: string;
  readonly attach: Readonly<Record<string, unknown>>;
}

test("stops in a function's TypeScript, and lets it go", async () => {
  const directory = join(cli.folder, "system");
  const source = join(directory, "app", "src", "answer.ts");
  mkdirSync(join(directory, "app", "src"), { recursive: true });
  writeFileSync(join(directory, "template.yaml"), TEMPLATE);
  writeFileSync(source, HANDLER);
  const up = cli.start(["up", directory, "--port", "0", "--inspect-brk", "Answer=0"]);
  const { port, codeDirectory, attach } = await up.line<Inspecting>((line) => line["type"] === "inspecting");
  expect(attach).toMatchObject({ type: "node", request: "attach", port, restart: true });
  await up.line((line) => line["type"] === "watching");

  const client = await attachDebugger(port);
  await client.send("Runtime.enable");
  await client.send("Debugger.enable");
  await client.send("Runtime.runIfWaitingForDebugger");
  const paused = await client.event("Debugger.paused");
  const [frame] = paused["callFrames"] as readonly { location: { scriptId: string } }[];
  expect(client.urlOf(frame?.location.scriptId ?? "")).toContain(`${codeDirectory}/src/answer.`);
  // Its map leads to the file as it is edited.
  const { result } = await client.send("Runtime.evaluate", {
    expression: `require("fs").readFileSync("${codeDirectory}/src/answer.cjs.map", "utf8")`,
    includeCommandLineAPI: true,
  });
  const map = JSON.parse(String((result as { value?: unknown }).value)) as {
    sources: string[];
    sourcesContent: string[];
  };
  expect(map).toMatchObject({ sources: [source], sourcesContent: [HANDLER] });
  await client.send("Debugger.resume");
  const invoked = await cli.run(["invoke", "Answer", "--payload", '{"text":"this"}'], { directory });
  expect(invoked.stdout.trim()).toBe('"An answer to this"');
  await client.close();

  // Another one takes it over: it has no debugger that it waits for.
  const inspect = cli.start(["inspect", "Answer", "--port", "0"], { directory });
  const other = await inspect.line<Inspecting>((line) => line["type"] === "inspecting");
  expect(await listTargets(other.port)).toMatchObject([{ type: "node" }]);
  expect((await inspect.stop()).code).toBe(0);
  await expect(listTargets(other.port)).rejects.toThrow("ECONNREFUSED");
  expect((await up.stop()).code).toBe(0);
});

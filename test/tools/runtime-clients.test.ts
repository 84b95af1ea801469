// Goal: AWS's own runtime interface clients work against this Runtime API, and Java and Ruby functions run by theirs. Method: each client as
// its registry has it, in real sandboxes. What a machine has no tool for is named, not tried.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createBench } from "../../src/sandbox/testing/functions.ts";
import type { Files } from "../../src/sandbox/testing/functions.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-clients-"));
const bench = createBench();
afterAll(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true });
});

function answers(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** All files below a folder, as a package has them. */
function filesIn(root: string): Readonly<Record<string, Uint8Array>> {
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(root, name)).isFile(),
  );
  return Object.fromEntries(names.map((name) => [relative(root, join(root, name)), readFileSync(join(root, name))]));
}

describe("Python: awslambdaric", () => {
  const hasPip = answers("python3", "-m", "pip", "--version");
  if (!hasPip) test("pip is not installed: the client for Python is not tried", () => expect(hasPip).toBe(false));

  test.runIf(hasPip)("runs as a custom runtime", { timeout: 180_000 }, async () => {
    const task = mkdtempSync(join(folder, "python-"));
    execFileSync("python3", [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--target",
      task,
      "awslambdaric",
    ]);
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    writeFileSync(join(task, "bootstrap"), `#!/bin/sh\nexec ${python} -m awslambdaric "$_HANDLER"\n`);
    writeFileSync(
      join(task, "app.py"),
      "import logging\ndef handler(event, context):\n    print('seen by Python')\n    if event.get('fail'):\n        raise ValueError('broken')\n    return {'event': event, 'id': context.aws_request_id, 'arn': context.invoked_function_arn, 'left': context.get_remaining_time_in_millis()}\n",
    );
    const spec = bench.spec(filesIn(task), { runtime: "provided.al2023", handler: "app.handler", timeoutMs: 20_000 });
    const { value, requestId, tail } = await bench.invoke(spec, { n: 1 });
    expect(value).toEqual({ event: { n: 1 }, id: requestId, arn: spec.functionArn, left: expect.any(Number) });
    expect(tail).toContain("seen by Python\n");
    const failed = await bench.invoke(spec, { fail: true });
    expect(failed.result.functionError).toBe("Unhandled");
    expect(failed.value).toMatchObject({ errorType: "ValueError", errorMessage: "broken" });
    expect((await bench.invoke(spec, { n: 2 })).value).toMatchObject({ event: { n: 2 } });
  });
});

describe("Node: aws-lambda-ric", () => {
  // Its installation compiles curl and more, which takes minutes: who wants it tried installs it, with its scripts, and says where.
  const installed = process.env["STACKYARD_TEST_NODE_RIC"];
  const client = installed === undefined ? "" : join(installed, "node_modules", "aws-lambda-ric");
  const isBuilt = existsSync(join(client, "rapid-client.node"));
  if (!isBuilt)
    test("STACKYARD_TEST_NODE_RIC names no folder with aws-lambda-ric in it: the client for Node is not tried", () =>
      expect(isBuilt).toBe(false));

  test.runIf(isBuilt)("runs as a custom runtime", { timeout: 60_000 }, async () => {
    const store = join(client, "..", "@aws", "lambda-invoke-store");
    const within = (path: string, files: Files): Files =>
      Object.fromEntries(Object.entries(files).map(([name, content]) => [`node_modules/${path}/${name}`, content]));
    const spec = bench.spec(
      {
        ...within("aws-lambda-ric", filesIn(client)),
        ...within("@aws/lambda-invoke-store", filesIn(store)),
        bootstrap: `#!/bin/sh\nexec ${process.execPath} node_modules/aws-lambda-ric/index.mjs "$_HANDLER"\n`,
        "app.mjs": `export const handler = async (event, context) => {
          console.log("seen by Node");
          if (event.fail) throw new TypeError("broken");
          return { event, id: context.awsRequestId, arn: context.invokedFunctionArn };
        };`,
      },
      { runtime: "provided.al2023", handler: "app.handler", timeoutMs: 20_000 },
    );
    const { value, requestId, tail } = await bench.invoke(spec, { n: 1 });
    expect(value).toEqual({ event: { n: 1 }, id: requestId, arn: spec.functionArn });
    expect(tail).toContain("seen by Node");
    expect((await bench.invoke(spec, { fail: true })).value).toMatchObject({
      errorType: "TypeError",
      errorMessage: "broken",
    });
    expect((await bench.invoke(spec, { n: 2 })).value).toMatchObject({ event: { n: 2 } });
  });
});

describe("Java: aws-lambda-java-runtime-interface-client", () => {
  const hasMaven = answers("mvn", "--version") && answers("javac", "-version");
  if (!hasMaven)
    test("Maven or javac is not installed: the client for Java is not tried", () => expect(hasMaven).toBe(false));

  const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
    <groupId>example</groupId><artifactId>client</artifactId><version>1</version>
    <dependencies><dependency><groupId>com.amazonaws</groupId>
      <artifactId>aws-lambda-java-runtime-interface-client</artifactId><version>2.6.0</version></dependency></dependencies>
  </project>`;
  const HANDLER = `
    package example;
    import com.amazonaws.services.lambda.runtime.Context;
    import com.amazonaws.services.lambda.runtime.RequestHandler;
    import java.util.Map;
    public class Handler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
      public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        context.getLogger().log("seen by Java\\nin two lines");
        if (event.containsKey("fail")) throw new IllegalStateException("broken");
        return Map.of("event", event, "id", context.getAwsRequestId(), "memory", context.getMemoryLimitInMB());
      }
    }`;

  test.runIf(hasMaven)("runs functions of the Java runtimes", { timeout: 300_000 }, async () => {
    writeFileSync(join(folder, "pom.xml"), POM);
    const jars = join(folder, "jars");
    execFileSync("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${jars}`], {
      cwd: folder,
      stdio: "ignore",
    });
    const own = createBench({ programs: { javaClient: jars } });
    try {
      const classes = mkdtempSync(join(folder, "java-"));
      writeFileSync(join(folder, "Handler.java"), HANDLER);
      execFileSync("javac", ["--release", "17", "-cp", join(jars, "*"), "-d", classes, join(folder, "Handler.java")]);
      const spec = own.spec(filesIn(classes), {
        runtime: "java17",
        handler: "example.Handler::handleRequest",
        memoryMb: 512,
        timeoutMs: 20_000,
      });
      const { value, requestId, tail } = await own.invoke(spec, { n: 1 });
      expect(value).toEqual({ event: { n: 1 }, id: requestId, memory: 512 });
      // One message, as it was logged.
      expect(own.logsOf(spec).map(({ message }) => message)).toContain("seen by Java\nin two lines");
      expect(tail).toMatch(/^REPORT RequestId: /m);
      const failed = await own.invoke(spec, { fail: true });
      expect(failed.value).toMatchObject({ errorType: "java.lang.IllegalStateException", errorMessage: "broken" });
    } finally {
      await own.stop();
    }
  });
});

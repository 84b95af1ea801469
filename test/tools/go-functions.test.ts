// Goal: functions and extensions as they are written in Go work. Method: AWS's own client for Go (github.com/aws/aws-lambda-go) as provided.al2023,
// with a layer that brings a file and an extension in Go; built here, in a real sandbox, from its init phase to its end.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createBench } from "../../src/sandbox/testing/functions.ts";

const folder = mkdtempSync(join(tmpdir(), "stackyard-go-"));
afterAll(() => rmSync(folder, { recursive: true }));
const hasGo = spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;
if (!hasGo) test("Go is not installed: its client and its extensions are not tried", () => expect(hasGo).toBe(false));

const MODULE = `module example
go 1.21
require github.com/aws/aws-lambda-go v1.47.0
`;

// WithEnableSIGTERM registers an internal extension, for which the runtime gets SIGTERM.
const FUNCTION = `package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type Event struct { N int; Fail bool }

func handle(ctx context.Context, event Event) (map[string]any, error) {
	fmt.Println("seen by Go")
	if event.Fail { return nil, errors.New("broken") }
	lc, _ := lambdacontext.FromContext(ctx)
	_, hasDeadline := ctx.Deadline()
	greeting, err := os.ReadFile(os.Getenv("GREETING"))
	return map[string]any{"n": event.N, "id": lc.AwsRequestID, "arn": lc.InvokedFunctionArn, "deadline": hasDeadline, "greeting": string(greeting)}, err
}

func main() {
	lambda.StartWithOptions(handle, lambda.WithEnableSIGTERM(func() { fmt.Println("SIGTERM for Go") }))
}
`;

const EXTENSION = `package main

import ("bytes"; "fmt"; "io"; "net"; "net/http"; "os"; "path/filepath"; "strings")

var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API")
var id string

func call(method, path, body string) *http.Response {
	request, _ := http.NewRequest(method, api+path, bytes.NewReader([]byte(body)))
	request.Header.Set("Lambda-Extension-Name", filepath.Base(os.Args[0]))
	request.Header.Set("Lambda-Extension-Identifier", id)
	response, err := http.DefaultClient.Do(request)
	if err != nil { panic(err) }
	return response
}

func main() {
	id = call("POST", "/2020-01-01/extension/register", \`{"events":["INVOKE","SHUTDOWN"]}\`).Header.Get("Lambda-Extension-Identifier")
	host, err := net.LookupHost("sandbox.localdomain")
	if err != nil { host = []string{"0.0.0.0"} }
	listener, err := net.Listen("tcp", host[0]+":0")
	if err != nil { panic(err) }
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for _, kind := range []string{"platform.initStart", "platform.runtimeDone", "\\"function\\""} {
			if strings.Contains(string(body), kind) { fmt.Println("telemetry: " + kind) }
		}
	}))
	port := listener.Addr().(*net.TCPAddr).Port
	call("PUT", "/2022-07-01/telemetry", fmt.Sprintf(\`{"schemaVersion":"2022-07-01","types":["platform","function"],"buffering":{"timeoutMs":25},"destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain:%d"}}\`, port))
	for {
		event, _ := io.ReadAll(call("GET", "/2020-01-01/extension/event/next", "").Body)
		fmt.Println("extension: " + string(event))
		if strings.Contains(string(event), "SHUTDOWN") { return }
	}
}
`;

/** Builds one program, for a machine like this. */
function build(name: string, text: string): Uint8Array {
  writeFileSync(join(folder, "go.mod"), MODULE);
  const source = join(folder, name);
  writeFileSync(`${source}.go`, text);
  const env = { ...process.env, GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
  execFileSync("go", ["build", "-o", source, `${source}.go`], { cwd: folder, env, stdio: "pipe" });
  return readFileSync(source);
}

test.runIf(hasGo)("AWS's client for Go, with a layer and an extension", { timeout: 300_000 }, async () => {
  const bench = createBench();
  const layer = bench.layer({
    "greeting.txt": "hello from the layer",
    "extensions/watcher": build("watcher", EXTENSION),
  });
  const spec = bench.spec(
    { bootstrap: build("bootstrap", FUNCTION) },
    { runtime: "provided.al2023", handler: "any", layers: [layer], environment: { GREETING: "/opt/greeting.txt" } },
  );
  try {
    const { value, requestId, tail } = await bench.invoke(spec, { N: 1 });
    expect(value).toEqual({
      n: 1,
      id: requestId,
      arn: spec.functionArn,
      deadline: true,
      greeting: "hello from the layer",
    });
    expect(tail).toContain("seen by Go\n");
    await bench.settled();
    const failed = await bench.invoke(spec, { Fail: true });
    expect(failed.value).toMatchObject({ errorType: "errorString", errorMessage: "broken" });
    await bench.settled();
  } finally {
    await bench.stop();
  }
  const lines = bench.logsOf(spec).map(({ message }) => message.trim());
  expect(lines.filter((line) => line.startsWith("EXTENSION"))).toEqual([
    "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE,SHUTDOWN]",
    expect.stringMatching(/^EXTENSION\tName: \S+\tState: Ready\tEvents: \[\]$/),
  ]);
  expect(
    lines.filter((line) => line.startsWith("extension: ")).map((line) => /INVOKE|SHUTDOWN/.exec(line)?.[0]),
  ).toEqual(["INVOKE", "INVOKE", "SHUTDOWN"]);
  for (const kind of ["platform.initStart", "platform.runtimeDone", '"function"'])
    expect(lines).toContain(`telemetry: ${kind}`);
  expect(lines.indexOf("SIGTERM for Go")).toBeGreaterThan(0);
});

// Goal: binaries of Go and Rust run as provided.al2023. Method: programs with nothing but the language's standard library, built here,
// in real sandboxes. Where a compiler is not installed, there is nothing to try.

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, expect, test } from "vitest";
import { createBench } from "../../src/sandbox/testing/functions.ts";

const bench = createBench();
const folder = mkdtempSync(join(tmpdir(), "stackyard-native-"));
afterAll(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true });
});
// Rust's proxy is there also where it has no toolchain to call.
const answers = (command: string, option: string): boolean =>
  spawnSync(command, [option], { stdio: "ignore" }).status === 0;
const [hasGo, hasRust] = [answers("go", "version"), answers("rustc", "--version")];
if (!hasGo) test("Go is not installed: its binaries are not tried", () => expect(hasGo).toBe(false));
if (!hasRust) test("Rust is not installed: its binaries are not tried", () => expect(hasRust).toBe(false));

const GO = `package main

import ("bytes"; "fmt"; "io"; "net/http"; "os")

func main() {
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(api + "next")
		if err != nil { os.Exit(1) }
		event, _ := io.ReadAll(next.Body)
		fmt.Println("seen by Go")
		answer := []byte(fmt.Sprintf("{\\"go\\":%s,\\"name\\":%q}", event, os.Getenv("AWS_LAMBDA_FUNCTION_NAME")))
		done, err := http.Post(api+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "application/json", bytes.NewReader(answer))
		if err != nil { os.Exit(1) }
		done.Body.Close()
	}
}
`;

const RUST = `use std::{env, io::{Read, Write}, net::TcpStream};

fn ask(api: &str, head: String, body: &str) -> String {
    let mut stream = TcpStream::connect(api).unwrap();
    write!(stream, "{head} HTTP/1.1\\r\\nHost: {api}\\r\\nConnection: close\\r\\nContent-Length: {}\\r\\n\\r\\n{body}", body.len()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn main() {
    let api = env::var("AWS_LAMBDA_RUNTIME_API").unwrap();
    loop {
        let next = ask(&api, "GET /2018-06-01/runtime/invocation/next".into(), "");
        let id = next.lines().find(|line| line.to_lowercase().starts_with("lambda-runtime-aws-request-id:")).unwrap()[30..].trim().to_string();
        let event = &next[next.find('{').unwrap()..=next.rfind('}').unwrap()];
        println!("seen by Rust");
        ask(&api, format!("POST /2018-06-01/runtime/invocation/{id}/response"), &format!("{{\\"rust\\":{event}}}"));
    }
}
`;

/** A function of this binary. */
function specOf(binary: string): ReturnType<typeof bench.spec> {
  const zip = zipSync({ bootstrap: [readFileSync(binary), { os: 3, attrs: 0o755 << 16, level: 1 }] });
  const sha256 = createHash("sha256").update(zip).digest("hex");
  const zipPath = join(folder, `${sha256}.zip`);
  writeFileSync(zipPath, zip);
  return bench.spec({}, { runtime: "provided.al2023", handler: "any", code: { sha256, zipPath } });
}

test.runIf(hasGo)("a Go binary", { timeout: 120_000 }, async () => {
  writeFileSync(join(folder, "main.go"), GO);
  const binary = join(folder, "go-bootstrap");
  execFileSync("go", ["build", "-o", binary, join(folder, "main.go")], {
    env: { ...process.env, GOFLAGS: "-mod=mod", GO111MODULE: "off", GOCACHE: join(folder, "go-cache") },
  });
  const spec = specOf(binary);
  for (const n of [1, 2]) {
    const { value, tail } = await bench.invoke(spec, { n });
    expect(value).toEqual({ go: { n }, name: spec.functionName });
    expect(tail).toContain("seen by Go\n");
  }
});

test.runIf(hasRust)("a Rust binary", { timeout: 120_000 }, async () => {
  writeFileSync(join(folder, "main.rs"), RUST);
  const binary = join(folder, "rust-bootstrap");
  execFileSync("rustc", ["-O", "-o", binary, join(folder, "main.rs")]);
  const { value, tail } = await bench.invoke(specOf(binary), { n: 1 });
  expect(value).toEqual({ rust: { n: 1 } });
  expect(tail).toContain("seen by Rust\n");
});

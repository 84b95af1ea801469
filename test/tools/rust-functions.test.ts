// Goal: functions as they are written in Rust work. Method: AWS's own client for Rust (the crate lambda_runtime) as provided.al2023; built here,
// in a real sandbox.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createBench } from "../../src/sandbox/testing/functions.ts";

const bench = createBench();
const folder = mkdtempSync(join(tmpdir(), "stackyard-rust-"));
afterAll(async () => {
  await bench.stop();
  rmSync(folder, { recursive: true });
});
// Cargo's proxy is there also where it has no toolchain to call.
const hasCargo = spawnSync("cargo", ["--version"], { stdio: "ignore" }).status === 0;
if (!hasCargo) test("Cargo is not installed: the client for Rust is not tried", () => expect(hasCargo).toBe(false));

const MANIFEST = `[package]
name = "bootstrap"
version = "0.1.0"
edition = "2021"
[dependencies]
lambda_runtime = { version = "0.13", default-features = false, features = ["anyhow"] }
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt"] }
[profile.dev]
debug = false
`;

const FUNCTION = `use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    println!("seen by Rust");
    if event.payload["fail"] == true { return Err("broken".into()); }
    Ok(json!({ "event": event.payload, "id": event.context.request_id, "arn": event.context.invoked_function_arn }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> { run(service_fn(handle)).await }
`;

test.runIf(hasCargo)("AWS's client for Rust", { timeout: 400_000 }, async () => {
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "Cargo.toml"), MANIFEST);
  writeFileSync(join(folder, "src", "main.rs"), FUNCTION);
  execFileSync("cargo", ["build", "--quiet"], { cwd: folder, stdio: "pipe" });
  const bootstrap = readFileSync(join(folder, "target", "debug", "bootstrap"));
  const spec = bench.spec({ bootstrap }, { runtime: "provided.al2023", handler: "any" });
  const { value, requestId, tail } = await bench.invoke(spec, { n: 1 });
  expect(value).toEqual({ event: { n: 1 }, id: requestId, arn: spec.functionArn });
  expect(tail).toContain("seen by Rust\n");
  const failed = await bench.invoke(spec, { fail: true });
  expect(failed.result.functionError).toBe("Unhandled");
  expect(failed.value).toMatchObject({ errorMessage: "broken" });
});

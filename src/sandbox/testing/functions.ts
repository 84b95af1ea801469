// For tests of sandboxes: zips from texts, a host in a folder of its own, an owner that remembers what it was told.

import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { createSandboxHost } from "../sandbox-host.ts";
import type { SandboxHostOptions } from "../sandbox-host.ts";
import type {
  CodePackage,
  FunctionSpec,
  Invocation,
  InvocationResult,
  LogLine,
  SandboxOwner,
  Sandboxes,
} from "../sandboxes.ts";

// A zip of the same files is the same zip, whenever it is made.
const MADE_AT = "2026-01-01T00:00:00Z";

/** Texts or bytes, by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A zip of these files, all executable, so that a "bootstrap" can be run. */
export function zipOf(files: Files): Uint8Array {
  const entries = Object.entries(files).map(
    ([path, content]) =>
      [
        path,
        [typeof content === "string" ? strToU8(content) : content, { os: 3, attrs: 0o755 << 16, mtime: MADE_AT }],
      ] as const,
  );
  return zipSync(Object.fromEntries(entries) as never);
}

export interface Bench {
  readonly sandboxes: Sandboxes;
  /** A folder with a file "secret", which functions should not see. */
  readonly hiddenDir: string;
  readonly owner: SandboxOwner;
  /** All log lines so far, by log stream. */
  readonly logs: Map<string, LogLine[]>;
  /** How often credentials were asked for. */
  readonly credentialCalls: () => number;
  /** What credentials are good for from now on. */
  setCredentialsLast(durationMs: number): void;
  /** A layer of these files. */
  layer(files: Files): CodePackage;
  /** A function of these files. */
  spec(files: Files, changes?: Partial<FunctionSpec>): FunctionSpec;
  /** Invokes with a JSON event; a fresh request id each time. */
  invoke(spec: FunctionSpec, event?: unknown, changes?: Partial<Invocation>): Promise<Outcome>;
  /** All log lines of a function so far. */
  logsOf(spec: FunctionSpec): readonly LogLine[];
  /** Resolves when all invocations are over, with what extensions still did. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface Outcome {
  readonly requestId: string;
  readonly result: InvocationResult;
  /** The payload, parsed. */
  readonly value: unknown;
  readonly tail: string;
}

/** A sandbox host for one test file. */
export function createBench(options: SandboxHostOptions = {}): Bench {
  const folder = mkdtempSync(join(existsSync("/var/tmp") ? "/var/tmp" : tmpdir(), "stackyard-sandbox-"));
  const hiddenDir = join(folder, "state");
  mkdirSync(hiddenDir);
  writeFileSync(join(hiddenDir, "secret"), "the yard's");
  const sandboxes = createSandboxHost({ folder, hidden: [hiddenDir], ...options });
  const logs = new Map<string, LogLine[]>();
  const ofFunction = new Map<string, LogLine[]>();
  const following = new Set<Promise<unknown>>();
  let count = 0;
  let credentialCalls = 0;
  let credentialsLastMs = 3_600_000;
  const owner: SandboxOwner = {
    nowMs: () => Date.now(),
    credentials: () => {
      credentialCalls++;
      return Promise.resolve({
        accessKeyId: "ASIAEXAMPLE",
        secretAccessKey: "secret",
        sessionToken: "token",
        expiresAtMs: Date.now() + credentialsLastMs,
      });
    },
    log(of, stream, lines) {
      logs.set(stream, [...(logs.get(stream) ?? []), ...lines]);
      ofFunction.set(of.functionArn, [...(ofFunction.get(of.functionArn) ?? []), ...lines]);
    },
  };

  function layer(files: Files): CodePackage {
    const zip = zipOf(files);
    const sha256 = createHash("sha256").update(zip).digest("hex");
    const zipPath = join(folder, `${sha256}.zip`);
    writeFileSync(zipPath, zip);
    return { sha256, zipPath };
  }

  function spec(files: Files, changes: Partial<FunctionSpec> = {}): FunctionSpec {
    const functionName = `function-${++count}`;
    return {
      revision: `revision-${count}`,
      functionArn: `arn:aws:lambda:us-east-1:111122223333:function:${functionName}`,
      functionName,
      version: "$LATEST",
      runtime: "nodejs22.x",
      handler: "index.handler",
      code: layer(files),
      layers: [],
      environment: {},
      memoryMb: 256,
      timeoutMs: 5_000,
      ephemeralStorageMb: 512,
      account: "111122223333",
      region: "us-east-1",
      roleArn: "arn:aws:iam::111122223333:role/function",
      logGroup: `/aws/lambda/${functionName}`,
      logging: { format: "Text", applicationLevel: "INFO", systemLevel: "INFO" },
      endpointUrl: "http://localhost:4566",
      ...changes,
    };
  }

  async function invoke(of: FunctionSpec, event: unknown = {}, changes: Partial<Invocation> = {}): Promise<Outcome> {
    const requestId = crypto.randomUUID();
    const result = await sandboxes.invoke(owner, of, {
      requestId,
      payload: Buffer.from(JSON.stringify(event)),
      invokedFunctionArn: of.functionArn,
      ...changes,
    });
    if (result.whole !== undefined) following.add(result.whole);
    const text = Buffer.from(result.payload).toString();
    return {
      requestId,
      result,
      value: text === "" ? undefined : JSON.parse(text),
      tail: Buffer.from(result.logTail).toString(),
    };
  }

  return {
    sandboxes,
    hiddenDir,
    owner,
    logs,
    credentialCalls: () => credentialCalls,
    setCredentialsLast: (durationMs) => {
      credentialsLastMs = durationMs;
    },
    layer,
    spec,
    invoke,
    logsOf: (of) => ofFunction.get(of.functionArn) ?? [],
    async settled() {
      await Promise.all(following);
    },
    async stop() {
      await sandboxes.stop();
      // Not listed, and so not removed, by anybody but root.
      if (existsSync(join(folder, "code"))) chmodSync(join(folder, "code"), 0o700);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

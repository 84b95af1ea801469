// Runs a function's code on one event, in a sandbox.

import { strToU8, zipSync } from "fflate";
import type { CodePackage, SandboxOwner } from "../../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { BlobStore } from "../../../store/blobs.ts";
import type { Store } from "../../../store/store.ts";
import type { StageRecord } from "./records.ts";
import { functionArn, type Stage } from "./functions.ts";
import { RUNNER_SOURCE } from "./runner-source.ts";

/** What came of a run. */
export interface FunctionRun {
  /** JSON text; undefined where the function failed. */
  readonly output?: string;
  readonly error?: string;
  readonly logs: readonly string[];
  readonly tookMs: number;
}

/** Which code runs. */
export interface FunctionCode {
  readonly scope: Scope;
  readonly name: string;
  readonly stage: Stage;
  readonly record: StageRecord;
}

// DEVIATION: AWS lets a function use a millisecond of processor time, which nothing here measures; this is what a run may take of real time.
const MOST_MS = 1000;
const RUNTIMES = ["nodejs22.x", "nodejs24.x", "nodejs20.x"];
// One time for all, so that the same program makes the same package.
const MADE_AT = new Date(1980, 0, 1);

const packages = new WeakMap<BlobStore, Promise<CodePackage>>();
const owners = new WeakMap<Store, SandboxOwner>();

/** Runs the function. Never rejects for what its code does. */
export async function runFunction(
  yard: YardContext,
  { scope, name, stage, record }: FunctionCode,
  event: string,
): Promise<FunctionRun> {
  const arn = functionArn(scope.account, name);
  const runtime = RUNTIMES.find((each) => yard.sandboxes.programOf(each)?.isExact === true) ?? "nodejs20.x";
  const result = await yard.sandboxes.invoke(
    ownerOf(yard),
    {
      revision: `${arn}/${stage}/${record.etag}`,
      functionArn: arn,
      functionName: name,
      version: stage,
      runtime,
      handler: "index.handler",
      code: await packageOf(yard.blobs),
      layers: [],
      environment: {},
      memoryMb: 128,
      timeoutMs: MOST_MS,
      ephemeralStorageMb: 512,
      account: scope.account,
      region: "us-east-1",
      roleArn: "",
      logGroup: `/aws/cloudfront/function/${name}`,
      logging: { format: "Text", applicationLevel: "INFO", systemLevel: "INFO" },
      endpointUrl: yard.address,
    },
    {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify({ code: record.code, event })),
      invokedFunctionArn: arn,
    },
  );
  if (result.functionError !== undefined)
    return { error: "The function took too long, or ended its sandbox.", logs: [], tookMs: result.durationMs };
  const answer = JSON.parse(Buffer.from(result.payload).toString("utf8")) as {
    readonly output?: string;
    readonly error?: string;
    readonly logs: readonly string[];
    readonly took: number;
  };
  const { took, ...run } = answer;
  return { ...run, tookMs: took };
}

/** Ends the sandboxes of a function that is gone or has changed. */
export function retireFunction(yard: YardContext, scope: Scope, name: string): void {
  const owner = owners.get(yard.store);
  if (owner !== undefined) yard.sandboxes.retire(owner, functionArn(scope.account, name));
}

/** When the yard closes: ends all sandboxes of its functions. */
export function retireFunctions({ store, sandboxes }: YardContext): void {
  const owner = owners.get(store);
  if (owner !== undefined) sandboxes.retireAll(owner);
}

/** A function has no role, so its sandbox has credentials that nobody has made; its log is part of the answer. */
function ownerOf({ store, clock }: YardContext): SandboxOwner {
  let owner = owners.get(store);
  if (owner === undefined) {
    const credentials = { accessKeyId: "none", secretAccessKey: "none", sessionToken: "none" };
    owner = {
      nowMs: () => clock.nowMs(),
      credentials: () => Promise.resolve({ ...credentials, expiresAtMs: Number.MAX_SAFE_INTEGER }),
      log: () => undefined,
    };
    owners.set(store, owner);
  }
  return owner;
}

/** The runner's package, the same for all functions; held, because no record names it. */
function packageOf(blobs: BlobStore): Promise<CodePackage> {
  let made = packages.get(blobs);
  if (made === undefined) {
    const zip = zipSync({ "index.mjs": [strToU8(RUNNER_SOURCE), { mtime: MADE_AT }] });
    made = blobs.put(zip).then(({ sha256 }) => {
      blobs.hold([sha256]);
      return { sha256, zipPath: blobs.path(sha256) };
    });
    packages.set(blobs, made);
  }
  return made;
}

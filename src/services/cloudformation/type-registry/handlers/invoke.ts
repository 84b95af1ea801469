// Calls a handler: its code runs in the function sandbox, as a function that nobody sees, in CloudFormation's own account on AWS. What it may do in the
// customer's account it may do by the credentials in the request alone.

import type { FunctionSpec, InvocationResult, SandboxOwner } from "../../../../sandbox/sandboxes.ts";
import type { Scope, YardContext } from "../../../../service/context.ts";
import type { Store } from "../../../../store/store.ts";
import { isRecord } from "../../template/values.ts";
import { privateTypeArn } from "../arns.ts";
import type { ProgressEvent, TypeVersionRecord } from "../records.ts";

// LIMIT: AWS: "Resource type handler contract": a handler must answer within 60 seconds; the plugins' templates give it 256 MB.
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 256;
const EPHEMERAL_STORAGE_MB = 512;
const NEVER_MS = Number.MAX_SAFE_INTEGER;

const owners = new WeakMap<Store, SandboxOwner>();

/** Sends one request to the handler of a version. What goes wrong with the handler itself is a failed event. */
export async function invokeHandler(
  yard: YardContext,
  scope: Scope,
  version: TypeVersionRecord,
  request: object,
): Promise<ProgressEvent> {
  const spec = specOf(yard, scope, version);
  let result: InvocationResult;
  try {
    result = await yard.sandboxes.invoke(ownerOf(yard), spec, {
      requestId: yard.random.uuid(),
      payload: Buffer.from(JSON.stringify(request)),
      invokedFunctionArn: spec.functionArn,
    });
  } catch (error) {
    // No sandbox can be had: the runtime is gone from this machine, say.
    return failed("InternalFailure", error instanceof Error ? error.message : String(error));
  }
  const answer = parseJson(result.payload);
  if (result.functionError !== undefined) {
    const message = isRecord(answer) ? answer["errorMessage"] : undefined;
    return failed("InternalFailure", typeof message === "string" ? message : "The handler ended without an answer.");
  }
  return readEvent(answer);
}

/** Lets go of a version's warm sandboxes. */
export function retireHandlers(yard: YardContext, versionArn: string): void {
  yard.sandboxes.retire(ownerOf(yard), versionArn);
}

/** Lets go of all warm sandboxes of a yard that stops. */
export function retireAllHandlers(yard: YardContext): void {
  yard.sandboxes.retireAll(ownerOf(yard));
}

/** A handler's failure. */
export function failed(errorCode: string, message: string): ProgressEvent {
  return { status: "FAILED", errorCode, message };
}

function ownerOf(yard: YardContext): SandboxOwner {
  let owner = owners.get(yard.store);
  if (owner === undefined) {
    const { clock } = yard;
    owner = {
      nowMs: () => clock.nowMs(),
      // Keys of nobody: whatever a handler calls without the request's credentials is denied, as it is to all purposes on AWS.
      credentials: () =>
        Promise.resolve({
          accessKeyId: "ASIANOCREDENTIALSHERE",
          secretAccessKey: "none",
          sessionToken: "none",
          expiresAtMs: NEVER_MS,
        }),
      // AWS: what handlers print goes to a log of CloudFormation's; what they log for their account they send there by themselves.
      log: () => undefined,
    };
    owners.set(yard.store, owner);
  }
  return owner;
}

function specOf(yard: YardContext, scope: Scope, version: TypeVersionRecord): FunctionSpec {
  const { typeName, versionId, code } = version;
  // No ARN of a function, so that it is not one of the customer's functions, whatever their names.
  const functionArn = privateTypeArn(scope, typeName, versionId);
  const functionName = `${typeName.replaceAll("::", "-")}-${versionId}`;
  return {
    revision: `${functionArn}/${code.sha256}`,
    functionArn,
    functionName,
    version: "$LATEST",
    runtime: version.runtime,
    handler: version.entrypoint,
    code: { sha256: code.sha256, zipPath: yard.blobs.path(code.sha256) },
    layers: [],
    environment: {},
    memoryMb: MEMORY_MB,
    timeoutMs: TIMEOUT_MS,
    ephemeralStorageMb: EPHEMERAL_STORAGE_MB,
    account: scope.account,
    region: scope.region,
    roleArn: "",
    logGroup: `/aws/lambda/${functionName}`,
    logging: { format: "Text", applicationLevel: "INFO", systemLevel: "INFO" },
    endpointUrl: yard.address,
  };
}

/** AWS: "ProgressEvent object schema". What is none is a failure of the handler's. */
function readEvent(answer: unknown): ProgressEvent {
  const event = isRecord(answer) ? answer : {};
  const { status, errorCode, message, callbackContext, callbackDelaySeconds, resourceModel } = event;
  if (status !== "IN_PROGRESS" && status !== "SUCCESS" && status !== "FAILED")
    return failed("InternalFailure", "The handler returned no progress event.");
  return {
    status,
    ...(typeof errorCode === "string" ? { errorCode } : {}),
    ...(typeof message === "string" ? { message } : {}),
    ...(callbackContext === undefined || callbackContext === null ? {} : { callbackContext }),
    ...(typeof callbackDelaySeconds === "number" ? { callbackDelaySeconds } : {}),
    ...(isRecord(resourceModel) ? { resourceModel } : {}),
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

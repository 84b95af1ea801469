// The functions that a pool calls on its way. AWS: "Customizing user pool workflows with Lambda triggers".

import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { invalidLambdaResponse, unexpectedLambda, userLambdaValidation } from "./errors.ts";
import { poolArn } from "./pools.ts";
import type { PoolRecord } from "./records.ts";

type TriggerName = Exclude<
  keyof LambdaConfigType,
  "CustomEmailSender" | "CustomSMSSender" | "KMSKeyID" | "PreTokenGenerationConfig"
>;

export interface TriggerCall {
  readonly name: TriggerName;
  /** "PreSignUp_SignUp". */
  readonly source: string;
  readonly clientId?: string | undefined;
  readonly username?: string | undefined;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
  /** Of the event: "1" but for the token generation. */
  readonly version?: string;
}

/** The response of a pool's function; undefined where the pool has none for this. Throws what the function says. */
export async function callTrigger(
  yard: YardContext,
  { scope, pool }: { readonly scope: Scope; readonly pool: PoolRecord },
  call: TriggerCall,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { name, source, request, response } = call;
  const { PreTokenGenerationConfig, InboundFederation, ...functions } = pool.settings.LambdaConfig ?? {};
  const functionArn =
    name === "InboundFederation"
      ? InboundFederation?.LambdaArn
      : name === "PreTokenGeneration"
        ? (PreTokenGenerationConfig?.LambdaArn ?? functions[name])
        : functions[name];
  if (functionArn === undefined || functionArn === "") return undefined;
  const event = {
    version: call.version ?? "1",
    region: scope.region,
    userPoolId: pool.poolId,
    userName: call.username,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: call.clientId },
    triggerSource: source,
    request,
    response,
  };
  const { failure, payload } = await invoke(yard, scope, pool, functionArn, event);
  if (failure) throw userLambdaValidation(`${name} failed with error ${messageIn(payload)}.`);
  return readResponse(payload);
}

async function invoke(yard: YardContext, scope: Scope, pool: PoolRecord, functionArn: string, event: object) {
  const service = "cognito-idp.amazonaws.com";
  const sourceArn = poolArn(scope, pool.poolId);
  try {
    const answer = await yard
      .as({ kind: "service", service, sourceArn, sourceAccount: scope.account }, scope)
      .lambda.invoke({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) });
    const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || "null");
    return { failure: answer.FunctionError !== undefined, payload };
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidLambdaResponse("Unrecognizable lambda output");
    if (!(error instanceof AwsError)) throw error;
    throw unexpectedLambda(`Lambda invocation of ${functionArn} failed: ${error.message}`);
  }
}

function readResponse(payload: unknown): Readonly<Record<string, unknown>> {
  const { response } = asRecord(payload) ?? {};
  const found = asRecord(response);
  if (found === undefined) throw invalidLambdaResponse("Unrecognizable lambda output");
  return found;
}

function messageIn(payload: unknown): string {
  const { errorMessage } = asRecord(payload) ?? {};
  return typeof errorMessage === "string" ? errorMessage : "an unknown error";
}

/** A JSON object; undefined for anything else. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

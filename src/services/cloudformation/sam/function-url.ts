// FunctionUrlConfig: a function's own HTTPS endpoint.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { FunctionHandle } from "./events/event.ts";

/** Adds the AWS::Lambda::Url, and the permissions that a public one needs. */
export function addFunctionUrl(handle: FunctionHandle, config: unknown, draft: Draft): void {
  if (!isRecord(config) || config["AuthType"] === undefined) {
    throw new SamError("AuthType is required to configure function property `FunctionUrlConfig`.");
  }
  const { logicalId, attributes, ref } = handle;
  draft.add(`${logicalId}Url`, "AWS::Lambda::Url", attributes, {
    TargetFunctionArn: ref,
    AuthType: config["AuthType"],
    Cors: config["Cors"],
    InvokeMode: config["InvokeMode"],
  });
  if (config["AuthType"] !== "NONE") return;
  draft.add(`${logicalId}UrlPublicPermissions`, "AWS::Lambda::Permission", attributes, {
    Action: "lambda:InvokeFunctionUrl",
    FunctionName: ref,
    Principal: "*",
    FunctionUrlAuthType: "NONE",
  });
  draft.add(`${logicalId}URLInvokeAllowPublicAccess`, "AWS::Lambda::Permission", attributes, {
    Action: "lambda:InvokeFunction",
    FunctionName: ref,
    Principal: "*",
    InvokedViaFunctionUrl: true,
  });
}

// The resource policies of functions: statements from AddPermission's members. Pure.
// AWS: "Viewing resource-based IAM policies in Lambda".

import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import { parseArn } from "../../kernel/arns.ts";
import { invalidParameter } from "./errors.ts";
import type { PolicyRecord, PolicyStatement } from "./records.ts";

// LIMIT: AWS: "Lambda quotas": 20 KB for a function's resource policy.
export const MOST_POLICY_BYTES = 20_480;

/** The statement that AddPermission adds for `resource`. */
export function createStatement(
  input: Pick<
    AddPermissionRequest,
    | "StatementId"
    | "Action"
    | "Principal"
    | "SourceArn"
    | "SourceAccount"
    | "PrincipalOrgID"
    | "EventSourceToken"
    | "FunctionUrlAuthType"
    | "InvokedViaFunctionUrl"
  >,
  resource: string,
): PolicyStatement {
  if (input.FunctionUrlAuthType !== undefined && input.Action !== "lambda:InvokeFunctionUrl")
    throw invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  const condition: Record<string, Record<string, string>> = {};
  const add = (operator: string, name: string, value: string | undefined): void => {
    if (value !== undefined && value !== "") condition[operator] = { ...condition[operator], [name]: value };
  };
  add("StringEquals", "AWS:SourceAccount", input.SourceAccount);
  add("StringEquals", "aws:PrincipalOrgID", input.PrincipalOrgID);
  add("StringEquals", "lambda:EventSourceToken", input.EventSourceToken);
  add("StringEquals", "lambda:FunctionUrlAuthType", input.FunctionUrlAuthType);
  add("Bool", "lambda:InvokedViaFunctionUrl", input.InvokedViaFunctionUrl === true ? "true" : undefined);
  add("ArnLike", "AWS:SourceArn", input.SourceArn);
  return {
    Sid: input.StatementId ?? "",
    Effect: "Allow",
    Principal: parsePrincipal(input.Principal ?? ""),
    Action: input.Action ?? "",
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

function parsePrincipal(text: string): PolicyStatement["Principal"] {
  if (text === "*") return "*";
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (parseArn(text)?.service === "iam") return { AWS: text };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(text)) return { Service: text };
  throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}

/** A policy as GetPolicy gives it. */
export function policyDocument(record: PolicyRecord): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: record.statements });
}

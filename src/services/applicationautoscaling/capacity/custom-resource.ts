// Resources of customers' own: a REST or HTTP API of this yard says how much there is, and makes it more or less.
// AWS: "Custom resources and Application Auto Scaling" and its repository aws-auto-scaling-custom-resource: GET gives actualCapacity,
// desiredCapacity and scalingStatus; PATCH takes desiredCapacity.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { TargetKey } from "../records.ts";
import type { Capacities } from "./capacity.ts";

/** LIMIT: of real time, for one answer: API Gateway's own bound. */
const TIMEOUT_MS = 29_000;

export const customResourceCapacities: Capacities = {
  async read(aws, target, scope) {
    const text = await ask(aws, target, scope, "GET", "");
    const answer = parse(text);
    if (typeof answer["desiredCapacity"] !== "number" || typeof answer["actualCapacity"] !== "number")
      throw failure(`${target.resourceId} answers without actualCapacity and desiredCapacity.`);
    const { scalingStatus, failureReason } = answer;
    return {
      units: answer["desiredCapacity"],
      isSettled: scalingStatus !== "Pending" && scalingStatus !== "InProgress",
      isScalable: true,
      ...(scalingStatus === "Failed"
        ? { failure: typeof failureReason === "string" ? failureReason : "It failed." }
        : {}),
    };
  },

  async set(aws, target, desiredCapacity, scope) {
    await ask(aws, target, scope, "PATCH", JSON.stringify({ desiredCapacity }));
  },

  missing: ({ resourceId }) => `Custom resource does not exist: ${resourceId}`,
};

async function ask(
  { httpEndpoints }: AwsApis,
  { resourceId }: TargetKey,
  { account, region }: Scope,
  method: "GET" | "PATCH",
  body: string,
): Promise<string> {
  const { hostname, pathname } = new URL(resourceId);
  const [apiId = ""] = hostname.split(".");
  const [, stage = "", ...path] = pathname.split("/");
  const arn = `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${method}/${path.join("/")}`;
  const answer = await httpEndpoints.call({ arn, pathValues: [], headers: {}, query: {}, body, timeoutMs: TIMEOUT_MS });
  const text = Buffer.from(answer.body).toString();
  if (answer.status !== 200)
    throw failure(`${resourceId} answered ${method} with status ${answer.status}: ${text.slice(0, 200)}`);
  return text;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw failure(`The custom resource's answer is not JSON: ${text.slice(0, 200)}`);
}

function failure(message: string): AwsError {
  return new AwsError({ code: "CustomResourceFailure", message });
}

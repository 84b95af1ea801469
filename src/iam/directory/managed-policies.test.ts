// AWS's own policies are data from elsewhere: each must be a policy that our grammar takes, and be found by its ARN.

import { expect, it } from "vitest";
import { createMemoryStore } from "../../store/memory.ts";
import { parsePolicy } from "../policy.ts";
import { defaultDocument, findManagedPolicy, listManagedPolicies } from "./managed-policies.ts";

it("takes every policy of AWS's by the grammar, under its own ARN and id", () => {
  const store = createMemoryStore();
  const policies = store.read((tx) => [...listManagedPolicies(tx, "123456789012", "AWS")]);
  expect(policies.length).toBeGreaterThan(100);
  for (const { arn, record } of policies) {
    expect(() => parsePolicy(defaultDocument(record), "identity"), arn).not.toThrow();
    expect(store.read((tx) => findManagedPolicy(tx, "123456789012", arn)?.record)).toBe(record);
  }
  expect(new Set(policies.map(({ record }) => record.id)).size).toBe(policies.length);
});

it("has what Lambda's and SAM's templates attach", () => {
  const store = createMemoryStore();
  // AWS: "AWS managed policies for Lambda features" (Lambda developer guide) and SAM's defaults for Tracing and VPC.
  for (const path of [
    "service-role/AWSLambdaBasicExecutionRole",
    "service-role/AWSLambdaVPCAccessExecutionRole",
    "service-role/AWSLambdaSQSQueueExecutionRole",
    "service-role/AWSLambdaDynamoDBExecutionRole",
    "service-role/AWSLambdaKinesisExecutionRole",
    "service-role/AWSLambdaMSKExecutionRole",
    "service-role/AWSLambdaRole",
    "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    "AWSXRayDaemonWriteAccess",
    "AWSXrayWriteOnlyAccess",
    "CloudWatchLambdaInsightsExecutionRolePolicy",
    "CloudWatchLambdaApplicationSignalsExecutionRolePolicy",
  ]) {
    const found = store.read((tx) => findManagedPolicy(tx, "123456789012", `arn:aws:iam::aws:policy/${path}`));
    expect(found?.isAws, path).toBe(true);
  }
});

// The errors sweep: every error that AWS documents for an operation is provoked through the real SDK, or the service's
// table in test/sweep/errors says why it cannot be. So no documented error can be forgotten or answered with a wrong code.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock } from "../../src/kernel/clock.ts";
import type { Registry } from "../../src/service/registry.ts";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import { apigateway } from "./errors/apigateway.ts";
import { apigatewaymanagementapi } from "./errors/apigatewaymanagementapi.ts";
import { apigatewayv2 } from "./errors/apigatewayv2.ts";
import { applicationAutoScaling } from "./errors/application-auto-scaling.ts";
import { cloudtrail } from "./errors/cloudtrail.ts";
import { cloudwatchLogs } from "./errors/cloudwatch-logs.ts";
import { cloudwatch } from "./errors/cloudwatch.ts";
import { codedeploy } from "./errors/codedeploy.ts";
import { cloudformation } from "./errors/cloudformation.ts";
import { cloudfront } from "./errors/cloudfront.ts";
import { cognitoIdentity } from "./errors/cognito-identity.ts";
import { cognitoUserPools } from "./errors/cognito-idp.ts";
import { documentedErrors } from "./errors/documented.ts";
import { accessAnalyzer } from "./errors/accessanalyzer.ts";
import { acm } from "./errors/acm.ts";
import { dynamodbStreams } from "./errors/dynamodb-streams.ts";
import { dynamodb } from "./errors/dynamodb.ts";
import { ec2 } from "./errors/ec2.ts";
import { ecr } from "./errors/ecr.ts";
import { eventbridge } from "./errors/eventbridge.ts";
import { firehose } from "./errors/firehose.ts";
import { iam } from "./errors/iam.ts";
import { kinesis } from "./errors/kinesis.ts";
import { kms } from "./errors/kms.ts";
import { lambda } from "./errors/lambda.ts";
import { organizations } from "./errors/organizations.ts";
import { pipes } from "./errors/pipes.ts";
import { resourceGroupsTagging } from "./errors/resource-groups-tagging-api.ts";
import { route53 } from "./errors/route-53.ts";
import { s3 } from "./errors/s3.ts";
import { scheduler } from "./errors/scheduler.ts";
import { schemas } from "./errors/schemas.ts";
import { secretsManager } from "./errors/secrets-manager.ts";
import { ses } from "./errors/ses.ts";
import { sesv2 } from "./errors/sesv2.ts";
import { sfn } from "./errors/sfn.ts";
import { sns } from "./errors/sns.ts";
import { sqs } from "./errors/sqs.ts";
import { ssm } from "./errors/ssm.ts";
import { sts } from "./errors/sts.ts";
import { groundsFor } from "./errors/grounds.ts";
import type { ErrorSweep, Grounds } from "./errors/table.ts";

const SWEEPS: readonly ErrorSweep[] = [
  accessAnalyzer,
  acm,
  apigateway,
  apigatewaymanagementapi,
  apigatewayv2,
  applicationAutoScaling,
  cloudformation,
  cloudfront,
  cloudtrail,
  cloudwatch,
  cloudwatchLogs,
  codedeploy,
  cognitoIdentity,
  cognitoUserPools,
  dynamodb,
  dynamodbStreams,
  ec2,
  ecr,
  eventbridge,
  firehose,
  iam,
  kinesis,
  kms,
  lambda,
  organizations,
  pipes,
  resourceGroupsTagging,
  route53,
  s3,
  scheduler,
  schemas,
  secretsManager,
  ses,
  sesv2,
  sfn,
  sns,
  sqs,
  ssm,
  sts,
];

/** Services that have no table yet: a new one comes with its table, or stands here for a while. */
const LATER: readonly string[] = [];

/** Services whose models name no error of any operation: their tests provoke those of the API reference's list. */
const WITHOUT_ERRORS: ReadonlySet<string> = new Set(["ec2"]);

/** What AWS does not document. */
const OUR_OWN = "stackyard";

let yard: TestYard;
let registry: Registry;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") }) });
  registry = await yard.registry();
  // All services are read in.
}, 60_000);
afterAll(() => yard.stop());

function servedOperations(service: string): readonly string[] {
  return registry.service(service)?.operations.map(({ name }) => name) ?? [];
}

it("has a table of every service", () => {
  const served = registry.services.map(({ id }) => id).filter((id) => id !== OUR_OWN);
  expect([...SWEEPS.map(({ service }) => service), ...LATER].sort()).toEqual([...served].sort());
});

describe.each(SWEEPS)("$service", (sweep) => {
  const { service } = sweep;
  let grounds: Grounds;
  beforeAll(async () => {
    grounds = await groundsFor(yard, service);
  });

  it("has an entry for every documented error of what is served, and no other", () => {
    const served = servedOperations(service);
    expect([...sweep.operations].sort()).toEqual([...served].sort());
    const documented = new Map(served.map((operation) => [operation, documentedErrors(service, operation)]));
    // The canary: were nothing found in the declarations, nothing would be missed.
    expect([...documented.values()].some((errors) => errors.size > 0)).toBe(!WITHOUT_ERRORS.has(service));
    const missing = [...documented].flatMap(([operation, errors]) =>
      sweep.missing(operation, errors.keys()).map((error) => `${operation} ${error}`),
    );
    expect(missing).toEqual([]);
    expect(sweep.stale(documented)).toEqual([]);
  });

  it.each(sweep.operations)("%s answers its documented errors", async (operation) => {
    const { came, expected } = await sweep.answers(grounds, operation, documentedErrors(service, operation));
    expect(came).toEqual(expected);
  });
});

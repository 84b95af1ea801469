// What the trail does where a call cannot be recorded, and how it knows resources from ARNs. Pure, but for a store.

import { expect, it } from "vitest";
import { sharedYard, testYard } from "../../testing/harness.ts";
import { resourcesOfArn } from "./arn-resources.ts";
import { coverageOf, isReadOnly } from "./coverage.ts";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";

it("answers a call that could not be recorded, and logs the loss", async () => {
  // The store refuses keys of the trail; a queue is made all the same.
  const lines: string[] = [];
  const yard = await testYard({ logLine: (line) => void lines.push(line) });
  try {
    const { store } = yard.yard.context;
    const write = store.write.bind(store);
    store.write = (work) =>
      write((tx) =>
        work({
          get: (key) => tx.get(key),
          range: (range) => tx.range(range),
          delete: (key) => tx.delete(key),
          put(key, value) {
            if (key[0] === "cloudtrail") throw new Error("The disk is full.");
            tx.put(key, value);
          },
        }),
      );
    const sqs = yard.account().client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "unrecorded" }));
    expect(QueueUrl).toContain("unrecorded");
    expect(lines.filter((line) => line.includes("audit.lost")).length).toBe(1);
  } finally {
    await yard.stop();
  }
});

it("knows all types of the yard's resources from ARNs, or from members of inputs and outputs", async () => {
  // ARNs as the services' documentation has them, each with the names by which people look for the resource.
  const of = (arn: string): string[] => resourcesOfArn(arn).map((resource) => resource.join(" "));
  const home = "us-east-1:123456789012";
  expect(of(`arn:aws:sqs:${home}:jobs`)).toEqual([`AWS::SQS::Queue arn:aws:sqs:${home}:jobs`, "AWS::SQS::Queue jobs"]);
  expect(of("arn:aws:s3:::photos/a/b.png")).toEqual(["AWS::S3::Bucket arn:aws:s3:::photos", "AWS::S3::Bucket photos"]);
  expect(of(`arn:aws:logs:${home}:log-group:/aws/lambda/f:log-stream:`)).toEqual([
    `AWS::Logs::LogGroup arn:aws:logs:${home}:log-group:/aws/lambda/f`,
    "AWS::Logs::LogGroup /aws/lambda/f",
  ]);
  expect(of("arn:aws:iam::123456789012:instance-profile/web/front")).toEqual([
    "AWS::IAM::InstanceProfile arn:aws:iam::123456789012:instance-profile/web/front",
    "AWS::IAM::InstanceProfile front",
  ]);
  expect(of(`arn:aws:states:${home}:stateMachine:pay`).at(-1)).toBe("AWS::StepFunctions::StateMachine pay");
  expect(of(`arn:aws:events:${home}:rule/bus/nightly`).at(-1)).toBe("AWS::Events::Rule nightly");
  expect(of("arn:aws:apigateway:us-east-1::/apis/a1/routes/r1")).toEqual([
    "AWS::ApiGatewayV2::Api a1",
    "AWS::ApiGatewayV2::Route r1",
  ]);
  expect(of("arn:aws:apigateway:us-east-1::/restapis/r/stages/prod")).toEqual([
    "AWS::ApiGateway::RestApi r",
    "AWS::ApiGateway::Stage prod",
  ]);
  for (const nothing of ["*", "no arn", `arn:aws:sqs:${home}:*`, "arn:aws:iam::123456789012:root"])
    expect(of(nothing)).toEqual([]);
});

it("tells management from data, and reads from writes, of every operation that the yard has", async () => {
  // The operations that change nothing and yet are no reads by name would show here: the lists are short enough to read.
  const registry = await (await sharedYard()).registry();
  const data: string[] = [];
  const odd: string[] = [];
  for (const { id, operations } of registry.services)
    for (const { name } of operations) {
      if (coverageOf(id, name) === "none") data.push(`${id} ${name}`);
      else if (!isReadOnly(id, name) && !WRITES.test(name)) odd.push(`${id} ${name}`);
    }
  for (const call of ["sqs SendMessageBatch", "dynamodb TransactWriteItems", "s3 DeleteObjects", "lambda Invoke"])
    expect(data).toContain(call);
  expect(data.filter((call) => /Bucket|Table|Queue\b|Topic\b|Policy|Tag(Queue|Resource)/.test(call))).toEqual([]);
  expect(odd.filter((call) => !call.startsWith("stackyard "))).toEqual([]);
});

const WRITES =
  /^(Abort|Accept|Activate|Add|Admin|Allocate|Assign|Associate|Attach|Authorize|BatchDelete|Cancel|Continue|Copy|Create|Deactivate|Deauthorize|DecodeAuthorization|Decline|Decrease|Delete|Deregister|Detach|Disable|Disassociate|Enable|Execute|Export|Flush|Forgot|GenerateClientCertificate|GenerateCredentialReport|GenerateServiceLastAccessedDetails|Global|Import|Increase|InitiateAuth|InviteAccount|Label|Leave|Merge|Modify|MoveAccount|OptIn|Publish|Purge|Put|Register|Release|Reimport|Remove|Replace|Replicate|Resend|Reset|Respond|Restore|Resync|Retire|Revoke|Rollback|Rotate|Schedule|SendDurable|Set|SignUp|Signal|Split|Start|Stop|Subscribe|Tag|Unsubscribe|Unlabel|Unassign|Unlink|Untag|Update|Change|Clone|Close|Confirm|Renew|Reorder|RequestCertificate|Verify)/;

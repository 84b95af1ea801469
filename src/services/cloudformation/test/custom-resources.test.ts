// Custom resources through the real SDK over HTTP, with functions that really run. AWS: "Create custom provisioning logic with custom resources".

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};
const WRITE = {
  PolicyName: "write",
  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }] },
};
/** Writes each request into a parameter, and answers as the properties say. */
const PROVIDER = `
const response = require("cfn-response");
const { SSMClient, PutParameterCommand } = require("@aws-sdk/client-ssm");
exports.handler = async (event, context) => {
  const { ResponseURL, ...request } = event;
  const name = "/requests/" + event.RequestType + "/" + (event.PhysicalResourceId ?? "none");
  await new SSMClient({}).send(new PutParameterCommand({ Name: name, Type: "String", Value: JSON.stringify(request), Overwrite: true }));
  const { Id, Fail, Silent } = event.ResourceProperties;
  if (Silent === "true") return;
  const isFailing = Fail === event.RequestType;
  await response.send(event, context, isFailing ? response.FAILED : response.SUCCESS, { Answer: "about " + Id }, "thing-" + Id);
};`;
const templateOf = (properties: object, typeName = "Custom::Thing", more: object = {}): string =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: { AssumeRolePolicyDocument: TRUST, Policies: [WRITE] },
      },
      Provider: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          Runtime: "nodejs22.x",
          Handler: "index.handler",
          Timeout: 30,
          Code: { ZipFile: PROVIDER },
        },
      },
      Thing: {
        Type: typeName,
        Properties: { ServiceToken: { "Fn::GetAtt": ["Provider", "Arn"] }, Count: 3, ...properties },
      },
      ...more,
    },
    Outputs: { Answer: { Value: { "Fn::GetAtt": ["Thing", "Answer"] } }, Id: { Value: { Ref: "Thing" } } },
  });
const Capabilities = ["CAPABILITY_IAM" as const];

test("a function makes, changes, replaces and deletes a custom resource", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const requestOf = async (name: string): Promise<Record<string, unknown>> => {
    const { Parameter } = await account.client(SSMClient).send(new GetParameterCommand({ Name: `/requests/${name}` }));
    return JSON.parse(String(Parameter?.Value)) as Record<string, unknown>;
  };
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: "custom", TemplateBody: templateOf({ Id: "a" }), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  expect(await stackOf(client, "custom")).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    Outputs: [{ OutputValue: "about a" }, { OutputValue: "thing-a" }],
  });
  // AWS: numbers and booleans come as texts.
  expect(await requestOf("Create/none")).toMatchObject({
    RequestType: "Create",
    StackId,
    LogicalResourceId: "Thing",
    ResourceType: "Custom::Thing",
    ResourceProperties: { Id: "a", Count: "3" },
  });

  // The same id: changed in place. Another one: a new thing, and the old one is deleted in the cleanup.
  await client.send(
    new UpdateStackCommand({ StackName: "custom", TemplateBody: templateOf({ Id: "a", Count: 4 }), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  expect(await requestOf("Update/thing-a")).toMatchObject({
    PhysicalResourceId: "thing-a",
    OldResourceProperties: { Count: "3" },
    ResourceProperties: { Count: "4" },
  });
  await client.send(
    new UpdateStackCommand({ StackName: "custom", TemplateBody: templateOf({ Id: "b", Count: 4 }), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "custom"))?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(await requestOf("Delete/thing-a")).toMatchObject({ ResourceProperties: { Id: "a" } });
  const events = await eventsOf(client, "custom");
  expect(
    events.slice(events.indexOf("custom UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")).filter((one) => one.startsWith("Thing")),
  ).toContain("Thing DELETE_COMPLETE");

  await client.send(new DeleteStackCommand({ StackName: "custom" }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, String(StackId)))?.StackStatus).toBe("DELETE_COMPLETE");
  expect(await requestOf("Delete/thing-b")).toMatchObject({ PhysicalResourceId: "thing-b" });
});

test("what a function refuses rolls the stack back", async () => {
  const client = yard.account().client(CloudFormationClient);
  const type = "AWS::CloudFormation::CustomResource";
  await client.send(
    new CreateStackCommand({ StackName: "custom", TemplateBody: templateOf({ Id: "a" }, type), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  await client.send(
    new UpdateStackCommand({
      StackName: "custom",
      TemplateBody: templateOf({ Id: "b", Fail: "Update" }, type),
      Capabilities,
    }),
  );
  await yard.yard.context.jobs.settled();
  expect(await stackOf(client, "custom")).toMatchObject({
    StackStatus: "UPDATE_ROLLBACK_COMPLETE",
    Outputs: [{ OutputValue: "about a" }, { OutputValue: "thing-a" }],
  });
  const events = await eventsOf(client, "custom");
  expect(events.find((event) => event.startsWith("Thing UPDATE_FAILED"))).toContain(
    "Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream",
  );

  // A replacement goes back as well, when something else fails: the new thing is deleted, the old one stands.
  const bad = { Bad: { Type: "AWS::SQS::Queue", DependsOn: "Thing", Properties: { DelaySeconds: 100_000 } } };
  await client.send(
    new UpdateStackCommand({ StackName: "custom", TemplateBody: templateOf({ Id: "c" }, type, bad), Capabilities }),
  );
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "custom"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  const { StackResources } = await client.send(
    new DescribeStackResourcesCommand({ StackName: "custom", LogicalResourceId: "Thing" }),
  );
  expect(StackResources?.[0]?.PhysicalResourceId).toBe("thing-a");
  expect(await eventsOf(client, "custom")).toContain("Thing DELETE_COMPLETE");
});

test("a function that does not answer in time fails the resource", async () => {
  // Method: the shortest ServiceTimeout that there is.
  const client = yard.account().client(CloudFormationClient);
  const template = templateOf({ Id: "a", Silent: true, ServiceTimeout: 1 });
  await client.send(new CreateStackCommand({ StackName: "custom", TemplateBody: template, Capabilities }));
  await yard.yard.context.jobs.settled();
  expect((await eventsOf(client, "custom")).find((event) => event.startsWith("Thing CREATE_FAILED"))).toContain(
    "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [",
  );
});

test("answers at unknown places are refused", async () => {
  const place = `${yard.origin}/_aws/cloudformation-response/123456789012/us-east-1/${"0".repeat(64)}`;
  expect((await fetch(place, { method: "PUT", body: "{}" })).status).toBe(403);
  expect((await fetch(place)).status).toBe(405);
});

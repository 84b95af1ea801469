// State machines in stacks: definitions in all their forms, updates in place, replacement, versions and aliases that follow, SAM's type.

import { isDeepStrictEqual } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const Capabilities = ["CAPABILITY_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const ROLE = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST } };
const roleArn = { "Fn::GetAtt": ["Role", "Arn"] };
const wait = (seconds: unknown) => ({ StartAt: "W", States: { W: { Type: "Wait", Seconds: seconds, End: true } } });

/** A stack of an account, deployed and looked at. */
function stackOf(yard: TestYard, account: TestAccount) {
  const client = account.client(CloudFormationClient);
  const StackName = "s";
  const body = (resources: object, outputs: object = {}): string =>
    JSON.stringify({
      Transform: "AWS::Serverless-2016-10-31",
      Resources: resources,
      Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
    });
  const look = async () => {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    const outputs = (stack?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
    return { status: stack?.StackStatus, outputs: Object.fromEntries(outputs) as Record<string, string> };
  };
  const settled = async () => {
    await yard.yard.context.jobs.settled();
    return look();
  };
  return {
    look,
    settled,
    async create(resources: object, outputs: object = {}) {
      await client.send(new CreateStackCommand({ StackName, TemplateBody: body(resources, outputs), Capabilities }));
      return settled();
    },
    begin: (resources: object, outputs: object = {}) =>
      client.send(new UpdateStackCommand({ StackName, TemplateBody: body(resources, outputs), Capabilities })),
    async update(resources: object, outputs: object = {}) {
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: body(resources, outputs), Capabilities }));
      return settled();
    },
    async delete() {
      await client.send(new DeleteStackCommand({ StackName }));
      await yard.yard.context.jobs.settled();
    },
    async reasons() {
      const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
      return StackEvents.filter(({ ResourceStatus = "" }) => ResourceStatus.endsWith("_FAILED")).map(
        ({ ResourceStatusReason = "" }) => ResourceStatusReason,
      );
    },
  };
}

const definitionOf = async (sfn: SFNClient, stateMachineArn: string | undefined): Promise<unknown> =>
  JSON.parse((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition ?? "");

// Goal: a definition is the same machine in whatever form a template has it. AWS: "AWS::StepFunctions::StateMachine".
test("takes definitions as strings, objects and objects of S3, in JSON and YAML", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const [s3, sfn] = [account.client(S3Client), account.client(SFNClient)];
  const Bucket = `definitions-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put("a.json", JSON.stringify(wait("{seconds}")).replace('"{seconds}"', "${seconds}"));
  await put(
    "a.yaml",
    "StartAt: W\nStates:\n  W: {Type: Wait, Seconds: ${seconds}, End: true}\n".replace("${seconds}", "7"),
  );
  const machine = (properties: object) => ({
    Type: "AWS::StepFunctions::StateMachine",
    Properties: { RoleArn: roleArn, ...properties },
  });
  const { status, outputs } = await stackOf(yard, account).create(
    {
      Role: ROLE,
      Text: machine({
        DefinitionString: JSON.stringify(wait("{s}")).replace('"{s}"', "${s}"),
        DefinitionSubstitutions: { s: 7 },
      }),
      Object: machine({ Definition: wait(7) }),
      Json: machine({
        DefinitionS3Location: { Bucket, Key: "a.json" },
        DefinitionSubstitutions: { seconds: 7 },
      }),
      Yaml: machine({ DefinitionS3Location: { Bucket, Key: "a.yaml" } }),
    },
    Object.fromEntries(["Text", "Object", "Json", "Yaml"].map((name) => [name, { Ref: name }])),
  );
  expect(status).toBe("CREATE_COMPLETE");
  for (const name of ["Text", "Object", "Json", "Yaml"]) {
    expect(outputs[name]).toContain(`:stateMachine:${name}-`);
    expect(await definitionOf(sfn, outputs[name])).toEqual(wait(7));
  }
});

test("is updated in place, replaced under another name, and rolled back", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const sfn = account.client(SFNClient);
  const stack = stackOf(yard, account);
  const outputs = {
    Arn: { Ref: "M" },
    Name: { "Fn::GetAtt": ["M", "Name"] },
    Revision: { "Fn::GetAtt": ["M", "StateMachineRevisionId"] },
  };
  const machine = (properties: object) => ({
    Role: ROLE,
    M: { Type: "AWS::StepFunctions::StateMachine", Properties: { RoleArn: roleArn, ...properties } },
  });
  const made = await stack.create(machine({ StateMachineName: "one", Definition: wait(1) }), outputs);
  expect(made).toMatchObject({ status: "CREATE_COMPLETE", outputs: { Name: "one", Revision: "INITIAL" } });
  const updated = await stack.update(machine({ StateMachineName: "one", Definition: wait(2) }), outputs);
  expect(updated).toMatchObject({ status: "UPDATE_COMPLETE", outputs: { Arn: made.outputs["Arn"] } });
  expect(updated.outputs["Revision"]).not.toBe("INITIAL");
  // AWS: cfn-lint's issue 4073: the reason that CloudFormation shows.
  const failed = await stack.update(
    machine({ StateMachineName: "one", Definition: { ...wait(3), StartAt: "X" } }),
    outputs,
  );
  expect(failed).toMatchObject({ status: "UPDATE_ROLLBACK_COMPLETE", outputs: updated.outputs });
  expect((await stack.reasons())[0]).toContain(
    `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /StartAt, MISSING_TRANSITION_TARGET: State "W" is not reachable. at /States/W'`,
  );
  expect(await definitionOf(sfn, made.outputs["Arn"])).toEqual(wait(2));
  const replaced = await stack.update(machine({ StateMachineName: "two", Definition: wait(2) }), outputs);
  expect(replaced).toMatchObject({ status: "UPDATE_COMPLETE", outputs: { Name: "two" } });
  const names = async () =>
    ((await sfn.send(new ListStateMachinesCommand({}))).stateMachines ?? []).map(({ name }) => name);
  expect(await names()).toEqual(["two"]);
  await stack.delete();
  expect(await names()).toEqual([]);
});

// Goal: what SAM makes of a state machine deploys: its definition with substitutions, its role, a version and an alias that follow it.
// AWS: SAM's "AWS::Serverless::StateMachine", "AutoPublishAlias".
test("deploys SAM's state machines, with versions and aliases that follow", async () => {
  const yard = await sharedYard();
  const account = yard.account();
  const sfn = account.client(SFNClient);
  const stack = stackOf(yard, account);
  const resources = (seconds: number) => ({
    M: {
      Type: "AWS::Serverless::StateMachine",
      Properties: {
        Definition: { StartAt: "W", States: { W: { Type: "Wait", Seconds: "${s}", End: true } } },
        DefinitionSubstitutions: { s: seconds },
        AutoPublishAlias: "live",
        DeploymentPreference: { Type: "ALL_AT_ONCE" },
        Policies: [
          { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }] },
        ],
        Tags: { team: "one" },
      },
    },
  });
  // A number in a string is no number.
  const failed = await stack.create(resources(1));
  expect(failed.status).toBe("ROLLBACK_COMPLETE");
  expect((await stack.reasons()).join("\n")).toContain("Expected value of type [INTEGER] at /States/W/Seconds");
  await stack.delete();

  const named = (comment: string) => {
    const { M } = resources(1);
    const Definition = { Comment: "${s}", StartAt: "W", States: { W: { Type: "Wait", Seconds: 1, End: true } } };
    return { M: { ...M, Properties: { ...M.Properties, Definition, DefinitionSubstitutions: { s: comment } } } };
  };
  const outputs = { Arn: { Ref: "M" } };
  const { status, outputs: made } = await stack.create(named("first"), outputs);
  expect(status).toBe("CREATE_COMPLETE");
  expect(await definitionOf(sfn, made["Arn"])).toMatchObject({ Comment: "first" });
  const alias = new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${made["Arn"]}:live` });
  const led = async () => (await sfn.send(alias)).routingConfiguration;
  expect(await led()).toEqual([{ stateMachineVersionArn: `${made["Arn"]}:1`, weight: 100 }]);
  expect((await stack.update(named("second"), outputs)).status).toBe("UPDATE_COMPLETE");
  expect(await led()).toEqual([{ stateMachineVersionArn: `${made["Arn"]}:2`, weight: 100 }]);
  // AWS: the version before stays: SAM's versions are retained.
  expect(await definitionOf(sfn, `${made["Arn"]}:1`)).toMatchObject({ Comment: "first" });
});

// Goal: an alias comes to a new version as its preference says, and goes back when an alarm is on. Method: the yard's clock is moved step by step.
// AWS: "AWS::StepFunctions::StateMachineAlias DeploymentPreference".
describe("gradual deployments", () => {
  let yard: TestYard;
  beforeAll(async () => {
    yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-01-01T00:00:00Z") }) });
  });
  afterAll(() => yard.stop());

  const resources = (seconds: number, preference: object) => ({
    Role: ROLE,
    Alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: "trouble",
        Namespace: "n",
        MetricName: "m",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "ignore",
      },
    },
    M: { Type: "AWS::StepFunctions::StateMachine", Properties: { RoleArn: roleArn, Definition: wait(seconds) } },
    [`V${seconds}`]: {
      Type: "AWS::StepFunctions::StateMachineVersion",
      DeletionPolicy: "Retain",
      Properties: {
        StateMachineArn: { Ref: "M" },
        StateMachineRevisionId: { "Fn::GetAtt": ["M", "StateMachineRevisionId"] },
      },
    },
    A: {
      Type: "AWS::StepFunctions::StateMachineAlias",
      Properties: {
        Name: "live",
        DeploymentPreference: {
          StateMachineVersionArn: { Ref: `V${seconds}` },
          Interval: 10,
          Alarms: [{ Ref: "Alarm" }],
          ...preference,
        },
      },
    },
  });
  const outputs = { Alias: { Ref: "A" } };

  test("CANARY waits once, LINEAR at each step, and an alarm takes it all back", async () => {
    const account = yard.account();
    const sfn = account.client(SFNClient);
    const stack = stackOf(yard, account);
    const canary = { Type: "CANARY", Percentage: 20 };
    const { status, outputs: made } = await stack.create(resources(1, canary), outputs);
    expect(status).toBe("CREATE_COMPLETE");
    const weights = async () => {
      const { routingConfiguration = [] } = await sfn.send(
        new DescribeStateMachineAliasCommand({ stateMachineAliasArn: made["Alias"] }),
      );
      return Object.fromEntries(
        routingConfiguration.map(({ stateMachineVersionArn = "", weight }) => [
          stateMachineVersionArn.slice(-1),
          weight,
        ]),
      );
    };
    expect(await weights()).toEqual({ 1: 100 });

    // Moves the clock until a step is seen, and gives how long it took.
    const until = async (expected: object, status: string): Promise<number> => {
      for (let seconds = 0; seconds <= 1800; seconds += 10) {
        if ((await stack.look()).status === status && isDeepStrictEqual(await weights(), expected)) return seconds;
        await yard.clock.advance(10_000);
      }
      throw new Error(`It did not come to ${JSON.stringify(expected)}.`);
    };
    await stack.begin(resources(2, canary), outputs);
    await until({ 1: 80, 2: 20 }, "UPDATE_IN_PROGRESS");
    expect(await until({ 2: 100 }, "UPDATE_COMPLETE")).toBeGreaterThanOrEqual(600);

    await stack.begin(resources(3, { Type: "LINEAR", Percentage: 40 }), outputs);
    await until({ 2: 60, 3: 40 }, "UPDATE_IN_PROGRESS");
    expect(await until({ 2: 20, 3: 80 }, "UPDATE_IN_PROGRESS")).toBeGreaterThanOrEqual(600);
    await account
      .client(CloudWatchClient)
      .send(new SetAlarmStateCommand({ AlarmName: "trouble", StateValue: "ALARM", StateReason: "test" }));
    expect(await until({ 2: 100 }, "UPDATE_ROLLBACK_COMPLETE")).toBeLessThan(120);
    expect((await stack.reasons()).join("\n")).toContain("the alarm trouble is in ALARM");
  });
});

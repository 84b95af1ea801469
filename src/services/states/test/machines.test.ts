// State machines through the SDK: made, made again, updated, published, led to, tagged, deleted.
// AWS: expectations are recorded from the service (localstack's recorded tests of the Step Functions API), where no other source is named.

import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeActivityCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachineAliasesCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { definitionOf, statesBench } from "./bench.ts";

test("a machine is what it was made, and the same request again is the same machine", async () => {
  const { account, sfn, roleArn, role } = await statesBench(await sharedYard());
  const request = { name: "m", definition: definitionOf("one"), roleArn, tags: [{ key: "a", value: "b" }] };
  const made = await sfn.send(new CreateStateMachineCommand(request));
  const arn = `arn:aws:states:${account.region}:${account.account}:stateMachine:m`;
  expect(made).toMatchObject({ stateMachineArn: arn });
  expect(made.stateMachineVersionArn).toBeUndefined();
  const { $metadata: _, ...described } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
  expect(described).toEqual({
    stateMachineArn: arn,
    name: "m",
    type: "STANDARD",
    status: "ACTIVE",
    definition: definitionOf("one"),
    roleArn,
    creationDate: made.creationDate,
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
  });
  // Another role and other tags are left aside.
  const other = await role("other", "states.amazonaws.com");
  const again = await sfn.send(new CreateStateMachineCommand({ ...request, roleArn: other, tags: [] }));
  expect(again.creationDate).toEqual(made.creationDate);
  expect((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))).roleArn).toBe(roleArn);
  // The same definition, written otherwise, is another one.
  await expect(
    sfn.send(new CreateStateMachineCommand({ ...request, definition: `${request.definition} ` })),
  ).rejects.toMatchObject({ name: "StateMachineAlreadyExists", message: `State Machine Already Exists: '${arn}'` });
  const hidden = new DescribeStateMachineCommand({ stateMachineArn: arn, includedData: "METADATA_ONLY" });
  expect((await sfn.send(hidden)).definition).toBe("{}");
  await expect(sfn.send(new StartExecutionCommand({ stateMachineArn: arn }))).rejects.toMatchObject({
    name: "NotImplemented",
    $metadata: { httpStatusCode: 501 },
  });
});

test("an update that changes something makes a revision, and one that does not keeps it", async () => {
  const { sfn, roleArn, role } = await statesBench(await sharedYard());
  const { stateMachineArn = "" } = await sfn.send(
    new CreateStateMachineCommand({ name: "m", definition: definitionOf("one"), roleArn }),
  );
  const update = (change: object) => sfn.send(new UpdateStateMachineCommand({ stateMachineArn, ...change }));
  expect((await update({ definition: definitionOf("one") })).revisionId).toBeUndefined();
  const { revisionId } = await update({ definition: definitionOf("two") });
  expect(revisionId).toMatch(/^[0-9a-f-]{36}$/);
  expect((await update({ definition: definitionOf("two") })).revisionId).toBe(revisionId);
  const other = await role("other", "states.amazonaws.com");
  expect((await update({ roleArn: other })).revisionId).not.toBe(revisionId);
  expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
    definition: definitionOf("two"),
    roleArn: other,
  });
  await expect(update({})).rejects.toMatchObject({
    name: "MissingRequiredParameter",
    message:
      "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
  });
  await expect(update({ definition: "{}" })).rejects.toMatchObject({
    name: "InvalidDefinition",
    message:
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'",
  });
});

describe("versions", () => {
  test("a revision is published once, and numbers are never given twice", async () => {
    const { sfn, roleArn } = await statesBench(await sharedYard());
    const { stateMachineArn = "", stateMachineVersionArn: first = "" } = await sfn.send(
      new CreateStateMachineCommand({ name: "m", definition: definitionOf("one"), roleArn, publish: true }),
    );
    expect(first).toBe(`${stateMachineArn}:1`);
    const publish = async (given: object = {}) =>
      (await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...given }))).stateMachineVersionArn;
    expect(await publish({ revisionId: "INITIAL" })).toBe(first);
    const { revisionId, stateMachineVersionArn: second } = await sfn.send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: definitionOf("two"),
        publish: true,
        versionDescription: "Second",
      }),
    );
    expect(second).toBe(`${stateMachineArn}:2`);
    await expect(publish({ revisionId: "INITIAL" })).rejects.toMatchObject({
      name: "ConflictException",
      message: `Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${revisionId}.`,
    });
    const described = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: second }));
    expect(described).toMatchObject({ stateMachineArn: second, description: "Second", revisionId });
    expect((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: first }))).definition).toBe(
      definitionOf("one"),
    );
    await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: second }));
    await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: second }));
    expect(await publish()).toBe(`${stateMachineArn}:3`);
    const { stateMachineVersions = [] } = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
    expect(stateMachineVersions.map((version) => version.stateMachineVersionArn)).toEqual([
      `${stateMachineArn}:3`,
      first,
    ]);
    // A version is nothing that can be updated.
    await expect(
      sfn.send(new UpdateStateMachineCommand({ stateMachineArn: first, definition: definitionOf("x") })),
    ).rejects.toMatchObject({ name: "StateMachineDoesNotExist", message: `State Machine Does Not Exist: '${first}'` });
  });

  test("aliases lead to versions, and hold them", async () => {
    const { sfn, roleArn } = await statesBench(await sharedYard());
    const { stateMachineArn = "", stateMachineVersionArn: one = "" } = await sfn.send(
      new CreateStateMachineCommand({ name: "m", definition: definitionOf("one"), roleArn, publish: true }),
    );
    const { stateMachineVersionArn: two = "" } = await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: definitionOf("two"), publish: true }),
    );
    const route = (...weights: readonly [string, number][]) =>
      weights.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight }));
    const create = (routingConfiguration: ReturnType<typeof route>, given: object = {}) =>
      sfn.send(new CreateStateMachineAliasCommand({ name: "live", routingConfiguration, ...given }));
    const { stateMachineAliasArn } = await create(route([one, 100]));
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
    await create(route([one, 100]));
    await expect(create(route([two, 100]))).rejects.toMatchObject({
      name: "ConflictException",
      message:
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    });
    await expect(create(route([stateMachineArn, 100]))).rejects.toMatchObject({
      name: "ValidationException",
      message: `Routing configuration must contain state machine version ARNs. Received: [${stateMachineArn}]`,
      reason: "INVALID_ROUTING_CONFIGURATION",
    });
    await expect(create(route([one, 70], [two, 29]))).rejects.toMatchObject({
      message: "Sum of routing configuration weights must equal 100. Received: [70, 29]",
    });
    await expect(create(route([one, 50], [one, 50]))).rejects.toMatchObject({
      message: `Routing configuration must contain distinct state machine version ARNs. Received: [${one}, ${one}]`,
    });
    await expect(create(route([one, 100]), { name: "123" })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$",
    });
    const routingConfiguration = route([one, 50], [two, 50]);
    await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
    expect(await sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }))).toMatchObject({
      name: "live",
      routingConfiguration,
    });
    await expect(sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: two }))).rejects.toMatchObject(
      {
        name: "ConflictException",
        message:
          "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
      },
    );
    const leadingTo = async (arn: string) =>
      (await sfn.send(new ListStateMachineAliasesCommand({ stateMachineArn: arn }))).stateMachineAliases?.length;
    expect([await leadingTo(two), await leadingTo(stateMachineArn)]).toEqual([1, 1]);
    await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await expect(sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }))).rejects.toMatchObject({
      name: "ResourceNotFound",
      message: "Request references a resource that does not exist.",
    });
  });
});

test("a role must be there and trust Step Functions, here or in the Region", async () => {
  const { account, sfn, role } = await statesBench(await sharedYard());
  const create = (name: string, roleArn: string) =>
    sfn.send(new CreateStateMachineCommand({ name, definition: definitionOf("one"), roleArn }));
  const refused = {
    name: "AccessDeniedException",
    message:
      "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
  };
  await expect(create("m", `arn:aws:iam::${account.account}:role/gone`)).rejects.toMatchObject(refused);
  await expect(create("m", await role("function", "lambda.amazonaws.com"))).rejects.toMatchObject(refused);
  await create("regional", await role("regional", `states.${account.region}.amazonaws.com`));
  await expect(create("m", "arn:aws:iam::999999999999:role/theirs")).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: "Cross-account pass role is not allowed.",
  });
});

// AWS: messages recorded by localstack and cdk-preflight.
test("logs need one group that is there and that the role sees", async () => {
  const { account, sfn, roleArn, role } = await statesBench(await sharedYard());
  await account.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: "log" }));
  const groupArn = (name: string) => `arn:aws:logs:${account.region}:${account.account}:log-group:${name}`;
  const logger = await role("logger", "states.amazonaws.com", ["logs:DescribeLogGroups"]);
  const create = (name: string, logGroupArns: readonly string[], as = logger) =>
    sfn.send(
      new CreateStateMachineCommand({
        name,
        definition: definitionOf("one"),
        roleArn: as,
        loggingConfiguration: {
          level: "ALL",
          destinations: logGroupArns.map((logGroupArn) => ({ cloudWatchLogsLogGroup: { logGroupArn } })),
        },
      }),
    );
  const why = (message: string) => ({
    name: "InvalidLoggingConfiguration",
    message: `Invalid Logging Configuration: ${message}`,
  });
  await expect(create("m", [])).rejects.toMatchObject(why("Must specify exactly one Log Destination."));
  await expect(create("m", [`${groupArn("gone")}:*`])).rejects.toMatchObject(why("Log Destination not found."));
  await expect(create("m", [groupArn("log")])).rejects.toMatchObject(
    why("Log Group ARN must be provided with '*' qualifier."),
  );
  await expect(create("m", [roleArn])).rejects.toMatchObject(why("Provided ARN is not CloudWatch Logs Log Group ARN."));
  await expect(create("m", [`${groupArn("log")}:*`], roleArn)).rejects.toMatchObject(
    why("The state machine IAM Role is not authorized to access the Log Destination"),
  );
  await create("m", [`${groupArn("log")}:*`]);
});

test("a machine is deleted with its versions and aliases, and its tags are its own", async () => {
  const yard = await sharedYard();
  const { sfn, roleArn } = await statesBench(yard);
  const { stateMachineArn = "", stateMachineVersionArn = "" } = await sfn.send(
    new CreateStateMachineCommand({ name: "m", definition: definitionOf("one"), roleArn, publish: true }),
  );
  const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "a" }));
  for (const resourceArn of [stateMachineArn, activityArn]) {
    await sfn.send(new TagResourceCommand({ resourceArn, tags: [{ key: "k", value: "v" }] }));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: "k", value: "v" }]);
  }
  await expect(
    sfn.send(new TagResourceCommand({ resourceArn: stateMachineVersionArn, tags: [] })),
  ).rejects.toMatchObject({
    name: "ResourceNotFound",
    message: `Resource not found: '${stateMachineVersionArn}'`,
    resourceName: stateMachineVersionArn,
  });
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await yard.yard.context.jobs.settled();
  expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  for (const arn of [stateMachineArn, stateMachineVersionArn])
    await expect(sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${arn}'`,
    });
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await expect(sfn.send(new DescribeActivityCommand({ activityArn: stateMachineArn }))).rejects.toMatchObject({
    name: "InvalidArn",
  });
  await expect(sfn.send(new CreateActivityCommand({ name: "TestActivity InvalidName$" }))).rejects.toMatchObject({
    name: "InvalidName",
    message: "Invalid Name: 'TestActivity InvalidName$'",
  });
});

// Goal: a policy that names a machine and one of its qualifiers lets in to that alone. AWS: developer guide, "Creating IAM permissions for
// versions and aliases": states:StateMachineQualifier.
test("policies tell versions and aliases apart, and the role must be passed", async () => {
  const { account, sfn, roleArn } = await statesBench(await sharedYard());
  const { stateMachineArn = "", stateMachineVersionArn = "" } = await sfn.send(
    new CreateStateMachineCommand({ name: "m", definition: definitionOf("one"), roleArn, publish: true }),
  );
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "u" }));
  const Statement = [
    {
      Effect: "Allow",
      Action: "states:DescribeStateMachine",
      Resource: stateMachineArn,
      Condition: { StringEquals: { "states:StateMachineQualifier": "1" } },
    },
    { Effect: "Allow", Action: ["states:UpdateStateMachine", "states:CreateStateMachine"], Resource: "*" },
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "u", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "u" }));
  const user = account.clientWith(SFNClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await user.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineVersionArn }));
  const denied = { name: "AccessDeniedException" };
  await expect(user.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject(denied);
  await user.send(new UpdateStateMachineCommand({ stateMachineArn, definition: definitionOf("two") }));
  for (const attempt of [
    new UpdateStateMachineCommand({ stateMachineArn, roleArn }),
    new CreateStateMachineCommand({ name: "n", definition: definitionOf("one"), roleArn }),
  ])
    await expect(user.send(attempt as UpdateStateMachineCommand)).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("iam:PassRole"),
    });
});

test("a validation gives as many findings as are asked for, of the severity that is", async () => {
  const { sfn } = await statesBench(await sharedYard());
  const States = { X: { Type: "Pass", Catch: [], Retry: [], Result: "$.a", End: true } };
  const definition = JSON.stringify({ StartAt: "X", States });
  const validate = (given: object) => sfn.send(new ValidateStateMachineDefinitionCommand({ definition, ...given }));
  const codes = (answer: Awaited<ReturnType<typeof validate>>) => answer.diagnostics?.map(({ code }) => code);
  const all = await validate({ severity: "WARNING" });
  expect(codes(all)).toEqual(["SCHEMA_VALIDATION_FAILED", "SCHEMA_VALIDATION_FAILED", "PASS_RESULT_IS_STATIC"]);
  expect([all.result, all.truncated]).toEqual(["FAIL", false]);
  const first = await validate({ maxResults: 1 });
  expect([codes(first)?.length, first.truncated]).toEqual([1, true]);
});

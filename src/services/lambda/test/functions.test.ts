// Functions through the real SDK: made, changed, published, named, listed, deleted, with AWS's errors.

import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { describe, expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { lambdaBench } from "./bench.ts";

const ECHO = "export const handler = async (event) => event";

describe("a function", () => {
  test("is made Pending, becomes Active, and shows what it was given", async () => {
    const { lambda, account, create } = await lambdaBench();
    const arn = await create("orders", ECHO, {
      Timeout: 7,
      MemorySize: 256,
      Description: "Takes orders",
      Environment: { Variables: { TABLE: "orders" } },
      Tags: { team: "shop" },
    });
    expect(arn).toBe(`arn:aws:lambda:us-east-1:${account.account}:function:orders`);
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 5 }, { FunctionName: "orders" });
    const found = await lambda.send(new GetFunctionCommand({ FunctionName: "orders" }));
    expect(found.Configuration).toMatchObject({
      FunctionName: "orders",
      FunctionArn: arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: 7,
      MemorySize: 256,
      Description: "Takes orders",
      Environment: { Variables: { TABLE: "orders" } },
      Version: "$LATEST",
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      Architectures: ["x86_64"],
      EphemeralStorage: { Size: 512 },
      TracingConfig: { Mode: "PassThrough" },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/orders" },
      // What really runs it here: a Node of that version, or the one that runs Stackyard.
      RuntimeVersionConfig: {
        RuntimeVersionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1::runtime:node-\d+\.\d+\.\d+$/) as string,
      },
    });
    expect(found.Configuration?.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(found.Tags).toEqual({ team: "shop" });
    // AWS: GetFunction: the link needs no signature.
    const code = await fetch(found.Code?.Location ?? "");
    expect(code.status).toBe(200);
    expect(
      Buffer.from(await code.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });

  test("takes its code from S3, as the caller", async () => {
    const { account, create, invoke } = await lambdaBench();
    const s3 = account.client(S3Client);
    const bucket = `code-${account.account}`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a.zip", Body: zipOf({ "index.mjs": ECHO }) }));
    await create("from-s3", "", { Code: { S3Bucket: bucket, S3Key: "a.zip" } });
    expect((await invoke("from-s3", { a: 1 })).value).toEqual({ a: 1 });
    await expect(create("absent", "", { Code: { S3Bucket: bucket, S3Key: "b.zip" } })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message:
        "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
    });
  });

  test("runs its new code and its new variables from the next invocation on", async () => {
    const { lambda, create, invoke } = await lambdaBench();
    await create("changing", "export const handler = async () => [1, process.env.MODE]");
    expect((await invoke("changing")).value).toEqual([1, null]);
    const updated = await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: "changing",
        ZipFile: zipOf({ "index.mjs": "export const handler = async () => [2, process.env.MODE]" }),
      }),
    );
    expect(updated.LastUpdateStatus).toBe("InProgress");
    expect((await invoke("changing")).value).toEqual([2, null]);
    await lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: "changing",
        Environment: { Variables: { MODE: "dark" } },
      }),
    );
    expect((await invoke("changing")).value).toEqual([2, "dark"]);
    await expect(
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "changing", RevisionId: "old", Timeout: 5 })),
    ).rejects.toMatchObject({ name: "PreconditionFailedException", $metadata: { httpStatusCode: 412 } });
  });

  test("is listed in pages, and gone when it is deleted", async () => {
    const { lambda, create } = await lambdaBench();
    for (const name of ["a", "b", "c"]) await create(name, ECHO);
    const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
    expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["a", "b"]);
    const second = await lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }));
    expect(second.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(["c"]);
    expect(second.NextMarker).toBeUndefined();
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "b" }));
    await expect(lambda.send(new GetFunctionCommand({ FunctionName: "b" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      $metadata: { httpStatusCode: 404 },
    });
  });

  test("has tags", async () => {
    const { lambda, create } = await lambdaBench();
    const arn = await create("tagged", ECHO, { Tags: { a: "1" } });
    await lambda.send(new TagResourceCommand({ Resource: arn, Tags: { b: "2" } }));
    await lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: ["a"] }));
    expect((await lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ b: "2" });
    // A function of the same name in another Region is another one.
    const elsewhere = arn.replace(/lambda:[^:]+/, "lambda:eu-north-1");
    await expect(lambda.send(new ListTagsCommand({ Resource: elsewhere }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("counts in the account's settings", async () => {
    const { lambda, create } = await lambdaBench();
    await create("one", ECHO);
    const { AccountLimit, AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 });
    expect(AccountUsage?.FunctionCount).toBe(1);
  });
});

describe("what CreateFunction refuses", () => {
  test("with AWS's words", async () => {
    const { create, account, role } = await lambdaBench();
    const Role = await role("good");
    await create("twice", ECHO, { Role });
    await expect(create("twice", ECHO, { Role })).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: "Function already exist: twice",
      $metadata: { httpStatusCode: 409 },
    });
    const missing = `arn:aws:iam::${account.account}:role/absent`;
    await expect(create("no-role", ECHO, { Role: missing })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
    const iam = account.client(IAMClient);
    const trustsOthers = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const other = await iam.send(new CreateRoleCommand({ RoleName: "ec2", AssumeRolePolicyDocument: trustsOthers }));
    await expect(create("wrong-trust", ECHO, { Role: String(other.Role?.Arn) })).rejects.toMatchObject({
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
    await expect(create("bad-zip", "", { Role, Code: { ZipFile: Buffer.from("no zip") } })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
    });
    await expect(
      create("reserved", ECHO, { Role, Environment: { Variables: { AWS_REGION: "x" } } }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("Reserved keys used in this request: AWS_REGION") as unknown,
    });
    await expect(
      create("large", ECHO, { Role, Environment: { Variables: { A1: "x".repeat(4_100) } } }),
    ).rejects.toMatchObject({ message: expect.stringContaining("exceeded the 4KB limit") as unknown });
    await expect(create("slow", ECHO, { Role, Timeout: 901 })).rejects.toMatchObject({
      name: "ValidationException",
      message:
        "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    });
    await expect(create("dotnet", ECHO, { Role, Runtime: "dotnet8" })).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
    await expect(
      create("layered", ECHO, { Role, Layers: [`arn:aws:lambda:us-east-1:${account.account}:layer:x:1`] }),
    ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });
});

test("a role is passed only by who may pass it", async () => {
  const { account, role } = await lambdaBench();
  const Role = await role("powerful");
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "dev" }));
  const allow = (actions: readonly string[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: "dev",
        PolicyName: "own",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
        }),
      }),
    );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "dev" }));
  const lambda = account.clientWith(LambdaClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const create = () =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: "passed",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role,
        Code: { ZipFile: zipOf({ "index.mjs": ECHO }) },
      }),
    );
  await allow(["lambda:*"]);
  await expect(create()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(
      `is not authorized to perform: iam:PassRole on resource: ${Role} because no identity-based policy allows the iam:PassRole action`,
    ) as unknown,
  });
  await allow(["lambda:*", "iam:PassRole"]);
  expect((await create()).State).toBe("Pending");
});

describe("versions and aliases", () => {
  test("a version keeps what it was published with", async () => {
    const { lambda, create, invoke } = await lambdaBench();
    await create("f", "export const handler = async () => 1");
    const one = await lambda.send(new PublishVersionCommand({ FunctionName: "f", Description: "first" }));
    expect(one).toMatchObject({ Version: "1", Description: "first" });
    // AWS: PublishVersion: nothing is published if nothing has changed.
    expect((await lambda.send(new PublishVersionCommand({ FunctionName: "f", Description: "first" }))).Version).toBe(
      "1",
    );
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: "f",
        ZipFile: zipOf({ "index.mjs": "export const handler = async (e, c) => [2, c.functionVersion]" }),
      }),
    );
    await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
    expect(await invoke("f", {}, { Qualifier: "1" })).toMatchObject({ value: 1, version: "1" });
    expect(await invoke("f:2")).toMatchObject({ value: [2, "2"], version: "2" });
    const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: "f" }));
    expect(Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1", "2"]);
    expect(Versions?.[1]?.FunctionArn).toMatch(/:function:f:1$/);
  });

  test("an alias points to a version, and gives another one its share", async () => {
    const { lambda, create, invoke } = await lambdaBench();
    await create("f", "export const handler = async () => 1", { Publish: true });
    await lambda.send(
      new UpdateFunctionCodeCommand({
        FunctionName: "f",
        ZipFile: zipOf({ "index.mjs": "export const handler = async () => 2" }),
        Publish: true,
      }),
    );
    const live = { FunctionName: "f", Name: "live" };
    const made = await lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }));
    expect(made.AliasArn).toMatch(/:function:f:live$/);
    expect(await invoke("f:live")).toMatchObject({ value: 1, version: "1" });
    await lambda.send(new UpdateAliasCommand({ ...live, RoutingConfig: { AdditionalVersionWeights: { "2": 0.5 } } }));
    const drawn = new Set<unknown>();
    for (let draw = 0; draw < 60; draw++) drawn.add((await invoke("f:live")).value);
    expect(drawn).toEqual(new Set([1, 2]));
    await lambda.send(new UpdateAliasCommand({ ...live, FunctionVersion: "2", RoutingConfig: {} }));
    expect((await lambda.send(new GetAliasCommand(live))).RoutingConfig).toBeUndefined();
    expect((await invoke("f:live")).value).toBe(2);
    await expect(lambda.send(new DeleteFunctionCommand({ FunctionName: "f", Qualifier: "2" }))).rejects.toMatchObject({
      name: "ResourceConflictException",
    });
    await expect(lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: `Alias already exists: ${made.AliasArn}`,
    });
    const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName: "f" }));
    expect(Aliases?.map(({ Name }) => Name)).toEqual(["live"]);
    await lambda.send(new DeleteAliasCommand(live));
    await expect(lambda.send(new GetAliasCommand(live))).rejects.toMatchObject({
      message: `Cannot find alias arn: ${made.AliasArn}`,
    });
    await expect(
      lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "f", Qualifier: "9" })),
    ).rejects.toMatchObject({ message: expect.stringMatching(/^Function not found: arn:.*:function:f:9$/) as unknown });
  });
});

describe("the resource policy", () => {
  test("is not given a statement that lets in more than was asked for", async () => {
    const { lambda, create } = await lambdaBench();
    await create("by-url", ECHO);
    const restricted = new AddPermissionCommand({
      FunctionName: "by-url",
      StatementId: "url",
      Action: "lambda:InvokeFunction",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    });
    await expect(lambda.send(restricted)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
    });
  });

  test("lets another account in, and nobody else", async () => {
    const { lambda, account, yard, create } = await lambdaBench();
    const arn = await create("shared", ECHO);
    const stranger = await lambdaBench(yard);
    await expect(stranger.invoke(arn)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const added = await lambda.send(
      new AddPermissionCommand({
        FunctionName: "shared",
        StatementId: "friends",
        Action: "lambda:InvokeFunction",
        Principal: stranger.account.account,
      }),
    );
    expect(JSON.parse(added.Statement ?? "")).toEqual({
      Sid: "friends",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${stranger.account.account}:root` },
      Action: "lambda:InvokeFunction",
      Resource: arn,
    });
    expect((await stranger.invoke(arn, { a: 1 })).value).toEqual({ a: 1 });
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: "shared" }));
    expect(JSON.parse(Policy ?? "")).toMatchObject({
      Version: "2012-10-17",
      Id: "default",
      Statement: [{ Sid: "friends" }],
    });
    await expect(
      lambda.send(
        new AddPermissionCommand({
          FunctionName: "shared",
          StatementId: "friends",
          Action: "lambda:InvokeFunction",
          Principal: account.account,
        }),
      ),
    ).rejects.toMatchObject({
      name: "ResourceConflictException",
      message:
        "The statement id (friends) provided already exists. Please provide a new statement id, or remove the existing statement.",
    });
    await lambda.send(new RemovePermissionCommand({ FunctionName: "shared", StatementId: "friends" }));
    await expect(stranger.invoke(arn)).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(lambda.send(new GetPolicyCommand({ FunctionName: "shared" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The resource you requested does not exist.",
    });
  });
});

describe("reserved concurrency", () => {
  test("is a limit, and zero stops a function", async () => {
    const { lambda, create, invoke } = await lambdaBench();
    await create("f", "export const handler = async () => new Promise((done) => setTimeout(done, 500, 1))");
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 1 }));
    const both = await Promise.allSettled([invoke("f"), invoke("f")]);
    const refused = both.filter((each) => each.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 0 }));
    await expect(invoke("f")).rejects.toMatchObject({ name: "TooManyRequestsException" });
    await expect(
      lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 901 })),
    ).rejects.toMatchObject({
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "f" }));
    expect(
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: "f" }))).ReservedConcurrentExecutions,
    ).toBeUndefined();
  });
});

// Goal: layers as AWS publishes, lists, shares and deletes them, and functions that have them. Method: the real SDK over HTTP.

import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  AddLayerVersionPermissionCommand,
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  ListLayerVersionsCommand,
  ListLayersCommand,
  PublishLayerVersionCommand,
  RemoveLayerVersionPermissionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import type { LambdaClient, PublishLayerVersionCommandInput } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import type { CodePackage } from "../../../sandbox/sandboxes.ts";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import type { YardContext } from "../../../service/context.ts";
import { requireCombinedSize } from "../layers/layers.ts";
import { lambdaBench } from "./bench.ts";

const greeting = (text: string): Uint8Array =>
  zipOf({
    "nodejs/node_modules/greeting/package.json": '{"name":"greeting","main":"index.js"}',
    "nodejs/node_modules/greeting/index.js": `exports.text = ${JSON.stringify(text)}`,
  });

async function publish(
  lambda: LambdaClient,
  LayerName: string,
  text: string,
  changes: Partial<PublishLayerVersionCommandInput> = {},
): Promise<string> {
  const answer = await lambda.send(
    new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: greeting(text) }, ...changes }),
  );
  return answer.LayerVersionArn ?? "";
}

const READS = "import { text } from 'greeting'; export const handler = async () => text";

test("versions are numbered, described, listed and downloaded", async () => {
  const { lambda, account } = await lambdaBench();
  const arn = `arn:aws:lambda:${account.region}:${account.account}:layer:words`;
  const first = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: "words",
      Description: "All the words",
      LicenseInfo: "MIT",
      CompatibleRuntimes: ["nodejs22.x"],
      CompatibleArchitectures: ["arm64"],
      Content: { ZipFile: greeting("one") },
    }),
  );
  expect(first).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    LayerArn: arn,
    LayerVersionArn: `${arn}:1`,
    Version: 1,
    Description: "All the words",
    LicenseInfo: "MIT",
    CompatibleRuntimes: ["nodejs22.x"],
    CompatibleArchitectures: ["arm64"],
    CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/) as unknown,
    Content: { CodeSize: greeting("one").length },
  });
  const body = await fetch(String(first.Content?.Location));
  expect(Buffer.from(await body.arrayBuffer())).toEqual(Buffer.from(greeting("one")));
  await publish(lambda, arn, "two");

  const byName = await lambda.send(new GetLayerVersionCommand({ LayerName: "words", VersionNumber: 1 }));
  const byArn = await lambda.send(new GetLayerVersionByArnCommand({ Arn: `${arn}:1` }));
  const { $metadata: _metadata, Content, ...described } = first;
  expect(byName).toMatchObject({ ...described, Content: { CodeSha256: Content?.CodeSha256 } });
  expect(byArn).toMatchObject(described);

  const versions = await lambda.send(new ListLayerVersionsCommand({ LayerName: "words", MaxItems: 1 }));
  expect(versions.LayerVersions?.map(({ Version }) => Version)).toEqual([2]);
  const { NextMarker: Marker } = versions;
  const rest = await lambda.send(new ListLayerVersionsCommand({ LayerName: "words", Marker }));
  expect([rest.LayerVersions?.map(({ Version }) => Version), rest.NextMarker]).toEqual([[1], undefined]);

  await publish(lambda, "another", "x", { CompatibleRuntimes: ["python3.13"] });
  const { Layers } = await lambda.send(new ListLayersCommand({}));
  expect(Layers?.map(({ LayerName, LatestMatchingVersion }) => [LayerName, LatestMatchingVersion?.Version])).toEqual([
    ["another", 1],
    ["words", 2],
  ]);
  // AWS: "ListLayers": with a filter, the newest version that matches.
  const filtered = await lambda.send(
    new ListLayersCommand({ CompatibleRuntime: "nodejs22.x", CompatibleArchitecture: "arm64" }),
  );
  expect(
    filtered.Layers?.map(({ LayerArn, LatestMatchingVersion }) => [LayerArn, LatestMatchingVersion?.Version]),
  ).toEqual([[arn, 1]]);
  const none = await lambda.send(new ListLayerVersionsCommand({ LayerName: "words", CompatibleRuntime: "java21" }));
  expect(none.LayerVersions).toEqual([]);
});

test("a function uses its layers, keeps a deleted one, and cannot be given one that is not there", async () => {
  const { lambda, create, invoke } = await lambdaBench();
  const one = await publish(lambda, "words", "one");
  const two = await publish(lambda, "words", "two");
  await create("reader", READS, { Layers: [one] });
  expect((await invoke("reader")).value).toBe("one");
  const shown = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "reader", Layers: [two] }));
  expect(shown.Layers).toEqual([{ Arn: two, CodeSize: greeting("two").length }]);
  expect((await invoke("reader")).value).toBe("two");

  // AWS: "Deleting layers": functions that have the version go on with it; numbers are not given again.
  await lambda.send(new DeleteLayerVersionCommand({ LayerName: "words", VersionNumber: 2 }));
  await lambda.send(new DeleteLayerVersionCommand({ LayerName: "words", VersionNumber: 2 }));
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "reader", Layers: [two], Timeout: 4 }));
  expect((await invoke("reader")).value).toBe("two");
  await expect(create("late", READS, { Layers: [two] })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: `Layer version ${two} does not exist.`,
  });
  expect(await publish(lambda, "words", "three")).toMatch(/:3$/);

  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "reader", Layers: [] }));
  const bare = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "reader" }));
  expect(bare.Layers).toBeUndefined();
  expect((await invoke("reader")).error).toBe("Unhandled");
});

test("content may come from S3", async () => {
  const { lambda, account, create, invoke } = await lambdaBench();
  const s3 = account.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: `layers-${account.account}` }));
  await s3.send(
    new PutObjectCommand({ Bucket: `layers-${account.account}`, Key: "words.zip", Body: greeting("from S3") }),
  );
  const arn = await publish(lambda, "words", "", {
    Content: { S3Bucket: `layers-${account.account}`, S3Key: "words.zip" },
  });
  await create("reader", READS, { Layers: [arn] });
  expect((await invoke("reader")).value).toBe("from S3");
});

test("another account needs the layer's permission", async () => {
  const owner = await lambdaBench();
  const other = await lambdaBench();
  const arn = await publish(owner.lambda, "words", "shared");
  const role = await other.role("reader");
  const attempt = () => other.create("reader", READS, { Layers: [arn], Role: role });
  // AWS: "Adding layers to functions": GetLayerVersion on another account's version comes from its policy.
  await expect(attempt()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(`lambda:GetLayerVersion on resource: ${arn}`) as unknown,
  });
  const version = { LayerName: "words", VersionNumber: 1 };
  const { Statement, RevisionId } = await owner.lambda.send(
    new AddLayerVersionPermissionCommand({
      ...version,
      StatementId: "share",
      Action: "lambda:GetLayerVersion",
      Principal: other.account.account,
    }),
  );
  expect(JSON.parse(Statement ?? "")).toEqual({
    Sid: "share",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${other.account.account}:root` },
    Action: "lambda:GetLayerVersion",
    Resource: arn,
  });
  await attempt();
  expect((await other.invoke("reader")).value).toBe("shared");
  const seen = await other.lambda.send(new GetLayerVersionByArnCommand({ Arn: arn }));
  expect(seen.Version).toBe(1);

  const { Policy } = await owner.lambda.send(new GetLayerVersionPolicyCommand(version));
  expect(JSON.parse(Policy ?? "")).toMatchObject({
    Version: "2012-10-17",
    Id: "default",
    Statement: [{ Sid: "share" }],
  });
  await expect(
    owner.lambda.send(
      new AddLayerVersionPermissionCommand({
        ...version,
        StatementId: "share",
        Action: "lambda:GetLayerVersion",
        Principal: "*",
      }),
    ),
  ).rejects.toMatchObject({ name: "ResourceConflictException" });
  await expect(
    owner.lambda.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId: "share", RevisionId: "old" })),
  ).rejects.toMatchObject({ name: "PreconditionFailedException" });
  await owner.lambda.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId: "share", RevisionId }));
  await expect(other.lambda.send(new GetLayerVersionByArnCommand({ Arn: arn }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
  await expect(owner.lambda.send(new GetLayerVersionPolicyCommand(version))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("code and layers have 250 MB together", async () => {
  // LIMIT: AWS: "Lambda quotas": 262,144,000 bytes unzipped, layers included. Sizes are told, not unpacked, here.
  const sizes = new Map([
    ["code", 1_000],
    ["layer", 262_143_000],
  ]);
  const yard = {
    blobs: { path: (sha256: string) => sha256 },
    sandboxes: { unpack: ({ sha256 }: CodePackage) => Promise.resolve({ unzippedBytes: sizes.get(sha256) ?? 0 }) },
  } as unknown as YardContext;
  const code = (sha256: string) => ({ sha256, bytes: 1 });
  const layers = [{ arn: "arn", code: code("layer") }];
  await requireCombinedSize(yard, code("code"), layers);
  sizes.set("code", 1_001);
  await expect(requireCombinedSize(yard, code("code"), layers)).rejects.toThrow(
    "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.",
  );
});

test("limits: five layers, one version of each, and a zip", async () => {
  const { lambda, create } = await lambdaBench();
  const arns = await Promise.all(["a", "b", "c", "d", "e", "f"].map((name) => publish(lambda, name, name)));
  const second = await publish(lambda, "a", "again");
  const fails = async (Layers: string[]): Promise<string> =>
    create("f", "export const handler = async () => 1", { Layers }).then(
      () => "made",
      (error: Error) => `${error.name}: ${error.message}`,
    );
  expect(await fails(arns)).toBe("InvalidParameterValueException: Cannot reference more than 5 layers.");
  expect(await fails([arns[0] ?? "", second])).toBe(
    "InvalidParameterValueException: Two different versions of the same layer are not allowed to be referenced in the same function.",
  );
  expect(await fails(["arn:aws:lambda:eu-west-1:123456789012:layer:a:1"])).toMatch(/AccessDenied|same region/);
  await expect(publish(lambda, "bad", "", { Content: { ZipFile: Buffer.from("no zip") } })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
  });
  await expect(lambda.send(new GetLayerVersionCommand({ LayerName: "a", VersionNumber: 9 }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(
    lambda.send(
      new CreateFunctionCommand({
        FunctionName: "g",
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::123456789012:role/r",
        Code: { ZipFile: greeting("") },
        Layers: ["nonsense"],
      }),
    ),
  ).rejects.toMatchObject({ name: "ValidationException" });
});

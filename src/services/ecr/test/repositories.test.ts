// Repositories through the SDK: what is set is shown and kept, policies let other accounts in, and what needs images says that there are none.

import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecr";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { lifecycleProblem } from "../lifecycle-policy.ts";

const rule = (change: object = {}, selection: object = {}) => ({
  rulePriority: 1,
  description: "Untagged images of the last year",
  selection: {
    tagStatus: "untagged",
    countType: "sinceImagePushed",
    countUnit: "days",
    countNumber: 365,
    ...selection,
  },
  action: { type: "expire" },
  ...change,
});
const lifecycle = (...rules: readonly object[]): string => JSON.stringify({ rules });
const failure = (call: Promise<unknown>) =>
  call.then(
    () => "none",
    (error: Error) => `${error.name}: ${error.message}`,
  );

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  return { yard, account, ecr: account.client(ECRClient) };
}

test("a repository is made, found, changed and deleted", async () => {
  const { account, ecr } = await setUp();
  const repositoryName = "team/images";
  const arn = `arn:aws:ecr:${account.region}:${account.account}:repository/${repositoryName}`;
  const { repository } = await ecr.send(
    new CreateRepositoryCommand({ repositoryName, tags: [{ Key: "team", Value: "one" }] }),
  );
  expect(repository).toEqual({
    repositoryArn: arn,
    registryId: account.account,
    repositoryName,
    repositoryUri: `${account.account}.dkr.ecr.${account.region}.amazonaws.com/${repositoryName}`,
    createdAt: expect.any(Date),
    imageTagMutability: "MUTABLE",
    imageScanningConfiguration: { scanOnPush: false },
    encryptionConfiguration: { encryptionType: "AES256" },
  });
  const found = async () => (await ecr.send(new DescribeRepositoriesCommand({}))).repositories ?? [];
  expect(await found()).toEqual([repository]);

  const imageScanningConfiguration = { scanOnPush: true };
  await ecr.send(new PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }));
  const exclusions = [{ filterType: "WILDCARD" as const, filter: "dev-*" }];
  await ecr.send(
    new PutImageTagMutabilityCommand({
      repositoryName,
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: exclusions,
    }),
  );
  expect(await found()).toMatchObject([
    {
      imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
      imageTagMutabilityExclusionFilters: exclusions,
      imageScanningConfiguration,
    },
  ]);
  expect(
    await ecr.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName, "other"] })),
  ).toMatchObject({
    scanningConfigurations: [{ repositoryArn: arn, scanOnPush: true, scanFrequency: "SCAN_ON_PUSH" }],
    failures: [{ repositoryName: "other", failureCode: "REPOSITORY_NOT_FOUND" }],
  });

  await ecr.send(new TagResourceCommand({ resourceArn: arn, tags: [{ Key: "stage", Value: "test" }] }));
  await ecr.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ["team"] }));
  const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn: arn }));
  expect(tags).toEqual([{ Key: "stage", Value: "test" }]);

  expect(await failure(ecr.send(new CreateRepositoryCommand({ repositoryName })))).toBe(
    `RepositoryAlreadyExistsException: The repository with name '${repositoryName}' already exists in the registry with id '${account.account}'`,
  );
  await ecr.send(new DeleteRepositoryCommand({ repositoryName }));
  expect(await failure(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })))).toBe(
    `RepositoryNotFoundException: The repository with name '${repositoryName}' does not exist in the registry with id '${account.account}'`,
  );
});

test("repositories come in pages", async () => {
  const { ecr } = await setUp();
  for (const repositoryName of ["aa", "bb", "cc"]) await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const first = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 2 }));
  expect(first.repositories?.map((one) => one.repositoryName)).toEqual(["aa", "bb"]);
  const second = await ecr.send(new DescribeRepositoriesCommand({ maxResults: 2, nextToken: first.nextToken }));
  expect(second.repositories?.map((one) => one.repositoryName)).toEqual(["cc"]);
  expect(second.nextToken).toBeUndefined();
});

test("a repository's policy lets another account in, and nothing else does", async () => {
  const { yard, account, ecr } = await setUp();
  const other = yard.account();
  const repositoryName = "shared";
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const ask = () =>
    failure(other.client(ECRClient).send(new ListImagesCommand({ registryId: account.account, repositoryName })));
  expect(await ask()).toContain("AccessDeniedException");
  const Statement = [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${other.account}:root` }, Action: "ecr:ListImages" },
  ];
  const policyText = JSON.stringify({ Version: "2012-10-17", Statement });
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
  expect(await ask()).toBe("none");
  expect(await ecr.send(new GetRepositoryPolicyCommand({ repositoryName }))).toMatchObject({ policyText });
  await ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName }));
  expect(await ask()).toContain("AccessDeniedException");
  expect(await failure(ecr.send(new GetRepositoryPolicyCommand({ repositoryName })))).toContain(
    "RepositoryPolicyNotFoundException",
  );
  // AWS: observed: a policy that names a resource is not taken.
  const named = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...Statement[0], Resource: "*" }] });
  for (const text of [named, "{}", "no policy"])
    expect(await failure(ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: text })))).toBe(
      "InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    );
});

test("lifecycle policies are checked and kept", async () => {
  const { ecr } = await setUp();
  const repositoryName = "images";
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const lifecyclePolicyText = lifecycle(rule());
  await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
  expect(await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }))).toMatchObject({ lifecyclePolicyText });
  const wrong = lifecycle(rule({ action: { type: "forget" } }));
  expect(
    await failure(ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: wrong }))),
  ).toContain("InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint");
  await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
  expect(await failure(ecr.send(new GetLifecyclePolicyCommand({ repositoryName })))).toContain(
    "LifecyclePolicyNotFoundException",
  );
});

// AWS: "Lifecycle policy parameters" and the examples beside it.
test.each([
  [lifecycle(rule(), rule({ rulePriority: 2 }, { tagStatus: "tagged", tagPrefixList: ["prod"] })), undefined],
  [lifecycle(rule({}, { tagStatus: "any", countType: "imageCountMoreThan", countUnit: undefined })), undefined],
  [lifecycle(rule({ action: { type: "transition", targetStorageClass: "archive" } })), undefined],
  [lifecycle(), /too short/],
  [lifecycle(rule(), rule()), /unique/],
  [lifecycle(rule({}, { tagStatus: "tagged" })), /tagged/],
  [lifecycle(rule({}, { countUnit: "hours" })), /countUnit/],
  [lifecycle(rule({}, { countNumber: 0 })), /countNumber/],
  [lifecycle(rule({ other: 1 })), /not allowed/],
  [lifecycle(rule({ rulePriority: 1 }, { tagStatus: "any" }), rule({ rulePriority: 2 })), /highest/],
])("%s is judged", (text, problem) => {
  const found = lifecycleProblem(text);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

test("there are no images, and what needs some says so", async () => {
  const { account, ecr } = await setUp();
  const repositoryName = "empty";
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  expect((await ecr.send(new ListImagesCommand({ repositoryName }))).imageIds).toEqual([]);
  expect((await ecr.send(new DescribeImagesCommand({ repositoryName }))).imageDetails).toEqual([]);
  const imageIds = [{ imageTag: "latest" }, {}, { imageDigest: "x" }];
  const expected = [
    { imageId: { imageTag: "latest" }, failureCode: "ImageNotFound", failureReason: "Requested image not found" },
    { failureCode: "MissingDigestAndTag" },
    { failureCode: "InvalidImageDigest" },
  ];
  for (const Command of [BatchGetImageCommand, BatchDeleteImageCommand])
    expect((await ecr.send(new Command({ repositoryName, imageIds }))).failures).toMatchObject(expected);
  expect(await failure(ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: imageIds.slice(0, 1) })))).toBe(
    `ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'latest'} does not exist within the repository with name 'empty' in the registry with id '${account.account}'`,
  );
  expect(await failure(ecr.send(new GetAuthorizationTokenCommand({})))).toContain("NotImplemented");
});

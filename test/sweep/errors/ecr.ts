// How each documented error of ECR is provoked.

import { sweepOf, unprovokable, type Grounds } from "./table.ts";

interface Made {
  /** A repository with both policies, that operations may change. */
  readonly full: { readonly repositoryName: string };
  /** A repository without any. */
  readonly bare: { readonly repositoryName: string };
  readonly arn: string;
}

const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 5 },
      action: { type: "expire" },
    },
  ],
});
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }],
});
const IMAGE = { imageTag: "latest" };
const NOBODY = { repositoryName: "nobody" };

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const full = { repositoryName: name() };
  const bare = { repositoryName: name() };
  const { repository } = await aws.ecr.createRepository(full);
  await aws.ecr.createRepository(bare);
  await aws.ecr.setRepositoryPolicy({ ...full, policyText: POLICY });
  await aws.ecr.putLifecyclePolicy({ ...full, lifecyclePolicyText: LIFECYCLE });
  return { full, bare, arn: String(repository?.repositoryArn) };
}

const NO_IMAGES = unprovokable("There are no images: nothing can push one here.");
const BY_ARN = {
  InvalidParameterException: (_: Made, ask: (change: object) => Promise<unknown>) => ask({ resourceArn: "nothing" }),
  RepositoryNotFoundException: ({ arn }: Made, ask: (change: object) => Promise<unknown>) =>
    ask({ resourceArn: `${arn}-nobody` }),
};
const ALWAYS_SAME = unprovokable("Tags are taken off by any key; there is none that is invalid.");

/** The errors sweep of ECR. */
export const ecr = sweepOf<Made>({
  service: "ecr",
  prepare,
  inputs: {
    BatchDeleteImage: ({ full }) => ({ ...full, imageIds: [IMAGE] }),
    BatchGetImage: ({ full }) => ({ ...full, imageIds: [IMAGE] }),
    BatchGetRepositoryScanningConfiguration: ({ full }) => ({ repositoryNames: [full.repositoryName] }),
    CreateRepository: ({ name }) => ({ repositoryName: name() }),
    DeleteLifecyclePolicy: ({ full }) => full,
    DeleteRepository: ({ bare }) => bare,
    DeleteRepositoryPolicy: ({ full }) => full,
    DescribeImages: ({ full }) => full,
    DescribeRepositories: ({ full }) => ({ repositoryNames: [full.repositoryName] }),
    GetLifecyclePolicy: ({ full }) => full,
    GetRepositoryPolicy: ({ full }) => full,
    ListImages: ({ full }) => full,
    ListTagsForResource: ({ arn }) => ({ resourceArn: arn }),
    PutImageScanningConfiguration: ({ full }) => ({ ...full, imageScanningConfiguration: { scanOnPush: true } }),
    PutImageTagMutability: ({ full }) => ({ ...full, imageTagMutability: "IMMUTABLE" }),
    PutLifecyclePolicy: ({ full }) => ({ ...full, lifecyclePolicyText: LIFECYCLE }),
    SetRepositoryPolicy: ({ full }) => ({ ...full, policyText: POLICY }),
    TagResource: ({ arn }) => ({ resourceArn: arn, tags: [{ Key: "key", Value: "value" }] }),
    UntagResource: ({ arn }) => ({ resourceArn: arn, tagKeys: ["key"] }),
  },
  everywhere: {
    ServerException: unprovokable("It would be a bug of ours."),
    InvalidParameterException: (_made, ask) => ask({ repositoryName: "Not a name" }),
    RepositoryNotFoundException: (_made, ask) => ask(NOBODY),
    ValidationException: unprovokable(
      "What is wrong with a request is an InvalidParameterException; the API reference names no case of this one.",
    ),
    LimitExceededException: unprovokable(
      "It is for a registry with 100,000 repositories, and for images of upstream registries, which there are none of.",
    ),
    KmsException: async ({ name }, ask) =>
      ask({ encryptionConfiguration: { encryptionType: "KMS", kmsKey: `alias/${name()}` } }),
  },
  operations: {
    BatchGetImage: { UnableToGetUpstreamImageException: NO_IMAGES },
    BatchGetRepositoryScanningConfiguration: {
      InvalidParameterException: (_made, ask) => ask({ repositoryNames: [] }),
      RepositoryNotFoundException: unprovokable("A repository that is not there is one of the answer's failures."),
    },
    CreateRepository: {
      RepositoryAlreadyExistsException: ({ full }, ask) => ask(full),
      InvalidTagParameterException: (_made, ask) => ask({ tags: [{ Key: "", Value: "value" }] }),
      TooManyTagsException: (_made, ask) =>
        ask({ tags: Array.from({ length: 51 }, (_, at) => ({ Key: `key-${at}`, Value: "value" })) }),
    },
    DeleteLifecyclePolicy: { LifecyclePolicyNotFoundException: ({ bare }, ask) => ask(bare) },
    DeleteRepository: {
      RepositoryNotEmptyException: NO_IMAGES,
      KmsException: unprovokable("Keys have no part in it: there is nothing that was encrypted."),
    },
    DeleteRepositoryPolicy: { RepositoryPolicyNotFoundException: ({ bare }, ask) => ask(bare) },
    DescribeImages: { ImageNotFoundException: (_made, ask) => ask({ imageIds: [IMAGE] }) },
    DescribeRepositories: {
      InvalidParameterException: (_made, ask) => ask({ repositoryNames: ["Not a name"] }),
      RepositoryNotFoundException: (_made, ask) => ask({ repositoryNames: ["nobody"] }),
    },
    GetLifecyclePolicy: { LifecyclePolicyNotFoundException: ({ bare }, ask) => ask(bare) },
    GetRepositoryPolicy: { RepositoryPolicyNotFoundException: ({ bare }, ask) => ask(bare) },
    ListTagsForResource: BY_ARN,
    TagResource: {
      ...BY_ARN,
      InvalidTagParameterException: (_made, ask) => ask({ tags: [{ Key: "", Value: "value" }] }),
      TooManyTagsException: (_made, ask) =>
        ask({ tags: Array.from({ length: 51 }, (_, at) => ({ Key: `key-${at}`, Value: "value" })) }),
    },
    UntagResource: { ...BY_ARN, InvalidTagParameterException: ALWAYS_SAME, TooManyTagsException: ALWAYS_SAME },
  },
});

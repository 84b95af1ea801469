// AWS::ECR::Repository.

import type { Repository } from "@aws-sdk/client-ecr";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";
import {
  encryptionOf,
  filtersOf,
  lifecycleOf,
  policyOf,
  readFilters,
  readLifecycle,
  readSettings,
  tagsOf,
} from "./properties.ts";

/** A repository. Ref is its name. */
export const repositoryType: ResourceType = {
  typeName: "AWS::ECR::Repository",
  properties: [
    "EmptyOnDelete",
    "EncryptionConfiguration",
    "ImageScanningConfiguration",
    "ImageTagMutability",
    "ImageTagMutabilityExclusionFilters",
    "LifecyclePolicy",
    "RepositoryName",
    "RepositoryPolicyText",
    "Tags",
  ],
  keptNotEnforced: {
    EncryptionConfiguration: "encrypts images with that key",
    ImageScanningConfiguration: "scans images that are pushed",
    ImageTagMutability: "keeps tags of images from moving",
    ImageTagMutabilityExclusionFilters: "lets some tags of images move",
    LifecyclePolicy: "expires images",
  },

  async create(properties, context) {
    const given = properties["RepositoryName"];
    const name = typeof given === "string" ? given : context.generateName({ maxLength: 256, isLowerCase: true });
    try {
      await context.aws.ecr.createRepository({
        repositoryName: name,
        ...readSettings(properties),
        encryptionConfiguration: encryptionOf(properties),
        tags: tagList({ ...context.tags, ...tagsOf(properties) }),
      });
    } catch (error) {
      if (!isError(error, "RepositoryAlreadyExistsException") || !(await isOurs(name, context))) throw error;
    }
    // What follows may still be refused.
    context.identify(name);
    await putPolicies(name, properties, {}, context);
    return stateOf(name, context);
  },

  async read(physicalId, context) {
    const repository = await find(physicalId, context);
    if (repository === undefined) return undefined;
    const { encryptionConfiguration: encryption } = repository;
    const { aws } = context;
    const policy = await ifThere(() => aws.ecr.getRepositoryPolicy({ repositoryName: physicalId }));
    const lifecycle = await ifThere(() => aws.ecr.getLifecyclePolicy({ repositoryName: physicalId }));
    const { tags = [] } = await aws.ecr.listTagsForResource({ resourceArn: String(repository.repositoryArn) });
    const own = tags.filter(({ Key }) => !Key.startsWith("aws:"));
    return {
      RepositoryName: physicalId,
      ImageScanningConfiguration: { ScanOnPush: repository.imageScanningConfiguration?.scanOnPush },
      ImageTagMutability: repository.imageTagMutability,
      ...readFilters(repository.imageTagMutabilityExclusionFilters),
      EncryptionConfiguration: {
        EncryptionType: encryption?.encryptionType,
        ...(encryption?.kmsKey === undefined ? {} : { KmsKey: encryption.kmsKey }),
      },
      ...(policy?.policyText === undefined ? {} : { RepositoryPolicyText: JSON.parse(policy.policyText) as unknown }),
      ...readLifecycle(lifecycle),
      ...(own.length === 0 ? {} : { Tags: own }),
    };
  },

  async list({ aws }) {
    const all = await everyPage(async (nextToken: string | undefined) => {
      const answer = await aws.ecr.describeRepositories({ nextToken });
      return { items: answer.repositories, next: answer.nextToken };
    });
    return all.map(({ repositoryName = "" }) => ({ RepositoryName: repositoryName }));
  },

  async update(physicalId, properties, previous, context) {
    const { ecr } = context.aws;
    const { repositoryArn: resourceArn = "" } = (await find(physicalId, context)) ?? {};
    const { imageScanningConfiguration, imageTagMutability } = readSettings(properties);
    await ecr.putImageScanningConfiguration({ repositoryName: physicalId, imageScanningConfiguration });
    await ecr.putImageTagMutability({
      repositoryName: physicalId,
      imageTagMutability,
      imageTagMutabilityExclusionFilters: filtersOf(properties),
    });
    await putPolicies(physicalId, properties, previous, context);
    const tags = { ...context.tags, ...tagsOf(properties) };
    const tagKeys = Object.keys(tagsOf(previous)).filter((key) => !(key in tags));
    if (tagKeys.length > 0) await ecr.untagResource({ resourceArn, tagKeys });
    await ecr.tagResource({ resourceArn, tags: tagList(tags) });
    return stateOf(physicalId, context);
  },

  async delete(physicalId, properties, { aws }) {
    const force = properties["EmptyOnDelete"] === true || properties["EmptyOnDelete"] === "true";
    await ifThere(() => aws.ecr.deleteRepository({ repositoryName: physicalId, force }));
  },
};

async function putPolicies(
  repositoryName: string,
  properties: Properties,
  previous: Properties,
  { aws }: ResourceContext,
): Promise<void> {
  const policyText = policyOf(properties);
  if (policyText !== undefined) await aws.ecr.setRepositoryPolicy({ repositoryName, policyText });
  else if (policyOf(previous) !== undefined) await ifThere(() => aws.ecr.deleteRepositoryPolicy({ repositoryName }));
  const lifecycle = lifecycleOf(properties);
  if (lifecycle !== undefined) await aws.ecr.putLifecyclePolicy({ repositoryName, ...lifecycle });
  else if (lifecycleOf(previous) !== undefined) await ifThere(() => aws.ecr.deleteLifecyclePolicy({ repositoryName }));
}

/** Whether an interrupted run of this step made it; a repository of another's stays theirs. */
async function isOurs(name: string, context: ResourceContext): Promise<boolean> {
  const { repositoryArn: resourceArn = "" } = (await find(name, context)) ?? {};
  const { tags = [] } = await context.aws.ecr.listTagsForResource({ resourceArn });
  return ["stack-id", "logical-id"].every((part) => {
    const key = `aws:cloudformation:${part}`;
    return tags.some(({ Key, Value }) => Key === key && Value === context.tags[key]);
  });
}

async function find(name: string, { aws }: ResourceContext): Promise<Repository | undefined> {
  const answer = await ifThere(() => aws.ecr.describeRepositories({ repositoryNames: [name] }));
  return answer?.repositories?.[0];
}

async function stateOf(name: string, context: ResourceContext): Promise<ResourceState> {
  const { repositoryArn: Arn, repositoryUri: RepositoryUri } = (await find(name, context)) ?? {};
  return { physicalId: name, attributes: { Arn, RepositoryUri } };
}

/** The answer; undefined where what was asked about is not there. */
async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (NOT_THERE.some((code) => isError(error, code))) return undefined;
    throw error;
  }
}

const NOT_THERE = [
  "RepositoryNotFoundException",
  "RepositoryPolicyNotFoundException",
  "LifecyclePolicyNotFoundException",
];

function isError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code === code;
}

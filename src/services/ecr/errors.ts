// ECR's errors: codes are the API reference's, all with status 400. Wordings that are not marked are inferred.

import { AwsError } from "../../kernel/errors.ts";
import { demand, type Violation } from "../../service/constraints.ts";

const error = (code: string, message: string): AwsError => new AwsError({ code, message });

/** AWS: as observed: "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'". */
export const invalidParameter = (member: string, problem: string): AwsError =>
  error("InvalidParameterException", `Invalid parameter at '${member}' failed to satisfy constraint: '${problem}'`);

/** Violations of the model's constraints: ECR tells the first. */
export function validationError(violations: readonly Violation[]): AwsError {
  const [first] = violations;
  if (first === undefined) throw new Error("There is no violation.");
  // AWS: as observed: "must satisfy regular expression '...'".
  const problem =
    first.kind === "pattern" ? `must satisfy regular expression '${first.constraint?.pattern ?? ""}'` : demand(first);
  return invalidParameter(first.path, problem);
}

/** AWS: as observed. */
export const repositoryNotFound = (name: string, registryId: string): AwsError =>
  error(
    "RepositoryNotFoundException",
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );

/** AWS: as observed. */
export const repositoryExists = (name: string, registryId: string): AwsError =>
  error(
    "RepositoryAlreadyExistsException",
    `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
  );

/** AWS: as observed. */
export const policyNotFound = (name: string, registryId: string): AwsError =>
  error(
    "RepositoryPolicyNotFoundException",
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

/** AWS: as observed. */
export const lifecyclePolicyNotFound = (name: string, registryId: string): AwsError =>
  error(
    "LifecyclePolicyNotFoundException",
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

/** AWS: as observed, with the words "null" for what was not given. */
export const imageNotFound = (
  { imageDigest = "null", imageTag = "null" }: { readonly imageDigest?: string; readonly imageTag?: string },
  name: string,
  registryId: string,
): AwsError =>
  error(
    "ImageNotFoundException",
    `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const kmsError = (cause: AwsError): AwsError =>
  new AwsError({
    code: "KmsException",
    message: `The operation failed due to a KMS exception: ${cause.message}`,
    members: { kmsError: cause.code },
  });

export const tooManyTags = (): AwsError =>
  error("TooManyTagsException", "The list of tags on the repository is over the limit. The maximum is 50.");

export const invalidTag = (message: string): AwsError => error("InvalidTagParameterException", message);

export const limitExceeded = (registryId: string, most: number): AwsError =>
  error(
    "LimitExceededException",
    `The maximum number of repositories (${most}) of the registry with id '${registryId}' is reached.`,
  );

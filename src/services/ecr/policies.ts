// Policies of repositories. AWS: "Private repository policies in Amazon ECR".

import { parsePolicy, PolicyError } from "../../iam/policy.ts";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall } from "../../service/service.ts";
import { invalidParameter } from "./errors.ts";
import { parseRepositoryArn } from "./names.ts";
import { loadRepository } from "./repo.ts";

/** Throws InvalidParameterException for a text that is no repository policy. */
export function requirePolicy(text: string): void {
  try {
    const { statements } = parsePolicy(text, "resource");
    // AWS: a repository's policy names no resource: it is on the repository that it is about.
    if (statements.every(({ resource, notResource }) => resource === undefined && notResource === undefined)) return;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
  }
  // AWS: as observed, whatever is wrong with it.
  throw invalidParameter("PolicyText", "Invalid repository policy provided");
}

/** The policy that bears on a request. */
export function policyFor({ resource }: AccessRequest, { yard }: PermissionCall): string | undefined {
  const named = parseRepositoryArn(resource);
  return named === undefined ? undefined : yard.store.read((tx) => loadRepository(tx, named.scope, named.name))?.policy;
}

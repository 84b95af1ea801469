// CloudFormation's errors, in its own words.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError } from "../../service/constraints.ts";
import type { Violation } from "../../service/constraints.ts";
import { describeProblems } from "./template/problem.ts";
import type { Problem } from "./template/problem.ts";

/** The catch-all of this API: HTTP 400, code ValidationError. */
export function validationError(message: string): AwsError {
  return new AwsError({ code: "ValidationError", message });
}

/** What is wrong with a template, AWS's words first. */
export class TemplateError extends AwsError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super({ code: "ValidationError", message: describeProblems(problems) });
    this.problems = problems;
  }
}

/** For DescribeStacks and most others: AWS answers ValidationError, not a not-found code. */
export function stackDoesNotExist(name: string): AwsError {
  return validationError(`Stack with id ${name} does not exist`);
}

/** For CreateStack and CreateChangeSet of type CREATE. */
export function alreadyExists(name: string): AwsError {
  return new AwsError({ code: "AlreadyExistsException", message: `Stack [${name}] already exists` });
}

/** For CreateChangeSet with a name that the stack has already. */
export function changeSetAlreadyExists(name: string): AwsError {
  return new AwsError({
    code: "AlreadyExistsException",
    message: `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Name`,
  });
}

/** The wire code of ChangeSetNotFoundException is "ChangeSetNotFound", with status 404. */
export function changeSetNotFound(name: string): AwsError {
  return new AwsError({ code: "ChangeSetNotFound", status: 404, message: `ChangeSet [${name}] does not exist` });
}

/** A change set that is not ready to be executed or that was executed already. */
export function invalidChangeSetStatus(message: string): AwsError {
  return new AwsError({ code: "InvalidChangeSetStatus", message });
}

/** A template that needs acknowledgements which the caller did not give. */
export function insufficientCapabilities(required: readonly string[]): AwsError {
  return new AwsError({
    code: "InsufficientCapabilitiesException",
    message: `Requires capabilities : [${required.join(", ")}]`,
  });
}

/** A client request token that was used for another operation. */
export function tokenAlreadyExists(token: string): AwsError {
  return new AwsError({
    code: "TokenAlreadyExistsException",
    message: `Client token ${token} already exists for another operation`,
  });
}

/** The wire code has "Exception", unlike that of change sets; the wording is inferred. */
export function stackRefactorNotFound(id: string): AwsError {
  return new AwsError({
    code: "StackRefactorNotFoundException",
    status: 404,
    message: `Stack refactor [${id}] does not exist`,
  });
}

/** The code of a resource's failure whose message is shown in events as it is, without a resource handler's frame. */
export const PLAIN_FAILURE = "PlainFailure";

/** For hooks' results: the code and status are the model's, the wording is the API reference's. */
export function hookResultNotFound(): AwsError {
  return new AwsError({
    code: "HookResultNotFound",
    status: 404,
    message: "The specified target doesn't have any requested Hook invocations.",
  });
}

/** For SetAlias with a name that is taken. AWS: the code is the model's, the wording inferred. */
export function aliasExists(name: string): AwsError {
  return new AwsError({ code: "AlreadyExistsException", message: `Alias [${name}] already exists` });
}

/** For SetAlias on a stack that has an alias. AWS: "Each stack can have at most one alias"; the wording is inferred. */
export function aliasLimitExceeded(stackName: string): AwsError {
  return new AwsError({ code: "LimitExceededException", message: `Stack [${stackName}] already has an alias` });
}

/** A member of a request that this cloud does not honour yet: refused, never ignored. */
export function notImplementedParameter(operation: string, name: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `${operation} with the parameter ${name} is not implemented by this cloud yet.`,
  });
}

/** For UpdateStack and change sets while an operation runs, or where the stack's state allows no update. */
export function cannotBeUpdated(stackId: string, status: string): AwsError {
  return validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
}

/** For drift detection where the stack's state allows none. AWS: as recorded from the CLI. */
export function driftNotPossible(stackId: string, status: string): AwsError {
  return validationError(`Drift detection cannot be performed on stack [${stackId}] while it is in [${status}] state`);
}

/** For DetectStackDrift while a detection runs. AWS: the beginning as clients look for it, the rest inferred. */
export function driftInProgress(stackId: string): AwsError {
  return validationError(`Drift detection is already in progress for stack [${stackId}]`);
}

/** For a logical id that the stack does not have. */
export function resourceDoesNotExist(logicalId: string, stackName: string): AwsError {
  return validationError(`Resource ${logicalId} does not exist for stack ${stackName}`);
}

/** For StartResourceScan while a scan runs, and for what a running scan has found. */
export function scanInProgress(): AwsError {
  return new AwsError({
    code: "ResourceScanInProgress",
    // AWS: the API reference's sentence; what the service says is not recorded.
    message: "A resource scan is currently in progress. Only one can be run at a time for an account in a Region.",
  });
}

/** For a scan that is not there. AWS: the code is the model's, the wording inferred. */
export function scanNotFound(scanId: string): AwsError {
  return new AwsError({ code: "ResourceScanNotFound", message: `Resource scan ${scanId} was not found.` });
}

/** For a generated template that is not there. AWS: code and status are the model's, the wording inferred. */
export function generatedTemplateNotFound(nameOrId: string): AwsError {
  return new AwsError({
    code: "GeneratedTemplateNotFound",
    status: 404,
    message: `Generated template ${nameOrId} was not found.`,
  });
}

/** For a name that another generated template has. */
export function generatedTemplateExists(name: string): AwsError {
  return new AwsError({ code: "AlreadyExistsException", message: `Generated template ${name} already exists.` });
}

/** For more generations at a time than AWS runs, and for changes of a template that is being generated. */
export function generationInProgress(message: string): AwsError {
  return new AwsError({ code: "ConcurrentResourcesLimitExceeded", status: 429, message });
}

/** Violations of required members and constraints: coral's wording, under this API's code. */
export function constraintError(violations: readonly Violation[]): AwsError {
  return validationError(coralValidationError(violations).message);
}

/** LIMIT: letters, digits and hyphens, a letter first, at most 128 characters (API Reference, "CreateStack", "CreateStackSet"). */
export function requireNewName(name: string, member: "stackName" | "stackSetName"): void {
  if (/^[a-zA-Z][-a-zA-Z0-9]*$/.test(name) && name.length <= 128) return;
  const demand =
    name.length > 128
      ? "Member must have length less than or equal to 128"
      : "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*";
  throw validationError(
    `1 validation error detected: Value '${name}' at '${member}' failed to satisfy constraint: ${demand}`,
  );
}

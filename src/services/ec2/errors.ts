// EC2's errors. AWS: codes are those of "Error codes for the Amazon EC2 API", all with status 400 unless something else is said. Wordings
// are from memory in clients' reports where they are marked, and inferred where they are not.

import { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";
import { demand } from "../../service/constraints.ts";

/** An error of EC2. */
export const ec2Error = (code: string, message: string, status = 400): AwsError =>
  new AwsError({ code, message, status });

/** AWS: from memory, for the first parameter that is missing; else for the first that is wrong. */
export function validationError(violations: readonly Violation[]): AwsError {
  const [first] = violations;
  if (first === undefined) throw new Error("There is no violation.");
  const missing = violations.find(({ kind }) => kind === "missing");
  if (missing !== undefined) return missingParameter(missing.path);
  const problem =
    first.kind === "enum" ? `Invalid value '${String(first.value)}' for ${first.path}.` : `${demand(first)}.`;
  return ec2Error(
    "InvalidParameterValue",
    first.kind === "enum"
      ? problem
      : `Value (${String(first.value)}) for parameter ${first.path} is invalid. ${problem}`,
  );
}

/** AWS: the wording is from memory. */
export const missingParameter = (name: string): AwsError =>
  ec2Error("MissingParameter", `The request must contain the parameter ${name}`);

export const invalidParameterValue = (message: string): AwsError => ec2Error("InvalidParameterValue", message);

/** AWS: from memory: "Value (us-east-1z) for parameter availabilityZone is invalid. ...". */
export const invalidValue = (value: string, parameter: string, why: string): AwsError =>
  invalidParameterValue(`Value (${value}) for parameter ${parameter} is invalid. ${why}`);

export const invalidCombination = (message: string): AwsError => ec2Error("InvalidParameterCombination", message);

/** AWS: the wording is from memory. */
export const dryRun = (): AwsError =>
  ec2Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

/** AWS: recorded. sts:DecodeAuthorizationMessage decodes what follows the sentence. */
export const unauthorized = (message: string, encoded: () => string): AwsError =>
  ec2Error(
    "UnauthorizedOperation",
    `You are not authorized to perform this operation. ${message}. Encoded authorization failure message: ${encoded()}`,
    403,
  );

/** AWS: as observed: "The vpc 'vpc-0a1b' has dependencies and cannot be deleted." */
export const hasDependencies = (noun: string, id: string): AwsError =>
  ec2Error("DependencyViolation", `The ${noun} '${id}' has dependencies and cannot be deleted.`);

/** AWS: as observed: "resource sg-0a1b has a dependent object". */
export const hasDependent = (id: string): AwsError =>
  ec2Error("DependencyViolation", `resource ${id} has a dependent object`);

/** AWS: as reported by many: "The maximum number of VPCs has been reached." */
export const limitExceeded = (code: string, what: string): AwsError =>
  ec2Error(code, `The maximum number of ${what} has been reached.`);

/** AWS: the wording is from memory. */
export const invalidRange = (code: "InvalidVpc.Range" | "InvalidSubnet.Range", cidr: string): AwsError =>
  ec2Error(code, `The CIDR '${cidr}' is invalid.`);

/** AWS: as reported by many. */
export const subnetConflict = (cidr: string): AwsError =>
  ec2Error("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);

/** AWS: the wording is from memory. */
export const noBlock = (value: string, parameter: string): AwsError =>
  invalidValue(value, parameter, "This is not a valid CIDR block.");

/** AWS: the wording is from memory. */
export const noFreeAddresses = (): AwsError =>
  ec2Error(
    "InsufficientFreeAddressesInSubnet",
    "The specified subnet does not have enough free addresses to satisfy the request.",
  );

/** AWS: the wording is from memory. */
export const differentNetworks = (one: string, other: string): AwsError =>
  invalidParameterValue(`${one} and ${other} belong to different networks`);

// AWS Organizations' errors. All have status 400. AWS: the API reference's "Errors" of each operation; where no message of the service was recorded,
// its documentation's sentence stands.

import { AwsError } from "../../kernel/errors.ts";
import type { Violation } from "../../service/constraints.ts";

const error =
  (code: string) =>
  (message: string, reason?: string): AwsError =>
    new AwsError({ code, message, ...(reason === undefined ? {} : { members: { Reason: reason } }) });

const accessDenied = error("AccessDeniedException");
export const invalidInput = error("InvalidInputException");
export const constraintViolation = error("ConstraintViolationException");
export const handshakeViolation = error("HandshakeConstraintViolationException");

// AWS: API Reference, InvalidInputException, its reasons and their sentences.
const VIOLATIONS: Readonly<Record<Violation["kind"], readonly [reason: string, message: string]>> = {
  missing: ["INPUT_REQUIRED", "You must include a value for all required parameters."],
  length: ["MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed."],
  range: ["MAX_VALUE_EXCEEDED", "You provided a numeric parameter that has a larger value than allowed."],
  pattern: ["INVALID_PATTERN", "You provided a value that doesn't match the required pattern."],
  enum: ["INVALID_ENUM", "You specified an invalid value."],
};

/** The first thing that is wrong with a request's members. */
export function validationError([first]: readonly Violation[]): AwsError {
  const [reason, message] = VIOLATIONS[first?.kind ?? "missing"];
  return invalidInput(message, reason);
}

/** AWS: recorded: what only the management account, or nobody of this organization, may do. */
export const notYours = (): AwsError => accessDenied("You don't have permissions to access this resource.");

export const notInUse = (): AwsError =>
  error("AWSOrganizationsNotInUseException")("Your account is not a member of an organization.");

export const alreadyMember = (): AwsError =>
  error("AlreadyInOrganizationException")("The AWS account is already a member of an organization.");

export const accountNotFound = (): AwsError =>
  error("AccountNotFoundException")("You specified an account that doesn't exist.");

export const accountClosed = (): AwsError =>
  error("AccountAlreadyClosedException")("You attempted to close an account that is already closed.");

export const parentNotFound = (): AwsError =>
  error("ParentNotFoundException")("You specified parent that doesn't exist.");

export const sourceNotFound = (): AwsError =>
  error("SourceParentNotFoundException")("You provided a source parent that doesn't exist.");

export const destinationNotFound = (): AwsError =>
  error("DestinationParentNotFoundException")("You specified a destination parent that doesn't exist.");

export const duplicateAccount = (): AwsError =>
  error("DuplicateAccountException")("The account is already in the destination.");

export const childNotFound = (): AwsError =>
  error("ChildNotFoundException")("You specified a child that doesn't exist.");

export const unitNotFound = (): AwsError =>
  error("OrganizationalUnitNotFoundException")("You specified an organizational unit that doesn't exist.");

export const duplicateUnit = (): AwsError =>
  error("DuplicateOrganizationalUnitException")("An OU with the same name already exists.");

export const unitNotEmpty = (): AwsError =>
  error("OrganizationalUnitNotEmptyException")("The specified organizational unit is not empty.");

export const organizationNotEmpty = (): AwsError =>
  error("OrganizationNotEmptyException")(
    "The organization isn't empty. To delete an organization, you must first remove all accounts except the management account.",
  );

export const managementCannotLeave = (): AwsError =>
  error("MasterCannotLeaveOrganizationException")("You can't remove a management account from an organization.");

export const rootNotFound = (): AwsError => error("RootNotFoundException")("You specified a root that doesn't exist.");

export const targetNotFound = (): AwsError =>
  error("TargetNotFoundException")("You specified a target that doesn't exist.");

export const policyNotFound = (): AwsError =>
  error("PolicyNotFoundException")("You specified a policy that doesn't exist.");

export const duplicatePolicy = (): AwsError =>
  error("DuplicatePolicyException")("A policy with the same name already exists.");

export const malformedPolicy = (): AwsError =>
  error("MalformedPolicyDocumentException")(
    "The provided policy document does not meet the requirements of the specified policy type.",
  );

export const policyInUse = (): AwsError =>
  error("PolicyInUseException")("You cannot delete a policy that is attached to an entity.");

export const duplicateAttachment = (): AwsError =>
  error("DuplicatePolicyAttachmentException")("The selected policy is already attached to the specified target.");

export const notAttached = (): AwsError =>
  error("PolicyNotAttachedException")("The policy isn't attached to the specified target in the specified root.");

export const typeNotEnabled = (): AwsError =>
  error("PolicyTypeNotEnabledException")("This operation can be performed only for enabled policy types.");

export const typeAlreadyEnabled = (): AwsError =>
  error("PolicyTypeAlreadyEnabledException")("The specified policy type is already enabled.");

export const typeNotAvailable = (): AwsError =>
  error("PolicyTypeNotAvailableForOrganizationException")(
    "You can't use the specified policy type with the feature set currently enabled for this organization.",
  );

export const creationNotFound = (): AwsError =>
  error("CreateAccountStatusNotFoundException")("You specified a create account request that doesn't exist.");

export const handshakeNotFound = (): AwsError =>
  error("HandshakeNotFoundException")("You specified a handshake that doesn't exist.");

export const handshakeInState = (): AwsError =>
  error("HandshakeAlreadyInStateException")("The specified handshake is already in the requested state.");

export const invalidTransition = (): AwsError =>
  error("InvalidHandshakeTransitionException")(
    "You can't perform the operation on the handshake in its current state.",
  );

export const duplicateHandshake = (): AwsError =>
  error("DuplicateHandshakeException")("A handshake with the same action and target already exists.");

export const alreadyRegistered = (): AwsError =>
  error("AccountAlreadyRegisteredException")(
    "The specified account is already a delegated administrator for this AWS service.",
  );

export const notRegistered = (): AwsError =>
  error("AccountNotRegisteredException")(
    "The specified account is not a delegated administrator for this AWS service.",
  );

/** What Organizations can and this cloud cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", status: 501, message: `${what} is not implemented by Stackyard yet.` });

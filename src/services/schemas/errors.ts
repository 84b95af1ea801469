// The errors of the schema registry. AWS: the API reference has codes and statuses; the wordings are inferred.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

const errorOf =
  (name: string, status: number) =>
  (message: string): AwsError =>
    // AWS: each error has a code of its own beside the message, which the reference does not list.
    new AwsError({ code: `${name}Exception`, status, message, members: { Code: name } });

export const badRequest = errorOf("BadRequest", 400);
export const notFound = errorOf("NotFound", 404);
export const conflict = errorOf("Conflict", 409);
export const forbidden = errorOf("Forbidden", 403);
export const preconditionFailed = errorOf("PreconditionFailed", 412);

export const registryNotFound = (name: string): AwsError => notFound(`Registry with name ${name} does not exist.`);
export const schemaNotFound = (name: string): AwsError => notFound(`Schema with name ${name} does not exist.`);
export const discovererNotFound = (id: string): AwsError => notFound(`Discoverer with id ${id} does not exist.`);

/** Violations of the model's constraints. */
export function validationError(violations: readonly Violation[]): AwsError {
  return badRequest(coralValidationError(violations).message);
}

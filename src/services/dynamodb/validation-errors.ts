// How DynamoDB words violations of required members and constraints: as other services do, with three exceptions.
// AWS: dynamodb-conformance, exact error messages.

import type { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";
import { validationError } from "./errors.ts";

const ON_TABLES: ReadonlySet<string> = new Set(["CreateTable", "DeleteTable", "DescribeTable", "UpdateTable"]);
const ONE_LIST = /^requestItems\.(.+)\.member$/;

/** The error for an operation's violations. */
export function violationError(violations: readonly Violation[], operation: string): AwsError {
  if (ON_TABLES.has(operation) && violations.some(({ kind, path }) => kind === "missing" && path === "tableName"))
    return validationError("The parameter 'TableName' is required but was not present in the request");
  const [first] = violations;
  if (first?.path === "requestItems" && Object.keys(first.value ?? {}).length === 0)
    return validationError(`The requestItems parameter is required for ${operation}`);
  if (first?.kind === "length" && ONE_LIST.test(first.path)) {
    const [minimum, maximum] = first.constraint?.length ?? [];
    const table = ONE_LIST.exec(first.path)?.[1] ?? "";
    return validationError(
      `1 validation error detected: Value '{${table}=${JSON.stringify(first.value)}}' at 'requestItems' failed to ` +
        `satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${maximum}, ` +
        `Member must have length greater than or equal to ${minimum}]`,
    );
  }
  return coralValidationError(violations);
}

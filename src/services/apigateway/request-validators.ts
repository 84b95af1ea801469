// Request validators: which parts of a request are checked before its method's integration is called.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";
import { flag, patched, type PatchRule, text } from "./patches/patch.ts";
import type { RequestValidatorRecord } from "./records.ts";

const RULES: readonly PatchRule<RequestValidatorRecord>[] = [
  text<RequestValidatorRecord, "name">("name", { parse: requireName }),
  flag<RequestValidatorRecord, "validateRequestParameters">("validateRequestParameters"),
  flag<RequestValidatorRecord, "validateRequestBody">("validateRequestBody"),
];

/** AWS: recorded. */
function requireName(name: string): string {
  if (name === "") throw badRequest("Request Validator name cannot be blank");
  return name;
}

/** The validator after a patch. */
export function patchedValidator(
  validator: RequestValidatorRecord,
  operations: readonly PatchOperation[] | undefined,
): RequestValidatorRecord {
  return patched(validator, operations, RULES);
}

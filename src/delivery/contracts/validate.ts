// Validates documents against schemas, by ajv in the dialect 2020-12.

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "./schema.ts";

/** Says what is wrong with a document; undefined if nothing is. */
export type Validator = (document: unknown) => string | undefined;

// AWS and the users have formats of their own; that a text has one is the producer's word, and not looked at here.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false, logger: false });

/** Prepares to validate. Throws an Error with ajv's words if the schema is none. */
export function createValidator(schema: JsonSchema): Validator {
  // Contracts may share an `$id`; references go into the document itself only.
  const own = typeof schema === "boolean" ? schema : withoutId(schema);
  const check: ValidateFunction = ajv.compile(own);
  return (document) => {
    if (check(document)) return undefined;
    const [first] = check.errors ?? [];
    return `${first?.instancePath === undefined || first.instancePath === "" ? "the document" : first.instancePath} ${first?.message ?? "is not valid"}`;
  };
}

/** What is wrong with a schema as such; undefined if nothing is. */
export function faultOf(schema: JsonSchema): string | undefined {
  try {
    createValidator(schema);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

function withoutId({ $id: _id, $schema: _schema, ...rest }: { readonly [keyword: string]: unknown }): JsonSchema {
  return rest;
}

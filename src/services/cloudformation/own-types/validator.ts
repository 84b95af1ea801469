// Holds models against the whole of a schema: lengths, patterns, enumerations, which the engine's own form of schemas does not have.

import type { ErrorObject } from "ajv";
import { boundedPattern } from "../../../kernel/bounded-pattern.ts";

/** What is wrong with a model; empty if nothing is. */
export type Validator = (model: unknown) => readonly string[];

/** The validator of a JSON schema; throws where it is none. */
export async function compileValidator(schema: object): Promise<Validator> {
  // Loaded for the first model: most yards have no types of their own.
  const { Ajv } = await import("ajv");
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
    code: { regExp: ownPatterns },
  });
  const validate = ajv.compile(schema);
  return (model) => (validate(model) ? [] : (validate.errors ?? []).map(faultOf));
}

// A schema is whoever's: its patterns must not keep the server from everybody else.
const ownPatterns = Object.assign(
  (pattern: string): { test: (text: string) => boolean } => ({ test: boundedPattern(pattern) }),
  { code: "boundedPattern" },
);

function faultOf({ instancePath, message = "" }: ErrorObject): string {
  return `#${instancePath}: ${message}`;
}

// What an error is called in the query protocol: there the code may be another one than in JSON.

import type { ServiceModel } from "../model/model.ts";

/**
 * Errors that no model knows, of services that speak both protocols.
 * AWS: recorded from SQS, which names the first of each pair in JSON and the second in x-amzn-query-error and in XML.
 */
const UNMODELLED: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
};

/** The code by which query clients know the error. */
export function queryCode(service: ServiceModel, code: string): string {
  return service.errors.get(code)?.error?.code ?? UNMODELLED[code] ?? code;
}

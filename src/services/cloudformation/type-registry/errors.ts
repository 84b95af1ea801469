// The registry's errors. AWS: codes and statuses are the model's; where nothing else is said, wordings are inferred.

import { AwsError } from "../../../kernel/errors.ts";

/** For a type, or a version of it, that the account does not have. AWS: the error as documented, the sentences inferred. */
export function typeNotFound(name: string): AwsError {
  return new AwsError({
    code: "TypeNotFoundException",
    status: 404,
    message: `The type '${name}' cannot be found.`,
  });
}

/** The registry's catch-all. */
export function registryError(message: string): AwsError {
  return new AwsError({ code: "CFNRegistryException", message });
}

/** For a configuration that nobody has set. */
export function configurationNotFound(name: string): AwsError {
  return new AwsError({
    code: "TypeConfigurationNotFoundException",
    status: 404,
    message: `The type configuration '${name}' cannot be found.`,
  });
}

/** For kinds of extensions that this cloud does not have. */
export function kindNotImplemented(operation: string, kind: "MODULE" | "HOOK"): AwsError {
  const what = kind === "MODULE" ? "modules" : "hooks";
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `${operation} of ${what} is not implemented by this cloud: it has extensions of type RESOURCE only.`,
  });
}

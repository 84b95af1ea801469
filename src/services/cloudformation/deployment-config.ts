// What a request says about how its operation goes. AWS: API Reference, "DeploymentConfig". In both modes an operation ends when its resources are
// ready: here they are so when they are made, but for the few that wait for something else, and EXPRESS waits for those as well.

import { validationError } from "./errors.ts";

/** As requests and answers have it. */
export interface DeploymentConfig {
  readonly Mode?: "EXPRESS" | "STANDARD" | undefined;
  readonly DisableRollback?: boolean | undefined;
}

/**
 * Whether a failure is left as it is, as a request says in either of two places; undefined where it says nothing. Throws where they say
 * different things; the wording is inferred.
 */
export function disablesRollback(input: {
  readonly DisableRollback?: boolean | undefined;
  readonly DeploymentConfig?: DeploymentConfig | undefined;
}): boolean | undefined {
  const { DisableRollback: own, DeploymentConfig: { DisableRollback: configured } = {} } = input;
  if (own !== undefined && configured !== undefined && own !== configured)
    throw validationError("DisableRollback and DeploymentConfig.DisableRollback must not say different things.");
  return own ?? configured;
}

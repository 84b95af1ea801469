// Turns a local environment of the configuration into a target: an account that exists, and its keys.

import type { ControlClient } from "./control-client.ts";
import type { Environment, System } from "../system/system.ts";
import { FAST_POLLING } from "./target.ts";
import type { Target } from "./target.ts";

/** The name of a system's account for an environment in the embedded cloud. */
export function accountNameOf(system: Pick<System, "name">, environment: Environment): string {
  return environment.account ?? `${system.name}-${environment.name}`;
}

/** The target of a local environment; its account is created if there is none. */
export async function resolveLocalTarget(
  system: Pick<System, "name">,
  environment: Environment,
  origin: string,
  control: ControlClient,
): Promise<Target> {
  const account = await control.ensureAccount(accountNameOf(system, environment));
  return {
    kind: "local",
    region: environment.region ?? account.region,
    account: account.account,
    endpoint: origin,
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
    polling: FAST_POLLING,
  };
}

// Turns a local environment into a target: an account that exists, in the embedded cloud or a fork of it, and its keys.

import { OperatorError } from "../../kernel/errors.ts";
import { createControlClient } from "./control-client.ts";
import type { ControlClient, ControlConnection } from "./control-client.ts";
import type { Environment, System } from "../system/system.ts";
import { FAST_POLLING } from "./target.ts";
import type { Target } from "./target.ts";

/** The name of a system's account for an environment in the embedded cloud. */
export function accountNameOf(system: Pick<System, "name">, environment: Environment): string {
  return environment.account ?? `${system.name}-${environment.name}`;
}

/**
 * The target of a local environment; its account is created if there is none. Throws ERR_NO_FORK if it is in a fork that
 * the server does not have.
 */
export async function resolveLocalTarget(
  system: Pick<System, "name">,
  environment: Environment,
  connection: ControlConnection,
): Promise<Target> {
  const main = createControlClient(connection);
  const address = environment.fork === undefined ? connection.origin : await addressOf(main, environment.fork);
  const control = address === connection.origin ? main : createControlClient({ ...connection, origin: address });
  const account = await control.ensureAccount(accountNameOf(system, environment));
  return {
    kind: "local",
    region: environment.region ?? account.region,
    account: account.account,
    endpoint: address,
    ...(environment.fork === undefined ? {} : { keptOrigin: connection.origin }),
    credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
    polling: FAST_POLLING,
  };
}

async function addressOf(control: ControlClient, fork: string): Promise<string> {
  const found = (await control.listForks()).find((each) => each.name === fork);
  if (found !== undefined) return found.address;
  throw new OperatorError({
    code: "ERR_NO_FORK",
    message: `The server has no fork "${fork}".`,
    hints: ["stackyard env list", `stackyard fork ${fork}`],
  });
}

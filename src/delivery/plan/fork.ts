// The stage of a rehearsal: a fork of the embedded cloud in which a release can be applied for real. It has a lease, so that a
// plan that is killed leaves nothing behind.

import type { Random } from "../../kernel/random.ts";
import { createControlClient } from "../cloud/control-client.ts";
import type { ControlConnection } from "../cloud/control-client.ts";
import { resolveLocalTarget } from "../cloud/resolve-local-target.ts";
import type { Target } from "../cloud/target.ts";
import type { Environment, System } from "../system/system.ts";

// LIMIT: how long a fork outlives a plan that was killed.
const LEASE_SECONDS = 60;

/** A fork, and the environment's account in it. */
export interface Stage {
  readonly target: Target;
  drop(): Promise<void>;
}

/** Forks the cloud. In a quiet fork nothing begins by itself; one for tests is a full one. */
export async function openStage(options: {
  readonly connection: ControlConnection;
  /** The environment as it is; it may itself be in a fork. */
  readonly parent: Pick<Target, "endpoint" | "keptOrigin">;
  readonly system: Pick<System, "name">;
  readonly environment: Environment;
  readonly isQuiet: boolean;
  readonly random: Random;
}): Promise<Stage> {
  const { connection, parent, system, environment, isQuiet, random } = options;
  const origin = parent.endpoint ?? connection.origin;
  const control = createControlClient({ ...connection, origin });
  const name = `plan-${random.hex(8)}`;
  const fork = await control.createFork({ name, isQuiet, leaseSeconds: LEASE_SECONDS });
  const renewal = setInterval(() => void control.renewFork(name).catch(() => undefined), (LEASE_SECONDS * 1000) / 3);
  renewal.unref();
  async function drop(): Promise<void> {
    clearInterval(renewal);
    await control.dropFork(name);
  }
  try {
    const { fork: _parent, ...inside } = environment;
    const target = await resolveLocalTarget(system, inside, { ...connection, origin: fork.address });
    return { target: { ...target, keptOrigin: parent.keptOrigin ?? origin }, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

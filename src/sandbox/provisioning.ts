// Keeps sandboxes of functions ready, initialised before anybody needs them.

import type { Group } from "./groups.ts";
import type { Sandbox } from "./sandbox.ts";
import type { FunctionSpec, Provisioned, SandboxOwner } from "./sandboxes.ts";

export interface ProvisioningHost {
  readonly mostProvisioned: number;
  isStopped(): boolean;
  /** Starts one and initialises it; undefined if that fails. */
  start(group: Group, owner: SandboxOwner, spec: FunctionSpec): Promise<Sandbox | undefined>;
  release(group: Group, sandbox: Sandbox): void;
}

/** Changes how many of a group are kept ready. */
export type Provision = (group: Group, owner: SandboxOwner, spec: FunctionSpec, count: number) => Provisioned;

/** Keeps ready what the host starts. */
export function createProvisioning(host: ProvisioningHost): Provision {
  /** Starts what is missing, one after the other: nobody waits for it. */
  function keepReady(group: Group, owner: SandboxOwner, spec: FunctionSpec): void {
    fillUp(group, owner, spec).catch((error: unknown) => {
      group.provisioned.failure = error instanceof Error ? error.message : String(error);
    });
  }

  async function fillUp(group: Group, owner: SandboxOwner, spec: FunctionSpec): Promise<void> {
    const { provisioned } = group;
    const isMissing = (): boolean =>
      provisioned.sandboxes.size < provisioned.wanted && !group.isRetired && !host.isStopped();
    while (isMissing()) {
      const sandbox = await host.start(group, owner, spec);
      if (sandbox === undefined) throw new Error("The function could not be initialised.");
      // RACE: another call may have filled up meanwhile.
      if (provisioned.sandboxes.size < provisioned.wanted) {
        provisioned.sandboxes.add(sandbox);
        void sandbox.parts.process.exited.then(() => keepReady(group, owner, spec));
      }
      host.release(group, sandbox);
    }
  }

  return (group, owner, spec, count) => {
    const { provisioned } = group;
    const { mostProvisioned } = host;
    provisioned.wanted = Math.min(count, mostProvisioned);
    provisioned.failure =
      count > mostProvisioned ? `This machine keeps at most ${mostProvisioned} sandboxes ready.` : undefined;
    for (const sandbox of provisioned.sandboxes) {
      if (provisioned.sandboxes.size <= provisioned.wanted) break;
      // Those that are busy are kept no longer than others, from now on.
      provisioned.sandboxes.delete(sandbox);
      if (group.idle.includes(sandbox)) sandbox.end();
    }
    keepReady(group, owner, spec);
    return { allocated: () => provisioned.sandboxes.size, failure: () => provisioned.failure };
  };
}

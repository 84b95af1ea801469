// The sandboxes of each revision of a function, and who waits for one of them.

import type { FunctionSpec, SandboxOwner } from "./sandboxes.ts";
import type { Sandbox } from "./sandbox.ts";
import { createWaitingLine } from "./waiting-line.ts";
import type { WaitingLine } from "./waiting-line.ts";

/** The sandboxes of one revision of a function. */
export interface Group {
  readonly idle: Sandbox[];
  /** Invocations that wait for one of these sandboxes. */
  readonly line: WaitingLine<Sandbox>;
  /** How many run an invocation. */
  busy: number;
  /** How long invocations take lately; undefined before the first. */
  meanMs?: number;
  readonly functionArn: string;
  readonly version: string;
  /** The sandboxes that are kept ready, and how many there should be. */
  readonly provisioned: { readonly sandboxes: Set<Sandbox>; wanted: number; failure: string | undefined };
  /** The function has changed: its sandboxes end when they are done, those that are just starting, too. */
  isRetired: boolean;
}

export interface Groups {
  /** The group of the function as it is. */
  of(owner: SandboxOwner, spec: FunctionSpec): Group;
  /** Ends the groups of a function, or of one of its versions. */
  retire(owner: SandboxOwner, functionArn: string, version?: string): void;
  /** Ends all groups of an owner. */
  retireAll(owner: SandboxOwner): void;
}

/** No groups yet. */
export function createGroups(): Groups {
  const groups = new Map<SandboxOwner, Map<string, Group>>();
  return {
    of(owner, spec) {
      let ofOwner = groups.get(owner);
      if (ofOwner === undefined) groups.set(owner, (ofOwner = new Map()));
      let group = ofOwner.get(spec.revision);
      if (group === undefined) ofOwner.set(spec.revision, (group = createGroup(spec)));
      return group;
    },
    retire(owner, functionArn, version) {
      for (const [revision, group] of groups.get(owner) ?? []) {
        if (group.functionArn !== functionArn || (version !== undefined && group.version !== version)) continue;
        groups.get(owner)?.delete(revision);
        retireGroup(group);
      }
    },
    retireAll(owner) {
      for (const group of groups.get(owner)?.values() ?? []) retireGroup(group);
      groups.delete(owner);
    },
  };
}

function createGroup({ functionArn, version }: FunctionSpec): Group {
  const provisioned = { sandboxes: new Set<Sandbox>(), wanted: 0, failure: undefined };
  return { idle: [], line: createWaitingLine(), busy: 0, functionArn, version, provisioned, isRetired: false };
}

function retireGroup(group: Group): void {
  group.isRetired = true;
  for (const sandbox of group.idle) sandbox.end();
}

/** The next idle sandbox: those that are kept ready first, then the one that was used last, so that others grow old and end. */
export function popIdle({ idle, provisioned }: Group): Sandbox | undefined {
  const kept = provisioned.wanted === 0 ? -1 : idle.findLastIndex((sandbox) => provisioned.sandboxes.has(sandbox));
  return kept === -1 ? idle.pop() : idle.splice(kept, 1)[0];
}

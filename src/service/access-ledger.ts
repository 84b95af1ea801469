// Who did what: each access that was allowed is counted in memory, and written to the directory every few seconds, so that a call pays for an
// addition only. LIMIT: `kill -9` takes away what was counted since the last writing; a yard that stops writes all of it.

import type { AccessRequest } from "../iam/authorization.ts";
import { addAccess, type KeyUse, MOST_RESOURCES, saveKeyUse, widened } from "../iam/directory/accesses.ts";
import type { Access } from "../iam/directory/accesses.ts";
import type { Principal } from "../iam/principal.ts";
import type { Clock } from "../kernel/clock.ts";
import { realTimer } from "../kernel/real-time.ts";
import type { Store } from "../store/store.ts";

/** What users and roles do, as it happens. */
export interface AccessLedger {
  /** Counts what a principal was allowed. What the account itself and services do is nobody's. */
  record(principal: Principal, request: AccessRequest): void;
  /** Notes that a long-term access key signed a request, allowed or not. */
  useKey(accessKeyId: string, service: string, region: string): void;
  /** Writes what was counted and not written yet: for whoever is about to read it. */
  flush(): void;
  /** Writes the rest. What is still under way in a yard that stops is not counted: its store may be closed. */
  stop(): void;
}

const WRITE_AFTER_MS = 5_000;
// AWS: "Getting credential reports": of the uses within 15 minutes only the first is recorded.
const KEY_USE_MS = 15 * 60_000;
/** LIMIT: ours, how many keys' uses are remembered. */
const MOST_KEYS = 10_000;

type Counted = { -readonly [Member in keyof Access]: Access[Member] };

/** What one user or role did since the last writing: by action, then by resource. */
interface Entity {
  readonly account: string;
  readonly id: string;
  readonly actions: Map<string, Map<string, Counted>>;
}

/** The ledger of one yard. */
export function createAccessLedger(store: Store, clock: Pick<Clock, "nowMs">): AccessLedger {
  let entities = new Map<string, Entity>();
  // A session's principal is one object for as long as it is known.
  let known = new WeakMap<Principal, Entity>();
  let cancel: (() => void) | undefined;
  const keyUses = new Map<string, KeyUse>();
  let unwrittenKeys = new Set<string>();

  function entityOf(principal: Extract<Principal, { readonly kind: "user" | "assumed-role" }>): Entity {
    const found = known.get(principal);
    if (found !== undefined) return found;
    const [id = ""] = principal.userId.split(":");
    const entity = entities.get(id) ?? { account: principal.account, id, actions: new Map() };
    entities.set(id, entity);
    known.set(principal, entity);
    return entity;
  }

  let isStopped = false;

  function flush(): void {
    cancel?.();
    cancel = undefined;
    if (entities.size === 0 && unwrittenKeys.size === 0) return;
    const written = [...entities.values()];
    const keys = unwrittenKeys;
    entities = new Map();
    unwrittenKeys = new Set();
    known = new WeakMap();
    store.write((tx) => {
      for (const { account, id, actions } of written)
        for (const resources of actions.values())
          for (const counted of resources.values()) addAccess(tx, account, id, counted);
      for (const id of keys) {
        const use = keyUses.get(id);
        if (use !== undefined) saveKeyUse(tx, id, use);
      }
    });
  }

  return {
    record(principal, { action, resource }) {
      if (isStopped || (principal.kind !== "assumed-role" && principal.kind !== "user")) return;
      const { actions } = entityOf(principal);
      let resources = actions.get(action);
      if (resources === undefined) actions.set(action, (resources = new Map()));
      // Users are people and tools, whose policies nobody derives: AWS's access advisor tells of their actions only.
      let name = principal.kind === "user" ? "*" : resource;
      if (resources.size >= MOST_RESOURCES && !resources.has(name)) name = widened(name);
      const nowMs = clock.nowMs();
      const counted = resources.get(name);
      if (counted === undefined) {
        resources.set(name, { action, resource: name, count: 1, firstMs: nowMs, lastMs: nowMs });
        cancel ??= realTimer(WRITE_AFTER_MS, flush);
      } else {
        counted.count += 1;
        counted.lastMs = nowMs;
      }
    },
    useKey(accessKeyId, service, region) {
      const atMs = clock.nowMs();
      const before = keyUses.get(accessKeyId);
      if (isStopped || (before !== undefined && atMs - before.atMs < KEY_USE_MS)) return;
      if (keyUses.size >= MOST_KEYS) {
        flush();
        keyUses.clear();
      }
      keyUses.set(accessKeyId, { atMs, service, region });
      unwrittenKeys.add(accessKeyId);
      cancel ??= realTimer(WRITE_AFTER_MS, flush);
    },
    flush,
    stop() {
      isStopped = true;
      flush();
    },
  };
}

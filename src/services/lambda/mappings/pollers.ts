// The pollers of a yard: one for each enabled mapping, started with the yard and changed with the mapping.

import { realDelay } from "../../../kernel/real-time.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Poller } from "../../../service/event-sources/host.ts";
import { startQueuePoller } from "../../../service/event-sources/queue-poller.ts";
import { startStreamPoller } from "../../../service/event-sources/stream-poller.ts";
import type { Store } from "../../../store/store.ts";
import { listAllMappings, loadMapping } from "../repo.ts";
import { requireSourceKind } from "./mapping.ts";
import { createQueueHost } from "./queue-host.ts";
import { createStreamHost } from "./stream-host.ts";

interface Manager {
  readonly yard: YardContext;
  readonly running: Map<string, { readonly poller: Poller; readonly abort: AbortController }>;
}

// A function may take minutes; what it works on is not lost, since it is still in the queue or before the checkpoint.
const STOP_GRACE_MS = 1_000;

const managers = new WeakMap<Store, Manager>();

/** Starts the pollers of all enabled mappings. Returns how to stop them. */
export function startPollers(yard: YardContext): () => Promise<void> {
  const manager: Manager = { yard, running: new Map() };
  managers.set(yard.store, manager);
  const all = yard.store.read((tx) => [...listAllMappings(tx)]);
  for (const { scope, mapping } of all) begin(manager, scope, mapping.uuid);
  return async () => {
    managers.delete(yard.store);
    const pollers = [...manager.running.values()];
    for (const { abort } of pollers) abort.abort();
    await Promise.race([Promise.all(pollers.map(({ poller }) => poller.stop())), realDelay(STOP_GRACE_MS)]);
  };
}

/** Call after a mapping was made, changed or deleted. What its old poller has in hand is finished beside the new one. */
export function refreshPoller(yard: Pick<YardContext, "store">, scope: Scope, uuid: string): void {
  const manager = managers.get(yard.store);
  if (manager === undefined) return;
  manager.running.get(uuid)?.abort.abort();
  manager.running.delete(uuid);
  begin(manager, scope, uuid);
}

function begin({ yard, running }: Manager, scope: Scope, uuid: string): void {
  const mapping = yard.store.read((tx) => loadMapping(tx, scope, uuid));
  if (mapping === undefined || !mapping.isEnabled) return;
  const abort = new AbortController();
  const own = { account: scope.account, region: scope.region };
  const assignment = { yard, scope: own, mapping, abort: abort.signal };
  const poller =
    requireSourceKind(mapping.sourceArn) === "sqs"
      ? startQueuePoller(createQueueHost(assignment))
      : startStreamPoller(createStreamHost(assignment));
  running.set(uuid, { poller, abort });
}

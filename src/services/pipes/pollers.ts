// The pollers of a yard's pipes: one for each that runs, started with the yard and changed with the pipe.

import { realDelay } from "../../kernel/real-time.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Poller } from "../../service/event-sources/host.ts";
import { startQueuePoller } from "../../service/event-sources/queue-poller.ts";
import { startStreamPoller } from "../../service/event-sources/stream-poller.ts";
import type { Store } from "../../store/store.ts";
import { createQueueHost, createStreamHost } from "./hosts.ts";
import type { PipeRecord } from "./records.ts";
import { listAllPipes } from "./repo.ts";
import { requireSourceKind } from "./settings.ts";

interface Manager {
  readonly yard: YardContext;
  readonly running: Map<string, { readonly poller: Poller; readonly abort: AbortController }>;
}

// What a pipe has in hand is not lost: it is still in the queue or before the checkpoint.
const STOP_GRACE_MS = 1_000;

const managers = new WeakMap<Store, Manager>();

/** Starts the pollers of all pipes that run. Returns how to stop them. */
export function startPipes(yard: YardContext): () => Promise<void> {
  // A rehearsal does not work off what its parent's sources have.
  if (yard.isQuiet) return () => Promise.resolve();
  const manager: Manager = { yard, running: new Map() };
  managers.set(yard.store, manager);
  for (const { scope, pipe } of yard.store.read((tx) => [...listAllPipes(tx)])) begin(manager, scope, pipe);
  return async () => {
    managers.delete(yard.store);
    const pollers = [...manager.running.values()];
    for (const { abort } of pollers) abort.abort();
    await Promise.race([Promise.all(pollers.map(({ poller }) => poller.stop())), realDelay(STOP_GRACE_MS)]);
  };
}

/** Call after a pipe changed: what its old poller has in hand is finished beside the new one. */
export function refreshPipe(yard: Pick<YardContext, "store">, scope: Scope, pipe: PipeRecord): void {
  const manager = managers.get(yard.store);
  if (manager === undefined) return;
  manager.running.get(pipe.id)?.abort.abort();
  manager.running.delete(pipe.id);
  begin(manager, scope, pipe);
}

function begin({ yard, running }: Manager, scope: Scope, pipe: PipeRecord): void {
  if (pipe.currentState !== "RUNNING") return;
  const abort = new AbortController();
  const own = { account: scope.account, region: scope.region };
  const work = { yard, scope: own, pipe, abort: abort.signal };
  const poller =
    requireSourceKind(pipe.source) === "sqs"
      ? startQueuePoller(createQueueHost(work))
      : startStreamPoller(createStreamHost(work));
  running.set(pipe.id, { poller, abort });
}

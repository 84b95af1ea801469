// Who is connected to a yard's WebSocket APIs. In memory: a connection is a socket, and lives no longer than this process.

import type { ClientConnection } from "../../../../service/client-connection.ts";
import type { YardContext } from "../../../../service/context.ts";
import type { Store } from "../../../../store/store.ts";
import type { ConnectionFacts } from "./call.ts";

/** A connection, from its handshake to its end. */
export interface LiveConnection {
  readonly facts: ConnectionFacts;
  readonly socket: ClientConnection;
  /** When something was sent or received last, on the yard's clock. */
  lastActiveAtMs: number;
}

const ofYards = new WeakMap<Store, Map<string, LiveConnection>>();

/** The connections of a yard, by id. */
export function liveConnections({ store }: Pick<YardContext, "store">): Map<string, LiveConnection> {
  let found = ofYards.get(store);
  if (found === undefined) ofYards.set(store, (found = new Map()));
  return found;
}

/** Says goodbye to all connections of an API or, with a name, of one of its stages. */
export function closeConnections(yard: Pick<YardContext, "store">, apiId: string, stageName?: string): void {
  for (const { facts, socket } of liveConnections(yard).values())
    if (facts.apiId === apiId && (stageName === undefined || facts.stageName === stageName))
      socket.close(1001, "Going away");
}

// The connection that a call means: of the API and the stage at whose address it was made, and of no other.

import type { Context } from "../../../service/context.ts";
import { type LiveConnection, liveConnections } from "../execute/websocket/live-connections.ts";
import { loadOwner, loadPart } from "../repo.ts";
import { stageAddress } from "./address.ts";
import { forbidden, gone } from "./errors.ts";

/** Throws where there is no such stage, or nobody is connected by this id. */
export function requireConnection(context: Context, connectionId: string): LiveConnection {
  const address = context.store.read((tx) => stageAddress(tx, context));
  if (address === undefined) throw forbidden();
  const { apiId, stageName } = address;
  const isThere = context.store.read((tx) => {
    const scope = loadOwner(tx, apiId);
    return scope !== undefined && loadPart(tx, scope, apiId, "stage", stageName) !== undefined;
  });
  if (!isThere) throw forbidden();
  const found = liveConnections(context).get(connectionId);
  if (found?.facts.apiId !== apiId || found.facts.stageName !== stageName) throw gone();
  return found;
}

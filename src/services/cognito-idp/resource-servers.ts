// Finding resource servers.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { resourceNotFound } from "./errors.ts";
import type { ResourceServerRecord } from "./records.ts";
import { loadResourceServer } from "./repo.ts";

/** A resource server of a pool; throws ResourceNotFoundException. */
export function requireResourceServer(
  tx: ReadTx,
  scope: Scope,
  poolId: string,
  identifier: string,
): ResourceServerRecord {
  const server = loadResourceServer(tx, scope, poolId, identifier);
  if (server === undefined) throw resourceNotFound(`Resource server ${identifier} does not exist.`);
  return server;
}

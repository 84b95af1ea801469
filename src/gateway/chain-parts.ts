// What the steps of the chain work with.

import type { RequestLog } from "../inspect/request-log.ts";
import type { Region } from "../kernel/ids.ts";
import type { Acceptance } from "../service/client-connection.ts";
import type { YardContext } from "../service/context.ts";
import type { Identity } from "../service/identity.ts";
import type { Invoke } from "../service/invoke.ts";
import type { Registry } from "../service/registry.ts";
import type { Route } from "../wire/route.ts";
import type { HttpResponse } from "../wire/wire.ts";
import type { IncomingRequest } from "./incoming.ts";
import type { ClaimedCredentials } from "./signature.ts";

export interface ChainParts {
  readonly registry: Registry;
  readonly identity: Identity;
  readonly invoke: Invoke;
  readonly requests: RequestLog;
  /** Of unsigned requests. */
  readonly region: Region;
  readonly yard: () => YardContext;
  /** Awaited before each answer, where acknowledged means on the disk. */
  readonly flush: (() => Promise<void>) | undefined;
  /** The chain of the yard whose credentials a request claims, if that is not this one. */
  readonly elsewhere: (claim: () => ClaimedCredentials | undefined) => Chain | undefined;
}

export type Chain = (incoming: IncomingRequest) => Promise<HttpResponse>;

/** Whether a request may become a WebSocket connection: a door's consent, or the answer that refuses it. */
export type Connector = (incoming: IncomingRequest) => Promise<Acceptance | HttpResponse>;

/** The operation that a request means. */
export type Target = Extract<Route, { kind: "operation" }>;

/** Why a request means none. */
export type Refused = Extract<Route, { kind: "refused" }>;

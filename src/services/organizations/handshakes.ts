// Invitations: an organization asks an account, which accepts or declines within fifteen days of the yard's clock.

import type { Handshake, HandshakeFilter } from "@aws-sdk/client-organizations";
import type { ReadTx } from "../../store/store.ts";
import { handshakeInState, handshakeNotFound, invalidTransition } from "./errors.ts";
import { handshakeArn } from "./names.ts";
import type { HandshakeRecord } from "./records.ts";
import { loadHandshake } from "./repo.ts";

export const DAY_MS = 86_400_000;

/** Invitations are the only handshakes there are here. */
export function isInvite(filter: HandshakeFilter | undefined): boolean {
  const { ActionType = "INVITE", ParentHandshakeId } = filter ?? {};
  return ActionType === "INVITE" && ParentHandshakeId === undefined;
}

/** Who of the two asks for it. */
type Side = "account" | "managementAccount";

/** An invitation that the caller sent, or got; nobody else's is there. */
export function requireHandshake(tx: ReadTx, id: string, caller: string, sides: readonly Side[]): HandshakeRecord {
  const handshake = loadHandshake(tx, id);
  if (handshake === undefined || !sides.some((side) => handshake[side] === caller)) throw handshakeNotFound();
  return handshake;
}

/** Throws unless it waits for an answer. */
export function requireOpen(handshake: HandshakeRecord, wanted: HandshakeRecord["state"], nowMs: number): void {
  if (handshake.state === wanted) throw handshakeInState();
  if (stateOf(handshake, nowMs) !== "OPEN") throw invalidTransition();
}

/** Its state: an invitation that nobody answered expires. */
export function stateOf({ state, expiresAtMs }: HandshakeRecord, nowMs: number): HandshakeRecord["state"] | "EXPIRED" {
  return state === "OPEN" && nowMs >= expiresAtMs ? "EXPIRED" : state;
}

export function showHandshake(handshake: HandshakeRecord, nowMs: number): Handshake {
  const { id, organizationId, target, notes, requestedAtMs, expiresAtMs } = handshake;
  return {
    Id: id,
    Arn: handshakeArn(handshake),
    Parties: [
      { Id: organizationId.slice("o-".length), Type: "ORGANIZATION" },
      { Id: target.Id, Type: target.Type },
    ],
    State: stateOf(handshake, nowMs),
    RequestedTimestamp: new Date(requestedAtMs),
    ExpirationTimestamp: new Date(expiresAtMs),
    Action: "INVITE",
    Resources: [
      { Type: "ORGANIZATION", Value: organizationId },
      { Type: target.Type, Value: target.Id },
      ...(notes === undefined ? [] : [{ Type: "NOTES" as const, Value: notes }]),
    ],
  };
}

// Codes for nobody. Where a client hides who is there, one who is not seems to get a code, is heard as often with wrong ones, and takes as
// long to answer. AWS: "Managing error responses". LIMIT: the time of a pool's CustomMessage function, and of SNS, is not imitated.

import { createHmac } from "node:crypto";
import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { Scope, YardContext } from "../../../service/context.ts";
import { expiredCode, tooManyFailedAttempts, wrongCode } from "../errors.ts";
import type { CodePurpose, PoolRecord } from "../records.ts";
import { dropExpired, loadDecoyCode, saveDecoyCode } from "../repo.ts";
import { deliveryDetails, MOST_ATTEMPTS, VALID_MS } from "./codes.ts";
import { foldName } from "./users.ts";

interface Home {
  readonly scope: Scope;
  readonly pool: PoolRecord;
}

/** Answers as if a code had been sent, after two writes, as sending one takes. */
export function pretendCode(
  yard: YardContext,
  { scope, pool }: Home,
  name: string,
  purpose: CodePurpose,
): CodeDeliveryDetailsType {
  const id = idOf(pool, name, purpose);
  const expiresAtMs = yard.clock.nowMs() + VALID_MS[purpose];
  yard.store.write((tx) => {
    dropExpired(tx, scope, pool.poolId, yard.clock.nowMs());
    saveDecoyCode(tx, scope, pool.poolId, id, { code: "", expiresAtMs, attempts: 0 });
  });
  yard.store.write((tx) =>
    saveDecoyCode(tx, scope, pool.poolId, id, { code: id.slice(0, 6), expiresAtMs, attempts: 0 }),
  );
  return pretendedDelivery(pool, name);
}

/** Refuses what somebody says who is not there, as it would be refused of one who is and guesses. */
export function refuseDecoyCode(yard: YardContext, { scope, pool }: Home, name: string, purpose: CodePurpose): Error {
  const id = idOf(pool, name, purpose);
  return yard.store.write((tx) => {
    const found = loadDecoyCode(tx, scope, pool.poolId, id);
    if (found === undefined || found.expiresAtMs <= yard.clock.nowMs()) return expiredCode();
    if (found.attempts >= MOST_ATTEMPTS) return tooManyFailedAttempts();
    saveDecoyCode(tx, scope, pool.poolId, id, { ...found, attempts: found.attempts + 1 });
    return wrongCode();
  });
}

/** AWS: "the simulated delivery medium is determined by the input username format and verification settings of the user pool". */
/** Where a code seems to have gone. */
export function pretendedDelivery({ settings, signingKey }: PoolRecord, name: string): CodeDeliveryDetailsType {
  if (/^[^\s@]+@[^\s@]+$/.test(name)) return deliveryDetails("EMAIL", name);
  if (/^\+\d{4,15}$/.test(name)) return deliveryDetails("SMS", name);
  // The same for a name each time, and no letter that gives the game away.
  const [one = 0, two = 0, ...rest] = createHmac("sha256", signingKey.privateKey).update(`mail ${name}`).digest();
  const letter = (byte: number): string => "abcdefghijklmnopqrstuvwxyz".charAt(byte % 26);
  return settings.AutoVerifiedAttributes?.includes("phone_number") === true
    ? deliveryDetails(
        "SMS",
        `+1${rest
          .slice(0, 10)
          .map((byte) => byte % 10)
          .join("")}`,
      )
    : deliveryDetails("EMAIL", `${letter(one)}@${letter(two)}`);
}

/** Names may be as long as they like, and say what they like: the store keeps a digest. */
function idOf(pool: PoolRecord, name: string, purpose: CodePurpose): string {
  return createHmac("sha256", pool.signingKey.privateKey)
    .update(`${purpose} ${foldName(pool, name)}`)
    .digest("hex");
}

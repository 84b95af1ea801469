// Makes temporary credentials: the key's secret and all about the session are sealed in the token.

import type { Credentials } from "@aws-sdk/client-sts";
import { newAccessKeyId, newSecret } from "../../iam/directory/names.ts";
import type { Principal } from "../../iam/principal.ts";
import { createSessionTokens } from "../../iam/session-tokens.ts";
import type { Context } from "../../service/context.ts";

/** Credentials of `principal` for `durationSeconds` from now. */
export function issueCredentials(
  { store, random, clock }: Context,
  principal: Principal & { readonly account: string },
  durationSeconds: number,
): Credentials {
  const accessKeyId = newAccessKeyId(random, "ASIA", principal.account);
  const secretAccessKey = newSecret(random);
  // AWS gives whole seconds.
  const issuedAtMs = Math.floor(clock.nowMs() / 1000) * 1000;
  const expiresAtMs = issuedAtMs + durationSeconds * 1000;
  const session = { accessKeyId, secretAccessKey, principal: { ...principal, issuedAtMs }, expiresAtMs };
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: createSessionTokens(store, random).seal(session),
    Expiration: new Date(expiresAtMs),
  };
}

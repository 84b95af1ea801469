// The pool's operations that nobody signs, as the pages call them for their visitors and for the application's client.

import { createHmac } from "node:crypto";
import type { Ask } from "./ask.ts";
import type { Visit } from "./visit.ts";

/** The operations, called as anybody. */
export function publicCalls({ yard, ask }: Pick<Visit, "yard" | "ask">) {
  return yard.as({ kind: "anonymous" }, ask.signIn.scope).cognitoUserPools;
}

/** The client's name and proof, with which the pages act for it. AWS: "Computing secret hash values". */
export function asClient({ client: { clientId, secret } }: Ask, username: string) {
  return {
    ClientId: clientId,
    Username: username,
    ...(secret !== undefined && {
      SecretHash: createHmac("sha256", secret).update(`${username}${clientId}`).digest("base64"),
    }),
  };
}

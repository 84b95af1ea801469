// Sign in with Apple takes a token that the customer's key signed in place of a client's secret.
// Apple: "Creating a client secret".

import type { YardContext } from "../../../service/context.ts";
import { FederationError } from "./failure.ts";

const AUDIENCE = "https://appleid.apple.com";
const VALID_SECONDS = 300;

/** A client's secret that is good for some minutes. */
export async function appleSecret(
  { clock }: Pick<YardContext, "clock">,
  details: Readonly<Record<string, string>>,
): Promise<string> {
  const { importPKCS8, SignJWT } = await import("jose");
  const { team_id: teamId = "", key_id: kid = "", client_id: clientId = "", private_key: text = "" } = details;
  const seconds = Math.floor(clock.nowMs() / 1000);
  try {
    return await new SignJWT({})
      .setProtectedHeader({ alg: "ES256", kid })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(AUDIENCE)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + VALID_SECONDS)
      .sign(await importPKCS8(pemOf(text), "ES256"));
  } catch (error) {
    // A key that the customer got wrong: whatever jose or OpenSSL say of it.
    if (error instanceof Error) throw new FederationError("server_error", "The private_key cannot sign");
    throw error;
  }
}

/** AWS: a key is given with or without the lines around it. */
function pemOf(text: string): string {
  if (text.includes("-----BEGIN")) return text;
  return `-----BEGIN PRIVATE KEY-----\n${text.trim()}\n-----END PRIVATE KEY-----`;
}

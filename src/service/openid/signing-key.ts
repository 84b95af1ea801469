// The pair of keys with which a service of the yard signs tokens. AWS: Cognito's are RS256, with keys of 2,048 bits.

import { createPrivateKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { JWTPayload } from "jose";
import type { Random } from "../../kernel/random.ts";

export interface SigningKey {
  readonly kid: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
  /** RFC 7517. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** A new pair, to be kept in the store. */
export async function newSigningKey(random: Random): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const kid = Buffer.from(random.bytes(32)).toString("base64");
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  return {
    kid,
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    publicJwk: { alg: "RS256", e, kid, kty: "RSA", n, use: "sig" },
  };
}

/** A token with these claims. */
export async function signToken({ kid, privateKey }: SigningKey, payload: JWTPayload): Promise<string> {
  // Loaded when the first token is signed: most yards sign none.
  const { SignJWT } = await import("jose");
  return new SignJWT(payload).setProtectedHeader({ kid, alg: "RS256" }).sign(createPrivateKey(privateKey));
}

// How imported material comes: wrapped under an RSA key that was made for it. AWS: "Step 3: Encrypt the key material".

import { constants, createDecipheriv, generateKeyPair, privateDecrypt } from "node:crypto";
import { promisify } from "node:util";
import { privateKeyOf } from "./key-pairs.ts";

const generate = promisify(generateKeyPair);

/** A new wrapping key: the public half in DER, the private one as PKCS #8. */
export async function makeWrappingKey(bits: number): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }> {
  const { publicKey, privateKey } = await generate("rsa", { modulusLength: bits });
  return {
    publicKey: Uint8Array.from(publicKey.export({ type: "spki", format: "der" })),
    privateKey: Uint8Array.from(privateKey.export({ type: "pkcs8", format: "der" })),
  };
}

/** The material; undefined if it was not wrapped for this key in this way. */
export function unwrap(privateKey: Uint8Array, algorithm: string, wrapped: Uint8Array): Uint8Array | undefined {
  const key = privateKeyOf(privateKey);
  const oaepHash = algorithm.endsWith("SHA_1") ? "sha1" : "sha256";
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    if (algorithm.startsWith("RSAES_OAEP")) return Uint8Array.from(privateDecrypt({ key, padding, oaepHash }, wrapped));
    // The AES key under RSA, then the material under the AES key (RFC 5649, with its initial value).
    const modulusBytes = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
    const aesKey = privateDecrypt({ key, padding, oaepHash }, wrapped.subarray(0, modulusBytes));
    const decipher = createDecipheriv("id-aes256-wrap-pad", aesKey, Buffer.from("A65959A6", "hex"));
    return Uint8Array.from(Buffer.concat([decipher.update(wrapped.subarray(modulusBytes)), decipher.final()]));
  } catch {
    return undefined;
  }
}

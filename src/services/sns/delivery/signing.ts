// Signs messages with the key pair of their topic's account and region, made when it is first needed.

import { createPrivateKey, generateKeyPair, sign } from "node:crypto";
import { promisify } from "node:util";
import type { Scope, YardContext } from "../../../service/context.ts";
import { certificateUrl } from "../links.ts";
import type { SigningKeyRecord } from "../records.ts";
import { loadSigningKey, saveSigningKey } from "../repo.ts";
import { selfSignedCertificate } from "./certificate.ts";
import type { Signature } from "./envelope.ts";

const VALID_MS = 10 * 365 * 86_400_000;
const makeKeyPair = promisify(generateKeyPair);
const signInBackground = promisify(sign);

/** The signature of a text, and where the certificate is that proves it. */
export async function signText(yard: YardContext, scope: Scope, text: string, version: string): Promise<Signature> {
  const key = await ensureSigningKey(yard, scope);
  // AWS: version 1 is SHA-1, version 2 is SHA-256, both with RSA.
  const digest = version === "2" ? "RSA-SHA256" : "RSA-SHA1";
  const signature = await signInBackground(digest, Buffer.from(text), key.privateKeyPem);
  return { version, text: signature.toString("base64"), certificateUrl: certificateUrl(yard.address, key.id) };
}

async function ensureSigningKey(yard: YardContext, scope: Scope): Promise<SigningKeyRecord> {
  const present = yard.store.read((tx) => loadSigningKey(tx, scope));
  if (present !== undefined) return present;
  const { publicKey, privateKey } = await makeKeyPair("rsa", { modulusLength: 2_048 });
  const nowMs = yard.clock.nowMs();
  const record: SigningKeyRecord = {
    v: 1,
    id: yard.random.hex(32),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificatePem: selfSignedCertificate({
      commonName: `sns.${scope.region}.amazonaws.com (Stackyard)`,
      publicKey,
      privateKey: createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" })),
      serialNumber: yard.random.bytes(15),
      notBeforeMs: nowMs,
      notAfterMs: nowMs + VALID_MS,
    }),
  };
  // RACE: two deliveries may each have made a pair; the first one written is everybody's.
  return yard.store.write((tx) => {
    const first = loadSigningKey(tx, scope);
    if (first !== undefined) return first;
    saveSigningKey(tx, scope, record);
    return record;
  });
}

// A self-signed X.509 certificate for an RSA key, as DER: enough for clients that read the public key out of the file
// behind SigningCertURL. Node can read certificates but not make them. Pure.

import { createSign } from "node:crypto";
import type { KeyObject } from "node:crypto";

// ASN.1 tags of X.690 that a certificate uses.
const TAG = {
  integer: 0x02,
  bits: 0x03,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
};
// 1.2.840.113549.1.1.11 and 2.5.4.3, already encoded.
const SHA256_WITH_RSA = Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b);
const COMMON_NAME = Uint8Array.of(0x55, 0x04, 0x03);

/** The certificate as PEM. */
export function selfSignedCertificate(options: {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly serialNumber: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}): string {
  const algorithm = encode(TAG.sequence, encode(TAG.oid, SHA256_WITH_RSA), encode(TAG.null));
  const name = encode(
    TAG.sequence,
    encode(
      TAG.set,
      encode(TAG.sequence, encode(TAG.oid, COMMON_NAME), encode(TAG.utf8, Buffer.from(options.commonName))),
    ),
  );
  const body = encode(
    TAG.sequence,
    encode(TAG.version, encode(TAG.integer, Uint8Array.of(2))),
    // A leading 1 keeps the number positive and its form minimal.
    encode(TAG.integer, Uint8Array.of(1, ...options.serialNumber)),
    algorithm,
    name,
    encode(TAG.sequence, encodeTime(options.notBeforeMs), encodeTime(options.notAfterMs)),
    name,
    options.publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = createSign("sha256").update(body).sign(options.privateKey);
  const certificate = encode(TAG.sequence, body, algorithm, encode(TAG.bits, Uint8Array.of(0), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag), encodeLength(content.length), content]);
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

// GeneralizedTime: YYYYMMDDHHMMSSZ.
function encodeTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return encode(TAG.time, Buffer.from(text));
}

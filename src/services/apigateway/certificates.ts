// Client certificates: with them API Gateway shows backends who calls. Each is an RSA key and an X.509 certificate that the key itself has
// signed. X.509 is written here: Node reads certificates and does not make them.

import { createSign, generateKeyPairSync } from "node:crypto";

export interface GeneratedCertificate {
  readonly pemEncodedCertificate: string;
  /** PKCS 8. */
  readonly privateKeyPem: string;
}

/** A new certificate that is valid between two moments; `serial` is 16 bytes or fewer. */
export function generateCertificate(options: {
  readonly serial: Uint8Array;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}): GeneratedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // AWS: recorded: issuer and subject are CN=ApiGateway.
  const name = sequence(set(sequence(oid("550403"), der(0x0c, Buffer.from("ApiGateway")))));
  const algorithm = sequence(oid("2a864886f70d01010b"), der(0x05, Buffer.alloc(0)));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    integer(options.serial),
    algorithm,
    name,
    sequence(time(options.createdAtMs), time(options.expiresAtMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = createSign("RSA-SHA256").update(toBeSigned).sign(privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    pemEncodedCertificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----`,
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** One DER value: its tag, its length, its content. */
function der(tag: number, content: Buffer): Buffer {
  const size = content.length;
  if (size < 128) return Buffer.concat([Buffer.from([tag, size]), content]);
  const bytes = size < 256 ? [size] : [size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(content: Buffer): Buffer {
  return der(0x31, content);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

/** A positive integer: the first bit is the sign. */
function integer(bytes: Uint8Array): Buffer {
  return der(0x02, Buffer.concat([Buffer.from([0x01]), bytes]));
}

/** UTCTime, "YYMMDDHHMMSSZ": enough until 2049; GeneralizedTime beyond. */
function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  return Number(digits.slice(0, 4)) < 2050
    ? der(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : der(0x18, Buffer.from(`${digits}Z`));
}

// The machine's own certificate authority: made when the first certificate is wanted, kept in a folder that only its user reads. Whoever trusts
// it trusts whoever can read that folder, so its key never leaves it, neither for the store nor for a fork.

import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { invariant } from "../../kernel/errors.ts";
import type { Random } from "../../kernel/random.ts";
import { machineNowMs } from "../../kernel/real-time.ts";

/** What a certificate is to say. */
export interface CertificateRequest {
  /** The first one is the subject. "*.shop.test" for names right below. */
  readonly names: readonly [string, ...string[]];
  readonly publicKey: KeyObject;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface Authority {
  /** The authority's own certificate, in PEM: what clients trust. */
  certificate(): Promise<string>;
  /** A server's certificate, in PEM. */
  issue(request: CertificateRequest): Promise<string>;
  /** Encrypts what only this machine may read; it opens under the same label only. */
  seal(label: string, secret: Uint8Array): Promise<Uint8Array>;
  open(label: string, sealed: Uint8Array): Promise<Buffer>;
}

/** The file that clients trust, in the authority's folder. */
const CERTIFICATE_FILE = "authority.pem";
const KEY_FILE = "authority-key.pem";
const SUBJECT = "Stackyard local authority";
const VALID_MS = 10 * 365 * 86_400_000;
const DAY_MS = 86_400_000;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Root {
  readonly certificate: string;
  readonly key: KeyObject;
  readonly sealingKey: Uint8Array;
}

const generate = promisify(generateKeyPair);

/** The authority of a folder, which need not be there yet. */
export function createAuthority(folder: string, random: Random): Authority {
  let root: Promise<Root> | undefined;
  const ensureRoot = (): Promise<Root> => (root ??= loadOrMake());

  async function loadOrMake(): Promise<Root> {
    const files = { certificate: join(folder, CERTIFICATE_FILE), key: join(folder, KEY_FILE) };
    if (!existsSync(files.certificate)) await make(files);
    const key = readFileSync(files.key);
    return {
      certificate: readFileSync(files.certificate, "utf8"),
      key: createPrivateKey(key),
      sealingKey: new Uint8Array(hkdfSync("sha256", key, "", "stackyard sealed with the authority", 32)),
    };
  }

  async function make(files: { readonly certificate: string; readonly key: string }): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey, publicKey } = await generate("ec", { namedCurve: "P-256" });
    const { writeCertificate } = await import("./x509.ts");
    const nowMs = machineNowMs();
    const certificate = writeCertificate({
      subject: SUBJECT,
      issuer: SUBJECT,
      publicKey,
      signingKey: privateKey,
      serial: newSerial(),
      notBefore: new Date(nowMs - DAY_MS),
      notAfter: new Date(nowMs + VALID_MS),
      names: undefined,
    });
    writeFileSync(files.key, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    // The certificate's file says that both are whole.
    writeFileSync(`${files.certificate}.new`, certificate, { mode: 0o644 });
    renameSync(`${files.certificate}.new`, files.certificate);
  }

  /** RFC 5280, 4.1.2.2: positive, and nobody can guess the next one. */
  function newSerial(): Uint8Array {
    const serial = Uint8Array.from(random.bytes(16));
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    return serial;
  }

  return {
    certificate: async () => (await ensureRoot()).certificate,
    async issue({ names, publicKey, notBeforeMs, notAfterMs }) {
      const { key } = await ensureRoot();
      const { writeCertificate } = await import("./x509.ts");
      return writeCertificate({
        subject: names[0],
        issuer: SUBJECT,
        publicKey,
        signingKey: key,
        serial: newSerial(),
        notBefore: new Date(notBeforeMs),
        notAfter: new Date(notAfterMs),
        names,
      });
    },
    async seal(label, secret) {
      const { sealingKey } = await ensureRoot();
      const nonce = Uint8Array.from(random.bytes(NONCE_BYTES));
      const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce).setAAD(Buffer.from(label));
      return Uint8Array.from(Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]));
    },
    async open(label, sealed) {
      invariant(sealed.length > NONCE_BYTES + TAG_BYTES, `What was sealed for "${label}" is cut.`);
      const { sealingKey } = await ensureRoot();
      const decipher = createDecipheriv("aes-256-gcm", sealingKey, sealed.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(label)).setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}

/** The path of the certificate that clients trust, below a state folder. */
export const authorityFolder = (stateDir: string): string => join(stateDir, "authority");

/** A new key pair for a server. */
export async function newKeyPair(
  algorithm: "RSA_2048" | "EC_prime256v1" | "EC_secp384r1",
): Promise<{ readonly publicKey: KeyObject; readonly privateKey: string }> {
  const { privateKey } = await (algorithm === "RSA_2048"
    ? generate("rsa", { modulusLength: 2048 })
    : generate("ec", { namedCurve: algorithm === "EC_prime256v1" ? "P-256" : "P-384" }));
  return {
    publicKey: createPublicKey(privateKey),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

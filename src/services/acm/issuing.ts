// Certificates issued by the machine's authority, and private keys kept.

import { X509Certificate } from "node:crypto";
import { machineNowMs } from "../../kernel/real-time.ts";
import { newKeyPair } from "../../service/certificates/authority.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { invariant } from "../../kernel/errors.ts";
import { certificateArn } from "./certificates.ts";
import type { CertificateRecord, IssuedRecord, KeyAlgorithm } from "./records.ts";

type Yard = Pick<YardContext, "authority" | "clock">;

const DAY_MS = 86_400_000;
/** AWS: "ACM public certificates": valid for 198 days since February 2026. */
const VALID_MS = 198 * DAY_MS;

/** A certificate with a new key. */
export async function issue(yard: Yard, scope: Scope, certificate: CertificateRecord): Promise<IssuedRecord> {
  const { names, keyAlgorithm, id } = certificate;
  const [first, ...others] = names;
  invariant(first !== undefined && isIssued(keyAlgorithm), "A certificate was requested without a name.");
  const { publicKey, privateKey } = await newKeyPair(keyAlgorithm);
  // Clients hold certificates against the machine's time, which a yard's clock may be ahead of.
  const notBeforeMs = Math.floor(Math.min(yard.clock.nowMs(), machineNowMs()) / DAY_MS) * DAY_MS;
  const pem = await yard.authority.issue({
    names: [first, ...others],
    publicKey,
    notBeforeMs,
    notAfterMs: Math.floor(yard.clock.nowMs() / DAY_MS) * DAY_MS + VALID_MS - 1_000,
  });
  return kept(yard, scope, id, { certificate: pem, chain: await yard.authority.certificate(), privateKey });
}

function isIssued(algorithm: KeyAlgorithm): algorithm is "RSA_2048" | "EC_prime256v1" | "EC_secp384r1" {
  return algorithm === "RSA_2048" || algorithm === "EC_prime256v1" || algorithm === "EC_secp384r1";
}

/** What is kept of a certificate and its key, all in PEM. */
export async function kept(
  yard: Yard,
  scope: Scope,
  id: string,
  parts: { readonly certificate: string; readonly chain: string; readonly privateKey: string },
): Promise<IssuedRecord> {
  const { certificate, chain, privateKey } = parts;
  const parsed = new X509Certificate(certificate);
  return {
    certificate,
    chain,
    sealedKey: await yard.authority.seal(certificateArn(scope, id), Buffer.from(privateKey)),
    serial: parsed.serialNumber.toLowerCase().match(/../g)?.join(":") ?? "",
    subject: parsed.subject.split("\n").toReversed().join(","),
    issuer: commonNameOf(parsed.issuer),
    signatureAlgorithm: isSignedByRsa(parsed) ? "SHA256WITHRSA" : "SHA256WITHECDSA",
    notBeforeMs: Date.parse(parsed.validFrom),
    notAfterMs: Date.parse(parsed.validTo),
  };
}

/** Node does not say which algorithm signed: its number stands near the front of the certificate, and RSA's begin with these bytes. */
function isSignedByRsa({ raw }: X509Certificate): boolean {
  return raw.subarray(0, 64).includes(Buffer.from("2a864886f70d0101", "hex"));
}

function commonNameOf(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? distinguishedName.replaceAll("\n", ",");
}

/** The private key in PEM. */
export async function privateKeyOf(
  yard: Pick<YardContext, "authority">,
  scope: Scope,
  id: string,
  { sealedKey }: IssuedRecord,
): Promise<string> {
  return (await yard.authority.open(certificateArn(scope, id), sealedKey)).toString();
}

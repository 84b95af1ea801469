// Certificates that customers bring: read, and checked with their key and chain.

import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { invalid } from "./errors.ts";
import type { KeyAlgorithm } from "./records.ts";

export interface Imported {
  readonly certificate: string;
  readonly chain: string;
  readonly privateKey: string;
  readonly names: readonly string[];
  readonly keyAlgorithm: KeyAlgorithm;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What a customer brings, in one form. Throws ValidationException: AWS's wordings where marked, from "Troubleshoot certificate import problems". */
export function parseImport(given: { certificate: string; privateKey: string; chain: string | undefined }): Imported {
  const bodies = given.certificate.match(CERTIFICATE) ?? [];
  // AWS: recorded.
  if (bodies.length > 1)
    throw invalid(
      "The certificate field contains more than one certificate. You can specify only one certificate in this field.",
    );
  const certificate = parseCertificate(bodies[0] ?? "", "certificate body");
  const privateKey = parseKey(given.privateKey);
  if (!certificate.checkPrivateKey(privateKey))
    throw invalid("The private key does not match the certificate's public key.");
  const chainTexts = given.chain?.match(CERTIFICATE) ?? [];
  if (given.chain !== undefined && chainTexts.length === 0) throw badPem("certificate chain");
  const chain = chainTexts.map((text) => parseCertificate(text, "certificate chain"));
  requireChain(certificate, chain);
  return {
    certificate: `${(bodies[0] ?? "").trim()}\n`,
    chain: chainTexts.map((text) => `${text.trim()}\n`).join(""),
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    names: namesOf(certificate),
    keyAlgorithm: algorithmOf(certificate.publicKey),
  };
}

function parseCertificate(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL's reasons are about its own insides.
    throw badPem(what);
  }
}

/** AWS: recorded. */
const badPem = (what: string): Error =>
  invalid(
    `The ${what} provided is not in a valid PEM format, InternalFailure, or Unable to parse certificate. Please ensure the certificate is in PEM format.`,
  );

function parseKey(pem: string): KeyObject {
  // AWS: ImportCertificate: "The private key must be unencrypted".
  if (/ENCRYPTED/.test(pem))
    throw invalid("The private key is not supported: it is encrypted by a password or a passphrase.");
  try {
    return createPrivateKey(pem);
  } catch {
    throw invalid("The private key is not supported. Please ensure the private key is in PEM format.");
  }
}

/** AWS: ImportCertificate: a chain leads from the certificate upwards; without one, the certificate is self-signed. */
function requireChain(certificate: X509Certificate, chain: readonly X509Certificate[]): void {
  const isSignedBy = (one: X509Certificate, other: X509Certificate): boolean =>
    one.checkIssued(other) && one.verify(other.publicKey);
  // AWS: recorded.
  if (chain.length === 0 && !isSignedBy(certificate, certificate))
    throw invalid(
      "Provided certificate is not a valid self signed. Please provide either a valid self-signed certificate or certificate chain.",
    );
  let below = certificate;
  for (const above of chain) {
    if (!isSignedBy(below, above))
      throw invalid(
        "Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: " +
          chain.indexOf(above),
      );
    below = above;
  }
}

/** The names for which a certificate is: those of its extension, else its subject's. */
function namesOf({ subject, subjectAltName }: X509Certificate): readonly string[] {
  const alternatives = [...(subjectAltName ?? "").matchAll(/DNS:([^,\s]+)/g)].map(([, name = ""]) => name);
  const common = /^CN=(.*)$/m.exec(subject)?.[1];
  const first = common !== undefined && (alternatives.length === 0 || alternatives.includes(common)) ? [common] : [];
  return [...new Set([...first, ...alternatives])];
}

/** AWS: "Prerequisites for importing certificates": these algorithms. */
function algorithmOf(key: KeyObject): KeyAlgorithm {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") {
    const found = ([1024, 2048, 3072, 4096] as const).find((length) => length === modulusLength);
    if (found !== undefined) return `RSA_${found}`;
    throw invalid(`The private key length ${modulusLength} is not supported for key algorithm.`);
  }
  if (namedCurve === "prime256v1") return "EC_prime256v1";
  if (namedCurve === "secp384r1") return "EC_secp384r1";
  if (namedCurve === "secp521r1") return "EC_secp521r1";
  throw invalid("The private key algorithm is not supported.");
}

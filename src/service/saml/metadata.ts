// What an identity provider says of itself: a SAML 2.0 metadata document, read for its name, its signing keys and how long it is good for.

import { X509Certificate } from "node:crypto";
import { childrenOf, METADATA, readDocument, type SamlElement, SIGNATURE } from "./elements.ts";

export interface IdpMetadata {
  /** What the Issuer of its responses reads. */
  readonly entityId: string;
  /** Keys that sign, as certificates in PEM. */
  readonly certificates: readonly string[];
  readonly validUntilMs: number | undefined;
}

/**
 * Reads a metadata document of one identity provider; undefined where it is none that assertions could be held against.
 * AWS: "Create a SAML identity provider in IAM": certificates have keys of at least 1,024 bits, and their expiration is not looked at.
 */
export function readIdpMetadata(source: string): IdpMetadata | undefined {
  const root = readDocument(source);
  if (root?.namespace !== METADATA || root.name !== "EntityDescriptor") return undefined;
  const entityId = root.attributes.get("entityID") ?? "";
  const descriptors = childrenOf(root, METADATA, "IDPSSODescriptor");
  const certificates = descriptors.flatMap(signingCertificates);
  if (entityId === "" || certificates.length === 0 || certificates.includes(undefined)) return undefined;
  const until = root.attributes.get("validUntil");
  const validUntilMs = until === undefined ? undefined : Date.parse(until);
  if (Number.isNaN(validUntilMs)) return undefined;
  return { entityId, certificates: certificates.flatMap((each) => each ?? []), validUntilMs };
}

/** A key descriptor without a use is for signatures and for encryption. */
function signingCertificates(descriptor: SamlElement): readonly (string | undefined)[] {
  return childrenOf(descriptor, METADATA, "KeyDescriptor")
    .filter(({ attributes }) => attributes.get("use") !== "encryption")
    .flatMap((key) => childrenOf(key, SIGNATURE, "KeyInfo"))
    .flatMap((info) => childrenOf(info, SIGNATURE, "X509Data"))
    .flatMap((data) => childrenOf(data, SIGNATURE, "X509Certificate"))
    .map(({ text }) => certificateOf(text));
}

const FEWEST_BITS = 1_024;

function certificateOf(base64: string): string | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, "base64"));
    const { modulusLength = 0 } = certificate.publicKey.asymmetricKeyDetails ?? {};
    return certificate.publicKey.asymmetricKeyType === "rsa" && modulusLength >= FEWEST_BITS
      ? certificate.toString()
      : undefined;
  } catch {
    // node:crypto's own errors say that it is no certificate.
    return undefined;
  }
}

// Whose keys sign a domain's mails. Pure.

import { createPrivateKey } from "node:crypto";
import type { DkimSigningAttributes } from "@aws-sdk/client-sesv2";
import type { IdentityRecord } from "../records.ts";
import { badRequest, notImplemented } from "./errors.ts";

/** What is kept of the keys: of the customer's own, the selector. No mail leaves the machine, so the private key is only checked. */
export function readSigning(
  given: DkimSigningAttributes,
  type: IdentityRecord["type"],
): Pick<IdentityRecord, "ownKey"> {
  const {
    DomainSigningSelector: selector,
    DomainSigningPrivateKey: key,
    DomainSigningAttributesOrigin: origin,
  } = given;
  if (type !== "DOMAIN") throw badRequest("DKIM signing attributes can be given for domains only.");
  if (origin?.startsWith("AWS_SES_") === true) throw notImplemented("Keys that are replicated from another region");
  if (selector === undefined && key === undefined) {
    if (origin === "EXTERNAL") throw badRequest("A selector and a private key are required for an external origin.");
    return {};
  }
  if (selector === undefined || key === undefined || origin === "AWS_SES")
    throw badRequest("A selector and a private key must be given together, and for an external origin only.");
  const pem = ["RSA PRIVATE KEY", "PRIVATE KEY"].map(
    (label) => `-----BEGIN ${label}-----\n${key}\n-----END ${label}-----`,
  );
  if (pem.some(isRsa)) return { ownKey: { selector } };
  throw badRequest("The private key is not an RSA key in base 64.");
}

function isRsa(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}

// What a request for a certificate comes to: its names, and how each is validated.

import { createHash } from "node:crypto";
import type { RequestCertificateCommandInput } from "@aws-sdk/client-acm";
import type { Input } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { invalidParameter, invalidValidationOptions, limitExceeded, notImplemented } from "./errors.ts";
import type { CertificateRecord, DomainRecord } from "./records.ts";
import { parseTags } from "./tags.ts";

/** AWS: "Quotas" (ACM user guide): names of one certificate, as long as nobody asked for more. */
const MOST_NAMES = 10;
/** AWS: "Email validation": mails go to these people of the domain. */
const PEOPLE = ["administrator", "hostmaster", "postmaster", "webmaster", "admin"];

const ISSUED_ALGORITHMS = ["RSA_2048", "EC_prime256v1", "EC_secp384r1"] as const;

/** The record of a new request. */
export function requested(
  input: Input<RequestCertificateCommandInput>,
  context: Scope & Pick<YardContext, "clock" | "random">,
): CertificateRecord {
  if (input.CertificateAuthorityArn !== undefined)
    throw notImplemented("A certificate of a private certificate authority");
  if (input.ManagedBy !== undefined) throw notImplemented("A certificate that CloudFront manages");
  const method = input.ValidationMethod ?? "EMAIL";
  if (method === "HTTP") throw notImplemented("HTTP validation, which is for certificates that CloudFront manages,");
  const algorithm = input.KeyAlgorithm ?? "RSA_2048";
  const keyAlgorithm = ISSUED_ALGORITHMS.find((each) => each === algorithm);
  // AWS: RequestCertificate, KeyAlgorithm: what ACM itself issues.
  if (keyAlgorithm === undefined)
    throw invalidParameter(`The key algorithm ${algorithm} is not supported for public certificates.`);
  const names = [
    ...new Set([input.DomainName, ...(input.SubjectAlternativeNames ?? [])].map((name) => name.toLowerCase())),
  ];
  if (names.length > MOST_NAMES) throw limitExceeded(`A certificate can have no more than ${MOST_NAMES} domain names.`);
  const options = new Map(
    (input.DomainValidationOptions ?? []).map((each) => [
      each.DomainName.toLowerCase(),
      each.ValidationDomain.toLowerCase(),
    ]),
  );
  for (const [name, domain] of options) requireSuperdomain(names, name, domain);
  return {
    v: 1,
    id: context.random.uuid(),
    isImported: false,
    names,
    keyAlgorithm,
    status: "PENDING_VALIDATION",
    method,
    domains: names.map((name) => domainOf(name, options.get(name), method, context)),
    createdAtMs: context.clock.nowMs(),
    isTransparent: input.Options?.CertificateTransparencyLoggingPreference !== "DISABLED",
    isExportable: input.Options?.Export === "ENABLED",
    ...(input.IdempotencyToken !== undefined && { idempotencyToken: input.IdempotencyToken }),
    tags: parseTags(input.Tags ?? []),
  };
}

/** AWS: DomainValidationOption, ValidationDomain: the name itself or one above it. */
function requireSuperdomain(names: readonly string[], name: string, domain: string): void {
  const bare = name.replace(/^\*\./, "");
  if (!names.includes(name)) throw invalidValidationOptions(`The domain name ${name} is not one of the certificate's.`);
  if (bare !== domain && !bare.endsWith(`.${domain}`))
    throw invalidValidationOptions(`The validation domain ${domain} is not a superdomain of ${name}.`);
}

function domainOf(
  name: string,
  option: string | undefined,
  method: "DNS" | "EMAIL",
  context: Scope & Pick<YardContext, "random">,
): DomainRecord {
  const bare = name.replace(/^\*\./, "");
  const validationDomain = option ?? bare;
  const common = { name, validationDomain, isValidated: false };
  if (method === "DNS") return { ...common, validationDomain: name, record: validationRecord(context, bare) };
  return {
    ...common,
    emails: PEOPLE.map((person) => `${person}@${validationDomain}`),
    approvalToken: context.random.hex(48),
  };
}

/**
 * The record that shows whose the domain is. AWS: "DNS validation": "ACM uses CNAME records", one for a name and its wildcard, and the same
 * for each request of an account.
 */
function validationRecord({ account }: Scope, domain: string): { readonly name: string; readonly value: string } {
  const digest = (purpose: string): string =>
    createHash("sha256").update(`acm ${purpose} ${account} ${domain}`).digest("hex");
  const letters = digest("suffix")
    .replaceAll(/[^a-f]/g, "")
    .slice(0, 10)
    .padEnd(10, "x");
  return {
    name: `_${digest("name").slice(0, 32)}.${domain}`,
    value: `_${digest("value").slice(0, 32)}.${letters}.acm-validations.aws`,
  };
}

// SAML responses as STS takes them: signed by a provider that IAM knows, for AWS, and now. What they say becomes a session's name,
// tags and condition keys. AWS: AssumeRoleWithSAML; "Configure SAML assertions for the authentication response" in the IAM User Guide.

import { createHash } from "node:crypto";
import { arnOf, parseSamlProviderArn } from "../../iam/directory/names.ts";
import type { SamlProviderRecord } from "../../iam/directory/records.ts";
import { loadNamed } from "../../iam/directory/repo.ts";
import type { Federation } from "../../iam/principal.ts";
import type { Context } from "../../service/context.ts";
import {
  ASSERTION,
  childrenOf,
  onlyChild,
  PROTOCOL,
  readDocument,
  type SamlElement,
} from "../../service/saml/elements.ts";
import { readIdpMetadata } from "../../service/saml/metadata.ts";
import { isResponse, signedAssertion } from "../../service/saml/signatures.ts";
import { idpRejected, invalidIdentityToken, samlExpired } from "./errors.ts";
import { attributeConditions, type SamlAttributes, valueOf } from "./saml-attributes.ts";

/** A response that was proved. */
export interface SamlIdentity {
  /** For the trust policy, which can ask for all that the assertion said. */
  readonly claimed: Federation;
  /** For the session, whose policies can ask for who it is only. */
  readonly federation: Federation;
  readonly attributes: SamlAttributes;
  readonly subject: string;
  readonly subjectType: string;
  readonly issuer: string;
  /** The Recipient, which is what AWS calls the audience. */
  readonly audience: string;
  readonly nameQualifier: string;
  /** When the provider's own session ends. */
  readonly sessionEndsMs: number | undefined;
}

/** Proves a response of a provider of `account`; throws InvalidIdentityToken, ExpiredTokenException or IDPRejectedClaim. */
export async function proveResponse(
  context: Context,
  encoded: string,
  providerArn: string,
  account: string,
): Promise<SamlIdentity> {
  const provider = findProvider(context, providerArn, account);
  const text = decoded(encoded);
  const response = readDocument(text);
  if (!isResponse(response)) throw invalidIdentityToken("Invalid base64 SAMLResponse");
  requireSuccess(response);
  const nowMs = context.clock.nowMs();
  const metadata = readIdpMetadata(provider.metadata);
  if (metadata === undefined || provider.validUntilMs <= nowMs)
    throw invalidIdentityToken("Specified provider's metadata has expired.");
  const said = onlyChild(response, ASSERTION, "Assertion");
  if (said === undefined) throw invalidIdentityToken("Response must contain exactly one unencrypted assertion");
  if (issuerOf(said) !== metadata.entityId) throw issuerUnknown();
  // From here on nothing is read but what was signed.
  const assertion = await signedAssertion(text, metadata.certificates);
  if (assertion === undefined) throw invalidIdentityToken("Response signature invalid");
  if (issuerOf(assertion) !== metadata.entityId) throw issuerUnknown();
  requireInTime(assertion, nowMs);
  requireAudience(assertion);
  const { recipient, subject, subjectType } = subjectOf(assertion, nowMs);
  const attributes = attributesOf(assertion);
  const issuer = metadata.entityId;
  const doc = `${account}/${provider.name}`;
  const nameQualifier = createHash("sha1").update(`${issuer}${doc}`).digest("base64");
  const trustName = arnOf(account, "saml-provider", provider);
  const who = { "saml:namequalifier": nameQualifier, "saml:sub": subject, "saml:sub_type": subjectType };
  return {
    claimed: {
      provider: trustName,
      claims: {
        ...attributeConditions(attributes),
        ...who,
        "saml:aud": recipient,
        "saml:doc": doc,
        "saml:iss": issuer,
      },
    },
    federation: { provider: trustName, claims: who },
    attributes,
    subject,
    subjectType,
    issuer,
    audience: recipient,
    nameQualifier,
    sessionEndsMs: sessionEnd(assertion, nowMs),
  };
}

const issuerUnknown = () => invalidIdentityToken("Issuer not present in specified provider");

function findProvider({ store }: Context, arn: string, account: string): SamlProviderRecord {
  const parsed = parseSamlProviderArn(arn);
  const found =
    parsed?.account === account ? store.read((tx) => loadNamed(tx, account, "saml-provider", parsed.name)) : undefined;
  if (found === undefined) throw invalidIdentityToken("Specified provider doesn't exist");
  return found;
}

/** The document of a base 64 text; one that is not UTF-8 has no other encoding that anybody would have agreed on. */
function decoded(encoded: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"));
  } catch {
    throw invalidIdentityToken("Invalid base64 SAMLResponse");
  }
}

function requireSuccess(response: SamlElement): void {
  const code = onlyChild(onlyChild(response, PROTOCOL, "Status"), PROTOCOL, "StatusCode");
  if (code?.attributes.get("Value") !== "urn:oasis:names:tc:SAML:2.0:status:Success") throw idpRejected();
}

function issuerOf(assertion: SamlElement): string | undefined {
  return onlyChild(assertion, ASSERTION, "Issuer")?.text.trim();
}

// AWS: "Token must be redeemed within 5 minutes of issuance".
const REDEEM_MS = 5 * 60_000;
/** LIMIT: ours, how far a provider's clock may be ahead: as far as that of who signs a request. */
const AHEAD_MS = 5 * 60_000;

function requireInTime(assertion: SamlElement, nowMs: number): void {
  const issuedAtMs = timeOf(assertion, "IssueInstant");
  const conditions = onlyChild(assertion, ASSERTION, "Conditions");
  const beginsMs = conditions && timeOf(conditions, "NotBefore");
  const endsMs = conditions && timeOf(conditions, "NotOnOrAfter");
  if (issuedAtMs === undefined || Math.max(issuedAtMs, beginsMs ?? 0) > nowMs + AHEAD_MS)
    throw invalidIdentityToken("Response is not yet valid");
  if (endsMs !== undefined && endsMs <= nowMs) throw samlExpired("Response has expired");
  if (issuedAtMs + REDEEM_MS < nowMs) throw samlExpired("Token must be redeemed within 5 minutes of issuance");
}

/** A time of SAML, which is always UTC; throws for a text that is none. */
function timeOf(element: SamlElement, attribute: string): number | undefined {
  const text = element.attributes.get(attribute);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalidIdentityToken(`Invalid time in ${attribute}`);
  return time;
}

// AWS: "AWS sign-in endpoints": one for all regions and one for each; what follows "acs" names the provider where assertions are encrypted.
const SIGN_IN = /^https:\/\/(?:[a-z0-9-]+\.)?signin\.aws\.amazon\.com\/saml(?:\/acs\/[A-Z0-9]+)?$/;

function requireAudience(assertion: SamlElement): void {
  const conditions = onlyChild(assertion, ASSERTION, "Conditions");
  const restrictions = conditions === undefined ? [] : childrenOf(conditions, ASSERTION, "AudienceRestriction");
  // SAML 2.0 core, 2.5.1.4: within one restriction any audience, of several restrictions each.
  const isForAws =
    restrictions.length > 0 &&
    restrictions.every((restriction) =>
      childrenOf(restriction, ASSERTION, "Audience").some(
        ({ text }) => text.trim() === "urn:amazon:webservices" || SIGN_IN.test(text.trim()),
      ),
    );
  if (!isForAws) throw invalidIdentityToken("Response does not contain the required audience.");
}

const FORMAT_PREFIX = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

function subjectOf(
  assertion: SamlElement,
  nowMs: number,
): Readonly<Record<"recipient" | "subject" | "subjectType", string>> {
  const subject = onlyChild(assertion, ASSERTION, "Subject");
  const nameId = onlyChild(subject, ASSERTION, "NameID");
  const confirmation = onlyChild(subject, ASSERTION, "SubjectConfirmation");
  const data = onlyChild(confirmation, ASSERTION, "SubjectConfirmationData");
  if (
    nameId === undefined ||
    data === undefined ||
    confirmation?.attributes.get("Method") !== "urn:oasis:names:tc:SAML:2.0:cm:bearer"
  )
    throw invalidIdentityToken("Response must contain exactly one NameID and bearer SubjectConfirmation");
  const endsMs = timeOf(data, "NotOnOrAfter");
  const recipient = data.attributes.get("Recipient") ?? "";
  if (endsMs === undefined || !SIGN_IN.test(recipient))
    throw invalidIdentityToken(
      "SubjectConfirmationData must have NotOnOrAfter and the AWS sign-in endpoint as Recipient",
    );
  if (endsMs <= nowMs) throw samlExpired("Response has expired");
  const format = nameId.attributes.get("Format") ?? "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
  return {
    recipient,
    subject: nameId.text.trim(),
    subjectType: format.startsWith(FORMAT_PREFIX) ? format.slice(FORMAT_PREFIX.length) : format,
  };
}

function attributesOf(assertion: SamlElement): SamlAttributes {
  const attributes = new Map<string, readonly string[]>();
  for (const statement of childrenOf(assertion, ASSERTION, "AttributeStatement"))
    for (const attribute of childrenOf(statement, ASSERTION, "Attribute")) {
      const name = attribute.attributes.get("Name") ?? "";
      const values = childrenOf(attribute, ASSERTION, "AttributeValue").map(({ text }) => text.trim());
      // AWS: "If you include more than one, only one claim will be mapped."
      if (!attributes.has(name)) attributes.set(name, values);
    }
  return attributes;
}

/** When the provider's session ends, or that which the assertion wishes for; undefined where it says nothing. */
function sessionEnd(assertion: SamlElement, nowMs: number): number | undefined {
  const ends = childrenOf(assertion, ASSERTION, "AuthnStatement").flatMap(
    (statement) => timeOf(statement, "SessionNotOnOrAfter") ?? [],
  );
  const wanted = valueOf(attributesOf(assertion), "SessionDuration");
  if (wanted !== undefined) {
    const seconds = /^\d{1,5}$/.test(wanted) ? Number(wanted) : 0;
    // AWS: "The value can range from 900 seconds (15 minutes) to 43200 seconds (12 hours)."
    if (seconds < 900 || seconds > 43_200)
      throw invalidIdentityToken("SessionDuration in AuthnResponse must be between 900 and 43200");
    ends.push(nowMs + seconds * 1_000);
  }
  if (ends.length === 0) return undefined;
  const endsMs = Math.min(...ends);
  if (endsMs <= nowMs) throw samlExpired("Response has expired");
  return endsMs;
}

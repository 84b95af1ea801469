// A SAML identity provider for tests: its metadata, and responses that it signed, with whatever is to be wrong in them.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { SignedXml } from "xml-crypto";
import { writeCertificate } from "../service/certificates/x509.ts";
import { escapeXml } from "../wire/xml-reader.ts";

/** What a response says. Times are in milliseconds. */
export interface SamlClaims {
  readonly nowMs: number;
  readonly roleArn: string;
  readonly providerArn: string;
  readonly sessionName?: string | undefined;
  readonly recipient?: string;
  readonly audience?: string | undefined;
  readonly issuer?: string;
  readonly status?: string;
  readonly issuedAtMs?: number;
  readonly endsAtMs?: number;
  readonly nameId?: string;
  readonly sessionEndsAtMs?: number;
  /** Further attributes: values by name; names without a slash are those of AWS. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** What is signed: the assertion by default. */
  readonly signs?: "assertion" | "response" | "both" | "nothing";
  readonly signatureAlgorithm?: string;
}

export interface SamlIdp {
  readonly entityId: string;
  readonly metadata: string;
  /** A response as XML. */
  respond(claims: SamlClaims): string;
}

const SIGN_IN = "https://signin.aws.amazon.com/saml";
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

/** An identity provider with a key of its own. */
export function samlIdp(entityId = "https://idp.example.com/saml"): SamlIdp {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const certificate = writeCertificate({
    subject: "idp.example.com",
    issuer: "idp.example.com",
    publicKey,
    signingKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
    serial: Uint8Array.of(1),
    notBefore: new Date("2020-01-01T00:00:00Z"),
    notAfter: new Date("2021-01-01T00:00:00Z"),
    names: ["idp.example.com"],
  });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    entityId,
    metadata: metadataOf(entityId, certificate),
    respond(claims) {
      const { signs = "assertion", signatureAlgorithm = RSA_SHA256 } = claims;
      let xml = responseOf(entityId, claims);
      const sign = (element: string): void => {
        const signer = new SignedXml({ privateKey: key, signatureAlgorithm, canonicalizationAlgorithm: EXCLUSIVE });
        const digestAlgorithm = "http://www.w3.org/2001/04/xmlenc#sha256";
        const transforms = ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", EXCLUSIVE];
        signer.addReference({ xpath: `//*[local-name(.)='${element}']`, transforms, digestAlgorithm });
        const reference = `//*[local-name(.)='${element}']/*[local-name(.)='Issuer']`;
        signer.computeSignature(xml, { prefix: "ds", location: { reference, action: "after" } });
        xml = signer.getSignedXml();
      };
      if (signs === "assertion" || signs === "both") sign("Assertion");
      if (signs === "response" || signs === "both") sign("Response");
      return xml;
    },
  };
}

function metadataOf(entityId: string, certificate: string): string {
  const body = certificate.replaceAll(/-----[^-]+-----|\s/g, "");
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>${body}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${entityId}/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`;
}

function responseOf(entityId: string, claims: SamlClaims): string {
  const { nowMs, roleArn, providerArn, issuer = entityId, recipient = SIGN_IN, nameId = "ada@example.com" } = claims;
  const { issuedAtMs = nowMs, endsAtMs = nowMs + 300_000, status = "Success", sessionEndsAtMs } = claims;
  const sessionName = "sessionName" in claims ? claims.sessionName : "ada";
  const audience = "audience" in claims ? claims.audience : "urn:amazon:webservices";
  const time = (ms: number): string => new Date(ms).toISOString();
  const id = (): string => `_${randomBytes(16).toString("hex")}`;
  const attributes = {
    Role: [`${roleArn},${providerArn}`],
    ...(sessionName === undefined ? {} : { RoleSessionName: [sessionName] }),
    ...claims.attributes,
  };
  const restriction =
    audience === undefined
      ? ""
      : `<saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction>`;
  const sessionEnd = sessionEndsAtMs === undefined ? "" : ` SessionNotOnOrAfter="${time(sessionEndsAtMs)}"`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id()}" Version="2.0" IssueInstant="${time(issuedAtMs)}" Destination="${recipient}">
  <saml:Issuer>${issuer}</saml:Issuer>
  <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${status}"/></samlp:Status>
  <saml:Assertion ID="${id()}" Version="2.0" IssueInstant="${time(issuedAtMs)}">
    <saml:Issuer>${issuer}</saml:Issuer>
    <saml:Subject>
      <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeXml(nameId)}</saml:NameID>
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml:SubjectConfirmationData NotOnOrAfter="${time(endsAtMs)}" Recipient="${recipient}"/>
      </saml:SubjectConfirmation>
    </saml:Subject>
    <saml:Conditions NotBefore="${time(issuedAtMs)}" NotOnOrAfter="${time(endsAtMs)}">${restriction}</saml:Conditions>
    <saml:AuthnStatement AuthnInstant="${time(issuedAtMs)}"${sessionEnd}/>
    <saml:AttributeStatement>${Object.entries(attributes).map(attributeOf).join("")}</saml:AttributeStatement>
  </saml:Assertion>
</samlp:Response>`;
}

function attributeOf([name, values]: readonly [string, readonly string[]]): string {
  const full = name.includes("/") || name.startsWith("urn:") ? name : `https://aws.amazon.com/SAML/Attributes/${name}`;
  const parts = values.map((value) => `<saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue>`);
  return `<saml:Attribute Name="${full}">${parts.join("")}</saml:Attribute>`;
}

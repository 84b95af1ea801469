// The signatures of a SAML response. What comes out is the text that was signed, never a part of the document that came in: whoever
// moves elements about, or adds some, changes nothing of it. Decision 0026.

import type { SignedXml } from "xml-crypto";
import { ASSERTION, normalized, onlyChild, PROTOCOL, readDocument, type SamlElement, SIGNATURE } from "./elements.ts";

const EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/** DEVIATION: AWS takes signatures over SHA-1 as well, which others can be made to fit. */
const ALGORITHMS = {
  canonicalization: [EXCLUSIVE, `${EXCLUSIVE}WithComments`, ENVELOPED],
  hash: ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"],
  signature: [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
  ],
};

/**
 * The assertion that one of the certificates signed, by itself or within its response; undefined unless all signatures there are hold.
 * The response has exactly one assertion.
 */
export async function signedAssertion(
  source: string,
  certificates: readonly string[],
): Promise<SamlElement | undefined> {
  const text = normalized(source);
  const response = readDocument(text);
  const assertion = onlyChild(response, ASSERTION, "Assertion");
  if (response === undefined || assertion === undefined) return undefined;
  const signed = [response, assertion].filter((element) => hasSignature(element));
  let found: SamlElement | undefined;
  for (const element of signed) {
    const canonical = await canonicalOf(text, element, certificates);
    const read = canonical === undefined ? undefined : readDocument(canonical);
    if (read === undefined || read.namespace !== element.namespace || read.name !== element.name) return undefined;
    found ??= read.name === "Response" ? onlyChild(read, ASSERTION, "Assertion") : read;
    if (found === undefined) return undefined;
  }
  return found;
}

/** True for a SAML 2.0 response. */
export function isResponse(element: SamlElement | undefined): element is SamlElement {
  return element?.namespace === PROTOCOL && element.name === "Response" && element.attributes.get("Version") === "2.0";
}

function hasSignature(element: SamlElement): boolean {
  return element.children.some((child) => child.namespace === SIGNATURE && child.name === "Signature");
}

/** The canonical text of an element that its own signature signs; undefined where no certificate's key made it. */
async function canonicalOf(
  text: string,
  element: SamlElement,
  certificates: readonly string[],
): Promise<string | undefined> {
  const signature = onlyChild(element, SIGNATURE, "Signature");
  const id = element.attributes.get("ID");
  if (signature === undefined || id === undefined) return undefined;
  const { SignedXml } = await import("xml-crypto");
  for (const publicCert of certificates) {
    const verifier = withKnownAlgorithms(new SignedXml({ publicCert, getCertFromKeyInfo: () => null }));
    if (!isValid(verifier, text, signature.source())) continue;
    const [reference, ...others] = verifier.getReferences();
    const [canonical] = verifier.getSignedReferences();
    // INVARIANT: one reference, to the element that the signature stands in.
    return others.length === 0 && reference?.uri === `#${id}` ? canonical : undefined;
  }
  return undefined;
}

function isValid(verifier: SignedXml, text: string, signature: string): boolean {
  try {
    verifier.loadSignature(signature);
    return verifier.checkSignature(text);
  } catch {
    // It throws plain errors for all that is wrong with a signature, a key that is another's included.
    return false;
  }
}

function withKnownAlgorithms(verifier: SignedXml): SignedXml {
  keep(verifier.CanonicalizationAlgorithms, ALGORITHMS.canonicalization);
  keep(verifier.HashAlgorithms, ALGORITHMS.hash);
  keep(verifier.SignatureAlgorithms, ALGORITHMS.signature);
  return verifier;
}

function keep(table: Record<string, unknown>, known: readonly string[]): void {
  for (const name of Object.keys(table)) if (!known.includes(name)) delete table[name];
}

// Metadata of an identity provider, for templates: the same document for as long as a test runs.

import { samlIdp } from "../../src/testing/saml-idp.ts";

const documents = [1, 2].map((version) => samlIdp(`https://idp-${version}.example.com/saml`).metadata);

/** The document of a provider; the two are those of different ones. */
export function samlMetadata(version: 1 | 2): string {
  return documents[version - 1] ?? "";
}

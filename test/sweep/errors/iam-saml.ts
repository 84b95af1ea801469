// IAM's SAML providers in its errors sweep.

import type { AwsApis } from "../../../src/service/apis.ts";
import { samlIdp } from "../../../src/testing/saml-idp.ts";
import { type ErrorTable, forAll, unprovokable } from "./table.ts";

/** What the samples of SAML providers share. */
export interface MadeSaml {
  readonly samlProvider: string;
}

const METADATA = samlIdp().metadata;
const TAGS = [{ Key: "key", Value: "value" }];
const saml = ({ samlProvider }: MadeSaml) => ({ SAMLProviderArn: samlProvider });

export async function prepareSaml({ iam }: AwsApis): Promise<MadeSaml> {
  const made = await iam.createSAMLProvider({ Name: "sweep", SAMLMetadataDocument: METADATA });
  return { samlProvider: made.SAMLProviderArn ?? "" };
}

export const samlInputs: ErrorTable<MadeSaml>["inputs"] = {
  CreateSAMLProvider: ({ name }) => ({ Name: name(), SAMLMetadataDocument: METADATA }),
  DeleteSAMLProvider: saml,
  GetSAMLProvider: saml,
  ListSAMLProviderTags: saml,
  ListSAMLProviders: () => ({}),
  TagSAMLProvider: (made) => ({ ...saml(made), Tags: TAGS }),
  UntagSAMLProvider: (made) => ({ ...saml(made), TagKeys: ["key"] }),
  UpdateSAMLProvider: (made) => ({ ...saml(made), SAMLMetadataDocument: METADATA }),
};

export const samlErrors: ErrorTable<MadeSaml>["operations"] = {
  ...forAll(["CreateSAMLProvider"], {
    EntityAlreadyExistsException: (_, ask) => ask({ Name: "sweep" }),
    InvalidInputException: (_, ask) => ask({ SAMLMetadataDocument: "x".repeat(1_000) }),
    LimitExceededException: unprovokable("AWS's quotas on it can be raised on request; a yard keeps a hundred."),
  }),
  ...forAll(["UpdateSAMLProvider"], {
    InvalidInputException: (_, ask) => ask({ SAMLMetadataDocument: "x".repeat(1_000) }),
  }),
};

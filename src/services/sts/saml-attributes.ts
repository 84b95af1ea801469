// Attributes of a SAML assertion: those which AWS reads for the session, and those which trust policies can ask for.
// AWS: "Mapping SAML attributes to AWS trust policy context keys".

import { invalidIdentityToken } from "./errors.ts";
import type { WantedSession } from "./federated-trust.ts";

/** Values by the attributes' names. */
export type SamlAttributes = ReadonlyMap<string, readonly string[]>;

const OF_AWS = "https://aws.amazon.com/SAML/Attributes/";

/** The only value of one of AWS's own attributes. */
export function valueOf(attributes: SamlAttributes, name: string): string | undefined {
  return attributes.get(OF_AWS + name)?.[0];
}

/** True if the assertion pairs the role with the provider, in either order. */
export function isOffered(attributes: SamlAttributes, roleArn: string, providerArn: string): boolean {
  return (attributes.get(`${OF_AWS}Role`) ?? []).some((pair) => {
    const arns = pair.split(",").map((arn) => arn.trim());
    return arns.length === 2 && arns.includes(roleArn) && arns.includes(providerArn);
  });
}

/** Name, source identity and tags of the session; throws InvalidIdentityToken. */
export function sessionOf(attributes: SamlAttributes): WantedSession {
  const sessionName = valueOf(attributes, "RoleSessionName");
  if (sessionName === undefined) throw invalidIdentityToken("RoleSessionName is required in AuthnResponse");
  if (!isName(sessionName))
    throw invalidIdentityToken("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
  const sourceIdentity = valueOf(attributes, "SourceIdentity");
  if (sourceIdentity !== undefined && (!isName(sourceIdentity) || /^aws:/i.test(sourceIdentity)))
    throw invalidIdentityToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"');
  const prefix = `${OF_AWS}PrincipalTag:`;
  return {
    sessionName,
    sourceIdentity,
    tags: [...attributes].flatMap(([name, [Value = ""]]) =>
      name.startsWith(prefix) ? [{ Key: name.slice(prefix.length), Value }] : [],
    ),
    transitiveTagKeys: attributes.get(`${OF_AWS}TransitiveTagKeys`) ?? [],
  };
}

function isName(text: string): boolean {
  return /^[\w+=,.@-]{2,64}$/.test(text);
}

const EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";
const EDU_ORG = "urn:oid:1.3.6.1.4.1.5923.1.2.1.";
const CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

/** Keys of lists, and of single values, by the names of the attributes. */
const LISTS: Readonly<Record<string, string>> = {
  [`${EDU_PERSON}1`]: "edupersonaffiliation",
  [`${EDU_PERSON}2`]: "edupersonnickname",
  [`${EDU_PERSON}4`]: "edupersonorgunitdn",
  [`${EDU_PERSON}7`]: "edupersonentitlement",
  [`${EDU_PERSON}9`]: "edupersonscopedaffiliation",
  [`${EDU_PERSON}10`]: "edupersontargetedid",
  [`${EDU_PERSON}11`]: "edupersonassurance",
  [`${EDU_ORG}2`]: "eduorghomepageuri",
  [`${EDU_ORG}3`]: "eduorgidentityauthnpolicyuri",
  [`${EDU_ORG}4`]: "eduorglegalname",
  [`${EDU_ORG}5`]: "eduorgsuperioruri",
  [`${EDU_ORG}6`]: "eduorgwhitepagesuri",
  "urn:oid:2.5.4.3": "cn",
};
const SINGLES: Readonly<Record<string, string>> = {
  [`${EDU_PERSON}3`]: "edupersonorgdn",
  [`${EDU_PERSON}5`]: "edupersonprimaryaffiliation",
  [`${EDU_PERSON}6`]: "edupersonprincipalname",
  [`${EDU_PERSON}8`]: "edupersonprimaryorgunitdn",
  [`${CLAIMS}name`]: "name",
  "http://schemas.xmlsoap.org/claims/CommonName": "commonName",
  [`${CLAIMS}givenname`]: "givenName",
  [`${CLAIMS}surname`]: "surname",
  [`${CLAIMS}emailaddress`]: "mail",
  "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "uid",
  "2.5.4.3": "commonName",
  "2.5.4.4": "surname",
  "2.4.5.42": "givenName",
  "2.5.4.45": "x500UniqueIdentifier",
  "0.9.2342.19200300100.1.1": "uid",
  "0.9.2342.19200300100.1.3": "mail",
  "0.9.2342.19200300.100.1.45": "organizationStatus",
};

/** The condition keys of the attributes that have one. */
export function attributeConditions(attributes: SamlAttributes): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    [...attributes].flatMap(([name, values]): [string, string | readonly string[]][] => {
      const [first] = values;
      if (Object.hasOwn(LISTS, name)) return [[`saml:${LISTS[name]}`, values]];
      return Object.hasOwn(SINGLES, name) && first !== undefined ? [[`saml:${SINGLES[name]}`, first]] : [];
    }),
  );
}

// ARNs and unique ids of IAM's things. AWS: "IAM identifiers".

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { NamedKind } from "./repo.ts";

/** Kinds whose things have unique ids. */
type IdentifiedKind = Exclude<NamedKind, "mfa" | "oidc-provider" | "saml-provider">;

const ID_PREFIXES: Readonly<Record<IdentifiedKind, string>> = {
  user: "AIDA",
  group: "AGPA",
  role: "AROA",
  policy: "ANPA",
  "instance-profile": "AIPA",
};

/** A unique id of 21 characters. */
export function newId(random: Random, kind: IdentifiedKind): string {
  return ID_PREFIXES[kind] + random.text(17, ALPHABET.base32);
}

/** arn:aws:iam::ACCOUNT:KIND/PATH/NAME */
export function arnOf(
  account: string,
  kind: NamedKind,
  item: { readonly path: string; readonly name: string },
): string {
  return formatArn("iam", "", account, `${kind}${item.path}${item.name}`);
}

/** Account and name of an OpenID Connect provider's ARN; undefined for anything else. */
export function parseOidcProviderArn(arn: string): { account: string; name: string } | undefined {
  return parseProviderArn(arn, "oidc-provider/");
}

/** Account and name of a SAML provider's ARN; undefined for anything else. */
export function parseSamlProviderArn(arn: string): { account: string; name: string } | undefined {
  return parseProviderArn(arn, "saml-provider/");
}

function parseProviderArn(arn: string, kind: string): { account: string; name: string } | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith(kind)) return undefined;
  return { account: parsed.account, name: parsed.resource.slice(kind.length) };
}

/** Account and name of a policy's ARN; undefined for anything else. The account of AWS's own policies is "aws". */
export function parsePolicyArn(arn: string): { account: string; path: string; name: string } | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== "iam" || !parsed.resource.startsWith("policy/")) return undefined;
  const path = parsed.resource.slice("policy".length);
  const slash = path.lastIndexOf("/");
  return { account: parsed.account, path: path.slice(0, slash + 1), name: path.slice(slash + 1) };
}

/**
 * An access key id: AKIA for long-term keys, ASIA for temporary ones. As in AWS's own, the account can be read from it:
 * the 16 characters are base 32 of 80 bits, of which the second to the forty-first are the account's number.
 */
export function newAccessKeyId(random: Random, prefix: "AKIA" | "ASIA", account: string): string {
  const head = (1n << 47n) | (BigInt(account) << 7n) | BigInt(random.integer(128));
  let bits = head << 32n;
  for (const [index, byte] of random.bytes(4).entries()) bits |= BigInt(byte) << BigInt(8 * index);
  let text = "";
  for (let shift = 75n; shift >= 0n; shift -= 5n) text += ALPHABET.base32.charAt(Number((bits >> shift) & 31n));
  return prefix + text;
}

/** The account that an access key id names; undefined if it is not of the form above. */
export function accountOfAccessKey(id: string): string | undefined {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(id)) return undefined;
  let bits = 0n;
  for (const character of id.slice(4)) bits = (bits << 5n) | BigInt(ALPHABET.base32.indexOf(character));
  const account = (bits >> 39n) & ((1n << 40n) - 1n);
  return account < 10n ** 12n ? account.toString().padStart(12, "0") : undefined;
}

/** A secret access key of 40 characters. */
export function newSecret(random: Random): string {
  return random.text(40, `${ALPHABET.base62}+/`);
}

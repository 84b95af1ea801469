// ARNs and unique ids of IAM's things. AWS: "IAM identifiers".

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { NamedKind } from "./repo.ts";

const ID_PREFIXES: Readonly<Record<NamedKind, string>> = {
  user: "AIDA",
  group: "AGPA",
  role: "AROA",
  policy: "ANPA",
  "instance-profile": "AIPA",
};

/** A unique id of 21 characters. */
export function newId(random: Random, kind: NamedKind): string {
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

/** A secret access key of 40 characters. */
export function newSecret(random: Random): string {
  return random.text(40, `${ALPHABET.base62}+/`);
}

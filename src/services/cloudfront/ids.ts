// Ids and versions as CloudFront makes them.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import { fault } from "./errors.ts";

/** "E2QWRUHAPOMQZL": the first letter says what it is, E for distributions, I for invalidations, K for public keys. */
export function newId(random: Random, letter: "E" | "I" | "K"): string {
  return letter + random.text(13, ALPHABET.upperAlphanumeric);
}

/** The version of a configuration: another one after each change. */
export function newEtag(random: Random): string {
  return newId(random, "E");
}

/** The first label of a distribution's domain name. */
export function newLabel(random: Random): string {
  return `d${random.text(13, ALPHABET.lowerAlphanumeric)}`;
}

/** arn:aws:cloudfront::ACCOUNT:distribution/ID. */
export function arnOf(account: string, kind: string, id: string): string {
  return formatArn("cloudfront", "", account, `${kind}/${id}`);
}

/** The distribution that an ARN names, where it is one of this account's. */
export function distributionOfArn(arn: string, account: string): string | undefined {
  const parts = parseArn(arn);
  const [kind, id, ...rest] = parts?.resource.split("/") ?? [];
  const isOwn = parts?.service === "cloudfront" && parts.account === account;
  return isOwn && kind === "distribution" && rest.length === 0 ? id : undefined;
}

/**
 * Throws unless `given` is the present version. AWS: "InvalidIfMatchVersion: The If-Match version is missing or not valid for the
 * resource", "PreconditionFailed" where it is another one.
 */
export function requireVersion(etag: string, given: string | undefined): void {
  if (given === undefined || !/^E[A-Z0-9]+$/.test(given)) throw fault("InvalidIfMatchVersion");
  if (given !== etag) throw fault("PreconditionFailed");
}

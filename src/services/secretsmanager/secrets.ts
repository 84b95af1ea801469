// Finding the secret that a request means, and changing it.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { markedForDeletion, secretNotFound, validation } from "./errors.ts";
import type { SecretRecord } from "./records.ts";
import { loadSecret, saveSecret } from "./repo.ts";

const SUFFIX_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const SUFFIX_LENGTH = 6;

/** A secret and where it is: ARNs lead into other accounts. */
export interface Located {
  readonly scope: Scope;
  readonly secret: SecretRecord;
}

/** The ARN of a new secret. AWS: "What's in a Secrets Manager secret": a hyphen and six random characters end it. */
export function newSecretArn(random: Random, scope: Scope, name: string): string {
  return secretArn(scope, `${name}-${random.text(SUFFIX_LENGTH, SUFFIX_ALPHABET)}`);
}

/** Throws ValidationException for a name that AWS does not take. AWS: CreateSecret, Name. */
export function requireName(name: string): void {
  if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(name))
    throw validation(
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
}

/** The secret of a name, an ARN, or an ARN without its last seven characters; throws ResourceNotFoundException. */
export function findSecret(tx: ReadTx, here: Scope, secretId: string): Located {
  const located = locate(tx, here, secretId);
  if (located === undefined) throw secretNotFound();
  return located;
}

/** The same, for operations that a secret which waits for its deletion does not take. */
export function findLiveSecret(tx: ReadTx, here: Scope, secretId: string): Located {
  const located = findSecret(tx, here, secretId);
  if (located.secret.deletion !== undefined) throw markedForDeletion();
  return located;
}

/** Replaces a secret that is not waiting for its deletion by what `change` makes of it. */
export function updateSecret(
  yard: Pick<YardContext, "store">,
  here: Scope,
  secretId: string,
  change: (located: Located, tx: WriteTx) => SecretRecord,
): SecretRecord {
  return yard.store.write((tx) => {
    const located = findLiveSecret(tx, here, secretId);
    const changed = change(located, tx);
    saveSecret(tx, located.scope, changed);
    return changed;
  });
}

/** The ARN that policies are asked about: the secret's own, or that of the name where there is none. */
export function arnForPermission({ store }: Pick<YardContext, "store">, here: Scope, secretId: string): string {
  const located = store.read((tx) => locate(tx, here, secretId));
  return located?.secret.arn ?? (secretId.startsWith("arn:") ? secretId : secretArn(here, secretId));
}

/** The secret, or undefined. */
export function locate(tx: ReadTx, here: Scope, secretId: string): Located | undefined {
  if (!secretId.startsWith("arn:")) {
    const secret = loadSecret(tx, here, secretId);
    return secret && { scope: here, secret };
  }
  const arn = parseArn(secretId);
  if (arn?.service !== "secretsmanager" || !arn.resource.startsWith("secret:") || !isRegion(arn.region))
    return undefined;
  // AWS: a Region's endpoint knows the secrets of its Region.
  if (!/^\d{12}$/.test(arn.account) || arn.region !== here.region) return undefined;
  const scope = { account: parseAccountId(arn.account), region: arn.region };
  const resource = arn.resource.slice("secret:".length);
  const whole = loadSecret(tx, scope, resource.slice(0, -SUFFIX_LENGTH - 1));
  if (whole?.arn === secretId) return { scope, secret: whole };
  // AWS: "Don't use a secret name that ends with a hyphen followed by six characters": the partial ARN comes second.
  const partial = loadSecret(tx, scope, resource);
  return partial && { scope, secret: partial };
}

function secretArn(scope: Scope, resource: string): string {
  return formatArn("secretsmanager", scope.region, scope.account, `secret:${resource}`);
}

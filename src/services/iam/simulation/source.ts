// Whose policies a simulation takes: an entity of the caller's account.

import { invalidInput } from "../errors.ts";
import { parseEntity, type Entity } from "./input.ts";

/** Reads a PolicySourceArn. AWS: the sentence for other accounts is in public reports. */
export function requireSource(arn: string, account: string): Entity {
  const entity = parseEntity(arn);
  if (entity.account !== account) {
    throw invalidInput(
      `Invalid Policy Source Arn: caller's account ${account} does not have access to policies in account ${entity.account}`,
    );
  }
  return entity;
}

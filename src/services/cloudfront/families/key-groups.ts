// Key groups: the public keys that a cache behaviour trusts. AWS: "Choose between trusted key groups and AWS accounts".

import type { KeyGroupConfig } from "@aws-sdk/client-cloudfront";
import type { ReadTx } from "../../../store/store.ts";
import { fault, invalidArgument } from "../errors.ts";
import { distributionsUsing } from "../config/users.ts";
import { loadThing } from "../repo.ts";
import type { Family } from "./family.ts";
import { checkComment, idOfPolicy, timeOf } from "./policies.ts";

// LIMIT: AWS: "Quotas on key groups".
const MOST_KEYS = 5;

/** The family of key groups. */
export const keyGroups: Family<KeyGroupConfig> = {
  kind: "key-group",
  one: "KeyGroup",
  many: "KeyGroups",
  most: 10,
  errors: {
    missing: "NoSuchResource",
    exists: "KeyGroupAlreadyExists",
    inUse: "ResourceInUse",
    tooMany: "TooManyKeyGroups",
  },
  newId: idOfPolicy,
  complete,
  sameAs: (one, other) => one.Name === other.Name,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "key-group", id).length > 0,
  shown: ({ id, config, updatedAtMs }) => ({ Id: id, LastModifiedTime: timeOf(updatedAtMs), KeyGroupConfig: config }),
  listed: (thing) => ({ KeyGroup: keyGroups.shown(thing) }),
};

function complete(
  { Name = "", Items = [], Comment = "" }: KeyGroupConfig,
  tx: ReadTx,
  account: string,
): KeyGroupConfig {
  if (!/^[\w.-]{1,128}$/.test(Name)) throw invalidArgument("The parameter Name is invalid.");
  checkComment(Comment);
  if (Items.length === 0) throw invalidArgument("The parameter Items requires at least one public key.");
  if (Items.length > MOST_KEYS) throw fault("TooManyPublicKeysInKeyGroup");
  for (const id of Items)
    if (loadThing(tx, account, "public-key", id) === undefined)
      throw invalidArgument(`The public key ${id} does not exist.`);
  return { Name, Items, Comment };
}

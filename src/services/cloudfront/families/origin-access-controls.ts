// Origin access controls: how a distribution shows an origin who it is. AWS: "Restrict access to an Amazon S3 origin".

import type { OriginAccessControlConfig } from "@aws-sdk/client-cloudfront";
import { invalidArgument, notServed } from "../errors.ts";
import { newId } from "../ids.ts";
import { distributionsUsing } from "../config/users.ts";
import type { Family } from "./family.ts";

/** The family of origin access controls. */
export const originAccessControls: Family<OriginAccessControlConfig> = {
  kind: "origin-access-control",
  one: "OriginAccessControl",
  many: "OriginAccessControls",
  most: 100,
  errors: {
    missing: "NoSuchOriginAccessControl",
    exists: "OriginAccessControlAlreadyExists",
    inUse: "OriginAccessControlInUse",
    tooMany: "TooManyOriginAccessControls",
  },
  newId: (random) => newId(random, "E"),
  complete,
  sameAs: (one, other) => one.Name === other.Name,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "origin-access-control", id).length > 0,
  shown: ({ id, config }) => ({ Id: id, OriginAccessControlConfig: config }),
  listed: ({ id, config }) => ({ Id: id, ...config }),
  listHasMarker: true,
};

function complete(config: OriginAccessControlConfig): OriginAccessControlConfig {
  const { Name, Description = "", OriginAccessControlOriginType: type, SigningBehavior, SigningProtocol } = config;
  if (Name === undefined || Name.length < 1 || Name.length > 64)
    throw invalidArgument("The parameter Name is invalid: it has 1 to 64 characters.");
  if (Description.length > 256) throw invalidArgument("The parameter Description is too long.");
  if (SigningProtocol !== "sigv4") throw invalidArgument("The parameter SigningProtocol is invalid.");
  if (!["always", "never", "no-override"].includes(SigningBehavior ?? ""))
    throw invalidArgument("The parameter SigningBehavior is invalid.");
  if (!["s3", "mediastore", "mediapackagev2", "lambda"].includes(type ?? ""))
    throw invalidArgument("The parameter OriginAccessControlOriginType is invalid.");
  if (type !== "s3") throw notServed(`An origin access control of the type "${type}"`);
  return { Name, Description, SigningProtocol, SigningBehavior, OriginAccessControlOriginType: type };
}

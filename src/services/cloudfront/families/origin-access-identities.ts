// Origin access identities: users of CloudFront's own whom bucket policies name. AWS: "Use an origin access identity (legacy, not recommended)".

import { createHash } from "node:crypto";
import type { CloudFrontOriginAccessIdentityConfig } from "@aws-sdk/client-cloudfront";
import type { Principal } from "../../../iam/principal.ts";
import { distributionsUsing } from "../config/users.ts";
import { fault, invalidArgument } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Family } from "./family.ts";

/** The family of origin access identities. */
export const originAccessIdentities: Family<CloudFrontOriginAccessIdentityConfig> = {
  kind: "origin-access-identity",
  one: "CloudFrontOriginAccessIdentity",
  many: "CloudFrontOriginAccessIdentities",
  // LIMIT: AWS: "General quotas on distributions": origin access identities per account.
  most: 100,
  errors: {
    missing: "NoSuchCloudFrontOriginAccessIdentity",
    exists: "CloudFrontOriginAccessIdentityAlreadyExists",
    inUse: "CloudFrontOriginAccessIdentityInUse",
    tooMany: "TooManyCloudFrontOriginAccessIdentities",
  },
  newId: (random) => newId(random, "E"),
  complete,
  sameAs: (one, other) => one.CallerReference === other.CallerReference,
  // AWS: CloudFrontOriginAccessIdentityConfig: a reference that came before, with the same content, gives the identity that is there.
  givesWhatIsThere: true,
  isUsed: (id, tx, account) => distributionsUsing(tx, account, "origin-access-identity", id).length > 0,
  shown: ({ id, config }) => ({
    Id: id,
    S3CanonicalUserId: canonicalUserOf(id),
    CloudFrontOriginAccessIdentityConfig: config,
  }),
  listed: ({ id, config }) => ({ Id: id, S3CanonicalUserId: canonicalUserOf(id), Comment: config.Comment }),
  listHasMarker: true,
};

function complete(
  { CallerReference = "", Comment = "" }: CloudFrontOriginAccessIdentityConfig,
  _tx: unknown,
  _account: string,
  before?: CloudFrontOriginAccessIdentityConfig,
): CloudFrontOriginAccessIdentityConfig {
  if (CallerReference === "") throw invalidArgument("The parameter CallerReference is required.");
  if (Comment.length > 128) throw invalidArgument("The parameter Comment is too long.");
  if (before !== undefined && before.CallerReference !== CallerReference) throw fault("IllegalUpdate");
  return { CallerReference, Comment };
}

/** What S3 knows the identity by: 96 hexadecimal digits that tell nothing. */
function canonicalUserOf(id: string): string {
  return createHash("sha384").update(`canonical user of origin access identity ${id}`).digest("hex");
}

/** The identity as the one who asks S3. AWS: its policies name "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ID". */
export function identityPrincipal(id: string): Principal {
  return {
    kind: "canonical-user",
    arn: `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${id}`,
    canonicalUserId: canonicalUserOf(id),
  };
}

const FORM = /^origin-access-identity\/cloudfront\/([A-Z0-9]+)$/;

/** The id in an origin's "origin-access-identity/cloudfront/ID"; undefined for anything else. */
export function identityInOrigin(text: string | undefined): string | undefined {
  return FORM.exec(text ?? "")?.[1];
}

// ListEmailIdentities: all identities, in pages.

import type { ListEmailIdentitiesCommandInput, ListEmailIdentitiesCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { listIdentities } from "../repo.ts";

// LIMIT: AWS: ListEmailIdentities, PageSize.
const LARGEST_PAGE = 1_000;

export const listEmailIdentities = defineOperation<
  Input<ListEmailIdentitiesCommandInput>,
  ListEmailIdentitiesCommandOutput
>("ListEmailIdentities", (input, context) => {
  const { PageSize: pageSize = LARGEST_PAGE, NextToken: token } = input;
  if (pageSize < 0 || pageSize > LARGEST_PAGE) throw badRequest("PageSize must be between 0 and 1000.");
  const after = token === undefined ? undefined : Buffer.from(token, "base64url").toString();
  const identities = context.store.read((tx) => {
    const found = [];
    for (const identity of listIdentities(tx, context, after)) {
      found.push(identity);
      if (found.length > pageSize) break;
    }
    return found;
  });
  const page = identities.slice(0, pageSize);
  const last = page.at(-1);
  return {
    EmailIdentities: page.map(({ type, name }) => ({
      IdentityType: type,
      IdentityName: name,
      SendingEnabled: true,
      VerificationStatus: "SUCCESS" as const,
    })),
    ...(identities.length > pageSize && last !== undefined
      ? { NextToken: Buffer.from(last.name).toString("base64url") }
      : {}),
  };
});
